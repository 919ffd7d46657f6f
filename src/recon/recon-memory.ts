import type { Problem, Recon } from "../model/recon";
import type { LinkedProject } from "../python/link/link-project";
import type { ManifestReading } from "../python/manifests/read-manifests";
import type { KnownFile } from "../python/read-project";
import type { Workspace } from "../workspace/workspace";

/** What one reading of a folder leaves for the next; the caller keeps it, and gives it to readings of that folder only. */
export interface ReconMemory {
  /** Python files as they were read, by path. */
  files: ReadonlyMap<string, KnownFile>;
  project: LinkedProject | undefined;
  /** Python files that could not be read. */
  unread: readonly Problem[];
  /** The folder as it was listed, with the texts that were read. */
  workspace: Workspace | undefined;
  /** What its manifests and locks say. */
  reading: ManifestReading | undefined;
  /** The last answer, with what it was asked for. */
  last: { readonly request: string; readonly recon: Recon } | undefined;
  /** Python files whose text, not only their facts, was read: build scripts, settings of servers. */
  texts: ReadonlySet<string>;
}

export function emptyMemory(): ReconMemory {
  return {
    files: new Map(),
    project: undefined,
    unread: [],
    workspace: undefined,
    reading: undefined,
    last: undefined,
    texts: new Set(),
  };
}
