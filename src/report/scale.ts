import { formatCount, formatMs, plural } from "./figures";

interface Scaled {
  readonly service: string;
  readonly growth: number | null;
  readonly steps: readonly {
    readonly replicas: number;
    readonly requestsPerSecond: number;
    readonly p95Ms: number;
    readonly errorPercent: number;
  }[];
}

/** `3 of web answer 2.7 times the requests of one.` */
export function scaleWords({ service, steps, growth }: Scaled): string {
  const count = steps.at(-1)?.replicas ?? 1;
  if (growth === null) return `One of ${service} was measured.`;
  const so = `${plural(count, "container")} of ${service} answer ${growth} times the requests of one.`;
  return growth < 1.2 ? `${so} Something else than ${service} limits them.` : so;
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
