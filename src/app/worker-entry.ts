// Recon off the editor's main thread. The core lies beside this bundle and is loaded from there, not packed a second time.
import { systemClock } from "../host/system";
import { serveTasks } from "../host/worker-threads";
import type { ReadFiles } from "../model/ports";
import type { Recon } from "../model/recon";
import type { ReadReconOptions } from "../recon/read-recon";
import type { ReconMemory } from "../recon/recon-memory";
import type { ReconAnswer, ReconRequest } from "./recon-answer";

const { blockingNodeFiles, cachedRecon, emptyMemory, patchBetween, rereadRecon } =
  require("./core.js") as typeof import("./core-entry");

/** What is kept of each folder: facts stay in this thread, only answers and what changed in them are sent. */
interface Folder {
  readonly memory: ReconMemory;
  /** Readings of one folder run one after the other, so that each starts from what the last one left. */
  turn: Promise<unknown>;
  sent: { readonly version: number; readonly recon: Recon } | undefined;
}

const folders = new Map<string, Folder>();

serveTasks({
  recon: (payload, { signal, progress }) => {
    const { root, request, changed, cacheFolder, have } = payload as ReconRequest;
    const folder: Folder = folders.get(root) ?? { memory: emptyMemory(), turn: Promise.resolve(), sent: undefined };
    folders.set(root, folder);
    const read = async (): Promise<ReconAnswer> => {
      const { memory, sent } = folder;
      const { elapsed } = systemClock;
      const files = blockingNodeFiles(root);
      const options = { ...request, elapsed, changed };
      const reread = (of: ReadFiles, given: ReadReconOptions): Promise<Recon> => rereadRecon(of, { ...given, memory });
      // What is remembered of a folder is newer than what was kept of it, so the disk is asked the first time only.
      const cache = memory.last ? null : cacheFolder;
      const { recon, isKept, save } = await cachedRecon(
        files,
        cache,
        { ...options, signal, onProgress: progress },
        reread,
      );
      // After the answer has left, since nobody waits for it.
      setImmediate(() => {
        save();
        if (isKept) folder.turn = folder.turn.then(() => reread(files, options)).catch(() => undefined);
      });
      const version = (sent?.version ?? 0) + 1;
      folder.sent = { version, recon };
      return sent !== undefined && sent.version === have
        ? { version, patch: patchBetween(sent.recon, recon) }
        : { version, recon };
    };
    const answer = folder.turn.then(read, read);
    folder.turn = answer;
    return answer;
  },
});
