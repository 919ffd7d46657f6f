import type { Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { isVariableName } from "./environment-read";
import { loopedOver } from "./looped-tables";

/** Names of variables that libraries keep in constants. */
const LIBRARY_CONSTANTS: Readonly<Record<string, readonly string[]>> = {
  "dj_database_url.DEFAULT_ENV": ["DATABASE_URL"],
  "dj_email_url.DEFAULT_ENV": ["EMAIL_URL"],
  "django_cache_url.DEFAULT_ENV": ["CACHE_URL"],
};

/** Names that one expression gives at most. */
const MAX_NAMES = 60;

/**
 * The variables that an expression names: a literal, a constant wherever it is defined, a join of literals, each item
 * of a loop over literals, each value of a dict of names. Empty where it depends on the running program.
 */
export function variableNames(
  project: PythonProject,
  file: PythonFile,
  value: Value,
  scope: number,
): readonly string[] {
  return texts(project, file, value, scope, 0).filter(isVariableName).slice(0, MAX_NAMES);
}

/** Every text that an expression may have, as `variableNames` reads it. */
export function textsOf(project: PythonProject, file: PythonFile, value: Value, scope: number): readonly string[] {
  return texts(project, file, value, scope, 0).slice(0, MAX_NAMES);
}

function texts(
  project: PythonProject,
  file: PythonFile,
  value: Value,
  scope: number,
  depth: number,
): readonly string[] {
  if (depth > 6) return [];
  const text = project.string(file, value, scope);
  if (text !== null) return [text];
  switch (value.kind) {
    case "name":
      return [
        ...(LIBRARY_CONSTANTS[project.qualify(file, value.path, scope)] ?? []),
        ...eachItem(project, file, value.path, scope, depth),
        ...alternatives(project, file, value.path, scope, depth),
      ];
    case "choice":
      return [
        ...texts(project, file, value.then, scope, depth + 1),
        ...texts(project, file, value.otherwise, scope, depth + 1),
      ];
    case "template":
      return joined(
        value.parts.map(part => (typeof part === "string" ? [part] : texts(project, file, part, scope, depth + 1))),
      );
    case "operation":
      if (value.operator !== "+" || value.left === null) return [];
      return joined([
        texts(project, file, value.left, scope, depth + 1),
        texts(project, file, value.right, scope, depth + 1),
      ]);
    case "subscript": {
      const owner = project.resolve(file, value.base, scope);
      if (owner.isOpen || owner.value.kind !== "dict") return [];
      return owner.value.entries.flatMap(entry => (entry.value.kind === "string" ? entry.value.value : []));
    }
    case "call": {
      const method = value.callee.slice(value.callee.lastIndexOf(".") + 1);
      if (method !== "upper" && method !== "lower") return [];
      const inner: Value = value.base ?? {
        kind: "name",
        path: value.callee.slice(0, -method.length - 1),
        offset: value.offset,
        end: value.end,
      };
      const found = texts(project, file, inner, scope, depth + 1);
      return found.map(name => (method === "upper" ? name.toUpperCase() : name.toLowerCase()));
    }
    default:
      return [];
  }
}

/** Every way to put one item of each list after another. */
function joined(lists: readonly (readonly string[])[]): readonly string[] {
  let all: readonly string[] = [""];
  for (const list of lists) {
    if (list.length === 0 || all.length * list.length > MAX_NAMES) return [];
    all = all.flatMap(head => list.map(tail => head + tail));
  }
  return all;
}

/** A name that branches bind differently: each of the texts it may have. */
function alternatives(
  project: PythonProject,
  file: PythonFile,
  name: string,
  scope: number,
  depth: number,
): readonly string[] {
  const bound = file.facts.assignments.filter(
    fact => fact.target === name && (fact.scope === scope || fact.scope === -1) && !fact.each && !fact.augmented,
  );
  if (bound.length < 2) return [];
  return bound.flatMap(({ value, scope: own }) => (value ? texts(project, file, value, own, depth + 1) : []));
}

/** The items that a loop variable takes: `for name in ("A", "B")`, `for name, option in NAMES.items()`. */
function eachItem(
  project: PythonProject,
  file: PythonFile,
  name: string,
  scope: number,
  depth: number,
): readonly string[] {
  const loops = file.facts.assignments.filter(
    fact => fact.each === true && fact.target === name && fact.scope === scope,
  );
  return loops.flatMap(loop => {
    if (!loop.value) return [];
    const { list, isOpen, part } = loopedOver(project, file, loop.value, loop.scope, loop.part);
    if (isOpen) return [];
    const items =
      list.kind === "dict"
        ? list.entries.map(({ key, value }) => (part === 1 ? value : key))
        : list.kind === "sequence"
          ? list.items.map(item => (part === undefined ? item : item.kind === "sequence" ? item.items[part] : null))
          : [];
    return items.flatMap(item => (item ? texts(project, file, item, scope, depth + 1) : []));
  });
}
