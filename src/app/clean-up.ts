import { listOwned, removeOwned } from "../engine/cleanup";
import { isProcessRunning } from "../host/process-id";
import type { Engine } from "../model/ports";

export interface CleanedRun {
  readonly owner: string;
  readonly workspace: string;
  readonly started: string;
  readonly containers: number;
  readonly networks: number;
  readonly volumes: number;
  readonly images: number;
  /** What could not be removed, and why. */
  readonly failed: readonly { readonly kind: string; readonly name: string; readonly why: string }[];
  readonly isRunning: boolean;
}

/** Removes what finished runs left behind, by each run's own value; what belongs to a running process is kept. */
export async function cleanUp(engine: Engine, options: { readonly dryRun: boolean }): Promise<readonly CleanedRun[]> {
  const cleaned: CleanedRun[] = [];
  for (const run of await listOwned(engine)) {
    const isRunning = isProcessRunning(Number(run.owner.split("-", 1)[0]));
    const { owner, workspace, started } = run;
    const counts = {
      containers: run.containers.length,
      networks: run.networks.length,
      volumes: run.volumes.length,
      images: run.images.length,
      failed: [],
    };
    const removed = isRunning || options.dryRun ? counts : await removeOwned(engine, owner, { images: true });
    cleaned.push({ owner, workspace, started, ...removed, isRunning });
  }
  return cleaned;
}
