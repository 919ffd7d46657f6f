import { nameOf, parentOf } from "../../model/paths";

/** What an absolute import may find below one folder. */
export interface Found {
  readonly path: string;
  /** The folder that `sys.path` needs for it. */
  readonly root: string;
}

/** The Python files of a workspace as import sees them: folders with packages, modules and namespace packages. */
export class SourceTree {
  readonly paths: ReadonlySet<string>;
  /** Folders that hold Python files, themselves or below. */
  readonly #folders = new Set<string>();
  /** Folders that have a module or package of a name as a direct child. */
  readonly #parents = new Map<string, string[]>();
  readonly #packageRoots = new Map<string, string>();

  constructor(paths: Iterable<string>) {
    this.paths = new Set(paths);
    for (const path of this.paths) {
      const folder = parentOf(path);
      this.#addParent(moduleName(path), folder);
      for (let at = folder; at !== "" && !this.#folders.has(at); at = parentOf(at)) {
        this.#folders.add(at);
        this.#addParent(nameOf(at), parentOf(at));
      }
    }
  }

  #addParent(name: string, folder: string): void {
    const known = this.#parents.get(name);
    if (!known) this.#parents.set(name, [folder]);
    else if (!known.includes(folder)) known.push(folder);
  }

  isFolder(path: string): boolean {
    return path === "" || this.#folders.has(path);
  }

  /** A folder that no import statement can name (`my-shop`) is no package, whatever lies in it. */
  isPackage(folder: string): boolean {
    if (/[-\s.]|^\d/.test(nameOf(folder))) return false;
    return this.paths.has(childPath(folder, "__init__.py")) || this.paths.has(childPath(folder, "__init__.pyi"));
  }

  /** Folders below which `import name` finds something, in no order. */
  parentsOf(name: string): readonly string[] {
    return this.#parents.get(name) ?? [];
  }

  /** The parent of the outermost regular package that a folder belongs to; the folder itself where it is no package. */
  packageRoot(folder: string): string {
    const known = this.#packageRoots.get(folder);
    if (known !== undefined) return known;
    let root = folder;
    // The analysed folder may itself be a package; what is above it is not seen.
    while (root !== "" && this.isPackage(root)) root = parentOf(root);
    this.#packageRoots.set(folder, root);
    return root;
  }

  /**
   * The file of a dotted module below a root: a module, a package's `__init__`, or null where only a namespace package
   * or nothing is there.
   */
  find(root: string, module: string): string | null {
    const base = childPath(root, module.replaceAll(".", "/"));
    for (const candidate of [`${base}/__init__.py`, `${base}.py`, `${base}.pyi`, `${base}/__init__.pyi`]) {
      if (this.paths.has(candidate)) return candidate;
    }
    return null;
  }

  /** Whether a dotted name is a folder below a root that holds Python files: a namespace package (PEP 420). */
  isNamespace(root: string, module: string): boolean {
    const folder = childPath(root, module.replaceAll(".", "/"));
    return this.isFolder(folder) && !this.isPackage(folder);
  }
}

export function childPath(folder: string, name: string): string {
  return folder === "" ? name : name === "" ? folder : `${folder}/${name}`;
}

/** Last part of a file's module name: `a` of `x/a.py`, "" of `x/__init__.py`. */
function moduleName(path: string): string {
  const base = nameOf(path).replace(/\.(?:pyi?|pyw)$/, "");
  return base === "__init__" ? "" : base;
}

/** Dotted name of a file as imported from a root. */
export function dottedName(path: string, root: string): string {
  const inside = root === "" ? path : path.slice(root.length + 1);
  const folder = parentOf(inside).replaceAll("/", ".");
  const name = moduleName(path);
  return folder === "" ? name : name === "" ? folder : `${folder}.${name}`;
}

/** Whether a path lies in a folder or below it. */
export function isBelow(path: string, folder: string): boolean {
  return folder === "" || path === folder || path.startsWith(`${folder}/`);
}
