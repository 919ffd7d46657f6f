// Recon off the editor's main thread.
import { nodeFiles } from "../host/node-files";
import { systemClock } from "../host/system";
import { serveTasks } from "../host/worker-threads";
import { readRecon, type ReadReconOptions } from "../recon/read-recon";

serveTasks({
  recon: (payload, { signal, progress }) => {
    const { root, request } = payload as { root: string; request: ReadReconOptions };
    return readRecon(nodeFiles(root), { ...request, elapsed: systemClock.elapsed, signal, onProgress: progress });
  },
});
