import type { CallFact, Value } from "../../python/facts";
import { eachCall, lastName } from "../../python/each-call";
import type { PythonFile, PythonProject } from "../../python/project";
import { parentOf, pathInside } from "../../model/paths";
import { among, isOwnCode } from "../integrations/own-code";
import { splitTarget } from "../targets/resolve-target";
import { isWrapper } from "../applications/exposures";
import { defaultPort } from "../applications/default-port";
import { givenKeyword, type GivenValue } from "../applications/given-keyword";
import { keywordOf, namesIn } from "../../python/values";
import { SERVER_CALLS, WEB_FRAMEWORKS } from "../knowledge/web-frameworks";
import { tornadoOption, tornadoPort } from "./tornado-options";

/** A call that starts a server from Python code, such as `app.run(port=5000)` or `uvicorn.run("main:app")`. */
export interface RunCall {
  readonly file: PythonFile;
  readonly call: CallFact;
  /** Name of the application as written, null for a target string. */
  readonly application: string | null;
  /** Target string (`"main:app"`). */
  readonly target: string | null;
  readonly port: number | null;
  readonly host: string | null;
  /** Framework or server by whose call it is started. */
  readonly by: string;
}

/** Whether a file that is only imported starts its server all the same, so that no other server can load it. */
export function runsOnImport({ call }: RunCall): boolean {
  return call.scope === -1 && !call.conditional && !call.guarded;
}

/** Keywords by which a server is told where to listen in place of a port. */
const TELLS_WHERE = /^(?:socks?|sockets?|path|fd|uds|unix|unix_socket|listen|bind)$/;

/** Where a server listens that is told no port, by what starts it; null where something else may tell it one. */
export function usualPort({ by, call }: RunCall): number | null {
  const server = SERVER_NAMES.get(by);
  if (!server) return null;
  const isTold =
    call.arguments[server.portPosition] !== undefined ||
    call.keywords.some(({ name }) => name === null || name === server.portKeyword || TELLS_WHERE.test(name));
  return isTold ? null : server.defaultPort;
}

/** Every such call in the project's own code. */
export function runCalls(project: PythonProject): readonly RunCall[] {
  return project
    .each(RUNS)
    .flatMap(({ told }) =>
      told.map(({ option, ...run }) =>
        option === null || run.port !== null ? run : { ...run, port: tornadoPort(project, option, run.file) },
      ),
    );
}

/** A call whose port may be an option that another file defines. */
interface FoundRun extends RunCall {
  readonly option: string | null;
}

const METHODS = new Map(
  WEB_FRAMEWORKS.flatMap(framework => (framework.run ?? []).map(method => [method, framework] as const)),
);
const SERVER_NAMES = new Map(SERVER_CALLS.map(server => [server.name, server]));
const STARTS = new Set([...SERVER_CALLS.map(({ name }) => lastName(name)), ...METHODS.keys()]);
const RUNS = among(
  isOwnCode,
  eachCall(STARTS, (project, file, call) => {
    const run = readRun(project, file, call);
    return run === null ? [] : [run];
  }),
);

/** The name of a server that is often kept in a variable of another: `self.reactor.listenTCP(…)`, `ext.socketio.run(…)`. */
function handedAround(last: string, qualified: string): string {
  if (last === "listenTCP") return "twisted.internet.reactor.listenTCP";
  return /socketio\.run$|\.SocketIO\(\)\.run$/.test(qualified) ? "flask_socketio.SocketIO().run" : "";
}

function readRun(project: PythonProject, file: PythonFile, call: CallFact): FoundRun | null {
  const dot = call.callee.lastIndexOf(".");
  const last = call.callee.slice(dot + 1);
  const qualified = project.qualify(file, call.callee, call.scope);
  const server = SERVER_NAMES.get(qualified) ?? SERVER_NAMES.get(handedAround(last, qualified));
  if (server) return serverRun(project, file, call, server);
  if (dot < 0) return null;
  const owner = call.callee.slice(0, dot);
  const framework = WEB_FRAMEWORKS.find(
    candidate =>
      candidate.run?.includes(last) && candidate.constructors.some(name => qualified === `${name}().${last}`),
  );
  const isApplication = /(?:^|\.)(?:app|application|server|http_server|web_app|dash_app|flask_app)$/.test(owner);
  if (!framework && !(isApplication && last !== "start" && (last !== "listen" || /tornado|server|app/.test(qualified))))
    return null;
  const position = last === "listen" ? 0 : (framework?.portPosition ?? -1);
  return {
    file,
    call,
    application: owner,
    target: null,
    port: portIn(project, file, call, "port", position),
    host:
      textOf(project, givenKeyword(project, file, call, "host")) ??
      (framework?.name === "flask" ? project.string(file, call.arguments[0], call.scope) : null),
    by: framework?.name ?? "",
    option: last === "listen" ? tornadoOption(project, file, call.arguments[0], call.scope) : null,
  };
}

/** A call of a server's own function, which is given the application: `uvicorn.run("main:app")`. */
function serverRun(
  project: PythonProject,
  file: PythonFile,
  call: CallFact,
  server: (typeof SERVER_CALLS)[number],
): FoundRun {
  const given = call.arguments[server.application] ?? keywordOf(call, "app") ?? keywordOf(call, "application");
  const target = project.string(file, given, call.scope);
  return {
    file,
    call,
    application: target === null ? nameGiven(given) : null,
    target,
    port: portIn(project, file, call, server.portKeyword, server.portPosition),
    host: textOf(project, givenKeyword(project, file, call, server.hostKeyword)),
    by: server.name,
    option: null,
  };
}

/** What a server is given: the factory of `run_app(setup_app("config.yml"))`, the object of `serve(ProxyFix(app))`. */
function nameGiven(given: Value | undefined): string | null {
  return given?.kind === "call" && !isWrapper(given.callee) ? given.callee : (namesIn(given)[0] ?? null);
}

function textOf(project: PythonProject, given: GivenValue | undefined): string | null {
  return given ? project.string(given.file, given.value, given.scope) : null;
}

function portIn(
  project: PythonProject,
  file: PythonFile,
  call: CallFact,
  keyword: string,
  position: number,
): number | null {
  const given = givenKeyword(project, file, call, keyword);
  const placed = position >= 0 ? call.arguments[position] : undefined;
  return (
    (given
      ? defaultPort(project, given.file, given.value, given.scope)
      : defaultPort(project, file, placed, call.scope)) ?? boundPort(project, file, call)
  );
}

/** The port of a socket that is bound before and handed over: `sock = bind_socket(port=args.port)`, `run_app(app, sock=sock)`. */
function boundPort(project: PythonProject, file: PythonFile, call: CallFact): number | null {
  const given = keywordOf(call, "sock");
  if (given?.kind !== "name") return null;
  const made = file.facts.assignments.findLast(
    ({ target, scope, offset }) => target === given.path && scope === call.scope && offset < call.offset,
  )?.value;
  return made?.kind === "call" ? defaultPort(project, file, keywordOf(made, "port"), call.scope) : null;
}

/**
 * Whether the target string of a run call names an object of a file: as seen from the running file's own folder, which
 * Python puts on the module path first, else by its module.
 */
export function isTargetOf(project: PythonProject, run: RunCall, file: PythonFile, name: string): boolean {
  if (run.target === null) return false;
  const { module, attribute } = splitTarget(run.target);
  if (attribute !== name) return false;
  const beside = pathInside(parentOf(run.file.path), module.replaceAll(".", "/")) ?? "";
  const first = project.file(`${beside}.py`) ?? project.file(`${beside}/__init__.py`);
  return first ? first.path === file.path : module === file.module;
}
