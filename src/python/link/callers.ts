import type { PythonFile } from "../project";

/** Files by what they call, as it is written there. */
export class Callers {
  readonly #files: readonly PythonFile[];
  #byCallee: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(files: readonly PythonFile[]) {
    this.#files = files;
  }

  /** Paths of the files that call something of such a name. */
  of(isMeant: (callee: string) => boolean): ReadonlySet<string> {
    this.#byCallee ??= this.#all();
    const found = new Set<string>();
    for (const [callee, paths] of this.#byCallee) if (isMeant(callee)) for (const path of paths) found.add(path);
    return found;
  }

  #all(): ReadonlyMap<string, readonly string[]> {
    const byCallee = new Map<string, string[]>();
    for (const { path, facts } of this.#files)
      for (const { callee } of facts.calls) {
        const known = byCallee.get(callee);
        if (!known) byCallee.set(callee, [path]);
        else if (known.at(-1) !== path) known.push(path);
      }
    return byCallee;
  }
}
