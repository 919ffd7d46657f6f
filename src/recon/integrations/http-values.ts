import type { Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import type { GivenValue } from "../applications/given-keyword";
import { setOnOwnObject } from "../applications/handed-value";
import { leadingText } from "./http-address";

const MAXIMUM_DEPTH = 4;

/**
 * What an address may begin with that is none by itself: the first argument of `urljoin`, each value of a mapping that is
 * asked by a name.
 */
export function addressStarts(project: PythonProject, given: GivenValue, depth = 0): readonly GivenValue[] {
  const { file, value, scope } = given;
  if (depth > MAXIMUM_DEPTH) return [];
  const inner = (start: Value | string | null | undefined): readonly GivenValue[] =>
    typeof start === "object" && start !== null ? addressStarts(project, { file, value: start, scope }, depth + 1) : [];
  switch (value.kind) {
    case "string":
      return depth === 0 ? [] : [given];
    case "template":
      return typeof value.parts[0] === "string" && depth > 0 ? [given] : inner(value.parts[0]);
    case "operation":
      return value.operator === "+" ? inner(value.left) : [];
    case "call":
      if (/(?:^|\.)urljoin$/.test(value.callee)) return inner(resolvedOr(project, file, value.arguments[0], scope));
      return value.callee.endsWith(".get") ? ofMapping(project, given, nameOf(value.callee.slice(0, -4), value)) : [];
    case "subscript":
      return ofMapping(project, given, value.base);
    case "name":
      return [...attributeOf(file, value.path, scope), ...defaultOf(file, value.path, scope)].flatMap(start =>
        addressStarts(project, start, depth + 1),
      );
    default:
      return [];
  }
}

function attributeOf(file: PythonFile, path: string, scope: number): readonly GivenValue[] {
  return setOnOwnObject(file, path, scope).flatMap(each =>
    each.value === null ? [] : [{ file, value: each.value, scope: each.scope }],
  );
}

/** What a parameter is where a call does not give it. */
function defaultOf(file: PythonFile, name: string, scope: number): readonly GivenValue[] {
  const value = file.facts.definitions[scope]?.parameters.find(one => one.name === name)?.default;
  return value ? [{ file, value, scope: -1 }] : [];
}

function resolvedOr(project: PythonProject, file: PythonFile, value: Value | undefined, scope: number): Value | null {
  if (!value) return null;
  const { value: found, isOpen } = project.resolve(file, value, scope);
  return isOpen ? value : found;
}

function nameOf(path: string, { offset, end }: Value): Value {
  return { kind: "name", path, offset, end };
}

/** Addresses that a mapping of the codebase holds; which one is asked, only the run tells. */
function ofMapping(project: PythonProject, { file, scope }: GivenValue, base: Value): readonly GivenValue[] {
  const { value: mapping, path } = project.resolve(file, base, scope);
  const owner = project.file(path);
  if (mapping.kind !== "dict" || !owner) return [];
  return mapping.entries.flatMap(({ value }) =>
    value.kind === "string" || value.kind === "template" ? [{ file: owner, value, scope: -1 }] : [],
  );
}

/** The attribute of its own class that an address begins with, by the class's qualified name: `base.Client.base_url`. */
export function ownAttribute(file: PythonFile, value: Value, scope: number): string | null {
  if (value.kind === "template")
    return typeof value.parts[0] === "object" ? ownAttribute(file, value.parts[0], scope) : null;
  if (value.kind === "operation") return value.left ? ownAttribute(file, value.left, scope) : null;
  const attribute = value.kind === "name" ? /^(?:self|cls)\.(\w+)$/.exec(value.path)?.[1] : undefined;
  const { definitions } = file.facts;
  let at = scope;
  while (at >= 0 && definitions[at]?.kind !== "class") at = definitions[at]?.parent ?? -1;
  const owner = definitions[at];
  return attribute === undefined || !owner || owner.parent !== -1
    ? null
    : `${qualifiedName(file, owner.name)}.${attribute}`;
}

/** What classes of a file set attributes to, by the names that these have in the classes that they extend. */
export function inheritedAttributes(
  project: PythonProject,
  file: PythonFile,
): readonly { readonly names: readonly string[]; readonly value: Value; readonly scope: number }[] {
  return file.facts.definitions.flatMap(({ kind, bases, parent }, index) => {
    if (kind !== "class" || bases.length === 0) return [];
    const set = file.facts.assignments.filter(fact => fact.scope === index && fact.value);
    if (!set.some(({ value }) => value && /^https?:/.test(leadingText(value)))) return [];
    const owners = bases.flatMap(base => {
      if (base.kind !== "name") return [];
      const own = file.facts.definitions.some(({ name, parent: outer }) => outer === -1 && name === base.path);
      return own ? qualifiedName(file, base.path) : project.qualify(file, base.path, parent);
    });
    return set.flatMap(({ target, value }) =>
      value ? [{ names: owners.map(owner => `${owner}.${target}`), value, scope: index }] : [],
    );
  });
}

function qualifiedName(file: PythonFile, name: string): string {
  return file.module === "" ? name : `${file.module}.${name}`;
}
