import type { ServiceReport } from "../model/verification";
import type { Usage } from "./sample-stats";

const STEP = 64 * 1024 * 1024;

/**
 * Limits that leave room above what was measured: memory half as much again as its peak, in steps of 64 MiB; processors
 * half as much again as the busiest second, in quarters, and a whole one at least where no load was put on the service; as many server processes as the processors that were kept busy,
 * at least two, so that one slow request does not hold up all others.
 */
export function suggestResources(
  usage: Usage,
  { isServer, isLoaded }: { readonly isServer: boolean; readonly isLoaded: boolean },
): ServiceReport["suggested"] {
  if (usage.memoryPeak === 0) return null;
  const cpus = Math.max(isLoaded ? 0.25 : 1, Math.ceil((usage.cpuPeak * 1.5) / 25) / 4);
  return {
    memoryBytes: Math.max(2, Math.ceil((usage.memoryPeak * 1.5) / STEP)) * STEP,
    cpus,
    workers: isServer ? Math.max(2, Math.ceil(usage.cpuPeak / 100)) : null,
  };
}
