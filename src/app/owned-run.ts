import { listOwned, removeOwned } from "../engine/cleanup";
import { isProcessRunning, processSpace } from "../host/process-id";
import { messageOf } from "../model/error";
import type { Clock, Engine, Ports } from "../model/ports";
import { removeRun, type RunRemoval } from "../verify/remove-run";
import { dockerName, type RunIdentity } from "../verify/run-identity";

/**
 * What everything that one run makes in the engine bears, and the Compose project of its own. What runs before it left,
 * whose process was killed, is removed first; that such a thing cannot be removed does not keep the new run.
 */
export async function newRun(
  ports: Pick<Ports, "random" | "clock" | "log">,
  engine: Engine,
  name: string,
): Promise<RunIdentity> {
  await removeDeadRuns(engine, ports.clock).catch((error: unknown) => {
    ports.log.warn(`What earlier runs left was not removed: ${messageOf(error)}`);
  });
  const suffix = ports.random.text(6).toLowerCase();
  return {
    // The process is part of the name, so that a clean-up can tell runs that are still going on.
    owner: `${process.pid}-${processSpace()}-${suffix}`,
    workspace: name,
    started: new Date(ports.clock.now()).toISOString(),
    project: `drydock-${dockerName(name)}-${suffix}`,
  };
}

/** Whether the process of a run is gone. Only where it ran is known what its number means; elsewhere the answer is no. */
function isDead(owner: string): boolean {
  const [process = "", space] = owner.split("-");
  return space === processSpace() && !isProcessRunning(Number(process));
}

async function removeDeadRuns(engine: Engine, clock: Clock): Promise<void> {
  for (const { owner } of await listOwned(engine)) {
    if (isDead(owner)) await removeRun(removalOf(engine), owner, clock, () => undefined);
  }
}

export function removalOf(engine: Engine): RunRemoval {
  return {
    list: async owner =>
      (await listOwned(engine)).find(each => each.owner === owner) ?? {
        containers: [],
        networks: [],
        volumes: [],
        images: [],
      },
    remove: owner => removeOwned(engine, owner, { images: true }),
  };
}
