import { substitute } from "./substitute";
import type { Scope } from "./substitute";
import type { Dockerfile, VariableReference, Word } from "./types";
import type { StageGraph, Stage } from "./stages";

/** A scope that can tell its names. */
export interface StageScope extends Scope {
  names(): readonly string[];
}

/** Known in FROM without a declaration (Dockerfile reference, "Automatic platform ARGs in the global scope"). */
export const PLATFORM_ARGUMENTS: readonly string[] = [
  "TARGETPLATFORM",
  "TARGETOS",
  "TARGETARCH",
  "TARGETVARIANT",
  "BUILDPLATFORM",
  "BUILDOS",
  "BUILDARCH",
  "BUILDVARIANT",
];

/** Known in every stage without a declaration. */
export const PREDEFINED_ARGUMENTS: readonly string[] = [
  "HTTP_PROXY",
  "http_proxy",
  "HTTPS_PROXY",
  "https_proxy",
  "FTP_PROXY",
  "ftp_proxy",
  "NO_PROXY",
  "no_proxy",
  "ALL_PROXY",
  "all_proxy",
];

/** The arguments before the first FROM with their defaults, in which earlier ones are expanded. */
export function globalScope(
  graph: Pick<StageGraph, "globalArguments">,
  escape: Dockerfile["escape"],
  given: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, string | null> {
  const scope = new Map<string, string | null>();
  for (const instruction of graph.globalArguments) {
    for (const pair of instruction.pairs) {
      const missing = pair.value === null ? null : expandWord(pair.value, scope, escape);
      scope.set(pair.key.value, given[pair.key.value] ?? missing);
    }
  }
  return scope;
}

/** Values that a variable gets in one stage, in the order of the instructions. */
interface Assigned {
  readonly index: number;
  readonly value: string | null;
}

interface StageVariables {
  readonly env: Map<string, Assigned[]>;
  readonly arg: Map<string, Assigned[]>;
}

/** Each file's table is made once, so that asking for one instruction's scope does not walk the file again. */
const TABLES = new WeakMap<StageGraph, readonly StageVariables[]>();

function tableOf(graph: StageGraph, escape: Dockerfile["escape"]): readonly StageVariables[] {
  const known = TABLES.get(graph);
  if (known !== undefined) return known;
  const table: StageVariables[] = graph.stages.map(() => ({ env: new Map(), arg: new Map() }));
  const globals = globalScope(graph, escape);
  for (const stage of graph.stages) {
    const own = table[stage.index];
    if (own === undefined) continue;
    for (const instruction of stage.instructions) {
      if (instruction.kind !== "ENV" && instruction.kind !== "ARG") continue;
      // Within one ENV the values from before it are used; ARG takes effect pair by pair.
      const scope = readTable(table, stage, instruction.index + (instruction.kind === "ARG" ? 1 : 0));
      for (const pair of instruction.pairs) {
        const name = pair.key.value;
        const missing = instruction.kind === "ARG" ? (globals.get(name) ?? null) : null;
        const value = pair.value === null ? missing : expandWord(pair.value, scope, escape);
        const target = instruction.kind === "ENV" ? own.env : own.arg;
        const list = target.get(name);
        if (list === undefined) target.set(name, [{ index: instruction.index, value }]);
        else list.push({ index: instruction.index, value });
      }
    }
  }
  TABLES.set(graph, table);
  return table;
}

function lastBefore(list: readonly Assigned[] | undefined, before: number): Assigned | undefined {
  if (list === undefined) return undefined;
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.index ?? 0) < before) low = middle + 1;
    else high = middle;
  }
  return list[low - 1];
}

function readTable(table: readonly StageVariables[], stage: Stage, before: number): StageScope {
  const find = (kind: "env" | "arg", name: string): Assigned | undefined => {
    for (let current: Stage | null = stage; current !== null; current = current.base) {
      const found = lastBefore(table[current.index]?.[kind].get(name), before);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const get = (name: string): string | null | undefined => (find("env", name) ?? find("arg", name))?.value;
  return {
    get,
    has: name => get(name) !== undefined,
    names: () => {
      const names = new Set<string>();
      for (let current: Stage | null = stage; current !== null; current = current.base) {
        for (const lists of [table[current.index]?.env, table[current.index]?.arg]) {
          for (const [name, list] of lists ?? []) if (lastBefore(list, before) !== undefined) names.add(name);
        }
      }
      return [...names];
    },
  };
}

/**
 * What is known in `stage` just before the instruction with index `before`: inherited and own ENV and ARG. ENV wins over an
 * ARG of the same name; an ARG without default takes the one before the first FROM.
 */
export function scopeAt(graph: StageGraph, stage: Stage, before: number, escape: Dockerfile["escape"]): StageScope {
  return readTable(tableOf(graph, escape), stage, before);
}

/** The word without quotes and escapes, its variables replaced; null where a value is not known. */
export function expandWord(word: Word, scope: Scope, escape: Dockerfile["escape"]): string | null {
  if (word.variables.length > 0 || word.raw.includes("'")) return substitute(word.raw, scope, escape);
  return word.value.includes("$") ? word.value.replaceAll(`${escape}$`, "$") : word.value;
}

/** All references of a word, nested ones included. */
export function allReferences(variables: readonly VariableReference[]): readonly VariableReference[] {
  return variables.flatMap(variable => [variable, ...allReferences(variable.nested)]);
}
