import { nameOf } from "../../model/paths";
import type { AssignmentFact, CallFact, Value } from "../facts";
import type { PythonFile, Resolution } from "../project";
import type { LinkedFiles } from "./linked-files";
import { ENVIRONMENT_GETTERS, ENVIRONMENT_MAPS } from "./environment-names";
import { OwnReads } from "./own-reads";
import { dirname, joinPaths, normalisePath } from "./path-text";
import { readerPrefix } from "./reader-prefix";
import {
  computed,
  isRead,
  isRootFolder,
  isTruthy,
  literalText,
  open,
  sameLiteral,
  STRING_METHODS,
  text,
  union,
} from "./literal-values";
import { keyedAssignments } from "./keyed-targets";
import { annotatedClass, type Qualifier, splitRoot } from "./qualify";

/** Chains of constants longer than this are left open. */
const MAX_STEPS = 24;

/** Whether a module may hold what `django.conf.settings` gives. */
function isSettingsModule({ module, role }: PythonFile): boolean {
  return role !== "test" && /(?:^|\.)(?:settings|conf|config)(?:\.|$)|settings$/.test(module);
}

type Text = Extract<Value, { kind: "string" }>;

/**
 * Follows values to literals where that is sound: a name with one binding, joins of literals, defaults of environment
 * reads, paths built from `__file__` (relative to the analysed folder). Everything else is open.
 */
export class ValueResolver {
  readonly #files: LinkedFiles;
  readonly #qualifier: Qualifier;
  readonly #ownReads: OwnReads;
  /** Modules of settings: found once, since a large codebase reads thousands of them. */
  #settings: readonly PythonFile[] | undefined;
  #steps = 0; // Budget of one question, so that values that share parts cannot take exponential time.

  constructor(files: LinkedFiles, qualifier: Qualifier) {
    this.#files = files;
    this.#qualifier = qualifier;
    this.#ownReads = new OwnReads(files, qualifier);
  }

  /** See PythonProject.resolve. */
  resolve(file: PythonFile, value: Value, scope = -1): Resolution {
    this.#steps = 0;
    return this.#resolve(file, value, scope, 0);
  }

  #resolve(file: PythonFile, value: Value, scope: number, depth: number): Resolution {
    if (depth > MAX_STEPS || ++this.#steps > 400) return open(value, file);
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
    if (path === "__file__") return text(file.path, value, file.path);
    if (path === "os.sep") return text("/", value, file.path);
    const bindings = this.#files.bindings(file);
    const [root, rest] = splitRoot(path);
    if (root === "self" || root === "cls") {
      const own = bindings.classOf(scope);
      const name = rest.slice(1);
      if (own < 0 || name === "" || /[.([]/.test(name)) return open(value, file);
      return this.#assigned(file, value, bindings.attributes(own, name), depth) ?? open(value, file);
    }
    const visible = bindings.visible(scope, root);
    const whole = rest === "" ? [] : [...bindings.in(visible.scope, path), ...bindings.in(-1, path)];
    if (whole.length > 0) {
      const facts = whole.flatMap(binding => (binding.kind === "assignment" ? binding.fact : []));
      const found = this.#assigned(file, value, facts, depth);
      if (found) return found;
    }
    if (visible.bindings.length === 0) return this.#fromStar(file, value, path, depth) ?? open(value, file);
    const [first] = visible.bindings;
    if (visible.bindings.every(binding => binding.kind === "assignment")) {
      const facts = visible.bindings.flatMap(binding => (binding.kind === "assignment" ? binding.fact : []));
      if (rest === "") return this.#assigned(file, value, facts, depth) ?? open(value, file);
      return this.#member(file, value, facts, rest, depth) ?? open(value, file);
    }
    if (visible.bindings.length > 1) return this.#alternatives(file, value, path, depth) ?? open(value, file);
    if (first?.kind === "import") {
      const submodule = this.#files.submodule(file, first.fact, first.name);
      const source = this.#files.source(file, first.fact);
      if (submodule && rest !== "") return this.#name(submodule, value, rest.slice(1), -1, depth + 1);
      if (source && source.path !== file.path) return this.#name(source, value, first.name + rest, -1, depth + 1);
      if (first.fact.module === "django.conf" && first.name === "settings")
        return this.#setting(value, rest.slice(1), depth) ?? open(value, file);
      return open(value, file);
    }
    if (first?.kind === "parameter" && rest.startsWith(".")) {
      const made = this.#annotated(file, first.annotation, first.outer);
      return (made && this.#classMember(made.file, value, made.index, rest.slice(1), depth + 1)) ?? open(value, file);
    }
    if (first?.kind === "module") return this.#moduleMember(file, value, path, depth) ?? open(value, file);
    if (first?.kind === "definition" && first.fact.kind === "class" && rest !== "") {
      return this.#classMember(file, value, first.index, rest.slice(1), depth) ?? open(value, file);
    }
    return open(value, file);
  }

  /** `try: from a import X` / `except ImportError: X = None` and the like: no single answer. */
  #alternatives(file: PythonFile, value: Value, path: string, depth: number): Resolution | null {
    return depth > MAX_STEPS ? open(value, file) : path === "" ? open(value, file) : null;
  }

  #fromStar(file: PythonFile, value: Value, path: string, depth: number): Resolution | null {
    for (const fact of this.#files.bindings(file).stars) {
      const source = this.#files.source(file, fact);
      if (!source || source.path === file.path) continue;
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
    const found: { file: PythonFile; facts: AssignmentFact[] }[] = [];
    this.#settings ??= [...this.#files.all()].filter(isSettingsModule);
    for (const file of this.#settings) {
      const facts = this.#files
        .bindings(file)
        .in(-1, name)
        .flatMap(binding => (binding.kind === "assignment" ? binding.fact : []));
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
    const made = only.value?.kind === "call" ? this.#made(file, only.value, only.scope, depth) : null;
    const target = made ?? this.#annotated(file, only.annotation, only.scope);
    return target ? this.#classMember(target.file, value, target.index, rest.slice(1), depth + 1) : null;
  }

  /** The first-party class that an annotation names: `config: Config = chosen()`, `def serve(config: Config)`. */
  #annotated(file: PythonFile, annotation: string | null, scope: number): { file: PythonFile; index: number } | null {
    const name = annotatedClass(annotation);
    return name === null || name.includes(".") ? null : this.#class(file, name, scope);
  }

  /** The class of what a call makes: by its own name, or by what the called function returns (`get_settings()`). */
  #made(
    file: PythonFile,
    call: CallFact,
    scope: number,
    depth: number,
  ): { readonly file: PythonFile; readonly index: number } | null {
    const own = this.#class(file, call.callee, scope);
    if (own || depth > MAX_STEPS) return own;
    const maker = this.#function(file, call.callee, scope);
    const [given, ...others] = maker?.file.facts.definitions[maker.index]?.returns ?? [];
    return maker && given?.kind === "call" && others.length === 0
      ? this.#made(maker.file, given, maker.index, depth + 1)
      : null;
  }

  #function(file: PythonFile, name: string, scope: number): { file: PythonFile; index: number } | null {
    const bindings = this.#files.bindings(file);
    const visible = bindings.visible(scope, name);
    const [binding] = visible.bindings;
    if (visible.bindings.length !== 1) return null;
    if (binding?.kind === "definition" && binding.fact.kind === "function") return { file, index: binding.index };
    if (binding?.kind !== "import") return null;
    const source = this.#files.source(file, binding.fact);
    return source && source.path !== file.path ? this.#function(source, binding.name, -1) : null;
  }

  #class(file: PythonFile, name: string, scope: number): { file: PythonFile; index: number } | null {
    const bindings = this.#files.bindings(file);
    const visible = bindings.visible(scope, name);
    const [binding] = visible.bindings;
    if (visible.bindings.length !== 1) return null;
    if (binding?.kind === "definition" && binding.fact.kind === "class") return { file, index: binding.index };
    if (binding?.kind !== "import") return null;
    const source = this.#files.source(file, binding.fact);
    return source && source.path !== file.path ? this.#class(source, binding.name, -1) : null;
  }

  #classMember(file: PythonFile, value: Value, index: number, name: string, depth: number): Resolution | null {
    if (depth > MAX_STEPS || /[([]/.test(name)) return null;
    const bindings = this.#files.bindings(file);
    const dot = name.indexOf(".");
    if (dot >= 0) {
      const part = this.#part(file, index, name.slice(0, dot), depth + 1);
      return part && this.#classMember(part.file, value, part.index, name.slice(dot + 1), depth + 1);
    }
    const own = bindings.in(index, name).flatMap(binding => (binding.kind === "assignment" ? binding.fact : []));
    const found = this.#assigned(file, value, own, depth);
    if (found) return found;
    for (const base of bindings.facts.definitions[index]?.bases ?? []) {
      const target = base.kind === "name" ? this.#class(file, base.path, -1) : null;
      const inherited = target ? this.#classMember(target.file, value, target.index, name, depth + 1) : null;
      if (inherited) return inherited;
    }
    return null;
  }

  /** The class of a member that holds an object itself: `server: Server = Server()` or `server = Server()`. */
  #part(
    file: PythonFile,
    index: number,
    name: string,
    depth: number,
  ): { readonly file: PythonFile; readonly index: number } | null {
    const [only, ...others] = this.#files
      .bindings(file)
      .in(index, name)
      .flatMap(binding => (binding.kind === "assignment" ? binding.fact : []));
    if (!only || others.length > 0) return null;
    const made = only.value?.kind === "call" ? this.#made(file, only.value, only.scope, depth) : null;
    return made ?? this.#annotated(file, only.annotation, -1);
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
    if (!isOpen) return { ...text(parts.join(""), value, file.path), variables };
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
    if (value.operator === "+") {
      if (left.value.kind === "string" && right.value.kind === "string") {
        const end = isRootFolder(left.value) ? right.value.value.replace(/^\/+/, "") : right.value.value;
        return { ...text(left.value.value + end, value, left.path), variables };
      }
      if (left.value.kind === "sequence" && right.value.kind === "sequence") {
        return {
          value: { ...left.value, items: [...left.value.items, ...right.value.items] },
          isOpen: false,
          variables,
          path: left.path,
        };
      }
    }
    if (left.value.kind === "number" && right.value.kind === "number") {
      const number = computed(value.operator, left.value.value, right.value.value);
      if (number !== null)
        return { value: { ...left.value, value: number }, isOpen: false, variables, path: left.path };
    }
    if (value.operator === "/" && left.value.kind === "string" && right.value.kind === "string") {
      return { ...text(joinPaths([left.value.value, right.value.value]), value, left.path), variables };
    }
    if (value.operator === "%" && left.value.kind === "string") {
      const literal = literalText(right.value);
      const parts = left.value.value.split("%s");
      if (literal !== null && parts.length === 2) return { ...text(parts.join(literal), value, left.path), variables };
    }
    return open(value, file, variables);
  }

  #call(file: PythonFile, value: { readonly kind: "call" } & CallFact, scope: number, depth: number): Resolution {
    const method = value.callee.slice(value.callee.lastIndexOf(".") + 1);
    const name = value.callee === "" ? "" : this.#qualifier.qualify(file, value.callee, scope);
    const [first, second] = value.arguments;
    if (ENVIRONMENT_GETTERS.has(name)) return this.#environmentRead(file, value, name, scope, depth);
    switch (name) {
      case "pydantic.Field":
      case "pydantic.fields.Field":
      case "dataclasses.field":
      case "attr.ib":
      case "attrs.field": {
        const preset = value.keywords.find(keyword => keyword.name === "default")?.value ?? first;
        return preset ? this.#resolve(file, preset, scope, depth + 1) : open(value, file);
      }
      case "str":
      case "int":
      case "float":
      case "pathlib.Path":
      case "pathlib.PurePath":
      case "pathlib.PosixPath":
      case "os.fspath":
      case "os.path.abspath":
      case "os.path.realpath":
      case "os.path.normpath":
      case "os.path.expanduser":
      case "os.path.expandvars":
      case "list":
      case "tuple":
        return first && value.arguments.length === 1
          ? this.#converted(file, name, first, scope, depth)
          : this.#joined(file, value, scope, depth, name.startsWith("pathlib."));
      case "os.path.join":
      case "pathlib.Path.joinpath":
        return this.#joined(file, value, scope, depth, true);
      case "os.path.dirname": {
        if (!first) return open(value, file);
        const path = this.#resolve(file, first, scope, depth + 1);
        if (path.isOpen || path.value.kind !== "string") return open(value, file, path.variables);
        return { ...text(dirname(path.value.value), value, path.path), variables: path.variables };
      }
      default:
    }
    if (value.base) {
      const base = this.#resolve(file, value.base, scope, depth + 1);
      if (!base.isOpen && base.value.kind === "string")
        return this.#method(file, value, base.value, base, method, scope, depth);
      if (!base.isOpen && base.value.kind === "dict" && method === "get")
        return this.#entry(file, value, base, first, second, scope, depth);
      return open(value, file, base.variables);
    }
    if (value.callee.includes(".") && first && method === "get") {
      const owner = this.#name(file, value, value.callee.slice(0, -4), scope, depth + 1);
      if (!owner.isOpen && owner.value.kind === "dict")
        return this.#entry(file, value, owner, first, second, scope, depth);
    }
    if (value.callee.includes(".") && STRING_METHODS.has(method)) {
      const owner = this.#name(file, value, value.callee.slice(0, -method.length - 1), scope, depth + 1);
      if (!owner.isOpen && owner.value.kind === "string")
        return this.#method(file, value, owner.value, owner, method, scope, depth);
    }
    const own = this.#ownReads.resolution(file, value, name, (owner, inner, isGiven) =>
      this.#resolve(owner, inner, isGiven ? scope : -1, depth + 1),
    );
    return own ?? open(value, file, first ? this.#resolve(file, first, scope, depth + 1).variables : []);
  }

  /** `os.environ.get("X", default)`: the default, with the variable's name. */
  #environmentRead(
    file: PythonFile,
    value: { readonly kind: "call" } & CallFact,
    reader: string,
    scope: number,
    depth: number,
  ): Resolution {
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

  #converted(file: PythonFile, name: string, value: Value, scope: number, depth: number): Resolution {
    const resolved = this.#resolve(file, value, scope, depth + 1);
    if (resolved.isOpen) return resolved;
    const { value: given } = resolved;
    if ((name === "int" || name === "float") && given.kind === "string") {
      const number = Number(given.value.trim());
      if (given.value.trim() === "" || Number.isNaN(number)) return { ...resolved, isOpen: true };
      return { ...resolved, value: { kind: "number", value: number, offset: given.offset, end: given.end } };
    }
    if (name === "str" && given.kind === "number")
      return { ...resolved, value: text(given.digits ?? String(given.value), given, resolved.path).value };
    if (given.kind === "string" && (name.startsWith("os.path.") || name.startsWith("pathlib."))) {
      return { ...resolved, value: { ...given, value: normalisePath(given.value) } };
    }
    return resolved;
  }

  #joined(
    file: PythonFile,
    value: { readonly kind: "call" } & CallFact,
    scope: number,
    depth: number,
    isPath: boolean,
  ): Resolution {
    if (!isPath || value.arguments.length === 0) return open(value, file);
    const parts = value.arguments.map(part => this.#resolve(file, part, scope, depth + 1));
    const variables = parts.reduce<readonly string[]>((all, part) => union(all, part.variables), []);
    const texts = parts.flatMap(part => (!part.isOpen && part.value.kind === "string" ? part.value.value : []));
    if (texts.length < parts.length) return open(value, file, variables);
    return { ...text(joinPaths(texts), value, file.path), variables };
  }

  #method(
    file: PythonFile,
    call: { readonly kind: "call" } & CallFact,
    base: Text,
    owner: Resolution,
    method: string,
    scope: number,
    depth: number,
  ): Resolution {
    const given = call.arguments.map(item => this.#resolve(file, item, scope, depth + 1));
    const texts = given.map(item => (!item.isOpen && item.value.kind === "string" ? item.value.value : null));
    const done = (result: string): Resolution => ({ ...text(result, call, owner.path), variables: owner.variables });
    const { value } = base;
    const [first, second] = texts;
    switch (method) {
      case "resolve":
      case "absolute":
      case "as_posix":
      case "geturl":
      case "expanduser":
        return done(value);
      case "lower":
        return done(value.toLowerCase());
      case "upper":
        return done(value.toUpperCase());
      case "strip":
        if (texts.length === 0) return done(value.trim());
        break;
      case "rstrip":
        if (first === "/") return done(value.replace(/\/+$/, ""));
        if (texts.length === 0) return done(value.trimEnd());
        break;
      case "replace":
        if (typeof first === "string" && typeof second === "string" && first !== "")
          return done(value.replaceAll(first, second));
        break;
      case "joinpath":
        if (texts.every(item => item !== null)) return done(joinPaths([value, ...texts]));
        break;
      case "encode":
      case "decode":
        return done(value);
      default:
    }
    return open(call, file, owner.variables);
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
    return { ...text(folder, value, path.path), variables: path.variables };
  }

  #attribute(file: PythonFile, value: Extract<Value, { kind: "attribute" }>, scope: number, depth: number): Resolution {
    const base = this.#resolve(file, value.base, scope, depth + 1);
    if (!base.isOpen && base.value.kind === "string") {
      const { value: path } = base.value;
      if (value.name === "parent") return { ...text(dirname(path), value, base.path), variables: base.variables };
      if (value.name === "name") return { ...text(nameOf(path), value, base.path), variables: base.variables };
    }
    return open(value, file, base.variables);
  }
}
