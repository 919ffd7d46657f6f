import type { ImportEdge } from "../../model/recon";
import { nameOf, parentOf } from "../../model/paths";
import type { ImportFact } from "../facts";
import type { Locator } from "./locate";
import { childPath } from "./source-tree";

/** An import of something that is not first-party. */
export interface ForeignImport {
  readonly path: string;
  readonly offset: number;
  readonly kind: string;
  readonly module: string;
}

/** What one file's imports lead to. Depends on the file's facts and on which files exist, nothing else. */
export interface FileImports {
  readonly targets: readonly { readonly to: string; readonly line: number; readonly kind: ImportEdge["kind"] }[];
  readonly foreign: readonly ForeignImport[];
  /** Roots under which absolute imports were found, by the file that was found. */
  readonly roots: readonly { readonly path: string; readonly root: string }[];
  /** Folders that a relative import of the file needs to be packages, whatever they hold and however they are named. */
  readonly packages: readonly string[];
}

/** Follows every import of a file: submodules of `from package import name` first, else the package itself. */
export function followImports(path: string, imports: readonly ImportFact[], locator: Locator): FileImports {
  const targets = new Map<string, FileImports["targets"][number]>();
  const foreign: ForeignImport[] = [];
  const roots: { path: string; root: string }[] = [];
  const add = (to: string | null, fact: ImportFact): void => {
    if (to === null || to === path) return;
    const known = targets.get(to);
    if (!known || rank(fact.kind) < rank(known.kind)) targets.set(to, { to, line: fact.line, kind: fact.kind });
  };
  for (const fact of imports) {
    if (fact.file !== undefined) {
      add(locator.named(path, fact.file), fact);
      continue;
    }
    if (fact.level > 0) {
      followRelative(path, fact, locator, add);
      continue;
    }
    const found = locator.find(fact.module, path, fact.names?.map(({ name }) => name) ?? null);
    if (found) roots.push(found);
    const folders = found ? packageFolder(found.path) : locator.namespaces(fact.module, path);
    let isFound = found !== null;
    let needsPackage = fact.names === null;
    for (const { name } of fact.names ?? []) {
      const submodule = name === "*" ? null : locator.submodule(folders, name);
      if (submodule === null) needsPackage = true;
      else {
        isFound = true;
        // A namespace package holds no file that would say which root it was found under.
        if (!found) roots.push({ path: submodule, root: rootAbove(submodule, fact.module) });
        add(submodule, fact);
      }
    }
    if (found && needsPackage) add(found.path, fact);
    if (!found && fact.names === null) isFound = followParents(fact, path, locator, add);
    if (!isFound && fact.module !== "") {
      foreign.push({ path, offset: fact.offset, kind: fact.kind, module: fact.module });
    }
  }
  return { targets: [...targets.values()], foreign, roots, packages: packagesOf(path, imports) };
}

/**
 * The folders from the file's own up to the one that its relative imports lead to. `importlib` names them where no
 * import statement can (`my-shop`), but for a dot or a space in a name, which no dotted name can hold.
 */
function packagesOf(path: string, imports: readonly ImportFact[]): readonly string[] {
  // What stands in a function is needed as well; what stands in an `if` or a `try` of the module may have another way.
  const needed = imports.filter(({ kind, scope }) => kind === "static" || (kind === "conditional" && scope >= 0));
  const level = Math.max(0, ...needed.map(fact => fact.level));
  const folders: string[] = [];
  let folder = parentOf(path);
  for (let up = 0; up < level && folder !== ""; up++, folder = parentOf(folder)) folders.push(folder);
  return folders.some(each => /[.\s]/.test(nameOf(each))) ? [] : folders;
}

/** The folder that `a/b` lies in, where `from a.b import c` led to a file. */
function rootAbove(path: string, module: string): string {
  const end = `/${path}`.lastIndexOf(`/${module.replaceAll(".", "/")}/`);
  return path.slice(0, Math.max(0, end - 1));
}

/** `import a.b.c` where `c` is no module of its own still loads `a.b`. */
function followParents(
  fact: ImportFact,
  path: string,
  locator: Locator,
  add: (to: string | null, fact: ImportFact) => void,
): boolean {
  for (let end = fact.module.lastIndexOf("."); end > 0; end = fact.module.lastIndexOf(".", end - 1)) {
    const found = locator.find(fact.module.slice(0, end), path);
    if (found) {
      add(found.path, fact);
      return true;
    }
  }
  return locator.namespaces(fact.module, path).length > 0;
}

function followRelative(
  path: string,
  fact: ImportFact,
  locator: Locator,
  add: (to: string | null, fact: ImportFact) => void,
): void {
  const target = locator.relative(path, fact.level, fact.module);
  let folders = target === null ? [] : packageFolder(target);
  if (target === null) {
    let base = parentOf(path);
    for (let up = 1; up < fact.level; up++) base = parentOf(base);
    folders = [childPath(base, fact.module.replaceAll(".", "/"))];
  }
  let needsPackage = fact.names === null;
  for (const { name } of fact.names ?? []) {
    const submodule = name === "*" ? null : locator.submodule(folders, name);
    if (submodule === null) needsPackage = true;
    else add(submodule, fact);
  }
  if (needsPackage) add(target, fact);
}

/** The folder whose files are a package's submodules; none for a plain module. */
function packageFolder(path: string): readonly string[] {
  return /(?:^|\/)__init__\.pyi?$/.test(path) ? [parentOf(path)] : [];
}

/** The plainest kind wins where a file is imported in several ways. */
function rank(kind: ImportEdge["kind"]): number {
  return ["static", "conditional", "dynamic", "typing"].indexOf(kind);
}
