import { formatCount, formatMs, plural } from "./figures";

interface Scaled {
  readonly service: string;
  readonly growth: number | null;
  readonly cpus: number;
  readonly steps: readonly {
    readonly replicas: number;
    readonly requestsPerSecond: number;
    readonly p95Ms: number;
    readonly errorPercent: number;
  }[];
}

/** `3 containers of web answer 2.7 times the requests of one.`, and what else may have limited them. */
export function scaleWords({ service, steps, growth, cpus }: Scaled): string {
  const count = steps.at(-1)?.replicas ?? 1;
  if (growth === null) return `One of ${service} was measured.`;
  const so = `${plural(count, "container")} of ${service} answer ${growth} times the requests of one.`;
  if (growth >= 1.2) return so;
  // One container may keep several processors busy, so where each has none of its own, the code need not be what limits them.
  return count >= cpus
    ? `${so} ${plural(cpus, "processor")} of this machine may be the limit, since the proxy and the load take their part as well: measure where there are more.`
    : `${so} Something else than ${service} limits them.`;
}

/** Rows of containers, requests a second, answer time and failed requests. */
export function scaleRows({ steps }: Scaled): readonly (readonly string[])[] {
  return steps.map(({ replicas, requestsPerSecond, p95Ms, errorPercent }) => [
    plural(replicas, "container"),
    `${formatCount(Math.round(requestsPerSecond))} a second`,
    `95 %: ${formatMs(p95Ms)}`,
    `${Math.round(errorPercent * 10) / 10} % failed`,
  ]);
}
