import type { AssignmentFact, CallFact, Value } from "../../python/facts";
import type { PythonFile, PythonProject } from "../../python/project";
import { environSchema } from "./environ-schema";
import { argument, type Readers } from "./readers";
import type { Wrapper } from "./wrappers";

type Literal = string | number | boolean | null;

const MAX_DEPTH = 12;
/** What these are in a Linux container that serves: no test runner, no terminal, no other platform. */
const KNOWN: Readonly<Record<string, Literal>> = { "sys.platform": "linux", "os.name": "posix", __debug__: true };
const EMPTY_THERE = new Set(["sys.argv", "sys.modules", "os.environ"]);
const FALSE_WORDS = /^(?:|0|false|no|off|f|n|none)$/i;

/**
 * What conditions and values are while no variable is set: reads give their defaults, `"test" in sys.argv` is false.
 * Whatever depends on anything else is not known.
 */
export class UnsetValues {
  readonly #project: PythonProject;
  readonly #readers: Readers;
  readonly #wrappers: ReadonlyMap<string, Wrapper>;

  constructor(project: PythonProject, readers: Readers, wrappers: ReadonlyMap<string, Wrapper>) {
    this.#project = project;
    this.#readers = readers;
    this.#wrappers = wrappers;
  }

  /** Whether a condition holds; null where that is not known. */
  holds(file: PythonFile, test: Value, scope: number, depth = 0): boolean | null {
    if (depth > MAX_DEPTH) return null;
    if (test.kind === "operation") return this.#operation(file, test, scope, depth);
    if (test.kind === "sequence") return test.items.length > 0;
    if (test.kind === "dict") return test.entries.length > 0;
    const literal = this.literal(file, test, scope, depth + 1);
    return literal === undefined ? null : Boolean(literal);
  }

  /** What a value is; undefined where that is not known. */
  literal(file: PythonFile, value: Value, scope: number, depth = 0): Literal | undefined {
    if (depth > MAX_DEPTH) return undefined;
    switch (value.kind) {
      case "string":
      case "number":
      case "constant":
        return value.value;
      case "choice": {
        const test = this.holds(file, value.test, scope, depth + 1);
        if (test === null) return undefined;
        return this.literal(file, test ? value.then : value.otherwise, scope, depth + 1);
      }
      case "operation": {
        if (value.operator === "or" && value.left) {
          const left = this.literal(file, value.left, scope, depth + 1);
          return left === undefined || left ? left : this.literal(file, value.right, scope, depth + 1);
        }
        return this.holds(file, value, scope, depth + 1) ?? undefined;
      }
      case "call":
        return this.#call(file, value, scope, depth);
      case "subscript":
        return undefined;
      case "name":
        return this.#name(file, value.path, scope, depth);
      default:
        return undefined;
    }
  }

  /** Whether a place stands in a branch that is not taken while no variable is set, such as `if USE_S3:`. */
  isPassedOver(file: PythonFile, offset: number): boolean {
    return file.facts.branches.some(
      branch =>
        branch.offset <= offset &&
        offset < branch.end &&
        branch.test !== null &&
        this.holds(file, branch.test, -1) === false,
    );
  }

  #operation(
    file: PythonFile,
    { left, right, operator }: Extract<Value, { kind: "operation" }>,
    scope: number,
    depth: number,
  ): boolean | null {
    const holds = (value: Value): boolean | null => this.holds(file, value, scope, depth + 1);
    if (operator === "not") {
      const inner = holds(right);
      return inner === null ? null : !inner;
    }
    if (left === null) return null;
    if (operator === "and" || operator === "or") {
      const sides = [holds(left), holds(right)];
      const decisive = operator === "or";
      return sides.includes(decisive) ? decisive : sides.includes(null) ? null : !decisive;
    }
    if (operator === "in" || operator === "not in") {
      const found = this.#contains(file, left, right, scope, depth);
      return found === null ? null : operator === "in" ? found : !found;
    }
    if (!["==", "!=", "is", "is not"].includes(operator)) return null;
    const one = this.literal(file, left, scope, depth + 1);
    const other = this.literal(file, right, scope, depth + 1);
    if (one === undefined || other === undefined) return null;
    return (one === other) === (operator === "==" || operator === "is");
  }

  #contains(file: PythonFile, element: Value, container: Value, scope: number, depth: number): boolean | null {
    if (container.kind === "name" && EMPTY_THERE.has(this.#project.qualify(file, container.path, scope)))
      return element.kind === "string" ? false : null;
    const wanted = this.literal(file, element, scope, depth + 1);
    if (wanted === undefined) return null;
    const { value, isOpen } = this.#project.resolve(file, container, scope);
    if (isOpen) return null;
    if (value.kind === "string") return typeof wanted === "string" ? value.value.includes(wanted) : null;
    if (value.kind !== "sequence") return null;
    const items = value.items.map(item => this.literal(file, item, scope, depth + 1));
    return items.includes(wanted) ? true : items.includes(undefined) ? null : false;
  }

  /** What `Env(DEBUG=(bool, False))` gives a variable that its object is asked for (django-environ: "scheme"). */
  #declared(file: PythonFile, call: CallFact, name: string): Literal | undefined {
    if (!/^environs?\./.test(name)) return undefined;
    const asked = this.#project.string(file, call.arguments[0], call.scope);
    const entry = environSchema(this.#project, file, call.callee).find(one => one.name === asked);
    if (entry?.hasDefault !== true || entry.default === null) return undefined;
    return entry.type === "bool" ? !FALSE_WORDS.test(entry.default) : entry.default;
  }

  #call(file: PythonFile, call: CallFact, scope: number, depth: number): Literal | undefined {
    const method = call.callee.slice(call.callee.lastIndexOf(".") + 1);
    const name = call.callee === "" ? "" : this.#project.qualify(file, call.callee, scope);
    const fallback = (
      given: Value | null | undefined,
      raises: boolean,
      owner = file,
      at = scope,
    ): Literal | undefined => (given ? this.literal(owner, given, at, depth + 1) : raises ? undefined : null);
    const reader = name === "" ? undefined : this.#readers.of(name);
    if (reader) {
      const given = argument(call, reader.default, ["default", "_default"]);
      return given ? fallback(given, false) : (this.#declared(file, call, name) ?? fallback(null, reader.raises));
    }
    const wrapper = this.#wrappers.get(name.replaceAll("()", ""));
    if (wrapper) {
      const parameter = wrapper.parameters[wrapper.defaultParameter] ?? "";
      const given = argument(call, wrapper.defaultParameter, [parameter, "default"]);
      const declared = wrapper.definition.parameters.find(one => one.name === parameter)?.default;
      const found = given
        ? fallback(given, false)
        : fallback(declared, wrapper.raises, wrapper.file, wrapper.definition.parent);
      return wrapper.type === "bool" && typeof found === "string" ? !FALSE_WORDS.test(found) : found;
    }
    const inner = call.base ?? call.arguments[0];
    if (!inner) return undefined;
    const text = this.literal(file, inner, scope, depth + 1);
    if (text === undefined) return undefined;
    return call.base ? textMethod(method, text) : converted(method, text);
  }

  #name(file: PythonFile, path: string, scope: number, depth: number): Literal | undefined {
    const known = KNOWN[this.#project.qualify(file, path, scope)];
    if (known !== undefined) return known;
    const assignment = onlyAssignment(file, path, scope);
    if (assignment?.value) return this.literal(file, assignment.value, assignment.scope, depth + 1);
    const { value, isOpen } = this.#project.resolve(file, { kind: "name", path, offset: 0, end: 0 }, scope);
    if (isOpen || (value.kind !== "string" && value.kind !== "number" && value.kind !== "constant")) return undefined;
    return value.value;
  }
}

function textMethod(method: string, text: Literal): Literal | undefined {
  if (typeof text !== "string") return undefined;
  if (method === "lower" || method === "casefold") return text.toLowerCase();
  if (method === "upper") return text.toUpperCase();
  return method === "strip" ? text.trim() : undefined;
}

/** What a function that is called with a value alone makes of it. */
function converted(callee: string, value: Literal): Literal | undefined {
  if (callee === "bool") return Boolean(value);
  if (callee === "int") return value === null || Number.isNaN(Number(value)) ? undefined : Number(value);
  if (callee === "str") return value === null ? undefined : String(value);
  // Own helpers and distutils: `strtobool("0")`, `parse_boolean("false")`.
  if (/bool/i.test(callee)) return typeof value === "string" ? !FALSE_WORDS.test(value.trim()) : Boolean(value);
  return undefined;
}

/** The only thing a name is bound to in its own scope, or else in the module. */
function onlyAssignment({ facts }: PythonFile, path: string, scope: number): AssignmentFact | undefined {
  for (const at of scope === -1 ? [-1] : [scope, -1]) {
    const found = facts.assignments.filter(fact => fact.target === path && fact.scope === at);
    if (found.length > 0) return found.length === 1 && !found[0]?.augmented && !found[0]?.each ? found[0] : undefined;
  }
  return undefined;
}
