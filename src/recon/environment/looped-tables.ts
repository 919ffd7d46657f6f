import type { AssignmentFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";

interface LoopedOver {
  readonly list: Value;
  readonly isOpen: boolean;
  readonly part: number | undefined;
}

/** What a loop goes over, and which part of each item is meant: of a dict the key (0) or the value (1). */
export function loopedOver(
  project: PythonProject,
  file: PythonFile,
  value: Value,
  scope: number,
  part: number | undefined,
): LoopedOver {
  const [, path, method] = (value.kind === "call" && /^([\w.]+)\.(items|keys|values)$/.exec(value.callee)) || [];
  const over: Value = path === undefined ? value : { kind: "name", path, offset: value.offset, end: value.end };
  const { value: list, isOpen } = project.resolve(file, ofClass(file, over, scope) ?? over, scope);
  // A dict alone gives its keys, and what they are made of is not looked at.
  const isTakenApart = part !== undefined && method !== "items" && list.kind === "dict";
  return { list, isOpen: isOpen || isTakenApart, part: method === "values" ? 1 : part };
}

/** What a class itself binds to `self.TABLE`, `cls.TABLE` or `Config.TABLE`, where nothing else is bound to that. */
function ofClass({ facts }: PythonFile, over: Value, scope: number): Value | null {
  const [, owner = "", name = ""] = (over.kind === "name" && /^(\w+)\.(\w+)$/.exec(over.path)) || [];
  const { definitions, assignments } = facts;
  const isOwn = owner === "self" || owner === "cls";
  const index = isOwn
    ? (definitions[scope]?.parent ?? -1)
    : definitions.findIndex(each => each.kind === "class" && each.parent === -1 && each.name === owner);
  if (definitions[index]?.kind !== "class") return null;
  const bound = assignments.filter(
    ({ target, scope: own }) => (own === index && target === name) || (isOwn && target === `self.${name}`),
  );
  return bound.length === 1 ? (bound[0]?.value ?? null) : null;
}

/**
 * What is taken where a name is not set: of `for name, value in DEFAULTS.items(): os.environ.get(name, value)` what the table
 * holds under the name, else the same for every name.
 */
export function fallbacks(
  project: PythonProject,
  file: PythonFile,
  name: Value | undefined,
  fallback: Value | undefined,
  scope: number,
): (name: string) => Value | undefined {
  const loopOf = (value: Value | undefined): AssignmentFact | undefined => {
    if (value?.kind !== "name") return undefined;
    const bound = file.facts.assignments.filter(fact => fact.target === value.path && fact.scope === scope);
    // Of several loops with one name nothing says here which one the call stands in.
    return bound.length === 1 && bound[0]?.each === true ? bound[0] : undefined;
  };
  const names = loopOf(name);
  const values = loopOf(fallback);
  if (!names?.value || names.part !== 0 || values?.part !== 1 || values.value?.offset !== names.value.offset)
    return () => fallback;
  const { list, isOpen } = loopedOver(project, file, names.value, scope, 0);
  const table = isOpen || list.kind !== "dict" ? [] : list.entries;
  return asked => table.find(({ key }) => key?.kind === "string" && key.value === asked)?.value ?? fallback;
}
