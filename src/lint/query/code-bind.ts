import type { CallFact, PythonFacts } from "../../python/facts";
import { scanPython } from "../../python/scan/scan-python";
import type { WorkspaceContext } from "../workspace-context";
import { scriptOf, scriptPath } from "./entry-files";
import type { Start } from "./starts";

/** A server that a file of the container starts by itself. */
export interface CodeBind {
  readonly path: string;
  /** Offset of the call. */
  readonly offset: number;
  readonly host: string;
  /** Null where the call's port is no literal. */
  readonly port: number | null;
}

/** Frameworks whose application object has a `run()` that listens on 127.0.0.1 where it is told no host, with its port. */
const RUN_DEFAULTS: ReadonlyMap<string, number> = new Map([
  ["flask.Flask", 5000],
  ["quart.Quart", 5000],
  ["sanic.Sanic", 8000],
  ["bottle.Bottle", 8080],
  ["dash.Dash", 8050],
]);

/** Functions that listen, with the port that each takes where it is told none. */
const SERVER_DEFAULTS: ReadonlyMap<string, number> = new Map([
  ["uvicorn.run", 8000],
  ["bottle.run", 8080],
  ["werkzeug.serving.run_simple", 5000],
]);

/** The address that the started file gives to its server; null where a variable or another file decides. */
export function codeBindOf(context: WorkspaceContext, start: Start): CodeBind | null {
  const script = scriptOf(start);
  const found = script === null ? null : scriptPath(context, start, script);
  const text = found?.kind === "found" ? context.read(found.path) : null;
  if (found?.kind !== "found" || text === null || !/run(?:_simple)?\(/.test(text)) return null;
  const facts = scanPython(text);
  const runs = facts.calls.flatMap(call => readRun(context, facts, call) ?? []);
  const [only] = runs;
  return only === undefined || runs.length !== 1 ? null : { path: found.path, ...only };
}

function readRun(context: WorkspaceContext, facts: PythonFacts, call: CallFact): Omit<CodeBind, "path"> | null {
  const called = qualified(facts, call.callee);
  const owner = call.callee.slice(0, Math.max(0, call.callee.lastIndexOf(".")));
  const isSimple = called === "werkzeug.serving.run_simple";
  const usual = SERVER_DEFAULTS.get(called) ?? usualPort(context, facts, call);
  if (usual === null) return null;
  // A dictionary of options may hold the host, and a socket takes its place.
  if (call.keywords.some(({ name }) => name === null || name === "uds" || name === "fd" || name === "sock"))
    return null;
  // SERVER_NAME is Flask's own way to say it.
  if (owner !== "" && facts.assignments.some(each => each.target.includes("SERVER_NAME"))) return null;
  const isPositional = isSimple || (owner !== "" && !SERVER_DEFAULTS.has(called));
  const keyword = (name: string): CallFact["arguments"][number] | undefined =>
    call.keywords.find(each => each.name === name)?.value;
  const host = keyword(isSimple ? "hostname" : "host") ?? (isPositional ? call.arguments[0] : undefined);
  const port = keyword("port") ?? (isPositional ? call.arguments[1] : undefined);
  if (host !== undefined && host.kind !== "string") return null;
  return {
    offset: call.offset,
    host: host?.value ?? "127.0.0.1",
    port: port === undefined ? usual : port.kind === "number" ? port.value : null,
  };
}

/** The port that `app.run()` takes by itself; null where `app` is no application of these frameworks. */
function usualPort(context: WorkspaceContext, facts: PythonFacts, call: CallFact): number | null {
  const dot = call.callee.lastIndexOf(".");
  if (dot < 0 || call.callee.slice(dot + 1) !== "run") return null;
  const owner = call.callee.slice(0, dot);
  const made = facts.assignments.filter(each => each.target === owner);
  const constructors = made.flatMap(({ value }) => (value?.kind === "call" ? [qualified(facts, value.callee)] : []));
  const known = constructors.flatMap(name => RUN_DEFAULTS.get(name) ?? []);
  if (known[0] !== undefined) return known[0];
  // Made elsewhere, by a factory or in a file that it is imported from: a project's only framework tells what it is.
  const isImported = facts.imports.some(each => each.names?.some(({ as }) => as === owner) === true);
  const isMade =
    constructors.length > 0 && constructors.every(name => /(?:^|\.)(?:create|make|build|get)_app$/.test(name));
  if (!/^(?:app|application|server)$/.test(owner) || !(isMade || (isImported && made.length === 0))) return null;
  const frameworks = [...RUN_DEFAULTS].filter(([name]) =>
    context.recon?.frameworks.some(each => `${each.name}.` === name.slice(0, name.indexOf(".") + 1)),
  );
  return frameworks.length === 1 ? (frameworks[0]?.[1] ?? null) : null;
}

/** A dotted name with its first part as the file's imports say. */
function qualified(facts: PythonFacts, name: string): string {
  const [head = "", ...rest] = name.split(".");
  for (const each of facts.imports) {
    const taken = each.names?.find(({ as }) => as === head);
    if (taken !== undefined) return [each.module, taken.name, ...rest].join(".");
    if (each.names === null && (each.as ?? each.module.split(".")[0]) === head)
      return [each.as === null ? head : each.module, ...rest].join(".");
  }
  return name;
}
