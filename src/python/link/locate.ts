import { compareText } from "../../model/place";
import { joinPath, nameOf, parentOf } from "../../model/paths";
import type { ImportFact, PythonFacts } from "../facts";
import { isKnownModule, isOldStandardModule, isStandardModule } from "./standard-library";
import { type Found, isBelow, childPath, type SourceTree } from "./source-tree";

/** Names of folders that are put on `sys.path` by custom. */
const CUSTOMARY_ROOTS = new Set(["src", "lib", "python", "source", "backend", "server", "app", "application", "api"]);

/** What the listing of a workspace says of `sys.path`; see LinkInput. */
interface Layout {
  readonly name: string;
  readonly declaredRoots: readonly string[];
  readonly ownFolders?: readonly string[];
  readonly facts: ReadonlyMap<string, PythonFacts>;
}

/**
 * Finds the first-party file of an import, for each importing folder as Python would with the `sys.path` that the layout
 * implies: the package's own root, folders above it, declared roots, and last the importing file's own folder.
 */
export class Locator {
  readonly tree: SourceTree;
  readonly #name: string;
  /** Folders that packaging or test configuration puts on `sys.path`. */
  readonly #declared: readonly string[];
  /** Folders that an image is made of, or that have a list to install. */
  readonly #ownFolders: readonly string[];
  readonly #cache = new Map<string, Found | null>();

  /** Facts as of the last link. */
  facts: ReadonlyMap<string, PythonFacts>;
  /** Files whose names decided what some import means: where they change, it may mean something else. */
  readonly deciding = new Set<string>();

  constructor(tree: SourceTree, { name, declaredRoots, ownFolders = [], facts }: Layout) {
    this.tree = tree;
    this.facts = facts;
    this.#name = name;
    this.#declared = declaredRoots;
    this.#ownFolders = ownFolders;
  }

  /** Whether nothing of the workspace can be meant by a module whose first name this is. */
  isForeign(top: string): boolean {
    return top !== this.#name && this.tree.parentsOf(top).length === 0;
  }

  /**
   * The file that `import module` loads in a file, null for foreign modules and for mere namespace packages. `names` are
   * those of a `from` import, null for `import module`.
   */
  find(module: string, from: string, names: readonly string[] | null = null): Found | null {
    const folder = parentOf(from);
    const key = `${folder}\0${module}`;
    let found = this.#cache.get(key);
    if (found === undefined) {
      found = this.#find(module, folder, from);
      this.#cache.set(key, found);
    }
    found ??= this.#beside(module, folder, from, names);
    return isOwnName(found, from) ? null : found;
  }

  /**
   * A file of the importing file's own package, as where modules of a package import each other the way scripts do. Only
   * where the file found has what is asked for, since a package `x.graphql` may well import the installed `graphql`.
   */
  #beside(module: string, folder: string, from: string, names: readonly string[] | null): Found | null {
    if (!this.tree.isPackage(folder)) return null;
    const top = module.split(".", 1)[0] ?? module;
    if (isStandardModule(top) || isKnownModule(top)) return null;
    const path = this.tree.find(folder, module);
    if (path === null || path === from) return null;
    const isMeant = names === null ? !this.#importsAsPackage(from) : names.some(name => this.#provides(path, name));
    return isMeant ? { path, root: folder } : null;
  }

  #provides(path: string, name: string): boolean {
    if (name === "*") return true;
    this.deciding.add(path);
    const facts = this.facts.get(path);
    if (!facts) return false;
    return (
      facts.definitions.some(definition => definition.parent === -1 && definition.name === name) ||
      facts.assignments.some(({ scope, target }) => scope === -1 && target === name) ||
      facts.imports.some(fact => !namesItself(fact, path) && fact.names?.some(({ as }) => as === name)) ||
      (path.endsWith("/__init__.py") && this.tree.find(parentOf(path), name) !== null)
    );
  }

  /** Uses relative imports, or its own package's full name. */
  #importsAsPackage(from: string): boolean {
    const folder = parentOf(from);
    const root = this.tree.packageRoot(folder);
    const own = (root === "" ? folder : folder.slice(root.length + 1)).split("/", 1)[0] ?? "";
    const imports = this.facts.get(from)?.imports ?? [];
    return imports.some(({ level, module }) => level > 0 || module === own || module.startsWith(`${own}.`));
  }

  #find(module: string, folder: string, from: string): Found | null {
    const dot = module.indexOf(".");
    const top = dot < 0 ? module : module.slice(0, dot);
    const parents = this.tree.parentsOf(top);
    if (parents.length === 0) return this.#ownName(module, top);
    if (isStandardModule(top) && !isOldStandardModule(top)) return null;
    for (const root of this.#ancestors(folder)) {
      const found = this.#at(root, module, top);
      // A file is never what an import of its own name means: `celery.py` imports the real celery.
      const isDoubtful = this.#ownFolders.includes(root) && this.tree.isPackage(root) && isKnownModule(top);
      if (found && !isOwnName(found, from) && !isDoubtful) return found;
    }
    if (isStandardModule(top)) return null;
    const foreign = isKnownModule(top);
    for (const root of this.#others(parents, folder, foreign)) {
      const found = this.#at(root, module, top);
      if (found) return found;
    }
    return this.#ownName(module, top);
  }

  /**
   * The root of the importing package, every folder above it that is no package, and last those of its own folders that
   * Django's `manage.py` or an image of their own is started in, which a stray `__init__.py` there does not take off
   * `sys.path`.
   */
  #ancestors(folder: string): readonly string[] {
    const roots: string[] = [];
    for (let at = this.tree.packageRoot(folder); ; at = parentOf(at)) {
      if (!this.tree.isPackage(at) || at === "") roots.push(at);
      if (at === "") break;
    }
    for (let at = folder; at !== ""; at = parentOf(at))
      if (this.tree.isPackage(at) && (this.#isStartedIn(at) || this.#ownFolders.includes(at))) roots.push(at);
    return roots;
  }

  /** Whether a package holds a `manage.py` that names what stands beside it (`core.settings`), and not by the package. */
  #isStartedIn(folder: string): boolean {
    const path = childPath(folder, "manage.py");
    const facts = this.facts.get(path);
    if (!facts) return false;
    this.deciding.add(path);
    const named = [
      ...facts.imports.filter(({ level }) => level === 0).map(({ module }) => module),
      ...facts.calls.flatMap(call => call.arguments.flatMap(value => (value.kind === "string" ? [value.value] : []))),
    ];
    return named.some(name => {
      const top = name.split(".", 1)[0] ?? "";
      return (
        top !== nameOf(folder) && !isStandardModule(top) && /^\w+$/.test(top) && this.tree.find(folder, top) !== null
      );
    });
  }

  #others(parents: readonly string[], folder: string, foreign: boolean): readonly string[] {
    return parents
      .filter(parent => {
        if (!foreign && this.#isAirflowRoot(parent)) return isBelow(folder, parentOf(parent));
        if (this.tree.isPackage(parent)) return false;
        if (this.#declared.includes(parent)) return true;
        if (foreign) return false;
        return CUSTOMARY_ROOTS.has(nameOf(parent)) && isBelow(folder, parentOf(parent));
      })
      .sort((left, right) => sharedLength(right, folder) - sharedLength(left, folder) || compareText(left, right));
  }

  /** Airflow puts its folders of DAGs and plug-ins on `sys.path`, packages or not (Airflow: "Modules Management"). */
  #isAirflowRoot(folder: string): boolean {
    const name = nameOf(folder);
    return (name === "dags" || name === "plugins") && this.tree.isFolder(childPath(parentOf(folder), "dags"));
  }

  #at(root: string, module: string, top: string): Found | null {
    const path = this.tree.find(root, module);
    if (path === null) return null;
    // A folder without `__init__.py` does not hide an installed distribution of its name.
    if (isKnownModule(top) && this.tree.isNamespace(root, top)) return null;
    return { path, root };
  }

  /** The analysed folder is itself a package and is imported by its own name. */
  #ownName(module: string, top: string): Found | null {
    if (top !== this.#name || !this.tree.isPackage("")) return null;
    const rest = module.slice(top.length + 1);
    const path = rest === "" ? "__init__.py" : this.tree.find("", rest);
    return path !== null && this.tree.paths.has(path) ? { path, root: "" } : null;
  }

  /** A file that is run by its path: seen from the folder of what runs it, else from the analysed folder. */
  named(from: string, file: string): string | null {
    const paths = [joinPath(parentOf(from), file), joinPath("", file)];
    return paths.find(path => this.tree.paths.has(path)) ?? null;
  }

  /** The file of a relative import, null where it leads nowhere. */
  relative(from: string, level: number, module: string): string | null {
    let folder = parentOf(from);
    for (let up = 1; up < level; up++) {
      if (folder === "") return null;
      folder = parentOf(folder);
    }
    if (module === "") {
      const own = childPath(folder, "__init__.py");
      return this.tree.paths.has(own) ? own : null;
    }
    return this.tree.find(folder, module);
  }

  /** A submodule that `from package import name` may mean: beside a package's file or in a folder of a namespace package. */
  submodule(folders: readonly string[], name: string): string | null {
    for (const folder of folders) {
      const path = this.tree.find(folder, name);
      if (path !== null) return path;
    }
    return null;
  }

  /** The folders of a namespace package that an import means: each root may hold a portion of it (PEP 420). */
  namespaces(module: string, from: string): readonly string[] {
    const dot = module.indexOf(".");
    const top = dot < 0 ? module : module.slice(0, dot);
    if (isStandardModule(top) || isKnownModule(top) || this.tree.parentsOf(top).length === 0) return [];
    const roots = new Set([...this.#ancestors(parentOf(from)), ...this.#declared]);
    return [...roots]
      .filter(candidate => this.tree.isNamespace(candidate, module))
      .map(root => childPath(root, module.replaceAll(".", "/")));
  }
}

/** `lnurl.py` with `from lnurl import X` passes on what an installed package of its name has, and has nothing itself. */
function namesItself({ level, module }: ImportFact, path: string): boolean {
  return level === 0 && module.split(".", 1)[0] === nameOf(path).replace(/\.\w+$/, "");
}

/** A plain module cannot mean itself; a package's `__init__` may import from its own package. */
function isOwnName(found: Found | null, from: string): boolean {
  return found?.path === from && !/(?:^|\/)__init__\.pyi?$/.test(from);
}

function sharedLength(left: string, right: string): number {
  const limit = Math.min(left.length, right.length);
  let at = 0;
  while (at < limit && left.charCodeAt(at) === right.charCodeAt(at)) at++;
  return at;
}
