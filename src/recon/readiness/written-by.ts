import type { CallFact, Value } from "../../python/facts";
import { eachCall, lastName } from "../../python/each-call";
import type { PythonFile, PythonProject } from "../../python/project";
import { keywordOf } from "../../python/values";
import { among, isProductionCode } from "../integrations/own-code";

/** Functions by their last name, with the argument that says where they write. */
const WRITERS: Readonly<Record<string, number>> = {
  makedirs: 0,
  mkdir: 0,
  to_csv: 0,
  to_parquet: 0,
  to_excel: 0,
  to_json: 0,
  to_pickle: 0,
  savefig: 0,
  copy: 1,
  copy2: 1,
  copyfile: 1,
  move: 1,
};
const MOVERS = /^shutil\.(?:copy2?|copyfile|move)$/;

/** Methods of a path that write what it names (pathlib.Path). */
const OF_PATH = new Set(["mkdir", "touch", "write_text", "write_bytes", "open"]);

/** Databases that are a file, which connecting to makes. */
const FILES = new Set(["sqlite3.connect", "aiosqlite.connect", "duckdb.connect"]);

/** Last names of what may write. */
export const WRITES: ReadonlySet<string> = new Set([...OF_PATH, ...Object.keys(WRITERS), "connect"]);

/** What a call writes to; null where it writes nothing. */
export function writtenBy(project: PythonProject, file: PythonFile, call: CallFact, last: string): Value | null {
  const [first] = call.arguments;
  if (call.callee === "open") return first && /[wax+]/.test(modeOf(call, 1)) ? first : null;
  const owner = ownerOf(call);
  if (OF_PATH.has(last) && owner !== null && (last !== "open" || /[wax+]/.test(modeOf(call, 0)))) {
    // `os.mkdir(path)` has the path behind it, `path.mkdir()` before it.
    const isModule =
      owner.kind === "name" && /^(?:os|io|codecs|gzip)$/.test(project.qualify(file, owner.path, call.scope));
    if (!isModule) return owner;
  }
  if (last === "connect") return first && FILES.has(project.qualify(file, call.callee, call.scope)) ? first : null;
  const at = WRITERS[last];
  if (at === undefined || (at > 0 && !MOVERS.test(project.qualify(file, call.callee, call.scope)))) return null;
  return call.arguments[at] ?? null;
}

/** What a method is called on. */
export function ownerOf(call: CallFact): Value | null {
  if (call.base) return call.base;
  const dot = call.callee.lastIndexOf(".");
  const path = call.callee.slice(0, Math.max(dot, 0));
  return path === "" || /[()[\]]/.test(path) ? null : { kind: "name", path, offset: call.offset, end: call.offset };
}

function modeOf(call: CallFact, at: number): string {
  const mode = call.arguments[at] ?? keywordOf(call, "mode");
  return mode?.kind === "string" ? mode.value : "r";
}

/** A function of the code that writes what it is given the path of. */
export interface WritingFunction {
  /** `shop.files.save`. */
  readonly name: string;
  readonly parameter: string;
  readonly position: number;
}

/** Functions whose parameter is the path that they write to: `def load_or_make(path): … open(path, "w")`. */
export function writingFunctions(project: PythonProject): readonly WritingFunction[] {
  return project.each(WRITING).flatMap(({ told }) => told);
}

const WRITING = among(
  isProductionCode,
  eachCall(WRITES, (project, file, call): readonly WritingFunction[] => {
    const definition = file.facts.definitions[call.scope];
    if (definition?.kind !== "function" || definition.parent !== -1) return [];
    const target = writtenBy(project, file, call, lastName(call.callee));
    if (target?.kind !== "name") return [];
    const position = definition.parameters.findIndex(({ name }) => name === target.path);
    return position < 0 ? [] : [{ name: `${file.module}.${definition.name}`, parameter: target.path, position }];
  }),
);

/** What a call of such a function makes it write to. */
export function writtenThrough(call: CallFact, { parameter, position }: WritingFunction): Value | null {
  return keywordOf(call, parameter) ?? call.arguments[position] ?? null;
}
