import type { EntryPointKind } from "../../model/recon";
import type { PythonFile } from "../../python/project";
import { applicationIndex } from "../applications/application-index";
import { symbolOf } from "../applications/symbols";
import type { DetectContext } from "../define-detector";
import { awaitedFrom, surelyAwaitedFrom } from "../targets/reach";
import { scriptCommand } from "../targets/script-command";
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
  const isRun = runCalls(context.project).some(
    ({ file: where, call }) =>
      where === file && (attribute === undefined || (definitions[call.scope]?.name ?? attribute) === attribute),
  );
  if (isRun) return runApplication(context, file);
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
  const { applications } = applicationIndex(context.project);
  const application =
    applications.find(({ exposures }) =>
      exposures.some(({ file: where, name }) => isTargetOf(context.project, run, where, name)),
    ) ??
    applications.find(
      ({ file: made, exposures }) => made === run.file || exposures.some(exposure => exposure.file === run.file),
    ) ??
    applications.find(({ exposures }) => {
      const head = run.application?.split(/[.(]/, 1)[0] ?? "";
      const symbol = head === "" ? null : symbolOf(context.project, run.file, head);
      return symbol !== null && exposures.some(({ file: where, name }) => symbol === `${where.path}#${name}`);
    });
  const exposure = application?.exposures.find(({ isGuarded, needsArguments }) => !isGuarded && !needsArguments);
  const facts = { framework: application?.framework.name ?? null, manage: "", port: run.port };
  const isLoadable = exposure && !(runsOnImport(run) && exposure.file === file);
  if (application && isLoadable && (application.framework.kind === "wsgi" || application.framework.kind === "asgi")) {
    const target = `${exposure.file.module}:${exposure.name}${exposure.isFactory ? "()" : ""}`;
    const isDevelopment =
      run.by === application.framework.name ||
      run.by === "" ||
      run.by === "bottle.run" ||
      run.by.startsWith("werkzeug") ||
      run.by.startsWith("wsgiref");
    return {
      ...facts,
      kind: application.framework.kind,
      target,
      folder: workingDirectoryOf(context.workspace, exposure.file),
      isDevelopment,
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
