import { parentOf } from "../../model/paths";
import type { ImportFact, PythonFacts } from "../facts";
import type { FileQuestion, PythonFile, PythonProject } from "../project";
import type { Grounds, Part } from "./answers";
import { Bindings } from "./bindings";
import type { Locator } from "./locate";

/** Tables that are kept from one link to the next for files whose facts did not change. */
export type BindingCache = WeakMap<PythonFacts, Bindings>;

/** Files by path and by import, with the names that each binds: what qualifying and resolving ask. */
export class LinkedFiles {
  #grounds: Grounds | null = null;
  readonly #files: ReadonlyMap<string, PythonFile>;
  readonly #locator: Locator;
  readonly #bindings: BindingCache;

  constructor(files: ReadonlyMap<string, PythonFile>, locator: Locator, bindings: BindingCache) {
    this.#files = files;
    this.#locator = locator;
    this.#bindings = bindings;
  }

  /** Works out an answer and notes which files it looks into. */
  noting<T>(grounds: Grounds, work: () => T): T {
    const outer = this.#grounds;
    if (outer === grounds) return work();
    outer?.others.add(grounds);
    this.#grounds = grounds;
    try {
      return work();
    } finally {
      this.#grounds = outer;
    }
  }

  /** The same for a question about one file, of which there are thousands. */
  asking<T>(grounds: Grounds, question: FileQuestion<T>, project: PythonProject, file: PythonFile): T {
    const outer = this.#grounds;
    if (outer === grounds) return question(project, file);
    outer?.others.add(grounds);
    this.#grounds = grounds;
    try {
      return question(project, file);
    } finally {
      this.#grounds = outer;
    }
  }

  /** An answer that is known already is used for what is worked out now. */
  reuse(grounds: Grounds): void {
    if (this.#grounds !== null && this.#grounds !== grounds) this.#grounds.others.add(grounds);
  }

  /** Works something out that other answers do not rest on file by file. */
  apart<T>(work: () => T): T {
    const outer = this.#grounds;
    this.#grounds = null;
    try {
      return work();
    } finally {
      this.#grounds = outer;
    }
  }

  /** Notes a file that was found before. */
  look(file: PythonFile | undefined): void {
    if (file && this.#grounds !== null && this.#grounds.path !== file.path) this.#grounds.files.set(file.path, file);
  }

  /** Notes that a list about all code was taken. */
  take<T>(part: Part, value: T): T {
    this.expectWhole();
    this.#grounds?.taken.set(part, value);
    return value;
  }

  /** What is told about one file must not rest on all of them: it would be kept where another file changes it. */
  expectWhole(): void {
    if (this.#grounds !== null && this.#grounds.path !== null)
      throw new Error("A question about one file asked about all code.");
  }

  #seen(path: string | null | undefined): PythonFile | undefined {
    if (path === null || path === undefined) return undefined;
    const file = this.#files.get(path);
    this.look(file);
    return file;
  }

  file(path: string): PythonFile | undefined {
    return this.#seen(path);
  }

  all(): Iterable<PythonFile> {
    return this.#files.values();
  }

  bindings(file: PythonFile): Bindings {
    this.look(file);
    let bindings = this.#bindings.get(file.facts);
    if (!bindings) this.#bindings.set(file.facts, (bindings = new Bindings(file.facts)));
    return bindings;
  }

  /** Whether a module with this first name is surely none of the workspace's. */
  isForeign(top: string): boolean {
    return this.#locator.isForeign(top);
  }

  /** The file of an absolute dotted name, as a file imports it. */
  module(name: string, from: string, names: readonly string[] | null = null): PythonFile | undefined {
    const found = this.#locator.find(name, from, names);
    return this.#seen(found?.path);
  }

  /** The file that the module part of a `from` import names. */
  source(file: PythonFile, fact: ImportFact): PythonFile | undefined {
    if (fact.level === 0) return this.module(fact.module, file.path, fact.names?.map(({ name }) => name) ?? null);
    const path = this.#locator.relative(file.path, fact.level, fact.module);
    return this.#seen(path);
  }

  /** The submodule that one name of a `from` import means, where it means one. */
  submodule(file: PythonFile, fact: ImportFact, name: string): PythonFile | undefined {
    const source = this.source(file, fact);
    let folders: readonly string[] = [];
    if (source) folders = /(?:^|\/)__init__\.pyi?$/.test(source.path) ? [parentOf(source.path)] : [];
    else if (fact.level === 0) folders = this.#locator.namespaces(fact.module, file.path);
    else {
      let base = parentOf(file.path);
      for (let up = 1; up < fact.level; up++) base = parentOf(base);
      folders = [fact.module === "" ? base : `${base}/${fact.module.replaceAll(".", "/")}`];
    }
    return this.#seen(this.#locator.submodule(folders, name));
  }

  /** A submodule of a package's file, by its name. */
  child(file: PythonFile, name: string): PythonFile | undefined {
    if (!/(?:^|\/)__init__\.pyi?$/.test(file.path)) return undefined;
    const path = this.#locator.submodule([parentOf(file.path)], name);
    return this.#seen(path);
  }
}
