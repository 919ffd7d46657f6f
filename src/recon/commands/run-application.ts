import type { EntryPointKind } from "../../model/recon";
import type { PythonFile, PythonProject } from "../../python/project";
import { applicationIndex, type Application } from "../applications/application-index";
import type { Exposure } from "../applications/exposures";
import { symbolOf } from "../applications/symbols";
import type { DetectContext } from "../define-detector";
import { awaitedFrom, surelyAwaitedFrom } from "../targets/reach";
import { scriptCommand } from "../targets/script-command";
import { isSurelyStartedBy } from "../targets/sure-start";
import { workingDirectoryOf } from "../targets/working-directory";
import { metricsPort } from "../web/metrics-port";
import { isTargetOf, type RunCall, runCalls, runsOnImport, usualPort } from "../web/run-calls";
import { startsItself } from "../workers/script-evidence";

interface RunApplication {
  readonly kind: EntryPointKind;
  readonly target: string;
  readonly folder: string;
  readonly framework: string | null;
  readonly manage: string;
  readonly port: number | null;
  /** Whether the port is what the server takes where nothing tells it one. */
  readonly isUsualPort?: boolean;
  readonly isDevelopment: boolean;
}

/**
 * What running a file serves, or the function of it that a console script calls (null where it names none): an application, or
 * nothing but metrics.
 */
export function servedBy(context: DetectContext, file: PythonFile, attribute?: string | null): RunApplication | null {
  const { definitions } = file.facts;
  const runs = runCalls(context.project);
  const own = runs.find(
    ({ file: where, call }) =>
      where === file && (attribute === undefined || (definitions[call.scope]?.name ?? attribute) === attribute),
  );
  const run =
    own ??
    (attribute ? runs.find(one => isSurelyStartedBy(context.project, file, attribute, one.file, one.call)) : undefined);
  if (run) return runApplication(context, run.file);
  const port = metricsPort(context, file, attribute ?? null);
  if (port === null) return null;
  const { target, folder } = scriptCommand(context, file);
  return { kind: "server", target, folder, framework: null, manage: "", port, isDevelopment: false };
}

/**
 * The application that a script runs itself (`python run.py` with `app.run()` in it). Flask's and other built-in servers are
 * for development; uvicorn, waitress and the like are what the author serves with. Without further words (`isAlone`) it may
 * be another file's of the same root that this one surely starts.
 */
export function runApplication(context: DetectContext, file: PythonFile, isAlone = false): RunApplication | null {
  const own = runCalls(context.project).find(call => call.file === file);
  const run = own ?? (isAlone ? serverStartedBy(context, file, surelyAwaitedFrom) : undefined);
  if (run?.file.sourceRoot !== file.sourceRoot) return null;
  const application = applicationRunBy(context.project, run);
  const exposure = application?.exposures.find(({ isGuarded, needsArguments }) => !isGuarded && !needsArguments);
  const facts = { framework: application?.framework.name ?? null, manage: "", port: run.port };
  const isLoadable = exposure && !(runsOnImport(run) && exposure.file === file);
  if (application && isLoadable && (application.framework.kind === "wsgi" || application.framework.kind === "asgi")) {
    const target = `${exposure.file.module}:${exposure.name}${exposure.isFactory ? "()" : ""}`;
    return {
      ...facts,
      kind: application.framework.kind,
      target,
      folder: workingDirectoryOf(context.workspace, exposure.file),
      isDevelopment: isBuiltInServer(run, application),
    };
  }
  const script = scriptCommand(context, run.file.facts.mainGuards.length > 0 ? run.file : file);
  return {
    ...facts,
    port: run.port ?? usualPort(run),
    isUsualPort: run.port === null,
    kind: application?.framework.kind === "dash" ? "dash" : "server",
    target: script.target,
    folder: script.folder,
    isDevelopment: false,
  };
}

/** By what the call is given, else by the file that it stands in, else by the name that it begins with. */
function applicationRunBy(project: PythonProject, run: RunCall): Application | undefined {
  const { applications } = applicationIndex(project);
  const isExposed = (wanted: (exposure: Exposure) => boolean): Application | undefined =>
    applications.find(({ exposures }) => exposures.some(wanted));
  const given = isExposed(({ file, name }) => isTargetOf(project, run, file, name));
  if (given) return given;
  const there = applications.find(
    ({ file, exposures }) => file === run.file || exposures.some(exposure => exposure.file === run.file),
  );
  if (there) return there;
  const head = run.application?.split(/[.(]/, 1)[0] ?? "";
  const symbol = head === "" ? null : symbolOf(project, run.file, head);
  return symbol === null ? undefined : isExposed(({ file, name }) => symbol === `${file.path}#${name}`);
}

/** Whether the framework's own server runs it, or one of the standard library's kind. */
function isBuiltInServer({ by }: RunCall, { framework }: Application): boolean {
  return (
    by === framework.name || by === "" || by === "bottle.run" || by.startsWith("werkzeug") || by.startsWith("wsgiref")
  );
}

/** The server of another file that running this one starts: `from .main import main` and `main()`, where no command has to be named. */
export function serverStartedBy(
  context: DetectContext,
  file: PythonFile,
  from: typeof surelyAwaitedFrom = awaitedFrom,
): RunCall | undefined {
  const { project } = context;
  if (!startsItself(context, file)) return undefined;
  return runCalls(project).find(({ file: serving, call }) =>
    from(project, serving, call).some(reach => (reach.by === "script" || reach.by === "guard") && reach.file === file),
  );
}
