import type { ServiceReport } from "../model/verification";
import type { Usage } from "./sample-stats";

const STEP = 64 * 1024 * 1024;

/**
 * Limits that leave room above what was measured: memory half as much again as its peak, in steps of 64 MiB; processors
 * half as much again as the busiest second, in quarters; as many server processes as the processors that were kept busy,
 * at least two, so that one slow request does not hold up all others. `workers` is how many there were, null for what is
 * no such server. Each that is added takes memory as well.
 *
 * A sample is the mean of a second, and the start lies before the first: a program that imports or answers takes a whole
 * processor for as long as it does, so none gets less. An engine refuses a limit above its own processors.
 */
export function suggestResources(
  { memoryPeak, cpuPeak }: Usage,
  { workers: before, machineCpus }: { readonly workers: number | null; readonly machineCpus: number },
): ServiceReport["suggested"] {
  if (memoryPeak === 0) return null;
  const workers = before === null ? null : Math.max(2, Math.ceil(cpuPeak / 100));
  const growth = Math.max(1, (workers ?? 1) / (before ?? 1));
  const cpus = Math.max(1, Math.ceil((cpuPeak * 1.5) / 25) / 4);
  return {
    memoryBytes: Math.max(2, Math.ceil((memoryPeak * growth * 1.5) / STEP)) * STEP,
    cpus: Math.min(cpus, Math.max(1, machineCpus)),
    workers,
  };
}
