import type { Evidence } from "../../model/evidence";
import type { CallFact, DefinitionFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { defaultPort } from "../applications/default-port";
import { keywordOf } from "../applications/values";
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
  if (!/\.serve_forever$/.test(call.callee) || !hasServer(project, file, call.scope)) return null;
  const ways = awaitedFrom(project, file, call);
  const [host, port] = addressIn(project, file, call.scope);
  const facts = { kind: "server", name: "web", port: defaultPort(project, file, port, call.scope) } as const;
  return ways.some(({ by }) => by === "guard" || by === "script") && startsItself(context, file)
    ? scriptEvidence(context, file, call.offset, facts)
    : subcommandEvidence(context, file, call, { ...facts, options: hostOption(project, file, call, host) }, ways);
}

/** Whether a scope makes one of the classes, or the file derives one of its own from them. */
function hasServer(project: PythonProject, file: PythonFile, scope: number): boolean {
  const { calls, definitions } = file.facts;
  return (
    calls.some(call => call.scope === scope && isNamed(project, file, call.callee, scope)) ||
    definitions.some(each => isDerived(project, file, each))
  );
}

function isNamed(project: PythonProject, file: PythonFile, path: string, scope?: number): boolean {
  return SERVERS.test(project.qualify(file, path, scope));
}

function isDerived(project: PythonProject, file: PythonFile, { bases }: DefinitionFact): boolean {
  return bases.some(base => base.kind === "name" && isNamed(project, file, base.path));
}

/** Host and port that a server is given: `HTTPServer((host, port), Handler)`, or the name of such a pair. */
function addressIn(project: PythonProject, file: PythonFile, scope: number): readonly Value[] {
  const { calls, definitions } = file.facts;
  const derived = new Set(definitions.filter(each => isDerived(project, file, each)).map(({ name }) => name));
  const made = calls.find(
    call => call.scope === scope && (derived.has(call.callee) || isNamed(project, file, call.callee, scope)),
  );
  const given = made?.arguments[0] ?? (made && keywordOf(made, "server_address"));
  const pair = given && project.resolve(file, given, scope).value;
  return pair?.kind === "sequence" ? pair.items : [];
}
