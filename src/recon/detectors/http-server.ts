import type { Evidence } from "../../model/evidence";
import type { CallFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { defaultPort } from "../applications/default-port";
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
  const [host, port] = addressIn(file, call.scope);
  const facts = { kind: "server", name: "web", port: portIn(project, file, call.scope, port) } as const;
  return ways.some(({ by }) => by === "guard" || by === "script") && startsItself(context, file)
    ? scriptEvidence(context, file, call.offset, facts)
    : subcommandEvidence(context, file, call, { ...facts, options: hostOption(project, file, call, host) }, ways);
}

/** Whether a scope makes one of the classes, or the file derives one of its own from them. */
function hasServer(project: PythonProject, file: PythonFile, scope: number): boolean {
  const isNamed = (path: string, at?: number): boolean => SERVERS.test(project.qualify(file, path, at));
  return (
    file.facts.calls.some(call => call.scope === scope && isNamed(call.callee, scope)) ||
    file.facts.definitions.some(({ bases }) => bases.some(base => base.kind === "name" && isNamed(base.path)))
  );
}

/** Host and port that a server is given: `HTTPServer((host, port), Handler)`. */
function addressIn({ facts }: PythonFile, scope: number): readonly Value[] {
  for (const { arguments: given } of facts.calls.filter(call => call.scope === scope))
    if (given[0]?.kind === "sequence" && given[0].items.length === 2) return given[0].items;
  return [];
}

/** The port of the address, else the one that a constant of the file names. */
function portIn(project: PythonProject, file: PythonFile, scope: number, given: Value | undefined): number | null {
  const constant = file.facts.assignments.find(
    ({ target, scope: own }) => own === -1 && /^(?:\w+_)?PORT$/.test(target),
  );
  return defaultPort(project, file, given, scope) ?? defaultPort(project, file, constant?.value, -1);
}
