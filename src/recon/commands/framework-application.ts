import type { EntryPointKind } from "../../model/recon";
import type { PythonFile } from "../../python/project";
import { withoutFolder } from "../../model/paths";
import { applicationIndex, type Application } from "../applications/application-index";
import type { Exposure } from "../applications/exposures";
import type { DetectContext } from "../define-detector";
import { resolveTarget, type ResolvedTarget } from "../targets/resolve-target";
import { workingDirectoryOf } from "../targets/working-directory";
import type { CommandReading } from "./reading";

/**
 * The application that a server's command starts: by the name that it gives, or, where it gives a module, a file or
 * nothing (`flask run`, `fastapi run app`), the one that its tool would find.
 */
export function frameworkApplication(
  context: DetectContext,
  read: CommandReading,
  resolved: ResolvedTarget,
  folders: readonly string[],
): { kind: EntryPointKind; target: string; folder: string; framework: string | null; manage: string } | null {
  const index = applicationIndex(context.project);
  const kind = read.kind ?? "wsgi";
  const found = (application: Application | undefined, target: string, folder: string) => ({
    kind,
    target,
    folder,
    framework: application?.framework.name ?? null,
    manage: "",
  });
  if (resolved.file && resolved.attribute !== null) {
    const application = index.find(resolved.file.path, resolved.attribute);
    // Granian and Flask take a path as well; the name of the module is what every server takes, where there is one.
    const isPath = /[/\\]|\.py:/.test(read.target) && !resolved.file.path.endsWith(".wsgi");
    const target = isPath
      ? read.target.replace(/^.*?(?=:)/, moduleNameOf(context, resolved.file, resolved.folder))
      : read.target;
    return found(application, target, resolved.folder);
  }
  if (resolved.file) {
    const target = targetIn(context, index.applications, resolved.file.path, resolved.folder);
    return target && found(target.application, target.text, resolved.folder);
  }
  if (read.target !== "") return null;
  // Flask and FastAPI look for these files in the working directory (Flask: "Application Discovery"; fastapi-cli: discover).
  for (const module of ["wsgi", "app", "main", "api", "app.main", "app.app", "app.api"]) {
    const candidate = resolveTarget(context.workspace, context.project, module, folders);
    const target = candidate.file && targetIn(context, index.applications, candidate.file.path, candidate.folder);
    if (target) return found(target.application, target.text, candidate.folder);
  }
  // FLASK_APP comes from elsewhere; where the code has one application only, it names that one.
  const offered = index.applications.filter(
    ({ framework, isMounted, exposures }) => framework.name === read.tool && !isMounted && exposures.some(isImportable),
  );
  const [only] = offered;
  const exposure = only?.exposures.find(isImportable);
  if (!only || !exposure || offered.length > 1) return null;
  const root = workingDirectoryOf(context.workspace, exposure.file);
  return found(only, `${exposure.file.module}:${exposure.name}${exposure.isFactory ? "()" : ""}`, root);
}

function isImportable({ isGuarded, needsArguments }: Exposure): boolean {
  return !isGuarded && !needsArguments;
}

function targetIn(
  context: DetectContext,
  applications: readonly Application[],
  path: string,
  folder: string,
): { readonly application: Application; readonly text: string } | null {
  for (const application of applications) {
    const exposure = application.exposures.find(({ file, needsArguments }) => file.path === path && !needsArguments);
    if (!exposure) continue;
    const module = moduleNameOf(context, exposure.file, folder);
    return { application, text: `${module}:${exposure.name}${exposure.isFactory ? "()" : ""}` };
  }
  return null;
}

function moduleNameOf({ workspace }: DetectContext, file: PythonFile, folder: string): string {
  const seen = moduleFrom(folder, file.path);
  // No import can say `my-service.main`: a file below such a folder is imported from the root of its own package.
  return workingDirectoryOf(workspace, file) === folder || !/^[\w.]+$/.test(seen) ? file.module : seen;
}

/** The dotted name of a file as imported from a folder. */
function moduleFrom(folder: string, path: string): string {
  return withoutFolder(folder, path)
    .replace(/\.py$/, "")
    .replace(/\/__init__$/, "")
    .replace(/^src\//, "")
    .replaceAll("/", ".");
}
