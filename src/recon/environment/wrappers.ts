import type { CallFact, DefinitionFact, SubscriptFact, Value } from "../../python/facts";
import { oncePerFacts } from "../../python/once-per-facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { namesIn } from "../../python/values";
import { failsWhenEmpty } from "./emptiness";
import { argument, type Reader, readerOf } from "./readers";
import { ValueContext } from "./value-context";
import { contextOf } from "./casts";

/** A function of the codebase that reads the variable that its caller names. */
export interface Wrapper {
  readonly file: PythonFile;
  readonly definition: DefinitionFact;
  /** Parameters as a call passes them: without `self`. */
  readonly parameters: readonly string[];
  /** The names it reads, with null where the caller's name goes; `[["DB_", null]]`, or a second `[null, "_FILE"]`. */
  readonly names: readonly (readonly (string | null)[])[];
  readonly nameParameter: number;
  /** The parameter that names it where that one is not given, -1 where none does: `get(name, variable=None)`. */
  readonly instead: number;
  readonly upper: boolean;
  readonly defaultParameter: number;
  /** It raises where the variable is not set and the caller gives no default. */
  readonly raises: boolean;
  /** A flag that makes it raise where the variable is not set, -1 where it has none: `get_env(name, required=True)`. */
  readonly flagParameter: number;
  readonly type: string | null;
  /** The same function for each further parameter that names a variable: `env_either(new, old, default)`. */
  readonly others: readonly Wrapper[];
}

/** Wrappers that wrap wrappers are followed once more. */
const ROUNDS = 2;

/** Own functions and methods whose body looks up one of their parameters, by qualified name without `()`. */
export function findWrappers(project: PythonProject): ReadonlyMap<string, Wrapper> {
  const wrappers = new Map<string, Wrapper>();
  const files = project.each(openReads);
  for (let round = 0; round < ROUNDS; round++) {
    const before = wrappers.size;
    for (const { file, told } of files) {
      const [open] = told;
      if (!open || (round === 0 && !mentionsEnvironment(file.facts))) continue;
      if (open.direct.length === 0 && ![...wrappers.keys()].some(name => open.names.has(name))) continue;
      let context: ValueContext | undefined;
      for (const [index, reads] of lookups(file, open, wrappers)) {
        const definition = file.facts.definitions[index];
        const name = wrapperName(file, index);
        if (!definition || wrappers.has(name)) continue;
        context ??= new ValueContext(file.facts);
        const wrapper = wrapperOf(project, file, definition, index, reads, context);
        if (wrapper) wrappers.set(name, wrapper);
      }
    }
    if (wrappers.size === before) break;
  }
  return wrappers;
}

/** Cheap test: only files with such a word can hold a first wrapper. */
const mentionsEnvironment = oncePerFacts(
  ({ calls, subscripts }): boolean =>
    calls.some(({ callee }) => /env|config/i.test(callee)) || subscripts.some(({ base }) => /env/i.test(base)),
);

function wrapperName(file: PythonFile, index: number): string {
  const names: string[] = [];
  for (let at = index; at >= 0; at = file.facts.definitions[at]?.parent ?? -1)
    names.unshift(file.facts.definitions[at]?.name ?? "");
  return file.module === "" ? names.join(".") : `${file.module}.${names.join(".")}`;
}

interface Lookup {
  readonly name: Value;
  readonly fallback: Value | undefined;
  readonly at: { readonly offset: number; readonly end: number };
  readonly raises: boolean;
  readonly type: string | null;
}

/** Reads inside functions by the function's index, as far as their name is no literal. */
function lookups(
  file: PythonFile,
  open: OpenReads,
  wrappers: ReadonlyMap<string, Wrapper>,
): ReadonlyMap<number, readonly Lookup[]> {
  const { facts } = file;
  const found = new Map<number, Lookup[]>();
  const add = (scope: number, lookup: Lookup): void => {
    const known = found.get(scope);
    if (known) known.push(lookup);
    else found.set(scope, [lookup]);
  };
  for (const { call, reader, name: called } of open.calls) {
    if (reader) {
      const name = argument(call, reader.name, reader.nameKeywords);
      if (!name) continue;
      const fallback = argument(call, reader.default, ["default"]);
      const raises = reader.raises && !fallback && !call.guarded;
      add(call.scope, { name, fallback, at: call, raises, type: reader.type });
      continue;
    }
    const inner = wrappers.get(called);
    const given = (at: number): Value | undefined =>
      inner && at >= 0 ? argument(call, at, [inner.parameters[at] ?? ""]) : undefined;
    const name = inner && (given(inner.nameParameter) ?? given(inner.instead));
    if (inner && name && inner.definition !== facts.definitions[call.scope]) {
      const fallback = given(inner.defaultParameter);
      add(call.scope, { name, fallback, at: call, raises: inner.raises && !fallback, type: inner.type });
    }
  }
  for (const subscript of open.subscripts) {
    const raises = !subscript.guarded && !subscript.conditional;
    add(subscript.scope, { name: subscript.key, fallback: undefined, at: subscript, raises, type: null });
  }
  return found;
}

/** What may read a variable whose name a parameter gives, in functions of one file. */
interface OpenReads {
  /** Calls that pass on a value that is no literal. */
  readonly calls: readonly {
    readonly call: CallFact;
    readonly reader: Reader | undefined;
    /** What is called, without calls in it, as wrappers are named. */
    readonly name: string;
  }[];
  readonly names: ReadonlySet<string>;
  /** Subscripts of the environment with such a value. */
  readonly subscripts: readonly SubscriptFact[];
  /** Those that need no wrapper to read. */
  readonly direct: readonly unknown[];
}

/** Every reader's name has one of these words. */
const READER = /env|conf|heroku/i;

function openReads(project: PythonProject, file: PythonFile): readonly OpenReads[] {
  if (file.role === "generated") return [];
  const calls = file.facts.calls.flatMap(call => {
    if (call.callee === "" || !takesParameters(file, call.scope)) return [];
    if (!call.arguments.some(isOpenName) && !call.keywords.some(({ value }) => isOpenName(value))) return [];
    const qualified = project.qualify(file, call.callee, call.scope);
    const reader = READER.test(qualified) ? readerOf(qualified) : undefined;
    return [{ call, reader, name: qualified.replaceAll("()", "") }];
  });
  const subscripts = file.facts.subscripts.filter(
    ({ scope, key, base, context }) =>
      context === "load" &&
      isOpenName(key) &&
      takesParameters(file, scope) &&
      isEnvironment(project.qualify(file, base, scope)),
  );
  if (calls.length + subscripts.length === 0) return [];
  const direct = [...calls.filter(({ reader }) => reader !== undefined), ...subscripts];
  return [{ calls, names: new Set(calls.map(({ name }) => name)), subscripts, direct }];
}

function takesParameters({ facts }: PythonFile, scope: number): boolean {
  const definition = facts.definitions[scope];
  return definition?.kind === "function" && definition.parameters.length > 0;
}

function isOpenName({ kind }: Value): boolean {
  return kind === "name" || kind === "template" || kind === "operation" || kind === "call";
}

export function isEnvironment(name: string): boolean {
  return name === "os.environ" || name === "os.environb" || name === "os.environ.copy()";
}

function wrapperOf(
  project: PythonProject,
  file: PythonFile,
  definition: DefinitionFact,
  index: number,
  reads: readonly Lookup[],
  context: ValueContext,
): Wrapper | null {
  const isMethod =
    file.facts.definitions[definition.parent]?.kind === "class" &&
    !definition.decorators.some(decorator => decorator.kind === "name" && decorator.path === "staticmethod");
  const parameters = definition.parameters.map(({ name }) => name).slice(isMethod ? 1 : 0);
  const named = reads.flatMap(read => {
    const shape = shapeOf(read.name, { project, file, parameters, scope: index });
    return shape ? [{ read, ...shape }] : [];
  });
  if (named.length === 0) return null;
  const byParameter = [...new Set(named.map(({ parameter }) => parameter))]
    .sort((left, right) => left - right)
    .map(parameter =>
      oneName(
        file,
        definition,
        index,
        parameters,
        named.filter(one => one.parameter === parameter),
        context,
      ),
    );
  const [main, ...others] = byParameter;
  return main ? { ...main, others } : null;
}

type NamedLookup = Shape & { readonly read: Lookup };

/** The wrapper as it looks up the variable that one of its parameters names. */
function oneName(
  file: PythonFile,
  definition: DefinitionFact,
  index: number,
  parameters: readonly string[],
  same: readonly NamedLookup[],
  context: ValueContext,
): Wrapper {
  const nameParameter = same[0]?.parameter ?? 0;
  const names: (readonly (string | null)[])[] = [];
  for (const { parts } of same) if (!names.some(known => known.join("\0") === parts.join("\0"))) names.push(parts);
  // The name as the caller gives it is the main one, wherever the body looks for `X_FILE` first.
  names.sort((left, right) => left.length - right.length);
  const fallback =
    same.map(({ read }) => defaultParameterOf(read.fallback, parameters)).find(at => at >= 0) ??
    namedDefault(parameters, nameParameter);
  const isEmptyChecked = same.some(({ read }) => {
    const target = context.assigned(contextOf(context, read.at).outer);
    const others = parameters.filter((_, at) => at !== nameParameter);
    return failsWhenEmpty(file, read.at, target) && !(target && isGivenBy(file, index, target.target, others));
  });
  const types = same.map(({ read }) => contextOf(context, read.at).type ?? read.type).filter(type => type !== null);
  return {
    file,
    definition,
    parameters,
    names,
    nameParameter,
    instead: same[0]?.instead ?? -1,
    upper: same[0]?.upper === true,
    defaultParameter: fallback,
    raises:
      isEmptyChecked ||
      (same.every(({ read }) => read.raises) && !isAskedFirst(file, index)) ||
      failsWithoutDefault(file, index, parameters[fallback]),
    flagParameter: flagOf(file, index, parameters),
    type: types[0] ?? typeOfName(definition),
    others: [],
  };
}

/** `if key in options: token = options[key]`, else from the environment: what the caller hands over may hold the value. */
function isGivenBy({ facts }: PythonFile, index: number, target: string, parameters: readonly string[]): boolean {
  return facts.assignments.some(
    ({ target: own, scope, value }) =>
      own === target &&
      scope === index &&
      (value?.kind === "subscript" || value?.kind === "attribute") &&
      namesIn(value).some(path => parameters.includes(path.split(/[.[]/, 1)[0] ?? "")),
  );
}

/** `x is None`, `x == ""`, `not x`, `key not in os.environ`, and several of them. */
function isEmptiness(test: Value): boolean {
  if (test.kind !== "operation") return false;
  if (test.operator === "and") return test.left !== null && isEmptiness(test.left) && isEmptiness(test.right);
  return /^(?:is|==|not|not in)$/.test(test.operator);
}

/** `if key not in os.environ: return default`: the read after it has a value, unless that test is what raises. */
function isAskedFirst(file: PythonFile, index: number): boolean {
  const isAsked = file.facts.memberships.some(
    ({ scope, container, element }) => scope === index && element.kind === "name" && /environ/.test(container),
  );
  return (
    isAsked &&
    !file.facts.checks.some(
      ({ scope, test }) => scope === index && test.kind === "operation" && test.operator === "not in",
    )
  );
}

/** `if default is None: raise …` inside the wrapper: it fails for callers that give no default. */
function failsWithoutDefault(file: PythonFile, index: number, name: string | undefined): boolean {
  if (name === undefined) return false;
  const refuses = (test: Value): boolean => {
    if (test.kind !== "operation") return false;
    const { left, right, operator } = test;
    // `if value is None and default is None`, but not `if required and …`: what a flag asks for is not asked of all.
    if (operator === "and")
      return left !== null && isEmptiness(left) && isEmptiness(right) && (refuses(left) || refuses(right));
    if (operator === "not") return right.kind === "name" && right.path === name;
    return (operator === "is" || operator === "==") && left?.kind === "name" && left.path === name;
  };
  return file.facts.checks.some(({ test, scope }) => scope === index && refuses(test));
}

/** The parameter of `if required and value is None: raise`. */
function flagOf(file: PythonFile, index: number, parameters: readonly string[]): number {
  for (const { test, scope } of file.facts.checks) {
    if (scope !== index || test.kind !== "operation" || test.operator !== "and" || test.left === null) continue;
    for (const [flag, other] of [
      [test.left, test.right],
      [test.right, test.left],
    ] as const) {
      const at = flag.kind === "name" ? parameters.indexOf(flag.path) : -1;
      if (at >= 0 && isEmptiness(other)) return at;
    }
  }
  return -1;
}

const FULL_NAMES: Readonly<Record<string, string>> = { boolean: "bool", integer: "int", string: "str" };

/** The kind of what a wrapper gives, by what it returns, else by its name: `envbool`, `get_int`, `list_from_env`. */
function typeOfName({ name, returns }: DefinitionFact): string | null {
  const given = returns.filter(value => value.kind !== "constant" || value.value !== null);
  const [only] = given;
  if (given.length === 1 && only?.kind === "call" && /^(?:int|float|bool)$/.test(only.callee)) return only.callee;
  const isComparison = (value: Value): boolean =>
    (value.kind === "operation" && /^(?:==|!=|in|not in|is|is not|not)$/.test(value.operator)) ||
    (value.kind === "constant" && value.value !== null);
  if (given.length > 0 && given.every(isComparison)) return "bool";
  const match =
    /(?:^|_)(bool|boolean|int|integer|float|list|path|json|str|string)(?:_|$)/i.exec(name) ??
    /^_?(?:get)?env(bool|boolean|int|integer|float|list|path|json)$/i.exec(name);
  const type = match?.[1]?.toLowerCase();
  return FULL_NAMES[type ?? ""] ?? type ?? null;
}

interface Shape {
  readonly parts: readonly (string | null)[];
  readonly parameter: number;
  readonly instead?: number;
  readonly upper: boolean;
}

/** What a shape is looked for in: one function. */
interface Body {
  readonly project: PythonProject;
  readonly file: PythonFile;
  readonly parameters: readonly string[];
  readonly scope: number;
}

/** `name`, `PREFIX + name`, `f"{PREFIX}_{name}"`, `name.upper()` with one parameter in it. */
function shapeOf(value: Value, body: Body): Shape | null {
  switch (value.kind) {
    case "name":
      return shapeOfName(value, body);
    case "call":
      return shapeOfMethod(value, body);
    case "template":
      return shapeOfParts(value.parts, body);
    case "operation":
      return value.operator === "+" && value.left !== null ? shapeOfParts([value.left, value.right], body) : null;
    default:
      return null;
  }
}

/** A parameter, or a local that was made from one before it is used: `key = f"APP_{name}"`. */
function shapeOfName({ path: name, offset }: Extract<Value, { kind: "name" }>, body: Body): Shape | null {
  const { file, parameters, scope } = body;
  const made = file.facts.assignments.filter(
    fact => fact.scope === scope && fact.target === name && fact.value !== null && fact.value.end <= offset,
  );
  const only = made.length === 1 ? made[0]?.value : undefined;
  const parameter = parameters.indexOf(name);
  if (parameter >= 0)
    return (only ? alternativeShape(only, parameters) : null) ?? { parts: [null], parameter, upper: false };
  return only && only.kind !== "name" ? shapeOf(only, body) : null;
}

/** `name.upper()` and `name.strip()`. */
function shapeOfMethod({ callee, base, offset, end }: Extract<Value, { kind: "call" }>, body: Body): Shape | null {
  const method = /^(.*)\.(upper|strip)$/.exec(callee);
  const inner: Value | null = base ?? (method?.[1] ? { kind: "name", path: method[1], offset, end } : null);
  if (!inner || !/\.?(?:upper|strip)$/.test(callee || ".upper")) return null;
  const shape = shapeOf(inner, body);
  return shape && { ...shape, upper: shape.upper || callee.endsWith("upper") || callee === "" };
}

/** Texts that are joined, with one parameter among them. */
function shapeOfParts(pieces: readonly (string | Value)[], body: Body): Shape | null {
  const parts: (string | null)[] = [];
  let found: Shape | null = null;
  for (const piece of pieces) {
    const text = typeof piece === "string" ? piece : body.project.string(body.file, piece, body.scope);
    if (text !== null) {
      parts.push(text);
      continue;
    }
    const shape = typeof piece === "string" ? null : shapeOf(piece, body);
    if (!shape || found) return null;
    found = shape;
    parts.push(...shape.parts);
  }
  return found && { parts, parameter: found.parameter, upper: found.upper };
}

/** `variable.upper() if variable else name.upper()`: one parameter, and another where that is not given. */
function alternativeShape(value: Value, parameters: readonly string[]): Shape | null {
  if (value.kind !== "choice" || value.test.kind !== "name") return null;
  const [first, second] = [value.then, value.otherwise].map(one => ofParameter(one, parameters));
  const isAsked = first && parameters[first.parameter] === value.test.path;
  return isAsked && second && first.parameter !== second.parameter && first.upper === second.upper
    ? { ...first, instead: second.parameter }
    : null;
}

/** A parameter itself, in capitals or as it is. */
function ofParameter(value: Value, parameters: readonly string[]): Shape | null {
  if (value.kind === "name") {
    const parameter = parameters.indexOf(value.path);
    return parameter < 0 ? null : { parts: [null], parameter, upper: false };
  }
  const method = value.kind === "call" ? /^(\w+)\.upper$/.exec(value.callee) : null;
  const parameter = parameters.indexOf(method?.[1] ?? "");
  return parameter < 0 ? null : { parts: [null], parameter, upper: true };
}

function defaultParameterOf(value: Value | undefined, parameters: readonly string[]): number {
  return value?.kind === "name" ? parameters.indexOf(value.path) : -1;
}

/** A parameter called `default` gives what is returned instead, wherever the body uses it. */
function namedDefault(parameters: readonly string[], nameParameter: number): number {
  return parameters.findIndex(
    (name, index) => index !== nameParameter && /^(?:default\w*|fallback|default_value)$/.test(name),
  );
}
