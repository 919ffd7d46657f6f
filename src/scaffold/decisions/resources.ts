import type { ProcessDesign, WebDesign } from "../blueprint";
import { runs, type Subject } from "./subject";

export interface ResourceDecision {
  readonly memory: string;
  readonly cpus: number | null;
}

const USUAL = 512;
/** Models and their runtime take gigabytes before the first request. */
const HEAVY = 4096;
const HEAVY_DISTRIBUTIONS = ["torch", "tensorflow", "jax"];
const STEP = 64;

/** Peak memory in bytes by service, as a recorded baseline has it (`memory.peak.web`). */
export type Measured = Readonly<Record<string, number>>;

/** What one container of a unit may take at most: twice what was measured, or a figure that fits its kind. */
export function decideResources(
  { decider, recon }: Subject,
  processes: readonly (Pick<WebDesign, "service"> | Pick<ProcessDesign, "service">)[],
  measured: Measured,
): ResourceDecision {
  const peaks = processes.flatMap(({ service }) => measured[`memory.peak.${service}`] ?? []);
  const heavy = HEAVY_DISTRIBUTIONS.find(name => runs(recon, name));
  const peak = peaks.length > 0 ? Math.max(...peaks) : null;
  const memory = decider.text({
    key: "resources.memory",
    value: peak === null ? megabytes(heavy ? HEAVY : USUAL) : megabytes((peak * 2) / 1024 ** 2),
    reason:
      peak === null
        ? heavy
          ? `${heavy} loads its models into memory; nothing was measured yet, so there is room for a small one.`
          : "Enough for a Python service with a few workers; nothing was measured yet."
        : `Twice the ${Math.ceil(peak / 1024 ** 2)} MiB that the recorded baseline measured, so that a peak is no crash.`,
    alternatives: ["256M", "1G", "2G"],
  });
  const cpus = decider.text({
    key: "resources.cpus",
    value: "none",
    reason: "Processors are shared by need; a limit would slow start and peaks down for nobody's good.",
    alternatives: ["1", "2"],
  });
  const count = Number(cpus);
  return { memory, cpus: Number.isFinite(count) && count > 0 ? count : null };
}

/** Rounded up, as Compose writes it. */
function megabytes(amount: number): string {
  const rounded = Math.max(2 * STEP, Math.ceil(amount / STEP) * STEP);
  return rounded % 1024 === 0 ? `${rounded / 1024}G` : `${rounded}M`;
}

/** The zone of the clock in the container; Python reads it from `TZ`. */
export function decideTimeZone({ decider }: Subject): string | null {
  return decider.optionalText({
    key: "time.zone",
    value: null,
    reason: "The image's clock shows UTC, so times in logs and data mean the same everywhere.",
    alternatives: ["Europe/Berlin", "America/New_York"],
  });
}
