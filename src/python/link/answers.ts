import type { PythonFile } from "../project";

/** What the answers about one file rest on besides its own facts. */
export interface Grounds {
  readonly path: string;
  /** Other files that were looked into. */
  readonly files: Set<string>;
  /** Answers about other files that were taken as they stood. */
  readonly others: Set<Grounds>;
}

/** What was worked out about one file. */
export interface FileAnswers {
  readonly grounds: Grounds;
  /** Qualified names by scope and path. */
  readonly names: Map<string, string>;
  /** What questions of detectors were answered with. */
  readonly told: Map<unknown, unknown>;
}

/** Answers by file. After a change those stay that rest on none of the changed files. */
export class Answers {
  readonly #byFile = new Map<PythonFile, FileAnswers>();

  of(file: PythonFile): FileAnswers {
    let own = this.#byFile.get(file);
    if (!own) {
      const grounds = { path: file.path, files: new Set<string>(), others: new Set<Grounds>() };
      this.#byFile.set(file, (own = { grounds, names: new Map(), told: new Map() }));
    }
    return own;
  }

  /** What still holds after files of these paths changed. */
  without(changed: ReadonlySet<string>): Answers {
    const kept = new Answers();
    const stale = staleGrounds([...this.#byFile.values()], changed);
    for (const [file, own] of this.#byFile) if (!stale.has(own.grounds)) kept.#byFile.set(file, own);
    return kept;
  }
}

/** Grounds that hold a changed file, or other grounds that do. */
function staleGrounds(all: readonly FileAnswers[], changed: ReadonlySet<string>): ReadonlySet<Grounds> {
  const stale = new Set<Grounds>();
  const users = new Map<Grounds, Grounds[]>();
  const pending: Grounds[] = [];
  for (const { grounds } of all) {
    for (const other of grounds.others) {
      const known = users.get(other);
      if (known) known.push(grounds);
      else users.set(other, [grounds]);
    }
    if (changed.has(grounds.path) || [...grounds.files].some(path => changed.has(path))) pending.push(grounds);
  }
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (stale.has(next)) continue;
    stale.add(next);
    pending.push(...(users.get(next) ?? []));
  }
  return stale;
}
