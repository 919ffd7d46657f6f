import type { CallFact } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { keywordOf } from "../applications/values";
import { joinRoute } from "./probe-paths";
import { symbolOf } from "../applications/symbols";

/** Where routers and blueprints are mounted. */
export interface Prefixes {
  /** Every prefix under which the routes of a symbol are served. */
  of(symbol: string): readonly string[];
}

interface Mount {
  readonly parent: string | null;
  readonly prefix: string | null;
}

const ROUTERS = /(?:^|\.)(?:Blueprint|APIBlueprint|APIRouter|Router|InferringRouter|Namespace|SubApp)$/;
const INCLUDES = /\.(?:register_blueprint|include_router|blueprint|add_router|register_api|mount|add_namespace)$/;
const MAXIMUM_DEPTH = 8;

/** Prefixes of the routers of a project, as far as they are literal. */
export function routePrefixes(project: PythonProject): Prefixes {
  return project.whole(findPrefixes);
}

function findPrefixes(project: PythonProject): Prefixes {
  const own = new Map<string, string>();
  const mounts = new Map<string, Mount[]>();
  for (const file of project.files) {
    if (file.role === "test" || file.role === "example") continue;
    for (const { target, value, key } of file.facts.assignments) {
      if (key !== null || value?.kind !== "call" || !ROUTERS.test(value.callee)) continue;
      own.set(`${file.path}#${target}`, literal(project, file, value, "url_prefix", "prefix") ?? "");
    }
    for (const call of file.facts.calls) if (INCLUDES.test(call.callee)) addMount(project, file, call, mounts);
  }
  return { of: symbol => prefixesOf(symbol, own, mounts, 0) };
}

function literal(project: PythonProject, file: PythonFile, call: CallFact, ...names: readonly string[]): string | null {
  for (const name of names) {
    const text = project.string(file, keywordOf(call, name), call.scope);
    if (text !== null) return text;
  }
  return null;
}

function addMount(project: PythonProject, file: PythonFile, call: CallFact, mounts: Map<string, Mount[]>): void {
  const isMount = call.callee.endsWith(".mount");
  const given = isMount
    ? call.arguments[1]
    : (call.arguments[0] ?? keywordOf(call, "blueprint") ?? keywordOf(call, "router"));
  if (given?.kind !== "name") return;
  const symbol = symbolOf(project, file, given.path);
  if (symbol === null) return;
  const parentName = call.callee.slice(0, call.callee.lastIndexOf("."));
  const prefix = isMount
    ? project.string(file, call.arguments[0] ?? keywordOf(call, "path"), call.scope)
    : literal(project, file, call, "url_prefix", "prefix");
  const list = mounts.get(symbol) ?? [];
  list.push({ parent: symbolOf(project, file, parentName), prefix });
  mounts.set(symbol, list);
}

function prefixesOf(
  symbol: string,
  own: ReadonlyMap<string, string>,
  mounts: ReadonlyMap<string, readonly Mount[]>,
  depth: number,
): readonly string[] {
  const list = mounts.get(symbol);
  const itself = own.get(symbol) ?? "";
  if (!list || depth > MAXIMUM_DEPTH) return [itself];
  return list.flatMap(({ parent, prefix }) => {
    const above = parent === null || parent === symbol ? [""] : prefixesOf(parent, own, mounts, depth + 1);
    // Flask's url_prefix at registration replaces the blueprint's own; FastAPI's prefixes add up.
    const inner = prefix === null ? itself : itself !== "" && prefix !== itself ? joinRoute(prefix, itself) : prefix;
    return above.map(outer => (inner === "" ? outer : joinRoute(outer, inner)));
  });
}
