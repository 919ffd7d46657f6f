import type { EntryPointKind } from "../../model/recon";
import { applicationIndex } from "../applications/application-index";
import type { DetectContext } from "../define-detector";
import { siteFor, siteInterface } from "../django/site-for";
import { splitTarget, type ResolvedTarget } from "../targets/resolve-target";
import { workingDirectoryOf } from "../targets/working-directory";
import { frameworkApplication } from "./framework-application";
import type { CommandReading } from "./reading";
import { runApplication } from "./run-application";
import { runAsMain } from "./same-program";

export interface CommandApplication {
  readonly kind: EntryPointKind;
  readonly target: string;
  readonly folder: string;
  readonly framework: string | null;
  /** `manage.py` as seen from the folder, "" where there is none. */
  readonly manage: string;
  /** Port that the code gives to its own server. */
  readonly port?: number | null;
  readonly isUsualPort?: boolean;
  readonly isDevelopment?: boolean;
}

/** The application behind a command that names a site, a module without an attribute, or nothing. */
export function applicationOf(
  context: DetectContext,
  read: CommandReading,
  resolved: ResolvedTarget,
  folders: readonly string[],
): CommandApplication | null {
  if (read.tool === "manage.py" && read.role === "serve") return siteApplication(context, folders);
  if (read.role === "script" && read.tool !== "awslambdaric" && resolved.file) {
    // Further words may have the program do something else.
    const isAlone = read.words.at(-1)?.endsWith(read.target) === true;
    return runApplication(context, isAlone ? runAsMain(context.project, resolved.file) : resolved.file, isAlone);
  }
  if (read.tool === "manager" && read.role === "serve") return managedApplication(context, folders);
  if (read.kind !== "wsgi" && read.kind !== "asgi") return null;
  const site = siteFor(context.project, folders);
  if (resolved.file && [site?.wsgi?.file, site?.asgi?.file].includes(resolved.file)) {
    return {
      kind: read.kind,
      target: withAttribute(read.target, "application"),
      folder: resolved.folder,
      framework: "django",
      manage: "manage.py",
    };
  }
  return frameworkApplication(context, read, resolved, folders);
}

/** What Django's `manage.py runserver` serves. */
function siteApplication(context: DetectContext, folders: readonly string[]): CommandApplication | null {
  const site = siteFor(context.project, folders);
  const served = site && siteInterface(site, context.dependencies);
  if (!site || !served) return null;
  return { ...served, folder: site.folder, framework: "django", manage: "manage.py" };
}

/** What a project's own `manage.py runserver` serves: its only application, or the best of them. */
function managedApplication(context: DetectContext, folders: readonly string[]): CommandApplication | null {
  for (const application of applicationIndex(context.project).applications) {
    const { kind, name: framework } = application.framework;
    const exposure = application.exposures.find(({ isGuarded, needsArguments }) => !isGuarded && !needsArguments);
    if (!exposure || application.isMounted || (kind !== "wsgi" && kind !== "asgi")) continue;
    const folder = workingDirectoryOf(context.workspace, exposure.file);
    if (!folders.includes(folder)) continue;
    return {
      kind,
      target: `${exposure.file.module}:${exposure.name}${exposure.isFactory ? "()" : ""}`,
      folder,
      framework,
      manage: "",
    };
  }
  return null;
}

function withAttribute(target: string, attribute: string): string {
  return splitTarget(target).attribute === null ? `${target}:${attribute}` : target;
}
