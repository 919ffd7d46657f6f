import { runs, type Subject } from "./subject";

export interface ResourceDecision {
  readonly memory: string;
  readonly cpus: number | null;
}

const USUAL = "512M";
/** Models and their runtime take gigabytes before the first request. */
const HEAVY = "4G";
const HEAVY_DISTRIBUTIONS = ["torch", "tensorflow", "jax"];

/**
 * What one container of a unit may take at most: a figure that fits its kind. What was measured lies on one machine, so it
 * decides nothing here; a person writes it into the Compose file with `verify --limits`.
 */
export function decideResources({ decider, recon }: Subject): ResourceDecision {
  const heavy = HEAVY_DISTRIBUTIONS.find(name => runs(recon, name));
  const memory = decider.text({
    key: "resources.memory",
    value: heavy ? HEAVY : USUAL,
    reason: heavy
      ? `${heavy} loads its models into memory, so there is room for a small one.`
      : "Enough for a Python service with a few workers.",
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

/** The zone of the clock in the container; Python reads it from `TZ`. */
export function decideTimeZone({ decider }: Subject): string | null {
  return decider.optionalText({
    key: "time.zone",
    value: null,
    reason: "The image's clock shows UTC, so times in logs and data mean the same everywhere.",
    alternatives: ["Europe/Berlin", "America/New_York"],
  });
}
