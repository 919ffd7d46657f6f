import type { ImportFact, Value } from "../facts";
import type { PythonFile } from "../project";
import type { Answers } from "./answers";
import type { Binding, Bindings } from "./bindings";
import type { LinkedFiles } from "./linked-files";

/** Re-exports and aliases are followed this far. */
const MAX_STEPS = 12;

interface Targets {
  readonly submodule: PythonFile | undefined;
  readonly source: PythonFile | undefined;
}

/** Answers what a dotted path written in a file is called where it comes from. */
export class Qualifier {
  readonly #files: LinkedFiles;
  readonly #answers: Answers;
  readonly #imports = new Map<PythonFile, Map<ImportFact, Map<string, Targets>>>();
  /** What the search that is under way has asked star imports for; null where none is. */
  #starsSeen: Set<string> | null = null;

  constructor(files: LinkedFiles, answers: Answers) {
    this.#files = files;
    this.#answers = answers;
  }

  /** See PythonProject.qualify. */
  qualify(file: PythonFile, path: string, scope = -1): string {
    const { names, grounds } = this.#answers.of(file);
    // Most names are bound at module level, where the answer is the same for every function.
    const isOwn = path.startsWith("self.") || path.startsWith("cls.");
    const seen = scope < 0 || isOwn ? scope : this.#files.bindings(file).visible(scope, splitRoot(path)[0]).scope;
    const key = seen < 0 ? path : `${seen} ${path}`;
    const known = names.get(key);
    if (known !== undefined) {
      this.#files.reuse(grounds);
      return known;
    }
    const name = this.#files.noting(grounds, () => this.#path(file, path, seen, 0) ?? path);
    names.set(key, name);
    return name;
  }

  /** Qualified name, or null where the root of the path is not bound to anything known. */
  #path(file: PythonFile, path: string, scope: number, steps: number): string | null {
    if (steps > MAX_STEPS || path === "") return null;
    const bindings = this.#files.bindings(file);
    const [root, rest] = splitRoot(path);
    if ((root === "self" || root === "cls") && rest.startsWith(".")) {
      const own = this.#attribute(file, bindings, bindings.classOf(scope), rest.slice(1), scope, steps);
      if (own !== null) return own;
      return null;
    }
    const direct = bindings.visible(scope, root);
    if (direct.bindings.length > 0) {
      return this.#binding(file, bindings, direct.bindings, direct.scope, root, rest, steps);
    }
    return this.#star(file, bindings, root, rest, steps);
  }

  #binding(
    file: PythonFile,
    bindings: Bindings,
    candidates: readonly Binding[],
    scope: number,
    root: string,
    rest: string,
    steps: number,
  ): string | null {
    const binding = preferred(candidates, root);
    switch (binding?.kind) {
      case "module":
        return this.#module(file, binding.fact, rest, steps);
      case "import":
        return this.#imported(file, binding.fact, binding.name, rest, steps);
      case "definition": {
        const own = this.#result(file, bindings, binding.index, rest, steps);
        return own ?? dotted(file.module, definitionPath(bindings, binding.index)) + rest;
      }
      case "assignment": {
        const named = binding.fact.each ? null : this.value(file, binding.fact.value, scope, steps + 1);
        if (named !== null) return named + rest;
        return scope === -1 ? dotted(file.module, root) + rest : null;
      }
      case "parameter": {
        // `def __init__(self, environ=os.environ)`: what a parameter is when nobody says otherwise.
        if (binding.default?.kind === "name") {
          const named = this.value(file, binding.default, binding.outer, steps + 1);
          if (named !== null) return named + rest;
        }
        // `def from_env(env: Env)`: an object of that class, as far as its members are asked for.
        const type = rest.startsWith(".") ? annotatedClass(binding.annotation) : null;
        const made = type === null ? null : this.#path(file, type, binding.outer, steps + 1);
        return made === null ? null : `${made}()${rest}`;
      }
      default:
        return null;
    }
  }

  /** `create_app().config` where a first-party function returns what an imported callable made. */
  #result(file: PythonFile, bindings: Bindings, index: number, rest: string, steps: number): string | null {
    const definition = bindings.facts.definitions[index];
    if (definition?.kind !== "function" || !rest.startsWith("()") || definition.isAsync) return null;
    const made = definition.returns.map(value => this.value(file, value, index, steps + 1));
    const [only] = made;
    if (only === undefined || only === null || made.some(name => name !== only)) return null;
    // Only what an object is made of counts; a plain value that is returned says nothing about its kind.
    return only.endsWith("()") ? only + rest.slice(2) : null;
  }

  #module(file: PythonFile, fact: ImportFact, rest: string, steps: number): string | null {
    const base = fact.as === null ? topOf(fact.module) : fact.module;
    const full = base + rest;
    if (this.#files.isForeign(topOf(base))) return full;
    // Follows a first-party module as far as its name goes, then the name inside it.
    const names = plainNames(full);
    for (let count = names.length; count > 0; count--) {
      const module = names.slice(0, count).join(".");
      const found = this.#files.module(module, file.path);
      if (!found) continue;
      const inside = full.slice(module.length);
      return inside.startsWith(".") ? this.#inside(found, inside.slice(1), steps) : found.module + inside;
    }
    return full;
  }

  #imported(file: PythonFile, fact: ImportFact, name: string, rest: string, steps: number): string | null {
    if (fact.level === 0 && this.#files.isForeign(topOf(fact.module))) return `${fact.module}.${name}${rest}`;
    const { submodule, source } = this.#targets(file, fact, name);
    if (source && this.#defines(source, name)) return this.#inside(source, name + rest, steps);
    if (submodule)
      return rest.startsWith(".") ? this.#inside(submodule, rest.slice(1), steps) : submodule.module + rest;
    if (source) return this.#inside(source, name + rest, steps);
    if (fact.level > 0) return `${relativeName(file, fact)}.${name}${rest}`;
    return `${fact.module}.${name}${rest}`;
  }

  /** What one name of an import may mean; asked again for every use of the name. */
  #targets(file: PythonFile, fact: ImportFact, name: string): Targets {
    // By file as well: files of the same content may share their facts.
    let own = this.#imports.get(file);
    if (!own) this.#imports.set(file, (own = new Map()));
    let known = own.get(fact);
    if (!known) own.set(fact, (known = new Map()));
    let targets = known.get(name);
    if (!targets) {
      targets = { submodule: this.#files.submodule(file, fact, name), source: this.#files.source(file, fact) };
      known.set(name, targets);
    } else {
      this.#files.look(targets.submodule);
      this.#files.look(targets.source);
    }
    return targets;
  }

  #defines(file: PythonFile, name: string): boolean {
    return this.#files
      .bindings(file)
      .in(-1, name)
      .some(binding => binding.kind !== "import" || binding.fact.level === 0 || binding.name !== name);
  }

  /** A path seen from inside a first-party module. */
  #inside(file: PythonFile, path: string, steps: number): string {
    if (steps > MAX_STEPS) return `${file.module}.${path}`;
    const [root, rest] = splitRoot(path);
    const named = this.#path(file, path, -1, steps + 1);
    if (named !== null) return named;
    const child = this.#files.child(file, root);
    if (child) return rest.startsWith(".") ? this.#inside(child, rest.slice(1), steps + 1) : child.module + rest;
    return dotted(file.module, path);
  }

  /** Modules that import each other's everything are asked once for a name, however many ways lead to them. */
  #star(file: PythonFile, bindings: Bindings, root: string, rest: string, steps: number): string | null {
    const seen = this.#starsSeen ?? new Set<string>();
    const key = `${file.path}\n${root}${rest}`;
    if (seen.has(key)) return null;
    seen.add(key);
    const isFirst = this.#starsSeen === null;
    this.#starsSeen = seen;
    try {
      return this.#throughStars(file, bindings, root, rest, steps);
    } finally {
      if (isFirst) this.#starsSeen = null;
    }
  }

  #throughStars(file: PythonFile, bindings: Bindings, root: string, rest: string, steps: number): string | null {
    let foreign: string | null = null;
    for (const fact of bindings.stars) {
      const source = this.#files.source(file, fact);
      if (!source) {
        if (fact.level === 0) foreign ??= fact.module;
        continue;
      }
      if (source.path === file.path) continue;
      const named = this.#path(source, root + rest, -1, steps + 1);
      if (named !== null) return named;
    }
    // A name that nothing binds comes from the only foreign star import, unless it is built in.
    const isOnly = bindings.stars.filter(fact => !this.#files.source(file, fact)).length === 1;
    return foreign !== null && isOnly && !BUILTINS.has(root) ? `${foreign}.${root}${rest}` : null;
  }

  #attribute(
    file: PythonFile,
    bindings: Bindings,
    classIndex: number,
    path: string,
    scope: number,
    steps: number,
  ): string | null {
    if (classIndex < 0) return null;
    const [name, rest] = splitRoot(path);
    for (const fact of bindings.attributes(classIndex, name)) {
      const named =
        fact.value?.kind === "name" && fact.value.path.startsWith("self.")
          ? null
          : this.value(file, fact.value, fact.scope, steps + 1);
      if (named !== null) return named + rest;
    }
    const method = bindings.in(classIndex, name).find(binding => binding.kind === "definition");
    if (method?.kind === "definition") return dotted(file.module, definitionPath(bindings, method.index)) + rest;
    const base = bindings.facts.definitions[classIndex]?.bases.find(value => value.kind === "name");
    if (base?.kind !== "name" || steps > MAX_STEPS) return null;
    const parent = this.#path(file, base.path, bindings.facts.definitions[classIndex]?.parent ?? scope, steps + 1);
    return parent === null ? null : `${parent}().${path}`;
  }

  /** The qualified name of what a value is: names and calls of names. */
  value(file: PythonFile, value: Value | null, scope: number, steps = 0): string | null {
    if (value === null || steps > MAX_STEPS) return null;
    switch (value.kind) {
      case "name":
        return this.#path(file, value.path, scope, steps + 1);
      case "call": {
        if (value.callee === "") return null;
        return this.#path(file, `${value.callee}()`, scope, steps + 1);
      }
      case "attribute": {
        const base = this.value(file, value.base, scope, steps + 1);
        return base === null ? null : `${base}.${value.name}`;
      }
      case "operation":
        // `client = existing or Client()` is one of the two; the made one tells more.
        if (value.operator === "or") return this.value(file, value.right, scope, steps + 1);
        return null;
      default:
        return null;
    }
  }
}

/** Names of builtins that code uses without import: never from a star import. */
const BUILTINS = new Set(
  "abs all any bool bytes callable chr classmethod compile delattr dict dir divmod enumerate eval exec filter float format frozenset getattr globals hasattr hash hex id input int isinstance issubclass iter len list locals map max min next object oct open ord pow print property range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip __import__ __file__ __name__ self cls Exception KeyError ValueError TypeError ImportError RuntimeError".split(
    " ",
  ),
);

/** The class that an annotation names: `Env`, `"Env"`, `Optional[Env]`, `Env | None`; null where there is none or several. */
export function annotatedClass(annotation: string | null): string | null {
  const bare = annotation?.replace(/["']/g, "").trim() ?? "";
  const optional = /^(?:\w+\.)?Optional\[(.*)\]$/.exec(bare)?.[1] ?? bare;
  const name = optional.replace(/\s*\|\s*None$|^None\s*\|\s*/, "").trim();
  return /^[A-Za-z_][\w.]*$/.test(name) && !BUILTINS.has(name) ? name : null;
}

/** The binding that counts: imports and definitions before rebinding; of several assignments, one that makes something. */
function preferred(candidates: readonly Binding[], name: string): Binding | undefined {
  if (candidates.length === 1) return candidates[0];
  if (candidates[0]?.kind === "parameter") return candidates[0];
  const made = candidates.filter(
    binding => binding.kind === "assignment" && binding.fact.value?.kind === "call" && !binding.fact.augmented,
  );
  // `app = Middleware(app)` wraps what was there: the first one says what it is.
  const plain = made.find(binding => binding.kind === "assignment" && !wraps(binding.fact.value, name));
  return (
    candidates.find(
      binding => binding.kind === "module" || binding.kind === "import" || binding.kind === "definition",
    ) ??
    plain ??
    made[0] ??
    candidates.findLast(binding => binding.kind === "assignment" && !binding.fact.augmented)
  );
}

function wraps(value: Value | null, name: string): boolean {
  return (
    value?.kind === "call" && value.arguments.some(item => item.kind === "name" && item.path.split(".")[0] === name)
  );
}

/** `os` and `.environ.get` of `os.environ.get`; `Path` and `().name` of `Path().name`. */
export function splitRoot(path: string): readonly [string, string] {
  for (let at = 0; at < path.length; at++) {
    const code = path.charCodeAt(at);
    if (code === 46 || code === 40 || code === 91) return [path.slice(0, at), path.slice(at)];
  }
  return [path, ""];
}

/** The names before the first call or subscript. */
function plainNames(path: string): readonly string[] {
  const end = path.search(/[([]/);
  return (end < 0 ? path : path.slice(0, end)).split(".").filter(name => name !== "");
}

function topOf(module: string): string {
  const dot = module.indexOf(".");
  return dot < 0 ? module : module.slice(0, dot);
}

function dotted(module: string, name: string): string {
  return module === "" ? name : `${module}.${name}`;
}

function definitionPath(bindings: Bindings, index: number): string {
  const names: string[] = [];
  for (let at = index; at >= 0; at = bindings.facts.definitions[at]?.parent ?? -1) {
    names.unshift(bindings.facts.definitions[at]?.name ?? "");
  }
  return names.join(".");
}

/** Absolute name of a relative import that leads to no file. */
/** The full name of the module that a relative import names. */
export function relativeName(file: PythonFile, fact: ImportFact): string {
  const isPackage = /(?:^|\/)__init__\.pyi?$/.test(file.path);
  const parts = file.module === "" ? [] : file.module.split(".");
  const base = parts.slice(0, Math.max(0, parts.length - fact.level + (isPackage ? 1 : 0)));
  return [...base, ...(fact.module === "" ? [] : [fact.module])].join(".");
}
