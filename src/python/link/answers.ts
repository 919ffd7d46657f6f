import type { FileQuestion, FileTold, PythonFile } from "../project";

/** What an answer rests on. */
export class Grounds {
  /** The file that was asked about, null for answers about all code. */
  readonly path: string | null;
  /** Other files that were looked into, as they were. */
  readonly files = new Map<string, PythonFile>();
  /** Answers that were taken as they stood. */
  readonly others = new Set<Grounds>();
  /** What was taken of all code: lists of the project, and what questions gathered from the files. */
  readonly taken = new Map<Part, unknown>();
  /** A file that it rests on has changed since. */
  isStale = false;

  constructor(path: string | null) {
    this.path = path;
  }
}

/** A list of the project by its name, or the question that gathers one from the files. */
export type Part = "files" | "imports" | "modules" | "thirdParty" | FileQuestion<readonly unknown[]>;

/** The code as it is now. */
export interface Current {
  file(path: string): PythonFile | undefined;
  part(part: Part): unknown;
}

/** What was worked out about one file. */
export interface FileAnswers {
  readonly grounds: Grounds;
  /** Qualified names by scope and path. */
  readonly names: Map<string, string>;
  /** What questions of detectors were answered with. */
  readonly told: Map<unknown, unknown>;
}

/** Something about all code, with what it was worked out from. */
export interface WholeAnswer {
  readonly inputs: readonly unknown[];
  readonly grounds: Grounds;
  readonly value: unknown;
}

/** How a question is asked: by which of the project's methods it was asked first. */
export interface Way {
  readonly hasTests: boolean;
  /** Whether only what is told counts, not which file tells it. */
  readonly isCollected: boolean;
}

/** What a question found in the files that it found anything in. */
export interface Gathered<T> {
  readonly byPath: Map<string, FileTold<T>>;
  readonly way: Way;
  /** In the order of paths; the same list for as long as no answer in it changes. */
  list: readonly FileTold<T>[];
  /** All that is told, made when it is asked for. */
  told: readonly T[] | undefined;
  /** Files that have to be asked again; null for all of them, before the first time. */
  pending: ReadonlySet<string> | null;
}

/** Answers of one state of the code. After a change those stay that rest on none of the changed files. */
export class Answers {
  readonly #byFile = new Map<PythonFile, FileAnswers>();
  readonly #wholes = new Map<unknown, WholeAnswer>();
  readonly #gathered = new Map<unknown, Gathered<unknown>>();
  /** Lists that were asked for in this state; others are given up with the next change. */
  readonly #used = new Set<unknown>();
  /** What was found to hold or not in this state. */
  readonly #holding = new Map<Grounds, boolean>();

  of(file: PythonFile): FileAnswers {
    let own = this.#byFile.get(file);
    if (!own) this.#byFile.set(file, (own = { grounds: new Grounds(file.path), names: new Map(), told: new Map() }));
    return own;
  }

  whole(key: unknown): WholeAnswer | undefined {
    return this.#wholes.get(key);
  }

  keep(key: unknown, answer: WholeAnswer): void {
    this.#wholes.set(key, answer);
    this.#holding.set(answer.grounds, true);
  }

  /** What a question found so far. */
  gathered<T>(question: unknown, way: Way): Gathered<T> {
    this.#used.add(question);
    let own = this.#gathered.get(question) as Gathered<T> | undefined;
    if (!own) {
      own = { byPath: new Map(), way, list: [], told: undefined, pending: null };
      this.#gathered.set(question, own as Gathered<unknown>);
    }
    return own;
  }

  /** Whether a question was asked in this state or in the one before. */
  has(question: unknown): boolean {
    return this.#gathered.has(question);
  }

  /** Whether an answer about all code may be given again: nothing that it rests on is another now. */
  holds(grounds: Grounds, current: Current): boolean {
    if (grounds.isStale) return false;
    if (grounds.path !== null) return true;
    const known = this.#holding.get(grounds);
    if (known !== undefined) return known;
    const isHolding = this.#isUnchanged(grounds, current);
    this.#holding.set(grounds, isHolding);
    return isHolding;
  }

  #isUnchanged({ files, others, taken }: Grounds, current: Current): boolean {
    for (const [path, file] of files) if (current.file(path) !== file) return false;
    for (const other of others) if (!this.holds(other, current)) return false;
    for (const [part, before] of taken) if (current.part(part) !== before) return false;
    return true;
  }

  /** What may still hold after files of these paths changed. */
  without(changed: ReadonlySet<string>): Answers {
    const kept = new Answers();
    const stale = staleGrounds([...this.#byFile.values()], changed);
    const asked = new Set(changed);
    for (const [file, own] of this.#byFile) {
      if (stale.has(own.grounds)) asked.add(file.path);
      else kept.#byFile.set(file, own);
    }
    for (const [key, answer] of this.#wholes) kept.#wholes.set(key, answer);
    for (const [question, own] of this.#gathered) {
      if (!this.#used.has(question)) continue;
      const pending = own.pending && new Set([...own.pending, ...asked]);
      kept.#gathered.set(question, { ...own, byPath: new Map(own.byPath), pending });
    }
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
    const isTouched = (grounds.path !== null && changed.has(grounds.path)) || hasAny(grounds.files, changed);
    if (isTouched) pending.push(grounds);
  }
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (stale.has(next)) continue;
    stale.add(next);
    next.isStale = true;
    pending.push(...(users.get(next) ?? []));
  }
  return stale;
}

function hasAny(files: ReadonlyMap<string, unknown>, paths: ReadonlySet<string>): boolean {
  for (const path of paths) if (files.has(path)) return true;
  return false;
}
