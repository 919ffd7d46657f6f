import { listOwned, removeOwned } from "../engine/cleanup";
import type { Engine } from "../model/ports";
import { runState, type RunState } from "./owned-run";

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
  readonly state: RunState;
  readonly isKept: boolean;
}

/**
 * Removes what finished runs left behind, by each run's own value; what belongs to a running process is kept, and what a
 * run elsewhere made unless `elsewhere` is asked for, as nobody here knows whether it has ended.
 */
export async function cleanUp(
  engine: Engine,
  options: { readonly dryRun: boolean; readonly elsewhere?: boolean },
): Promise<readonly CleanedRun[]> {
  const cleaned: CleanedRun[] = [];
  for (const run of await listOwned(engine)) {
    const state = runState(run.owner);
    const isKept = state === "running" || (state === "elsewhere" && !options.elsewhere);
    const { owner, workspace, started } = run;
    const counts = {
      containers: run.containers.length,
      networks: run.networks.length,
      volumes: run.volumes.length,
      images: run.images.length,
      failed: [],
    };
    const removed = isKept || options.dryRun ? counts : await removeOwned(engine, owner, { images: true });
    cleaned.push({ owner, workspace, started, ...removed, state, isKept });
  }
  return cleaned;
}
