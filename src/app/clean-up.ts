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
  readonly isRunning: boolean;
}

/** Removes what finished runs left behind, by each run's own value; what belongs to a running process is kept. */
export async function cleanUp(engine: Engine, options: { readonly dryRun: boolean }): Promise<readonly CleanedRun[]> {
  const cleaned: CleanedRun[] = [];
  for (const run of await listOwned(engine)) {
    const isRunning = isProcessRunning(Number(run.owner.split("-", 1)[0]));
    const { owner, workspace, started } = run;
    const counts = { containers: run.containers.length, networks: run.networks.length, volumes: run.volumes.length };
    const removed = isRunning || options.dryRun ? counts : await removeOwned(engine, owner);
    cleaned.push({
      owner,
      workspace,
      started,
      containers: removed.containers,
      networks: removed.networks,
      volumes: removed.volumes,
      isRunning,
    });
  }
  return cleaned;
}
