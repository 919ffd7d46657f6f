import { nameOf } from "../../model/paths";
import type { AssignmentFact, CallFact, Value } from "../facts";
import type { PythonFile, Resolution } from "../project";
import type { Binding, Bindings } from "./bindings";
import { ClassLookup, type Defined } from "./class-lookup";
import { converted, CONVERSIONS } from "./conversions";
import type { LinkedFiles } from "./linked-files";
import { ENVIRONMENT_GETTERS, ENVIRONMENT_MAPS } from "./environment-names";
import { OwnReads } from "./own-reads";
import { dirname, joinPaths } from "./path-text";
import { readerPrefix } from "./reader-prefix";
import {
  combined,
  isRead,
  isRootFolder,
  isTruthy,
  literalText,
  open,
  sameLiteral,
  text,
  union,
} from "./literal-values";
import { keyedAssignments } from "./keyed-targets";
import { type Qualifier, splitRoot } from "./qualify";
import { STRING_METHODS } from "./string-methods";

/** Chains of constants longer than this are left open. */
const MAX_STEPS = 24;
/** Of one question, so that values that share parts cannot take exponential time. */
const BUDGET = 400;

/** Whether a module may hold what `django.conf.settings` gives. */
function isSettingsModule({ module, role }: PythonFile): boolean {
  return role !== "test" && /(?:^|\.)(?:settings|conf|config)(?:\.|$)|settings$/.test(module);
}

type Call = { readonly kind: "call" } & CallFact;

/** What declares a field of a class, with its default as the first argument or by keyword. */
const FIELDS = new Set(["pydantic.Field", "pydantic.fields.Field", "dataclasses.field", "attr.ib", "attrs.field"]);

function assignmentsOf(bindings: readonly Binding[]): readonly AssignmentFact[] {
  return bindings.flatMap(binding => (binding.kind === "assignment" ? binding.fact : []));
}

/**
 * Follows values to literals where that is sound: a name with one binding, joins of literals, defaults of environment
 * reads, paths built from `__file__` (relative to the analysed folder). Everything else is open.
 */
export class ValueResolver {
  readonly #files: LinkedFiles;
  readonly #qualifier: Qualifier;
  readonly #ownReads: OwnReads;
  readonly #classes: ClassLookup;
  /** Modules of settings: found once, since a large codebase reads thousands of them. */
  #settings: readonly PythonFile[] | undefined;
  #steps = 0;

  constructor(files: LinkedFiles, qualifier: Qualifier) {
    this.#files = files;
    this.#qualifier = qualifier;
    this.#ownReads = new OwnReads(files, qualifier);
    this.#classes = new ClassLookup(files);
  }

  /** See PythonProject.resolve. */
  resolve(file: PythonFile, value: Value, scope = -1): Resolution {
    this.#steps = 0;
    return this.#resolve(file, value, scope, 0);
  }

  #resolve(file: PythonFile, value: Value, scope: number, depth: number): Resolution {
    if (depth > MAX_STEPS || ++this.#steps > BUDGET) return open(value, file);
    switch (value.kind) {
      case "string":
      case "number":
      case "constant":
      case "sequence":
      case "dict":
        return { value, isOpen: false, variables: [], path: file.path };
      case "name":
        return this.#name(file, value, value.path, scope, depth);
      case "template":
        return this.#template(file, value, scope, depth);
      case "operation":
        return this.#operation(file, value, scope, depth);
      case "choice": {
        const then = this.#resolve(file, value.then, scope, depth + 1);
        const otherwise = this.#resolve(file, value.otherwise, scope, depth + 1);
        const variables = union(then.variables, otherwise.variables);
        if (!then.isOpen && !otherwise.isOpen && sameLiteral(then.value, otherwise.value))
          return { ...then, variables };
        return open(value, file, variables);
      }
      case "call":
        return this.#call(file, value, scope, depth);
      case "subscript":
        return this.#subscript(file, value, scope, depth);
      case "attribute":
        return this.#attribute(file, value, scope, depth);
      default:
        return open(value, file);
    }
  }

  #name(file: PythonFile, value: Value, path: string, scope: number, depth: number): Resolution {
    if (depth > MAX_STEPS) return open(value, file);
    if (path === "__file__") return text(file.path, value, file.path);
    if (path === "os.sep") return text("/", value, file.path);
    const bindings = this.#files.bindings(file);
    const [root, rest] = splitRoot(path);
    if (root === "self" || root === "cls")
      return this.#own(file, value, bindings, rest.slice(1), scope, depth) ?? open(value, file);
    const visible = bindings.visible(scope, root);
    const whole = rest === "" ? [] : [...bindings.in(visible.scope, path), ...bindings.in(-1, path)];
    const found = whole.length > 0 ? this.#assigned(file, value, assignmentsOf(whole), depth) : null;
    return found ?? this.#bound(file, value, visible.bindings, path, depth) ?? open(value, file);
  }

  /** An attribute that methods of the class around `scope` see as `self.name`. */
  #own(
    file: PythonFile,
    value: Value,
    bindings: Bindings,
    name: string,
    scope: number,
    depth: number,
  ): Resolution | null {
    const own = bindings.classOf(scope);
    if (own < 0 || name === "" || /[.([]/.test(name)) return null;
    return this.#assigned(file, value, bindings.attributes(own, name), depth);
  }

  /** A dotted path by what its first name is bound to. */
  #bound(file: PythonFile, value: Value, bindings: readonly Binding[], path: string, depth: number): Resolution | null {
    const rest = splitRoot(path)[1];
    const [binding, ...others] = bindings;
    if (!binding) return this.#fromStar(file, value, path, depth);
    const facts = assignmentsOf(bindings);
    if (facts.length === bindings.length)
      return rest === "" ? this.#assigned(file, value, facts, depth) : this.#member(file, value, facts, rest, depth);
    // `try: from a import X` / `except ImportError: X = None` and the like: no single answer.
    if (others.length > 0) return null;
    switch (binding.kind) {
      case "import":
        return this.#imported(file, value, binding, rest, depth);
      case "module":
        return this.#moduleMember(file, value, path, depth);
      case "parameter": {
        if (!rest.startsWith(".")) return null;
        const made = this.#classes.annotated(file, binding.annotation, binding.outer);
        return made && this.#classMember(made, value, rest.slice(1), depth + 1);
      }
      case "definition":
        return binding.fact.kind === "class" && rest !== ""
          ? this.#classMember({ file, index: binding.index }, value, rest.slice(1), depth)
          : null;
      default:
        return null;
    }
  }

  #imported(
    file: PythonFile,
    value: Value,
    { fact, name }: Extract<Binding, { kind: "import" }>,
    rest: string,
    depth: number,
  ): Resolution | null {
    const submodule = this.#files.submodule(file, fact, name);
    if (submodule && rest !== "") return this.#name(submodule, value, rest.slice(1), -1, depth + 1);
    const source = this.#files.source(file, fact);
    if (source && source.path !== file.path) return this.#name(source, value, name + rest, -1, depth + 1);
    return fact.module === "django.conf" && name === "settings" ? this.#setting(value, rest.slice(1), depth) : null;
  }

  #fromStar(file: PythonFile, value: Value, path: string, depth: number): Resolution | null {
    for (const fact of this.#files.bindings(file).stars) {
      const source = this.#files.source(file, fact);
      if (!source || source.path === file.path) continue;
      if (depth > MAX_STEPS || ++this.#steps > BUDGET) return null; // Star imports may go round in a circle.
      const found = this.#name(source, value, path, -1, depth + 1);
      if (!found.isOpen || found.variables.length > 0) return found;
    }
    return null;
  }

  #moduleMember(file: PythonFile, value: Value, path: string, depth: number): Resolution | null {
    const names = path.split(".");
    for (let count = names.length - 1; count > 0; count--) {
      const source = this.#files.module(names.slice(0, count).join("."), file.path);
      if (source) return this.#name(source, value, names.slice(count).join("."), -1, depth + 1);
    }
    // `import a.b as c` was written as `c.X`.
    const qualified = this.#qualifier.qualify(file, path);
    if (qualified === path) return null;
    const parts = qualified.split(".");
    for (let count = parts.length - 1; count > 0; count--) {
      const source = this.#files.module(parts.slice(0, count).join("."), file.path);
      if (source && source.path !== file.path)
        return this.#name(source, value, parts.slice(count).join("."), -1, depth + 1);
    }
    return null;
  }

  /** A setting read through `django.conf.settings`: from the one settings module that sets it. */
  #setting(value: Value, name: string, depth: number): Resolution | null {
    if (!/^[A-Z][A-Z0-9_]*$/.test(name)) return null;
    const found: { file: PythonFile; facts: readonly AssignmentFact[] }[] = [];
    this.#settings ??= [...this.#files.all()].filter(isSettingsModule);
    for (const file of this.#settings) {
      const facts = assignmentsOf(this.#files.bindings(file).in(-1, name));
      if (facts.length > 0) found.push({ file, facts });
    }
    const [only] = found;
    if (!only || found.length > 1) return null;
    return this.#assigned(only.file, value, only.facts, depth + 1);
  }

  /** The value of the only assignment; null where there are none, open where they differ or change it. */
  #assigned(file: PythonFile, value: Value, facts: readonly AssignmentFact[], depth: number): Resolution | null {
    const given = facts.filter(fact => fact.value !== null);
    const [first] = given;
    if (!first?.value) return null;
    if (given.some(fact => fact.augmented || fact.each === true)) return open(value, file);
    const resolved = this.#resolve(file, first.value, first.scope, depth + 1);
    if (given.length === 1) return resolved;
    const others = given
      .slice(1)
      .map(fact => (fact.value ? this.#resolve(file, fact.value, fact.scope, depth + 1) : open(value, file)));
    const variables = others.reduce<readonly string[]>((all, other) => union(all, other.variables), resolved.variables);
    const same = !resolved.isOpen && others.every(other => !other.isOpen && sameLiteral(resolved.value, other.value));
    return same ? { ...resolved, variables } : open(value, file, variables);
  }

  /** `settings.port` where `settings = Settings()` and the class gives it a value. */
  #member(
    file: PythonFile,
    value: Value,
    facts: readonly AssignmentFact[],
    rest: string,
    depth: number,
  ): Resolution | null {
    const [only] = facts;
    if (facts.length !== 1 || !only || !rest.startsWith(".")) return null;
    const made = this.#classes.ofAssignment(file, only);
    return made && this.#classMember(made, value, rest.slice(1), depth + 1);
  }

  #classMember({ file, index }: Defined, value: Value, name: string, depth: number): Resolution | null {
    if (depth > MAX_STEPS || /[([]/.test(name)) return null;
    const bindings = this.#files.bindings(file);
    const dot = name.indexOf(".");
    if (dot >= 0) {
      const part = this.#part(file, index, name.slice(0, dot));
      return part && this.#classMember(part, value, name.slice(dot + 1), depth + 1);
    }
    const found = this.#assigned(file, value, assignmentsOf(bindings.in(index, name)), depth);
    if (found) return found;
    for (const base of bindings.facts.definitions[index]?.bases ?? []) {
      const parent = base.kind === "name" ? this.#classes.named(file, base.path, -1) : null;
      const inherited = parent && this.#classMember(parent, value, name, depth + 1);
      if (inherited) return inherited;
    }
    return null;
  }

  /** The class of a member that holds an object itself: `server: Server = Server()` or `server = Server()`. */
  #part(file: PythonFile, index: number, name: string): Defined | null {
    const [only, ...others] = assignmentsOf(this.#files.bindings(file).in(index, name));
    return only && others.length === 0 ? this.#classes.ofAssignment(file, only, -1) : null;
  }

  #template(file: PythonFile, value: Extract<Value, { kind: "template" }>, scope: number, depth: number): Resolution {
    let isOpen = false;
    let isBelowRoot = false;
    let variables: readonly string[] = [];
    const parts = value.parts.map((part, index) => {
      if (typeof part === "string") return isBelowRoot && index === 1 ? part.replace(/^\/+/, "") : part;
      const resolved = this.#resolve(file, part, scope, depth + 1);
      variables = union(variables, resolved.variables);
      if (index === 0) isBelowRoot = !resolved.isOpen && isRootFolder(resolved.value);
      const literal = resolved.isOpen ? null : literalText(resolved.value);
      if (literal === null) {
        isOpen = true;
        return resolved.value;
      }
      return literal;
    });
    if (!isOpen) return text(parts.join(""), value, file.path, variables);
    return { value: { ...value, parts }, isOpen, variables, path: file.path };
  }

  #operation(file: PythonFile, value: Extract<Value, { kind: "operation" }>, scope: number, depth: number): Resolution {
    if (value.left === null) return open(value, file, this.#resolve(file, value.right, scope, depth + 1).variables);
    const left = this.#resolve(file, value.left, scope, depth + 1);
    const right = this.#resolve(file, value.right, scope, depth + 1);
    const variables = union(left.variables, right.variables);
    if (value.operator === "or") {
      if (!left.isOpen) return isTruthy(left.value) === false ? { ...right, variables } : { ...left, variables };
      // A read without default gives nothing where the variable is unset, so the right side is the default.
      return left.variables.length > 0 && isRead(left.value) ? { ...right, variables } : open(value, file, variables);
    }
    if (left.isOpen || right.isOpen) return open({ ...value, left: left.value, right: right.value }, file, variables);
    const result = combined(value.operator, left.value, right.value, value);
    return result ? { value: result, isOpen: false, variables, path: left.path } : open(value, file, variables);
  }

  #call(file: PythonFile, value: Call, scope: number, depth: number): Resolution {
    const name = value.callee === "" ? "" : this.#qualifier.qualify(file, value.callee, scope);
    const [first] = value.arguments;
    if (ENVIRONMENT_GETTERS.has(name)) return this.#environmentRead(file, value, name, scope, depth);
    const known = this.#knownCall(file, value, name, scope, depth);
    if (known) return known;
    if (value.base) {
      const base = this.#resolve(file, value.base, scope, depth + 1);
      return this.#onObject(file, value, base, scope, depth) ?? open(value, file, base.variables);
    }
    const dot = value.callee.lastIndexOf(".");
    const method = value.callee.slice(dot + 1);
    if (dot >= 0 && (STRING_METHODS.has(method) || (first && method === "get"))) {
      const owner = this.#name(file, value, value.callee.slice(0, dot), scope, depth + 1);
      const found = this.#onObject(file, value, owner, scope, depth);
      if (found) return found;
    }
    const own = this.#ownReads.resolution(file, value, name, (owner, inner, isGiven) =>
      this.#resolve(owner, inner, isGiven ? scope : -1, depth + 1),
    );
    return own ?? open(value, file, first ? this.#resolve(file, first, scope, depth + 1).variables : []);
  }

  /** Calls of Python's own library and declarations of fields. */
  #knownCall(file: PythonFile, value: Call, name: string, scope: number, depth: number): Resolution | null {
    const [first] = value.arguments;
    if (FIELDS.has(name)) {
      const preset = value.keywords.find(keyword => keyword.name === "default")?.value ?? first;
      return preset ? this.#resolve(file, preset, scope, depth + 1) : open(value, file);
    }
    if (CONVERSIONS.has(name) && first && value.arguments.length === 1)
      return converted(name, this.#resolve(file, first, scope, depth + 1));
    if (CONVERSIONS.has(name)) return this.#joined(file, value, scope, depth, name.startsWith("pathlib."));
    if (name === "os.path.join" || name === "pathlib.Path.joinpath")
      return this.#joined(file, value, scope, depth, true);
    if (name !== "os.path.dirname") return null;
    const path = first ? this.#resolve(file, first, scope, depth + 1) : null;
    return path && !path.isOpen && path.value.kind === "string"
      ? text(dirname(path.value.value), value, path.path, path.variables)
      : open(value, file, path?.variables);
  }

  /** A method of a text, or `get` of a dict; null for anything else. */
  #onObject(file: PythonFile, call: Call, owner: Resolution, scope: number, depth: number): Resolution | null {
    const method = call.callee.slice(call.callee.lastIndexOf(".") + 1);
    if (owner.isOpen) return null;
    if (owner.value.kind === "dict" && method === "get")
      return this.#entry(file, call, owner, call.arguments[0], call.arguments[1], scope, depth);
    const apply = STRING_METHODS.get(method);
    if (owner.value.kind !== "string" || !apply) return null;
    const given = call.arguments.map(item => {
      const { isOpen, value } = this.#resolve(file, item, scope, depth + 1);
      return !isOpen && value.kind === "string" ? value.value : null;
    });
    const result = apply(owner.value.value, given);
    return result === null ? open(call, file, owner.variables) : text(result, call, owner.path, owner.variables);
  }

  /** `os.environ.get("X", default)`: the default, with the variable's name. */
  #environmentRead(file: PythonFile, value: Call, reader: string, scope: number, depth: number): Resolution {
    const [first, second] = value.arguments;
    const given = second ?? value.keywords.find(keyword => keyword.name === "default")?.value;
    const name = first ? this.#resolve(file, first, scope, depth + 1) : null;
    const variables =
      name && !name.isOpen && name.value.kind === "string"
        ? [this.#readerPrefix(file, value, reader, depth) + name.value.value]
        : [];
    if (!given) return open(value, file, variables);
    const fallback = this.#resolve(file, given, scope, depth + 1);
    return { ...fallback, variables: union(variables, fallback.variables) };
  }

  #readerPrefix(file: PythonFile, call: CallFact, reader: string, depth: number): string {
    const string = (owner: PythonFile, value: Value | null | undefined, scope = -1): string | null => {
      const found = value ? this.#resolve(owner, value, scope, depth + 1) : null;
      return found && !found.isOpen && found.value.kind === "string" ? found.value.value : null;
    };
    const module = (name: string, from = file.path): PythonFile | undefined => this.#files.module(name, from);
    return readerPrefix({ string, module }, file, call, reader);
  }

  #joined(file: PythonFile, value: Call, scope: number, depth: number, isPath: boolean): Resolution {
    if (!isPath || value.arguments.length === 0) return open(value, file);
    const parts = value.arguments.map(part => this.#resolve(file, part, scope, depth + 1));
    const variables = parts.reduce<readonly string[]>((all, part) => union(all, part.variables), []);
    const texts = parts.flatMap(part => (!part.isOpen && part.value.kind === "string" ? part.value.value : []));
    if (texts.length < parts.length) return open(value, file, variables);
    return text(joinPaths(texts), value, file.path, variables);
  }

  #entry(
    file: PythonFile,
    value: Value,
    owner: Resolution,
    key: Value | undefined,
    fallback: Value | undefined,
    scope: number,
    depth: number,
  ): Resolution {
    if (owner.value.kind !== "dict" || !key) return open(value, file);
    const wanted = this.#resolve(file, key, scope, depth + 1);
    if (wanted.isOpen) return open(value, file, wanted.variables);
    const ownerFile = this.#files.file(owner.path) ?? file;
    const hasUnpacking = owner.value.entries.some(entry => entry.key === null);
    const found = owner.value.entries.findLast(entry => entry.key !== null && sameLiteral(entry.key, wanted.value));
    if (found && !hasUnpacking) return this.#resolve(ownerFile, found.value, -1, depth + 1);
    if (!found && fallback && !hasUnpacking) return this.#resolve(file, fallback, scope, depth + 1);
    return open(value, file);
  }

  #subscript(file: PythonFile, value: Extract<Value, { kind: "subscript" }>, scope: number, depth: number): Resolution {
    if (value.base.kind === "name" && ENVIRONMENT_MAPS.has(this.#qualifier.qualify(file, value.base.path, scope))) {
      const name = this.#resolve(file, value.key, scope, depth + 1);
      return open(value, file, !name.isOpen && name.value.kind === "string" ? [name.value.value] : []);
    }
    const base = this.#resolve(file, value.base, scope, depth + 1);
    if (base.isOpen) {
      const set = keyedAssignments(this.#files, file, value, scope);
      const found = set && this.#assigned(set.file, value, set.facts, depth);
      if (found) return found;
      return this.#parents(file, value, scope, depth) ?? open(value, file, base.variables);
    }
    if (base.value.kind === "dict") return this.#entry(file, value, base, value.key, undefined, scope, depth);
    if (base.value.kind === "sequence" && value.key.kind === "number") {
      const item = base.value.items.at(value.key.value);
      if (item && item.kind !== "operation")
        return this.#resolve(this.#files.file(base.path) ?? file, item, -1, depth + 1);
    }
    return open(value, file, base.variables);
  }

  /** `Path(__file__).resolve().parents[2]`. */
  #parents(
    file: PythonFile,
    value: Extract<Value, { kind: "subscript" }>,
    scope: number,
    depth: number,
  ): Resolution | null {
    const { base, key } = value;
    if (key.kind !== "number" || base.kind !== "attribute" || base.name !== "parents") return null;
    const path = this.#resolve(file, base.base, scope, depth + 1);
    if (path.isOpen || path.value.kind !== "string") return null;
    let folder = path.value.value;
    for (let up = 0; up <= key.value && up < 50; up++) folder = dirname(folder);
    return text(folder, value, path.path, path.variables);
  }

  #attribute(file: PythonFile, value: Extract<Value, { kind: "attribute" }>, scope: number, depth: number): Resolution {
    const base = this.#resolve(file, value.base, scope, depth + 1);
    if (!base.isOpen && base.value.kind === "string") {
      const { value: path } = base.value;
      if (value.name === "parent") return text(dirname(path), value, base.path, base.variables);
      if (value.name === "name") return text(nameOf(path), value, base.path, base.variables);
    }
    return open(value, file, base.variables);
  }
}
