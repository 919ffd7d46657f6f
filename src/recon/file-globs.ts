import { globTest, type PathTest } from "../workspace/glob";

/**
 * Answers many globs over one list of paths. Most globs of detectors are a name, an ending or a beginning, which need no
 * regular expression; each glob is answered once, however many detectors ask it.
 */
export class FileGlobs {
  readonly #paths: readonly string[];
  readonly #byName = new Map<string, number[]>();
  readonly #names: readonly string[];
  readonly #answers = new Map<string, readonly number[]>();

  constructor(paths: readonly string[]) {
    this.#paths = paths;
    this.#names = paths.map(path => path.slice(path.lastIndexOf("/") + 1));
    this.#names.forEach((name, index) => {
      const known = this.#byName.get(name);
      if (known) known.push(index);
      else this.#byName.set(name, [index]);
    });
  }

  /** Paths that match any of the globs, in the order of the list. */
  matching(globs: readonly string[]): readonly string[] {
    const found = new Set<number>();
    for (const glob of globs) for (const index of this.#answer(glob)) found.add(index);
    return [...found].sort((left, right) => left - right).map(index => this.#paths[index] ?? "");
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
    if (!/[*?[{/]/.test(glob)) return this.#byName.get(glob) ?? [];
    const test = nameTest(glob);
    if (test) return this.#names.flatMap((name, index) => (test(name) ? [index] : []));
    const matches = globTest([glob]);
    return this.#paths.flatMap((path, index) => (matches(path) ? [index] : []));
  }
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
