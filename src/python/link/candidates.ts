import type { FileQuestion, PythonFile } from "../project";

/** Which files a question is for, by what it declares; worked out once for all questions that declare the same. */
export class Candidates {
  readonly #files: readonly PythonFile[];
  readonly #meant = new Map<unknown, readonly PythonFile[]>();
  #byCallee: ReadonlyMap<string, readonly PythonFile[]> | undefined;

  constructor(files: readonly PythonFile[]) {
    this.#files = files;
  }

  of({ callees, files }: FileQuestion<unknown>): Iterable<PythonFile> {
    if (callees) return this.#calling(callees);
    if (!files) return this.#files;
    let meant = this.#meant.get(files);
    if (!meant) this.#meant.set(files, (meant = this.#files.filter(files)));
    return meant;
  }

  #calling(isMeant: (callee: string) => boolean): ReadonlySet<PythonFile> {
    this.#byCallee ??= filesByCallee(this.#files);
    const found = new Set<PythonFile>();
    for (const [callee, files] of this.#byCallee) if (isMeant(callee)) for (const file of files) found.add(file);
    return found;
  }
}

function filesByCallee(files: readonly PythonFile[]): ReadonlyMap<string, readonly PythonFile[]> {
  const byCallee = new Map<string, PythonFile[]>();
  for (const file of files)
    for (const { callee } of file.facts.calls) {
      const known = byCallee.get(callee);
      if (!known) byCallee.set(callee, [file]);
      else if (known.at(-1) !== file) known.push(file);
    }
  return byCallee;
}
