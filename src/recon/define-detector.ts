import type { Evidence } from "../model/evidence";
import type { Dependency, Manifest, PackageManager } from "../model/recon";
import type { CallFact } from "../python/facts";
import type { FileQuestion, PythonFile, PythonProject } from "../python/project";
import type { Workspace } from "../workspace/workspace";

/** What a detector declares to read; its function is called with matching facts only, and not at all where none match. */
export interface DetectorReads {
  /** Globs of non-Python files that are loaded before `detect` runs. */
  readonly files?: readonly string[];
  /** Third-party or standard modules: files that import one of them (or a submodule) are given as `python`. */
  readonly modules?: readonly string[];
  /** Fully qualified callees; a trailing `*` matches the rest: `os.getenv`, `fastapi.FastAPI`, `sqlalchemy.create_engine`. */
  readonly calls?: readonly string[];
  /** True for detectors that look at every Python file. */
  readonly everything?: boolean;
}

export interface MatchedCall {
  readonly file: PythonFile;
  readonly call: CallFact;
  /** Fully qualified callee. */
  readonly name: string;
}

export interface DetectContext {
  readonly workspace: Workspace;
  readonly project: PythonProject;
  /** Folder of the unit that is read, "" for the root. */
  readonly unit: string;
  /** Paths that matched `reads.files`, sorted, texts loaded. */
  readonly files: readonly string[];
  /** Python files that matched `reads.modules` or `reads.calls`, or all with `everything`; tests left out. */
  readonly python: readonly PythonFile[];
  readonly calls: readonly MatchedCall[];
  /** Whether a file is one of the unit's that detectors are given: all but tests. */
  owns(this: void, file: PythonFile): boolean;
  /** The answers of all Python files of the unit but tests, worked out again only for files that changed what they rest on. */
  each<T>(this: void, question: FileQuestion<readonly T[]>): readonly T[];
  readonly dependencies: readonly Dependency[];
  readonly manifests: readonly Manifest[];
  readonly packageManager: PackageManager;
}

export interface Detector {
  /** Equals the file's name. */
  readonly id: string;
  readonly title: string;
  readonly reads: DetectorReads;
  detect(context: DetectContext): readonly Evidence[];
}

/** A unit of recon: reads what it declares, returns evidence with places, knows no other detector. */
export function defineDetector(detector: Detector): Detector {
  return detector;
}
