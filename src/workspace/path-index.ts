import { nameOf } from "../model/paths";
import { globTest, type PathTest } from "./glob";

/**
 * Answers many globs over one list of paths. Most globs are a name, an ending or a beginning, which need no regular
 * expression and no walk over all paths; each glob is answered once, however often it is asked.
 */
export class PathIndex {
  readonly #paths: readonly string[];
  /** Indices of the paths that have a file name, by that name. */
  readonly #byName = new Map<string, number[]>();
  /** File names by what follows their last dot; those without a dot under "". */
  readonly #byExtension = new Map<string, string[]>();
  readonly #answers = new Map<string, readonly number[]>();

  constructor(paths: readonly string[]) {
    this.#paths = paths;
    for (let index = 0; index < paths.length; index++) {
      const path = paths[index] ?? "";
      const name = nameOf(path);
      const known = this.#byName.get(name);
      if (known) {
        known.push(index);
        continue;
      }
      this.#byName.set(name, [index]);
      const extension = extensionOf(name);
      const names = this.#byExtension.get(extension);
      if (names) names.push(name);
      else this.#byExtension.set(extension, [name]);
    }
  }

  /** Paths that match any of the globs, in the order of the list. */
  matching(globs: readonly string[]): readonly string[] {
    const found = new Set<number>();
    for (const glob of globs) for (const index of this.#answer(glob)) found.add(index);
    return [...found].sort((left, right) => left - right).map(index => this.#paths[index] ?? "");
  }

  /** Paths of the files of exactly this name, in the order of the list. */
  named(name: string): readonly string[] {
    return (this.#byName.get(name) ?? []).map(index => this.#paths[index] ?? "");
  }

  #answer(glob: string): readonly number[] {
    const known = this.#answers.get(glob);
    if (known) return known;
    const found = this.#find(glob);
    this.#answers.set(glob, found);
    return found;
  }

  #find(glob: string): readonly number[] {
    const choice = /^([^{}]*)\{([^{}]*)\}([^{}]*)$/.exec(glob);
    if (choice) {
      const [, before = "", middle = "", after = ""] = choice;
      return middle.split(",").flatMap(part => this.#answer(before + part + after));
    }
    // `**/` in front of a name changes nothing: a name alone is looked for in every folder.
    const bare = /^\*\*\/([^/]+)$/.exec(glob)?.[1] ?? glob;
    if (!bare.includes("/")) return this.#named(bare);
    const name = nameOf(bare);
    const matches = globTest([bare]);
    const start = /^\/?([^*?[{]*)/.exec(bare)?.[1] ?? "";
    const candidates = name.includes("**") ? this.#paths.keys() : this.#named(name);
    return [...candidates].filter(index => {
      const path = this.#paths[index] ?? "";
      return path.startsWith(start) && matches(path);
    });
  }

  /** Indices of the paths whose file name matches a glob without folders. */
  #named(glob: string): readonly number[] {
    if (!/[*?[{]/.test(glob)) return this.#byName.get(glob) ?? [];
    const test = nameTest(glob) ?? globTest([glob]);
    // An ending without wildcards leaves only the names with its extension.
    const ending = /\.[^.*?[\]{}]*$/.exec(glob)?.[0];
    const names = ending === undefined ? this.#byName.keys() : (this.#byExtension.get(ending.slice(1)) ?? []);
    const found: number[] = [];
    for (const name of names) if (test(name)) found.push(...(this.#byName.get(name) ?? []));
    return found;
  }
}

function extensionOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot < 0 ? "" : name.slice(dot + 1);
}

/** `*.sh`, `run*`, `*entrypoint*` and `a*b` on a file's name; null for other patterns. */
function nameTest(glob: string): PathTest | null {
  if (/[?[{/]/.test(glob)) return null;
  const parts = glob.split("*");
  const [first = "", middle = "", last = ""] = parts;
  if (parts.length === 2)
    return name => name.length >= first.length + middle.length && name.startsWith(first) && name.endsWith(middle);
  if (parts.length === 3 && first === "" && last === "") return name => name.includes(middle);
  return null;
}
