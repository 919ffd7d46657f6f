import { DrydockError } from "../model/error";
import type { Clock } from "../model/ports";
import type { Removed } from "../model/verification";
import type { OnVerifyEvent } from "./events";

/** What bears a run's owner label in the engine. */
export interface OwnedThings {
  readonly containers: readonly { readonly name: string }[];
  readonly networks: readonly { readonly name: string }[];
  readonly volumes: readonly { readonly name: string }[];
  readonly images: readonly { readonly name: string }[];
}

export interface RunRemoval {
  readonly list: (owner: string) => Promise<OwnedThings>;
  readonly remove: (owner: string) => Promise<Removed>;
}

/** A request that a killed client had sent may still be carried out, and a network is busy until its last container is gone. */
const ATTEMPTS = 4;
const PAUSE_MS = 400;

/**
 * Removes all that a run made, and looks again until nothing is left: a container that was being created when the run
 * was stopped appears a moment later. What cannot be removed is told with its reason.
 */
export async function removeRun(
  removal: RunRemoval,
  owner: string,
  clock: Clock,
  onEvent: OnVerifyEvent,
): Promise<Removed> {
  const sum = { containers: 0, networks: 0, volumes: 0, images: 0 };
  let failed: Removed["failed"] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const left = await removal.list(owner);
    if (attempt > 0 && isNothing(left)) {
      failed = [];
      break;
    }
    if (attempt === 0) onEvent({ kind: "removing", left });
    const removed = await removal.remove(owner);
    sum.containers += removed.containers;
    sum.networks += removed.networks;
    sum.volumes += removed.volumes;
    sum.images += removed.images;
    failed = removed.failed;
    await clock.sleep(PAUSE_MS);
  }
  const result = { ...sum, failed };
  onEvent({ kind: "removed", removed: result });
  return result;
}

/**
 * Does some work and removes what it made, also where the work fails. Where the removal fails as well, the work's failure
 * is told, as it came first and is often the reason; only of work that was stopped, that its removal failed.
 */
export async function removedAfter(work: () => Promise<void>, remove: () => Promise<Removed>): Promise<Removed> {
  try {
    await work();
  } catch (error) {
    const failure: unknown = await remove().then(
      () => null,
      (reason: unknown) => reason,
    );
    if (failure === null) throw error;
    const told = error instanceof DrydockError && error.code === "cancelled" ? failure : error;
    if (!(told instanceof DrydockError)) throw told;
    const todo = `${told.todo} What was started is removed by the next run, or by drydock clean.`;
    throw new DrydockError(told.code, told.message, told.why, todo, told, told.place);
  }
  return await remove();
}

function isNothing(things: OwnedThings): boolean {
  return Object.values(things).every((each: readonly unknown[]) => each.length === 0);
}
