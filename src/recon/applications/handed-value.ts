import type { AssignmentFact, CallFact, DefinitionFact, ParameterFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import type { GivenValue } from "./given-keyword";
import { qualifiedIn } from "./qualified";
import { usersOfName } from "./users-of-name";
import { keywordOf } from "../../python/values";

const MAXIMUM_DEPTH = 4;

/**
 * Follows a parameter of an own function, or an attribute of the object that is set to one, to what it is given:
 * `Store(os.environ["DB_HOST"])` where `__init__(self, host)` connects to `host` or to `self.host`. The value itself where
 * nothing calls the function, or calls give different things.
 */
export function handedValue(project: PythonProject, given: GivenValue, depth = 0): GivenValue {
  const { file, value, scope } = given;
  if (value.kind !== "name" || depth > MAXIMUM_DEPTH) return given;
  const set = setOnObject(file, value.path, scope);
  if (set) return handedValue(project, set, depth + 1);
  const parameter = parameterAt(file, value.path, scope);
  if (!parameter) return given;
  const values = givenTo(project, file, parameter) ?? [];
  const [first, ...others] = values.map(one => handedValue(project, one, depth + 1));
  if (!first || others.length === 0) return first ?? given;
  const meant = literalOf(project, first);
  return meant !== null && others.every(one => literalOf(project, one) === meant) ? first : given;
}

/**
 * The parameter that an attribute of the object is set to: by the only assignment of it, or by its name where the scan passed
 * that line over, since it says no more than `self.host = host`.
 */
function setOnObject(file: PythonFile, path: string, scope: number): GivenValue | null {
  const { definitions } = file.facts;
  const owner = definitions[scope]?.parent ?? -1;
  const name = /^self\.(\w+)$/.exec(path)?.[1];
  if (name === undefined || definitions[owner]?.kind !== "class") return null;
  const [only, ...others] = setOnOwnObject(file, path, scope);
  if (others.length > 0 || only?.augmented) return null;
  if (only) return only.value?.kind === "name" ? { file, value: only.value, scope: only.scope } : null;
  const maker = definitions.findIndex(each => each.parent === owner && each.name === "__init__");
  const isSet = definitions[maker]?.parameters.some(each => each.name === name);
  return isSet ? { file, value: { kind: "name", path: name, offset: 0, end: 0 }, scope: maker } : null;
}

/** What the methods of a class set an attribute of the object to: `self.base = "https://api.shop.io"`. */
export function setOnOwnObject({ facts }: PythonFile, path: string, scope: number): readonly AssignmentFact[] {
  const { definitions, assignments } = facts;
  const owner = definitions[scope]?.parent ?? -1;
  if (!/^self\.\w+$/.test(path) || definitions[owner]?.kind !== "class") return [];
  return assignments.filter(each => each.target === path && definitions[each.scope]?.parent === owner);
}

interface Parameter {
  readonly fact: ParameterFact;
  readonly definition: DefinitionFact;
  /** Its place among the arguments of a call. */
  readonly at: number;
}

/** The parameter that a name means, unless the function binds the name again, or a decorator may call it with anything. */
function parameterAt({ facts }: PythonFile, name: string, scope: number): Parameter | null {
  const definition = facts.definitions[scope];
  if (definition?.kind !== "function" || definition.decorators.length > 0) return null;
  const at = definition.parameters.findIndex(each => each.name === name);
  const fact = definition.parameters[at];
  if (!fact || facts.assignments.some(each => each.target === name && each.scope === scope)) return null;
  return { fact, definition, at: at - (facts.definitions[definition.parent]?.kind === "class" ? 1 : 0) };
}

/** What each call gives a parameter, by itself or by leaving its default; null where one of them cannot be told. */
function givenTo(
  project: PythonProject,
  owner: PythonFile,
  { fact, definition, at }: Parameter,
): readonly GivenValue[] | null {
  const around = owner.facts.definitions[definition.parent];
  // Of methods only the one that makes an object can be told from its calls alone.
  if (around !== undefined && (around.kind !== "class" || around.parent !== -1 || definition.name !== "__init__"))
    return null;
  const name = around?.name ?? definition.name;
  const meant = qualifiedIn(project, owner, name);
  const found: GivenValue[] = [];
  for (const file of new Set([owner, ...usersOfName(project, name)])) {
    // What a class that extends it hands on to it is not followed.
    if (file.facts.definitions.some(({ bases }) => bases.some(base => isNamed(project, file, base, meant))))
      return null;
    for (const call of file.facts.calls) {
      if (call.callee !== name && !call.callee.endsWith(`.${name}`)) continue;
      if (qualifiedIn(project, file, call.callee, call.scope) !== meant) continue;
      // `connect(*pair)` and `connect(**options)` may give anything.
      const placed = fact.keywordOnly ? [] : call.arguments.slice(0, at + 1);
      if (placed.some(({ kind }) => kind === "other") || isSpread(call)) return null;
      const value = placed[at] ?? keywordOf(call, fact.name);
      if (value) found.push({ file, value, scope: call.scope });
      else if (fact.default) found.push({ file: owner, value: fact.default, scope: definition.parent });
      else return null;
    }
  }
  return found;
}

function isNamed(project: PythonProject, file: PythonFile, value: Value, meant: string): boolean {
  return value.kind === "name" && qualifiedIn(project, file, value.path) === meant;
}

function isSpread({ keywords }: CallFact): boolean {
  return keywords.some(({ name }) => name === null);
}

/** What a value comes to, for comparing; null where that stays open. */
function literalOf(project: PythonProject, { file, value, scope }: GivenValue): string | null {
  const { isOpen, value: found, variables } = project.resolve(file, value, scope);
  if (isOpen) return variables.length === 0 ? null : variables.join();
  const isPlain = found.kind === "string" || found.kind === "number" || found.kind === "constant";
  return isPlain ? JSON.stringify([found.value, variables]) : null;
}
