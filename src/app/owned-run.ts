import { listOwned, removeOwned } from "../engine/cleanup";
import { isProcessRunning, processSpace } from "../host/process-id";
import { messageOf } from "../model/error";
import type { Engine, Ports } from "../model/ports";
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
  await removeEndedRuns(engine, ports).catch((error: unknown) => {
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

/** Only where a run began is known what the number of its process means: "elsewhere" may be running, or have ended. */
export type RunState = "running" | "ended" | "elsewhere";

export function runState(owner: string): RunState {
  const [process = "", space] = owner.split("-");
  if (space !== processSpace()) return "elsewhere";
  return isProcessRunning(Number(process)) ? "running" : "ended";
}

async function removeEndedRuns(engine: Engine, { clock, log }: Pick<Ports, "clock" | "log">): Promise<void> {
  for (const { owner } of await listOwned(engine)) {
    if (runState(owner) !== "ended") continue;
    const { failed } = await removeRun(removalOf(engine), owner, clock, () => undefined);
    for (const { kind, name, why } of failed) log.warn(`The ${kind} ${name} of an earlier run was not removed: ${why}`);
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
