// Recon off the editor's main thread. The core lies beside this bundle and is loaded from there, not packed a second time.
import { blockingNodeFiles } from "../host/node-files";
import { systemClock } from "../host/system";
import { serveTasks } from "../host/worker-threads";
import type { ReadReconOptions } from "../recon/read-recon";

const { readRecon } = require("./core.js") as typeof import("./core-entry");

serveTasks({
  recon: (payload, { signal, progress }) => {
    const { root, request } = payload as { root: string; request: ReadReconOptions };
    return readRecon(blockingNodeFiles(root), {
      ...request,
      elapsed: systemClock.elapsed,
      signal,
      onProgress: progress,
    });
  },
});
