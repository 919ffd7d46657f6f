import type { EntryEvidence, Evidence } from "../../model/evidence";
import type { Confidence } from "../../model/place";
import type { PythonFile, PythonProject } from "../../python/project";
import { joinPath, nameOf, parentOf } from "../../model/paths";
import { isMainGuarded } from "../../python/main-guard";
import { applicationIndex, argumentNames, type Application } from "../applications/application-index";
import { isPlainObject, type Exposure } from "../applications/exposures";
import { symbolOf } from "../applications/symbols";
import { laterRoutes } from "../applications/later-routes";
import { usersOfName } from "../applications/users-of-name";
import { integerIn, namesIn } from "../../python/values";
import type { DetectContext } from "../define-detector";
import { isOwnCode } from "../integrations/own-code";
import { doesSomething } from "../commands/command-evidence";
import { flaskPort, gunicornPort } from "../commands/server-configuration";
import { manifestPort } from "../kubernetes/own-images";
import { scriptCommand } from "../targets/script-command";
import { scriptFor } from "../targets/script-for";
import { workingDirectoryOf } from "../targets/working-directory";
import { scriptEvidence, startsItself } from "../workers/script-evidence";
import { subcommandEvidence } from "../workers/subcommand-evidence";
import { hostOption } from "./host-option";
import { isTargetOf, runCalls, runsOnImport, type RunCall } from "./run-calls";
import { gunicornUse, reloadCommand, serveCommand } from "./serve-command";

/**
 * What the applications of one framework prove: the framework, how each is served, and its port. `kind` is the interface of
 * the declared release, where that is not the one of today's.
 */
export function applicationEvidence(
  context: DetectContext,
  framework: string,
  kind?: "wsgi" | "asgi",
): readonly Evidence[] {
  const { applications } = applicationIndex(context.project);
  return applications
    .filter(application => application.framework.name === framework && context.owns(application.file))
    .map(application => (kind ? { ...application, framework: { ...application.framework, kind } } : application))
    .flatMap(application => evidenceOf(context, application));
}

function evidenceOf(context: DetectContext, application: Application): readonly Evidence[] {
  const { project } = context;
  const { framework, file, call } = application;
  const out: Evidence[] = [{ claim: "framework", name: framework.name, place: project.place(file, call.offset) }];
  if (application.isMounted) return out;
  const run = runOf(context, application);
  if (run && run.port !== null) {
    out.push({ claim: "port", port: run.port, source: "code", place: project.place(run.file, run.call.offset) });
  }
  const { workspace } = context;
  const gunicorn = isLoaded(framework) ? gunicornUse(framework.kind, context.dependencies) : null;
  const folder = workingDirectoryOf(workspace, file);
  const configured = gunicorn && gunicornPort(workspace, project, folder);
  const port =
    // What the code runs by itself is for development where Gunicorn serves.
    (gunicorn === "serves" ? configured : null) ??
    run?.port ??
    (framework.name === "flask" ? flaskPort(context, folder) : null) ??
    configured ??
    manifestPort(workspace, project, file.path) ??
    framework.port;
  const exposure = application.exposures.find(({ isGuarded, needsArguments }) => !isGuarded && !needsArguments);
  const entry = exposure ? served(context, application, exposure, run, port) : runBy(context, application, run, port);
  if (entry) out.push(entry);
  return out;
}

/** Whether a server of its own choice loads it. */
function isLoaded(
  framework: Application["framework"],
): framework is Application["framework"] & { readonly kind: "wsgi" | "asgi" } {
  const { kind } = framework;
  return kind === "wsgi" || kind === "asgi";
}

function served(
  context: DetectContext,
  application: Application,
  exposure: Exposure,
  run: RunCall | null,
  port: number,
): EntryEvidence | null {
  const { framework } = application;
  if (run && runsOnImport(run) && run.file === exposure.file) return runBy(context, application, run, port);
  const later = laterRoutes(context.project, application, exposure);
  if (later?.by === "program") return started(context, later.file, run);
  if (later?.by === "offer") return served(context, application, later.exposure, run, port);
  const { file, isFactory } = exposure;
  const folder = workingDirectoryOf(context.workspace, file);
  const target = `${file.module === "" ? "__init__" : file.module}:${exposure.name}${isFactory ? "()" : ""}`;
  // An application object in a class or a test of a library is seldom offered; one in a plain module is.
  const confidence: Confidence = isFactory ? "medium" : "high";
  const facts = {
    claim: "entry-point" as const,
    name: "web",
    source: "code" as const,
    workingDirectory: folder,
    port,
    place: context.project.place(file, exposure.offset, confidence),
  };
  if (isLoaded(framework)) {
    const command = serveCommand(framework.kind, target, port, context.dependencies);
    return {
      ...facts,
      kind: framework.kind,
      target,
      command,
      devCommand: reloadCommand(framework.name, framework.kind, target, "", port),
    };
  }
  if (framework.kind === "dash") return dash(context, application, facts, run, port);
  if (framework.name === "sanic") return sanic(exposure, facts, target);
  if (framework.name === "chalice") return chalice(context, file, facts, target);
  const script = runBy(context, application, run, port);
  if (script) return script;
  return framework.name === "aiohttp" ? aiohttp(context, exposure, facts, target) : null;
}

/** What is known of a web application's start before its command. */
type StartFacts = Omit<EntryEvidence, "kind" | "target" | "command" | "devCommand">;

function sanic({ isFactory }: Exposure, facts: StartFacts, target: string): EntryEvidence {
  const bare = target.replace(/\(\)$/, "");
  const command = ["sanic", bare, ...(isFactory ? ["--factory"] : []), "--host=0.0.0.0", `--port=${facts.port}`];
  return { ...facts, kind: "server", target, command, devCommand: [...command, "--dev"] };
}

/** Chalice loads `app.py` of its folder, only beside its configuration; without a route it answers nobody. */
function chalice(context: DetectContext, file: PythonFile, facts: StartFacts, target: string): EntryEvidence | null {
  const configuration = joinPath(parentOf(file.path), ".chalice/config.json");
  if (nameOf(file.path) !== "app.py" || !context.workspace.has(configuration) || hasEventsAlone(context, file))
    return null;
  const listen = ["--host", "0.0.0.0", "--port", String(facts.port)];
  const command = ["chalice", "local", "--no-autoreload", ...listen];
  return { ...facts, kind: "server", target, command, devCommand: ["chalice", "local", ...listen] };
}

function aiohttp(context: DetectContext, exposure: Exposure, facts: StartFacts, target: string): EntryEvidence | null {
  const { file, isFactory } = exposure;
  // A `__main__` reads its arguments when it is loaded, and starts the server itself.
  if (file.path.endsWith("__main__.py")) {
    const own = scriptCommand(context, file);
    return { ...facts, kind: "server", target: own.target, command: own.command, devCommand: own.command };
  }
  if (!isFactory && isLeftBare(context.project, exposure)) return null;
  const port = String(facts.port);
  const command = isFactory
    ? ["python", "-m", "aiohttp.web", "-H", "0.0.0.0", "-P", port, target.replace(/\(\)$/, "")]
    : ["gunicorn", "--bind", `0.0.0.0:${port}`, "--worker-class", "aiohttp.GunicornWebWorker", target];
  return { ...facts, kind: "server", target, command, devCommand: command };
}

/** Functions of Chalice that events start, and no route in any file: Lambda calls them, and nothing listens. */
function hasEventsAlone({ python }: DetectContext, { facts }: PythonFile): boolean {
  const isDecorated = (by: RegExp) => (call: PythonFile["facts"]["calls"][number]) => by.test(call.callee);
  return (
    facts.calls.some(isDecorated(/\.(?:lambda_function|schedule|on_\w+)$/)) &&
    !python.some(file => file.facts.calls.some(isDecorated(/\.(?:route|register_blueprint)$/)))
  );
}

/** An object that nothing but its own name holds: without a route it answers every request with 404. */
function isLeftBare(project: PythonProject, { file, name }: Exposure): boolean {
  const symbol = `${file.path}#${name}`;
  const isIt = (from: PythonFile, path: string): boolean => symbolOf(project, from, path) === symbol;
  return [file, ...usersOfName(project, name)].every(
    from =>
      (from === file || !isIt(from, name)) &&
      !from.facts.calls.some(call =>
        [call.callee, ...argumentNames(call)].some(path => isIt(from, path.split(".")[0] ?? "")),
      ),
  );
}

/** A program that lays its application out below its main guard: only as a whole it answers requests. */
function started(context: DetectContext, file: PythonFile, run: RunCall | null): EntryEvidence {
  return scriptEvidence(context, file, file.facts.mainGuards[0]?.offset ?? 0, {
    kind: "server",
    name: "web",
    port: run?.port ?? onlyPort(context),
    isScript: true,
  });
}

/** The port that a constant of the code names, where there is one only. */
function onlyPort({ project }: DetectContext): number | null {
  const named = project.files.filter(isOwnCode).flatMap(({ facts }) =>
    facts.assignments.flatMap(({ target, value, scope }) => {
      const port = scope === -1 && /^(?:DEFAULT_)?PORT$/.test(target) ? integerIn(value) : null;
      return port === null ? [] : [port];
    }),
  );
  return new Set(named).size === 1 ? (named[0] ?? null) : null;
}

/** Dash: a server needs the Flask object, by a name of its own or as the attribute `server` of the application. */
function dash(
  context: DetectContext,
  application: Application,
  facts: StartFacts,
  run: RunCall | null,
  port: number,
): EntryEvidence | null {
  const alias = application.exposures.find(({ file, name }) =>
    file.facts.assignments.some(
      ({ target, value, scope }) =>
        scope === -1 && target === name && value?.kind === "name" && value.path.endsWith(".server"),
    ),
  );
  const script = runBy(context, application, run, port);
  const object = alias ?? (run ? objectOf(application, run) : null);
  if (!object) return script;
  const target = `${object.file.module}:${object.name}${alias ? "" : ".server"}`;
  const command = serveCommand("wsgi", target, port, context.dependencies);
  return {
    ...facts,
    kind: "dash",
    target,
    command,
    devCommand: script?.command ?? command,
    workingDirectory: workingDirectoryOf(context.workspace, object.file),
  };
}

/**
 * The application as an import of its script has it: the script that runs it may lay it out, where another module only makes
 * it. Null where the script adds to it below `if __name__ == "__main__"`, which an import leaves out.
 */
function objectOf(application: Application, { file, application: name }: RunCall): Exposure | null {
  const { mainGuards, imports, assignments, calls } = file.facts;
  const own = application.exposures.find(exposure => exposure.file.path === file.path && exposure.name === name);
  if (!own || !isPlainObject(own) || name === null || mainGuards.length === 0) return null;
  const isLate = ({ offset, scope }: { readonly offset: number; readonly scope: number }): boolean =>
    scope === -1 && isMainGuarded(file.facts, offset);
  const isAdded =
    imports.some(isLate) ||
    assignments.some(each => isLate(each) && each.target.startsWith(`${name}.`)) ||
    calls.some(
      each =>
        isLate(each) &&
        (each.arguments.some(value => namesIn(value).includes(name)) ||
          (each.callee.startsWith(`${name}.`) &&
            !application.framework.run?.includes(each.callee.slice(name.length + 1)))),
    );
  return isAdded ? null : own;
}

/** An application that only its own script can start. */
function runBy(
  context: DetectContext,
  application: Application,
  run: RunCall | null,
  port: number,
): EntryEvidence | null {
  if (!run) return null;
  const kind = application.framework.kind === "dash" ? "dash" : "server";
  const script = runnable(context, run);
  if (!script) return commandOf(context, run, kind, port);
  const { command, target, folder } = scriptCommand(context, script);
  return {
    claim: "entry-point",
    kind,
    name: "web",
    target,
    command,
    devCommand: command,
    port,
    source: "code",
    workingDirectory: folder,
    place: context.project.place(
      run.file,
      run.call.offset,
      run.file.facts.mainGuards.length === 0 && run.call.scope === -1 ? "medium" : "high",
    ),
  };
}

/** `shop serve`: one command of several listens. */
function commandOf(context: DetectContext, run: RunCall, kind: "dash" | "server", port: number): EntryEvidence | null {
  const options = hostOption(context.project, run.file, run.call);
  return subcommandEvidence(context, run.file, run.call, { kind, name: "web", port, options });
}

/** Whether a function, or one around it, is a command of click or Typer. */
function isCommand(definitions: PythonFile["facts"]["definitions"], scope: number): boolean {
  for (let owner = definitions[scope]; owner; owner = definitions[owner.parent]) {
    const names = owner.decorators.map(each =>
      each.kind === "call" ? each.callee : each.kind === "name" ? each.path : "",
    );
    if (names.some(name => /(?:^|\.)command$/.test(name))) return true;
  }
  return false;
}

/**
 * The file that gets to the call when it is run. Null where nothing does, as in a library whose users call `Server().run()`.
 */
function runnable(context: DetectContext, { file, call }: RunCall): PythonFile | null {
  const { project } = context;
  const { facts, path } = file;
  const owner = facts.definitions[call.scope];
  if (call.scope === -1 || facts.mainGuards.length > 0 || path.endsWith("__main__.py") || !owner) return file;
  const script = scriptFor(project, file);
  if (script !== file) {
    // One command of several starts it, which the command line alone does not; nor does a file that only defines.
    const isStarted = !isCommand(facts.definitions, call.scope) && doesSomething(script) && startsItself(context, file);
    return isStarted ? script : null;
  }
  const outer = owner.parent === -1 ? owner : facts.definitions[owner.parent];
  return facts.calls.some(({ scope, callee }) => scope === -1 && callee.split(/[.(]/, 1)[0] === outer?.name)
    ? file
    : null;
}

/** The call that runs this application: in one of the files that make or offer it, or by its target's name. */
function runOf(context: DetectContext, application: Application): RunCall | null {
  const paths = new Set([application.file.path, ...application.exposures.map(({ file }) => file.path)]);
  const isTarget = (run: RunCall): boolean =>
    application.exposures.some(({ file, name }) => isTargetOf(context.project, run, file, name));
  const all = runCalls(context.project);
  return (
    all.find(run => isTarget(run) && run.port !== null) ??
    all.find(({ file, port }) => paths.has(file.path) && port !== null) ??
    all.find(isTarget) ??
    all.find(({ file }) => paths.has(file.path)) ??
    all.find(run => isMethodOf(run, application) && run.port !== null) ??
    all.find(run => isMethodOf(run, application)) ??
    all.find(run => importsOneOf(context, run, application)) ??
    null
  );
}

/** `Site(settings).serve()`, where a method of the own class listens. */
function isMethodOf({ file, call }: RunCall, { of }: Application): boolean {
  return file === of?.file && of.definition.offset <= call.offset && call.end <= of.definition.end;
}

/** `run.py` imports the application from elsewhere and runs it, or makes it first by a factory of elsewhere. */
function importsOneOf(
  { project }: DetectContext,
  { file, call, application: name }: RunCall,
  application: Application,
): boolean {
  if (name === null) return false;
  const made = file.facts.assignments.findLast(
    ({ target, scope, offset }) => target === name && scope === call.scope && offset < call.offset,
  )?.value;
  const names = [name, ...(made?.kind === "call" ? [made.callee] : [])].map(each => each.split(/[.(]/, 1)[0] ?? each);
  return names.some(each => {
    const symbol = symbolOf(project, file, each);
    return application.exposures.some(exposure => symbol === `${exposure.file.path}#${exposure.name}`);
  });
}
