import type { LockData } from "./lock-types";

export type ManifestKind =
  | "requirements"
  | "constraints"
  | "pyproject"
  | "setup.cfg"
  | "setup.py"
  | "pipfile"
  | "hatch.toml"
  | "environment.yml"
  | "uv.lock"
  | "poetry.lock"
  | "pdm.lock"
  | "pipfile.lock"
  | "pylock"
  | "conda-lock";

/** One dependency as a manifest declares it. */
export interface Declared {
  /** Normalised by PEP 503. */
  readonly name: string;
  /** PEP 440, "" for any version; alternatives of Poetry joined by `||`. */
  readonly specifier: string;
  readonly extras: readonly string[];
  readonly marker: string | null;
  /** Address, version control address or path; null where an index serves it. */
  readonly url: string | null;
  /** `main`, `dev`, `test`, `docs`, or the group's or extra's own name. */
  readonly group: string;
  /** Installed only where an extra is asked for. */
  readonly optional: boolean;
  readonly offset: number;
  /** False where a generated list says that only another package needs it. */
  readonly direct: boolean;
  /** Installed by conda, whose packages are built otherwise. */
  readonly conda: boolean;
}

/** The range of Python that a manifest demands. */
export interface PythonRange {
  /** PEP 440. */
  readonly specifier: string;
  /** As written, where that is a form of its own (Poetry's `^3.11`). */
  readonly written: string;
  readonly offset: number;
}

/** A Python version that a manifest names. */
export interface VersionStatement {
  readonly version: string;
  readonly source: string;
  readonly offset: number;
}

export interface ManifestProblem {
  readonly code: string;
  readonly message: string;
  readonly offset: number;
}

/** What wrote a requirements file, and from what. */
export interface Generator {
  /** `pip-compile`, `uv`, `poetry`, `pdm`, `pipenv`, `rye`, `hatch`. */
  readonly tool: string;
  /** Workspace paths of what it was made from, as far as the header says. */
  readonly sources: readonly string[];
  /** An export of a lock file, which therefore has precedence; else it is a lock by itself. */
  readonly isExport: boolean;
}

export interface ProjectReference {
  /** Workspace path of the folder. */
  readonly folder: string;
  readonly extras: readonly string[];
  readonly offset: number;
}

/** Everything one file says about dependencies. Plain data. */
export interface ManifestFile {
  readonly path: string;
  readonly kind: ManifestKind;
  /** Workspace paths of the files it includes or takes its dependencies from. */
  readonly includes: readonly string[];
  /** Those of them that only limit versions (`-c`). */
  readonly constraints: readonly string[];
  /** Other projects of the workspace that it installs from their folders. */
  readonly projects: readonly ProjectReference[];
  readonly declared: readonly Declared[];
  readonly lock: LockData | null;
  readonly requiresPython: PythonRange | null;
  readonly pins: readonly VersionStatement[];
  /** Own name, where it describes a project. */
  readonly projectName: string | null;
  /** Tools with a table of their own that manages dependencies: `poetry`, `pdm`, `uv`, `hatch`, `flit`, `setuptools`. */
  readonly tools: readonly { readonly name: string; readonly offset: number }[];
  readonly buildBackend: string | null;
  readonly generator: Generator | null;
  /** A full list of exact pins (`pip freeze`), where direct and transitive cannot be told apart. */
  readonly isFrozen: boolean;
  /** Hosts of package indexes other than the default, as written. */
  readonly indexes: readonly { readonly url: string; readonly offset: number }[];
  /** Globs of a uv workspace's members, relative to the file's folder. */
  readonly workspaceMembers: readonly string[];
  readonly problems: readonly ManifestProblem[];
}

/** A file's facts with everything that most kinds lack. */
export function manifestOf(
  path: string,
  kind: ManifestKind,
  facts: Partial<Omit<ManifestFile, "path" | "kind">> = {},
): ManifestFile {
  return {
    path,
    kind,
    includes: [],
    constraints: [],
    projects: [],
    declared: [],
    lock: null,
    requiresPython: null,
    pins: [],
    projectName: null,
    tools: [],
    buildBackend: null,
    generator: null,
    isFrozen: false,
    indexes: [],
    workspaceMembers: [],
    problems: [],
    ...facts,
  };
}
