/** One entry of a folder as the `Files` port lists it. */
export interface FileEntry {
  /** Relative to the listed root, with `/`. */
  readonly path: string;
  readonly bytes: number;
  /** Executable by its owner: kept when the file is sent to an engine. */
  readonly executable: boolean;
  /** When it was last written, in milliseconds since 1970; absent where nobody tells. */
  readonly modified?: number;
}

/** A part of the tree that was left out. */
export interface ListingProblem {
  readonly code: "unreadable" | "broken-link" | "too-many-files";
  readonly path: string;
  /** The cause in words for a person, without a full stop: `permission denied`. */
  readonly message: string;
}

export interface Listing {
  readonly files: readonly FileEntry[];
  readonly problems: readonly ListingProblem[];
}

/** Says whether a folder is to be entered; called with its path relative to the root and the names of its entries. */
export type EnterFolder = (path: string, names: readonly string[]) => boolean | Promise<boolean>;

/**
 * Reading and writing below one root folder. Paths are relative, with `/`. Symlinks that leave the root or make a loop
 * are not followed. Nothing is executed.
 */
export interface Files {
  /** The folder's absolute path on this machine, for shells and child processes only. */
  readonly root: string;
  list(enter: EnterFolder, signal?: AbortSignal): Promise<Listing>;
  /** The file's bytes, or null where it is absent or may not be read. Never more than `limit` bytes. */
  read(path: string, limit?: number): Promise<Uint8Array | null>;
  /** The file piece by piece, for one that may be too large to hold; null where it is absent or may not be read. */
  open(path: string): Promise<OpenFile | null>;
  exists(path: string): Promise<boolean>;
  isWritable(path: string): Promise<boolean>;
  /** Sets the permission bits of what is there; says nothing where the platform has none. */
  setMode(path: string, mode: number): Promise<void>;
  /**
   * Writes all or nothing: every target is checked against `before` first (`target-changed`), all temporary files are
   * written, then renamed; renames are undone on failure (`apply-failed`).
   */
  writeAll(changes: readonly FileWrite[]): Promise<void>;
}

/** What reading a folder takes: nothing that only sees this can write. */
export type ReadFiles = Pick<Files, "list" | "read">;

/** A file that is being read; leaving the loop over its chunks closes it. */
export interface OpenFile {
  /** Its size when it was opened. */
  readonly bytes: number;
  readonly chunks: AsyncIterable<Uint8Array>;
}

export interface FileWrite {
  readonly path: string;
  readonly text: string;
  /** The content the change was made from; null where the file must not exist yet. */
  readonly before: string | null;
  /** Unix permission bits for a new file, such as 0o600 for secrets. */
  readonly mode?: number;
  /** Unix permission bits for the folder, where it has to be made. */
  readonly folderMode?: number;
}
