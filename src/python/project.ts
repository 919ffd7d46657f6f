import type { Confidence, Place } from "../model/place";
import type { ImportEdge, ModuleInfo } from "../model/recon";
import type { PythonFacts, Value } from "./facts";

/** One first-party Python file with its facts. */
export interface PythonFile {
  readonly path: string;
  readonly facts: PythonFacts;
  /** Dotted module name from its source root (`shop.tasks`; packages without `.__init__`), as it is imported. */
  readonly module: string;
  /** Folder that must be on `sys.path` for that name, "" for the workspace itself. */
  readonly sourceRoot: string;
  /** Tests, examples, docs, scripts, and generated or vendored code (`generated`) are told from the application's own. */
  readonly role: "application" | "test" | "script" | "example" | "generated" | "build" | "migration";
}

/**
 * What a name, string or value is. `resolved` holds the literal; `open` says that it depends on the running program.
 * `variables` are the environment variables that were read on the way (`os.environ.get("X", "d")` resolves to "d" and
 * names X).
 */
export interface Resolution {
  readonly value: Value;
  readonly isOpen: boolean;
  readonly variables: readonly string[];
  /** File where the final value stands. */
  readonly path: string;
}

/** A question about one file; by its identity answers are found again. */
export interface FileQuestion<T> {
  (project: PythonProject, file: PythonFile): T;
  /** What a call has to be of for a file to have anything to say, by its callee as it is written (see `eachCall`). */
  readonly callees?: (callee: string) => boolean;
  /** Which files have anything to say, whatever they hold (see `among`). */
  readonly files?: (file: PythonFile) => boolean;
}

/** What one file has to say to a question. */
export interface FileTold<T> {
  readonly file: PythonFile;
  readonly told: readonly T[];
}

/** All first-party Python of a workspace, linked: the only thing detectors ask about code. */
export interface PythonProject {
  readonly files: readonly PythonFile[];
  readonly sourceRoots: readonly string[];
  readonly modules: readonly ModuleInfo[];
  readonly imports: readonly ImportEdge[];
  file(path: string): PythonFile | undefined;
  /** The first-party file that `import name` would load, tried from the importing file's own folder first. */
  module(name: string, from?: string): PythonFile | undefined;
  /** The first file whose module has a name. */
  named(module: string): PythonFile | undefined;
  /** Imports of a file that no first-party file answers, as written; a question about the file may ask for them. */
  foreign(file: PythonFile): readonly { readonly module: string; readonly offset: number }[];
  /** Top-level names of modules that no first-party file provides, with every import of them. */
  readonly thirdParty: ReadonlyMap<
    string,
    readonly { readonly path: string; readonly offset: number; readonly kind: string; readonly module: string }[]
  >;
  /**
   * The fully qualified name of a dotted path as written in a file, following imports, re-exports and aliases:
   * `environ.get` after `from os import environ` is `os.environ.get`; `db.Model` may be `flask_sqlalchemy.SQLAlchemy().Model`
   * where `db` is bound to that call. The path itself where nothing is known.
   */
  qualify(file: PythonFile, path: string, scope?: number): string;
  /** Follows constants, joins, f-strings, `or` defaults and settings attributes as far as it is cheap and sound. */
  resolve(file: PythonFile, value: Value, scope?: number): Resolution;
  /** The string that a value resolves to, or null where it is open or no string. */
  string(file: PythonFile, value: Value | null | undefined, scope?: number): string | null;
  /**
   * The answer to a question about one file, kept until that file or one that its names lead to changes. A question may
   * ask this project about names and values and the file for its facts, and nothing else; it is known by its identity.
   */
  about<T>(file: PythonFile, question: FileQuestion<T>): T;
  /**
   * The answers of all files but tests to a question as `about` takes it, in the order of paths and without the files that
   * have nothing to say. The list is the same one for as long as no answer in it changes, whatever else does.
   */
  each<T>(question: FileQuestion<readonly T[]>): readonly FileTold<T>[];
  /** The same of all files, tests among them. */
  everywhere<T>(question: FileQuestion<readonly T[]>): readonly FileTold<T>[];
  /**
   * What all files answer, tests among them, without telling which: plain data, compared by what it says, so that the list
   * is the same one until a file answers something else.
   */
  collect<T>(question: FileQuestion<readonly T[]>): readonly T[];
  /**
   * The answer to a question about all code, kept until something that it looked at changes; known by its identity. It must
   * not hold the project, which the next state of the code replaces. Where `isSame` says so of a new answer, the object
   * that was given before is given again, so that what rests on it stays too.
   */
  whole<T>(question: (project: PythonProject) => T, isSame?: (before: T, after: T) => boolean): T;
  /** The same for work that takes more than the code: kept by `key` for as long as its inputs are the same ones, too. */
  keep<T>(key: unknown, inputs: readonly unknown[], work: () => T): T;
  /** A place in a file's source, with its line masked. */
  place(file: PythonFile, offset: number, confidence?: Confidence): Place;
}
