import { systemClock, systemRandom } from "../../src/host/system";
import type { Ports } from "../../src/model/ports";
import { memoryFiles } from "./memory-files";

export const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** The ports over files in memory: what would start a process or ask a network throws. */
export function portsOver(files: ReturnType<typeof memoryFiles>, connect: Ports["connect"]): Ports {
  const never = (): never => {
    throw new Error("not used here");
  };
  return {
    files: () => files,
    state: memoryFiles({}, "/state"),
    processes: { run: never },
    clock: systemClock,
    log: silent,
    random: systemRandom,
    http: { get: never, load: never },
    workers: null,
    cacheFolder: null,
    connect,
    compose: never,
    secret: never,
  };
}
