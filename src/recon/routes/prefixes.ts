import type { CallFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { keywordOf } from "../../python/values";
import { among } from "../integrations/own-code";
import { joinRoute } from "./probe-paths";
import { symbolOf } from "../applications/symbols";

/** Where routers and blueprints are mounted. */
export interface Prefixes {
  /** Every prefix under which the routes of a symbol are served. */
  of(symbol: string): readonly string[];
}

/** Null where none is given, undefined where only the running program knows it. */
type Prefix = string | null | undefined;

interface Mount {
  readonly parent: string | null;
  readonly prefix: Prefix;
}

const ROUTERS = /(?:^|\.)(?:Blueprint|APIBlueprint|APIRouter|Router|InferringRouter|Namespace|SubApp)$/;
const INCLUDES = /\.(?:register_blueprint|include_router|blueprint|add_router|register_api|mount|add_namespace)$/;
const MAXIMUM_DEPTH = 8;

/** Prefixes of the routers of a project, as far as they are literal. */
export function routePrefixes(project: PythonProject): Prefixes {
  return project.whole(findPrefixes);
}

function findPrefixes(project: PythonProject): Prefixes {
  const own = new Map<string, Prefix>();
  const mounts = new Map<string, Mount[]>();
  for (const { told } of project.each(ROUTING)) {
    for (const { symbol, prefix, mount } of told) {
      if (!mount) own.set(symbol, prefix);
      else mounts.set(symbol, [...(mounts.get(symbol) ?? []), { parent: mount.parent, prefix }]);
    }
  }
  return { of: symbol => prefixesOf(symbol, own, mounts, 0) };
}

/** A router that is made, or, with `mount`, one that is given to another. */
interface Routing {
  readonly symbol: string;
  readonly prefix: Prefix;
  readonly mount: { readonly parent: string | null } | null;
}

function routingIn(project: PythonProject, file: PythonFile): readonly Routing[] {
  const made = file.facts.assignments.flatMap(({ target, value, key }) =>
    key === null && value?.kind === "call" && ROUTERS.test(value.callee)
      ? {
          symbol: `${file.path}#${target}`,
          prefix: literal(project, file, value, "url_prefix", "prefix"),
          mount: null,
        }
      : [],
  );
  return [
    ...made,
    ...file.facts.calls.flatMap(call => (INCLUDES.test(call.callee) ? mountOf(project, file, call) : [])),
  ];
}

const ROUTING = among(({ role }) => role !== "example", routingIn);

function literal(project: PythonProject, file: PythonFile, call: CallFact, ...names: readonly string[]): Prefix {
  const given = names.map(name => keywordOf(call, name)).find(value => value !== undefined);
  return given === undefined || isNone(given) ? null : (project.string(file, given, call.scope) ?? undefined);
}

function isNone(value: Value): boolean {
  return value.kind === "constant" && value.value === null;
}

function mountOf(project: PythonProject, file: PythonFile, call: CallFact): readonly Routing[] {
  const isMount = call.callee.endsWith(".mount");
  const given = isMount
    ? call.arguments[1]
    : (call.arguments[0] ?? keywordOf(call, "blueprint") ?? keywordOf(call, "router"));
  if (given?.kind !== "name") return [];
  const symbol = symbolOf(project, file, given.path);
  if (symbol === null) return [];
  const parentName = call.callee.slice(0, call.callee.lastIndexOf("."));
  const prefix = isMount
    ? (project.string(file, call.arguments[0] ?? keywordOf(call, "path"), call.scope) ?? undefined)
    : literal(project, file, call, "url_prefix", "prefix");
  return [{ symbol, prefix, mount: { parent: symbolOf(project, file, parentName) } }];
}

function prefixesOf(
  symbol: string,
  own: ReadonlyMap<string, Prefix>,
  mounts: ReadonlyMap<string, readonly Mount[]>,
  depth: number,
): readonly string[] {
  const list = mounts.get(symbol);
  const given = own.get(symbol);
  // Whatever stands below a prefix that is not known lies elsewhere than it says.
  if (given === undefined && own.has(symbol)) return [];
  const itself = given ?? "";
  if (!list || depth > MAXIMUM_DEPTH) return [itself];
  return list.flatMap(({ parent, prefix }) => {
    if (prefix === undefined) return [];
    const above = parent === null || parent === symbol ? [""] : prefixesOf(parent, own, mounts, depth + 1);
    // Flask's url_prefix at registration replaces the blueprint's own; FastAPI's prefixes add up.
    const inner = prefix === null ? itself : itself !== "" && prefix !== itself ? joinRoute(prefix, itself) : prefix;
    return above.map(outer => (inner === "" ? outer : joinRoute(outer, inner)));
  });
}
