import { listOwned, removeOwned } from "../engine/cleanup";
import type { Engine, Ports } from "../model/ports";
import type { RunRemoval } from "../verify/remove-run";
import { dockerName, type RunIdentity } from "../verify/run-identity";

/** What everything that one run makes in the engine bears, and the Compose project of its own. */
export function newRun(ports: Pick<Ports, "random" | "clock">, name: string): RunIdentity {
  const suffix = ports.random.text(6).toLowerCase();
  return {
    // The process is part of the name, so that a clean-up can tell runs that are still going on.
    owner: `${process.pid}-${suffix}`,
    workspace: name,
    started: new Date(ports.clock.now()).toISOString(),
    project: `drydock-${dockerName(name)}-${suffix}`,
  };
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
