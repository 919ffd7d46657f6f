import type { ScaleReport } from "../model/scale-report";
import { formatCount, formatMs, plural } from "./figures";

type Scaled = Pick<ScaleReport, "service" | "growth" | "cpus" | "steps">;

/** `3 containers of web answer 2.7 times the requests of one.`, and where they hardly do, what limits them. */
export function scaleWords(scaled: Scaled): string {
  const { service, steps, growth } = scaled;
  const last = steps.at(-1);
  if (growth === null || !last) return `One of ${service} was measured.`;
  const so = `${plural(last.replicas, "container")} of ${service} answer ${growth} times the requests of one.`;
  return growth >= 1.2 ? so : `${so} ${limitWords(scaled, last)}`;
}

/** Per cent of its processor from which a program with one thread, or of all of them from which a machine, can hardly do more. */
const FULL = 85;

/** What the samples say was at its limit. The proxy and the load have one thread each, so more processors would not help them. */
function limitWords({ service, cpus }: Scaled, { cpu, machinePercent }: Scaled["steps"][number]): string {
  const own = [...Object.entries(cpu.services), ["the proxy", cpu.proxy] as const, ["the load", cpu.load] as const];
  const others = own.reduce((rest, [, percent]) => rest - percent, machinePercent * cpus);
  const shares = [...own, ["all else", Math.max(0, others)] as const]
    .map(([name, percent]) => `${name} ${percent} %`)
    .join(", ");
  for (const [what, percent] of [
    ["load", cpu.load],
    ["proxy", cpu.proxy],
  ] as const)
    if (percent >= FULL)
      return `The ${what} of this check took ${percent} % of the one processor that it can use, so it may be the limit, and not ${service}.`;
  const machine = `Of ${plural(cpus, "processor")} ${machinePercent} % was taken (of one each: ${shares})`;
  return machinePercent >= FULL
    ? `${machine}, so this machine is the limit: measure where there are more.`
    : `${machine}, so ${service} waits for something else than a processor, such as another service, a lock or a number of workers or connections.`;
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
