import ignore, { type Ignore } from "ignore";
import { trackedPaths } from "./git-index";

/** What an export without an index is installed from, also where a rule such as `*.txt` happens to match it. */
const MANIFEST =
  /(?:^|\/)(?:[\w.-]*requirements[\w.-]*\.(?:txt|in)|Pipfile(?:\.lock)?|(?:poetry|uv|pdm)\.lock|pyproject\.toml|setup\.(?:py|cfg))$/;

/** What git counts as the project's own: all that its rules do not ignore, and all that it tracks in spite of them. */
export class OwnFiles {
  /** By the folder that they stand in, with a `/` behind it; "" for the root's. */
  readonly #rules = new Map<string, Ignore>();
  readonly #index: Uint8Array | null;
  #tracked: { readonly paths: ReadonlySet<string>; readonly folders: ReadonlySet<string> } | null | undefined;
  /** Packages below an ignored `src`, where no index says what is tracked. */
  readonly #packages: string[] = [];

  /** `index` holds the bytes of `.git/index`; null for an export without a repository, or a folder inside of one. */
  constructor(index: Uint8Array | null) {
    this.#index = index;
  }

  /** Takes the rules of a folder's own `.gitignore`; must come before what lies below that folder is asked for. */
  add(folder: string, gitignore: string): void {
    this.#rules.set(folder === "" ? "" : `${folder}/`, ignore().add(gitignore));
  }

  /** The rules nearest to a path decide, as far as they say anything of it (git: "gitignore", precedence). */
  #ignores(path: string): boolean {
    // Most checkouts have rules at the top alone.
    if (this.#rules.size > (this.#rules.has("") ? 1 : 0)) {
      for (let at = path.lastIndexOf("/", path.length - 2); at >= 0; at = path.lastIndexOf("/", at - 1)) {
        const told = this.#rules.get(path.slice(0, at + 1))?.test(path.slice(at + 1));
        if (told?.ignored) return true;
        if (told?.unignored) return false;
        if (at === 0) break;
      }
    }
    return this.#rules.get("")?.ignores(path) ?? false;
  }

  has(path: string): boolean {
    if (!this.#ignores(path)) return true;
    return this.#known()?.paths.has(path) ?? (MANIFEST.test(path) || this.#isInPackage(path));
  }

  /** `names` are those of the folder's entries. */
  hasFolder(path: string, names: readonly string[]): boolean {
    if (!this.#ignores(`${path}/`)) return true;
    return this.#known()?.folders.has(path) ?? this.#mayHoldSource(path, names);
  }

  /** Read on the first ignored path: most checkouts have none. */
  #known(): { readonly paths: ReadonlySet<string>; readonly folders: ReadonlySet<string> } | null {
    if (this.#tracked === undefined) {
      const paths = this.#index === null ? null : trackedPaths(this.#index);
      this.#tracked = paths && { paths, folders: foldersOf(paths) };
    }
    return this.#tracked;
  }

  /**
   * Without an index an ignored `src` is looked into: pip checks editable requirements out there, which are whole
   * projects, and a project of the src layout that inherited the rule keeps its package there.
   */
  #mayHoldSource(path: string, names: readonly string[]): boolean {
    if (path === "src" || this.#isInPackage(path)) return true;
    const isPackage = /^src\/[^/]+$/.test(path) && names.includes("__init__.py");
    if (!isPackage || names.some(name => name === "setup.py" || name === "pyproject.toml")) return false;
    this.#packages.push(`${path}/`);
    return true;
  }

  #isInPackage(path: string): boolean {
    return this.#packages.some(folder => path.startsWith(folder));
  }
}

function foldersOf(paths: ReadonlySet<string>): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) {
      const folder = path.slice(0, at);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}
