/** A dependency of a locked package. */
export interface LockEdge {
  readonly name: string;
  readonly extras: readonly string[];
  readonly marker: string | null;
  /** The exact version it goes to, where a lock holds several. */
  readonly version: string | null;
  /** The extra of the depending package that asks for it, null where it is always needed. */
  readonly extra: string | null;
}

export interface LockedPackage {
  /** Normalised by PEP 503. */
  readonly name: string;
  readonly version: string;
  readonly offset: number;
  readonly requiresPython: string | null;
  /** File names of its wheels; empty where the lock lists none. */
  readonly wheels: readonly string[];
  /** Whether a source distribution is listed; null where the lock lists no files at all. */
  readonly hasSdist: boolean | null;
  readonly edges: readonly LockEdge[];
  /** Alternatives of which one must hold for this entry (uv's resolution markers, Poetry's markers); empty: always. */
  readonly markers: readonly string[];
  /** Groups as the lock names them (`main`, `default`, `dev`, …), empty where it names none. */
  readonly groups: readonly string[];
  /** `project` is first-party: the root, a workspace member, an editable path. */
  readonly source: "index" | "vcs" | "url" | "path" | "project";
  /** Folder of a first-party package, relative to the lock's folder; "" is that folder. */
  readonly projectPath: string | null;
  /** Direct dependencies by group, for first-party packages of uv locks. */
  readonly roots: Readonly<Record<string, readonly LockEdge[]>>;
  /** Installed by conda. */
  readonly conda: boolean;
  /** The manifest asks for it itself, as far as the lock says so. */
  readonly isAsked: boolean;
}

export interface LockData {
  readonly requiresPython: { readonly specifier: string; readonly offset: number } | null;
  readonly packages: readonly LockedPackage[];
  /** What wrote it, where the file says so (`created-by` of pylock.toml). */
  readonly createdBy: string | null;
}

/** A locked package with everything that most locks lack. */
export function lockedPackage(
  facts: Pick<LockedPackage, "name" | "version" | "offset"> & Partial<LockedPackage>,
): LockedPackage {
  return {
    requiresPython: null,
    wheels: [],
    hasSdist: null,
    edges: [],
    markers: [],
    groups: [],
    source: "index",
    projectPath: null,
    roots: {},
    conda: false,
    isAsked: false,
    ...facts,
  };
}
