import type { Evidence } from "../../model/evidence";
import type { CallFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { defaultPort } from "../applications/default-port";
import { keywordOf } from "../../python/values";
import { defineDetector, type DetectContext } from "../define-detector";
import { isOwnCode } from "../integrations/own-code";
import { awaitedFrom } from "../targets/reach";
import { hostOption } from "../web/host-option";
import { startsItself, scriptEvidence } from "../workers/script-evidence";
import { subcommandEvidence } from "../workers/subcommand-evidence";

/** Servers of Python's own library: the address comes first (Python documentation, "socketserver" and "http.server"). */
const SERVERS = /^(?:http\.server\.(?:Threading)?HTTPServer|socketserver\.(?:Threading|Forking)?TCPServer)$/;

/** Programs that answer requests with Python's own HTTP server, and do nothing else meanwhile. */
export const detector = defineDetector({
  id: "http-server",
  title: "Servers of Python's own library",
  reads: { modules: ["http.server", "socketserver"] },
  detect: context =>
    context.python.filter(isOwnCode).flatMap(file => {
      const [found] = file.facts.calls.flatMap(call => serverOf(context, file, call) ?? []);
      return found ?? [];
    }),
});

/** Not in a thread beside the program's own work, and not for the one request of a login. */
function serverOf(context: DetectContext, file: PythonFile, call: CallFact): Evidence | null {
  const { project } = context;
  if (!/\.serve_forever$/.test(call.callee)) return null;
  const own = ownServers(project, file);
  const made = file.facts.calls.find(
    ({ scope, callee }) => scope === call.scope && (own.has(callee) || isNamed(project, file, callee, scope)),
  );
  // An object of an own class may be made anywhere.
  if (!made && own.size === 0) return null;
  const ways = awaitedFrom(project, file, call);
  const [host, port] = made ? addressOf(project, file, made) : [];
  const facts = { kind: "server", name: "web", port: defaultPort(project, file, port, call.scope) } as const;
  return ways.some(({ by }) => by === "guard" || by === "script") && startsItself(context, file)
    ? scriptEvidence(context, file, call.offset, facts)
    : subcommandEvidence(context, file, call, { ...facts, options: hostOption(project, file, call, host) }, ways);
}

function isNamed(project: PythonProject, file: PythonFile, path: string, scope?: number): boolean {
  return SERVERS.test(project.qualify(file, path, scope));
}

/** Names of the classes that a file derives from a server of the library. */
function ownServers(project: PythonProject, file: PythonFile): ReadonlySet<string> {
  const derived = file.facts.definitions.filter(({ bases }) =>
    bases.some(base => base.kind === "name" && isNamed(project, file, base.path)),
  );
  return new Set(derived.map(({ name }) => name));
}

/** Host and port that a server is given: `HTTPServer((host, port), Handler)`, or the name of such a pair. */
function addressOf(project: PythonProject, file: PythonFile, made: CallFact): readonly Value[] {
  const given = made.arguments[0] ?? keywordOf(made, "server_address");
  const pair = given && project.resolve(file, given, made.scope).value;
  return pair?.kind === "sequence" ? pair.items : [];
}
