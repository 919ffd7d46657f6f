import { createHash } from "node:crypto";
import { openValueStore, type ValueStore } from "../host/value-store";
import { throwIfCancelled } from "../model/error";
import type { ReadFiles } from "../model/ports";
import type { Recon } from "../model/recon";
import { type ReadReconOptions, requestOf } from "../recon/read-recon";
import { openWorkspace, type Workspace } from "../workspace/workspace";
import { cacheFileOf } from "./cache-file";
import { openFactsCache } from "./facts-cache";

export interface CachedRecon {
  readonly recon: Recon;
  /** Given again, and not worked out: nothing is known of the folder but this answer. */
  readonly isKept: boolean;
  /** Keeps what was worked out, for the next run. */
  readonly save: () => void;
}

/** An answer and all that it was made from. */
interface Kept {
  readonly listing: string;
  readonly reads: readonly Read[];
  readonly recon: Recon;
}

/** A file as a reading saw it: at most `limit` bytes of it, by their hash; null where it could not be read. */
interface Read {
  readonly path: string;
  readonly limit: number | undefined;
  readonly hash: string | null;
}

/**
 * Recon of a folder with what the last run left under the cache folder. An answer is a function of what was asked, of the
 * listing and of the files that were read; where all of these are the same by content, it is given again. Times of files do
 * not count, so a fresh clone is answered as well. Else `read` works it out, with the facts of the files that are as they were.
 */
export async function cachedRecon(
  files: ReadFiles & { readonly root: string },
  cacheFolder: string | null,
  options: ReadReconOptions,
  read: (files: ReadFiles, options: ReadReconOptions) => Promise<Recon>,
): Promise<CachedRecon> {
  const store = cacheFolder === null ? null : openKept(cacheFolder, files.root);
  if (cacheFolder === null || !store) return { recon: await read(files, options), isKept: false, save() {} };
  const elapsed = options.elapsed ?? ((): number => 0);
  const start = elapsed();
  const { name, settings, signal } = options;
  const { watched, reads, end } = recorded(files);
  const listed = await openWorkspace(name, watched, { exclude: settings?.recon.exclude ?? [], signal });
  // What listing reads, such as git's index, counts by what is listed.
  reads.clear();
  const listing = listingHash(listed);
  const listMs = elapsed() - start;
  const key = requestOf(options);
  const kept = store.get(key) as Kept | undefined;
  if (kept?.listing === listing && (await areSame(files, kept.reads, signal))) {
    const totalMs = elapsed() - start;
    const timings = { listMs, readMs: totalMs - listMs, scanMs: 0, linkMs: 0, detectMs: 0, totalMs };
    return { recon: { ...kept.recon, timings: { ...kept.recon.timings, ...timings } }, isKept: true, save() {} };
  }
  const facts = openFactsCache(cacheFolder, files.root);
  const given = { ...options, listed, ...(facts ? { cache: facts.cache, hash: facts.hash } : {}) };
  const recon = await read(watched, given).finally(end);
  return {
    recon,
    isKept: false,
    save() {
      facts?.save();
      store.set(key, { listing, reads: [...reads.values()], recon } satisfies Kept);
      store.save();
    },
  };
}

function openKept(cacheFolder: string, root: string): ValueStore | null {
  const file = cacheFileOf(cacheFolder, "recon", root, process.env.DRYDOCK_BUILD);
  return file === null ? null : openValueStore(file);
}

/** Files that note what is read of them until the answer is there; who has them then may go on reading. */
function recorded(files: ReadFiles): {
  readonly watched: ReadFiles;
  readonly reads: Map<string, Read>;
  readonly end: () => void;
} {
  const reads = new Map<string, Read>();
  const state = { isEnded: false };
  const watched: ReadFiles = {
    list: files.list.bind(files),
    async read(path, limit) {
      const bytes = await files.read(path, limit);
      if (!state.isEnded) reads.set(`${limit} ${path}`, { path, limit, hash: hashOf(bytes) });
      return bytes;
    },
  };
  return { watched, reads, end: () => void (state.isEnded = true) };
}

async function areSame(files: ReadFiles, reads: readonly Read[], signal: AbortSignal | undefined): Promise<boolean> {
  for (const { path, limit, hash } of reads) {
    throwIfCancelled(signal);
    if (hashOf(await files.read(path, limit)) !== hash) return false;
  }
  return true;
}

function hashOf(bytes: Uint8Array | null): string | null {
  return bytes && createHash("sha256").update(bytes).digest("base64");
}

/** All that may be asked of a listing; times are left out, as no answer tells them. */
function listingHash({ files, problems, installedFolders, leftOut }: Workspace): string {
  const entries = files.map(({ path, bytes, executable }) => [path, bytes, executable]);
  return createHash("sha256")
    .update(JSON.stringify([entries, problems, installedFolders, leftOut]))
    .digest("base64");
}
