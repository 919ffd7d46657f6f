import type { Engine, StatsSample } from "../model/ports";
import { median } from "./statistics";
import type { StartedService } from "./run-stack";

/** No memory at rest stands for no samples of it: a process always has some. */
export interface Usage {
  readonly memoryIdle: number;
  readonly memoryPeak: number;
  readonly cpuIdle: number;
  readonly cpuPeak: number;
}

/** Samples of each container by service: at rest and under load. */
export interface Sampling {
  /** From now on the samples count as under load. */
  readonly load: () => void;
  /** Whether the samples of a service tell what it takes at rest, or no more of them come. */
  readonly isSampled: (service: string) => boolean;
  /** Whether the last samples of a service show it at work. */
  readonly isBusy: (service: string) => boolean;
  /** Ends the streams. */
  readonly end: () => Promise<ReadonlyMap<string, Usage>>;
}

interface Series {
  readonly idle: StatsSample[];
  readonly busy: StatsSample[];
  ended: boolean;
}

/** How many samples, about one a second, tell what a service does now. */
const LATEST = 3;
/** Per cent of a processor that a program at rest does not take. */
const BUSY_PERCENT = 25;

/** Takes the engine's samples, about one a second, of every running container. */
export function sampleStats(engine: Engine, started: readonly StartedService[]): Sampling {
  const series = new Map<string, Series>();
  const stop = new AbortController();
  const state = { busy: false };
  const streams = started
    .filter(({ detail }) => detail.state === "running")
    .map(service => {
      const own: Series = { idle: [], busy: [], ended: false };
      series.set(service.name, own);
      const take = (sample: StatsSample): unknown => (state.busy ? own.busy : own.idle).push(sample);
      return untilEnded(engine, service, take, stop.signal).then(() => (own.ended = true));
    });
  return {
    load: () => {
      state.busy = true;
    },
    isSampled: name => {
      const own = series.get(name);
      return own === undefined || own.ended || isKnown(own);
    },
    isBusy: name => (series.get(name)?.idle ?? []).slice(1).slice(-LATEST).some(isAtWork),
    async end() {
      stop.abort();
      await Promise.all(streams);
      return new Map([...series].map(([name, own]) => [name, usageOf(own)]));
    },
  };
}

/**
 * Per cent of one processor that all containers of each service take together, from the engine's samples, until the answer is
 * asked.
 */
export function watchCpu(
  engine: Pick<Engine, "stats">,
  started: readonly StartedService[],
): () => Promise<ReadonlyMap<string, number>> {
  const stop = new AbortController();
  const running = started.filter(({ detail }) => detail.state === "running");
  const samples = running.map((): number[] => []);
  const streams = running.map((service, index) =>
    untilEnded(engine, service, ({ cpuPercent }) => samples[index]?.push(cpuPercent), stop.signal),
  );
  return async () => {
    stop.abort();
    await Promise.all(streams);
    const taken = new Map<string, number>();
    for (const [index, { name }] of running.entries()) {
      // The first has nothing to compare with.
      const [, ...known] = samples[index] ?? [];
      const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
      taken.set(name, (taken.get(name) ?? 0) + mean);
    }
    return new Map([...taken].map(([name, value]) => [name, Math.round(value)]));
  };
}

/**
 * Takes samples until they are stopped or no more come. Never rejects: nobody waits for it while the load runs, and of an
 * engine that is gone the next request tells.
 */
async function untilEnded(
  engine: Pick<Engine, "stats">,
  { containerId }: StartedService,
  take: (sample: StatsSample) => void,
  signal: AbortSignal,
): Promise<void> {
  await engine.stats(containerId, take, signal).catch(() => undefined);
}

function isAtWork({ cpuPercent }: StatsSample): boolean {
  return cpuPercent > BUSY_PERCENT;
}

/** The first sample of a stream has nothing to compare with, so its share of a processor says nothing. */
function isKnown({ idle }: Series): boolean {
  return idle.length > 1;
}

function usageOf(own: Series): Usage {
  const { idle, busy } = own;
  const all = [...idle, ...busy];
  const rest = idle.slice(1).slice(-LATEST);
  const cpu = rest.map(({ cpuPercent }) => cpuPercent);
  return {
    memoryIdle: isKnown(own) ? Math.round(median(idle.slice(-LATEST).map(({ memoryBytes }) => memoryBytes))) : 0,
    memoryPeak: Math.max(0, ...all.map(({ memoryBytes }) => memoryBytes)),
    cpuIdle: round(median(cpu)),
    cpuPeak: round(Math.max(0, ...all.map(({ cpuPercent }) => cpuPercent))),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
