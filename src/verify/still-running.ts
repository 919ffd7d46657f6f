import type { DrydockError } from "../model/error";
import { isOutOfMemory, outOfMemory } from "../model/out-of-memory";
import type { Clock, ContainerDetail, Engine } from "../model/ports";
import { crashedStart } from "../model/crashed-start";
import type { StartedService } from "./run-stack";
import type { Sampling } from "./sample-stats";

/** How long a program without a health check may be busy with its start, in milliseconds. */
const START_MS = 30_000;
const INTERVAL_MS = 1000;
const SHOWN_LINES = 20;

/**
 * Waits until what has no health check has come to rest. Compose calls it started as soon as its process runs, while it may
 * still import its modules: only at rest is known what it takes there, and that it did not fail. Of every container some
 * samples are awaited, which a busy engine sends late.
 *
 * @throws DrydockError `start-crashed` where one of them ended.
 */
export async function untilAtRest(
  { engine, clock }: { readonly engine: Engine; readonly clock: Clock },
  started: readonly StartedService[],
  sampling: Pick<Sampling, "isBusy" | "isSampled">,
  signal?: AbortSignal,
): Promise<void> {
  const unchecked = started.filter(({ detail }) => detail.health === null && detail.state === "running");
  const end = clock.elapsed() + START_MS;
  for (;;) {
    const ended = await endedSince(engine, unchecked);
    if (ended) throw ended;
    const unsampled = started.filter(({ name }) => !sampling.isSampled(name));
    const details = await Promise.all(unsampled.map(({ containerId }) => engine.inspect(containerId)));
    // Of what has done its work no more samples come.
    const isAtRest =
      details.every(({ state }) => state !== "running") && !unchecked.some(({ name }) => sampling.isBusy(name));
    if (isAtRest || clock.elapsed() >= end) return;
    await clock.sleep(INTERVAL_MS, signal);
  }
}

/**
 * Looks again at containers that ran: `out-of-memory` where one was killed for it; `start-crashed` where one ended with a
 * failure since, or was started again; null where all is well.
 */
export async function endedSince(engine: Engine, started: readonly StartedService[]): Promise<DrydockError | null> {
  for (const { name, containerId, detail: before } of started.filter(({ detail }) => detail.state === "running")) {
    const now = await engine.inspect(containerId);
    if (!hasEnded(before, now)) continue;
    if (isOutOfMemory(now)) return outOfMemory(name, now);
    const lines: string[] = [];
    await engine.logs(containerId, { follow: false, tail: SHOWN_LINES }, ({ text }) => lines.push(text));
    const log = lines.join("\n").trim();
    return crashedStart(
      name,
      now.restarts > 0
        ? `${name} ended by itself and was started again, ${now.restarts === 1 ? "once" : `${now.restarts} times`} so far.`
        : `${name} ended by itself, exit code ${now.exitCode ?? "unknown"}.`,
      log,
      log,
    );
  }
  return null;
}

function hasEnded(before: ContainerDetail, now: ContainerDetail): boolean {
  return now.restarts > before.restarts || (now.state !== "running" && (now.exitCode ?? 0) !== 0);
}
