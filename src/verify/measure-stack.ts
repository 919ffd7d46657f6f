import type { DrydockError } from "../model/error";
import type { ComposeRequest } from "../model/ports";
import type { MigrationReport, ServiceReport } from "../model/verification";
import { checkMigrations } from "./check-migrations";
import { isGateway, type StackService } from "./compose-stack";
import { EXEC_MS, execWhileRunning } from "./exec-in-service";
import { measureImport, moduleOf } from "./import-time";
import { probeService, type Probed } from "./probe";
import { stackLogs, startStack, type StartedService } from "./run-stack";
import { sampleStats, type Usage } from "./sample-stats";
import { silentTransport } from "../scaffold/layout/celery-transport";
import { answersHttp, creationMs, pingCommand, startCommand } from "./service-command";
import { endedSince, untilAtRest } from "./still-running";
import { sideBySide } from "./side-by-side";
import { suggestResources } from "./suggest-resources";
import { workersOf } from "./worker-count";
import { unitRecon, type Verifying } from "./verifying";

/** Seconds of rest before the load, so that memory and CPU at rest are known. */
const REST_MS = 3000;

export interface MeasuredStack {
  readonly services: readonly ServiceReport[];
  readonly migrations: readonly MigrationReport[];
  readonly started: readonly StartedService[];
  /** Why one of the application's own services ended while it was measured; null where none did. */
  readonly ended: DrydockError | null;
}

/** One round: start, rest, load, ask the workers, time the imports, run migrations again, stop. */
export async function measureStack(
  verifying: Verifying,
  active: readonly StackService[],
  compose: ComposeRequest,
): Promise<MeasuredStack> {
  const { ports, request, onEvent, signal } = verifying;
  onEvent({ kind: "phase", phase: "start", detail: active.map(({ name }) => name).join(", ") });
  const started = await startStack(ports, compose, active, request.run, request.waitSeconds ?? 120, onEvent, signal);
  const sampling = sampleStats(ports.engine, started);
  let usage: ReadonlyMap<string, Usage> = new Map();
  let probes: ReadonlyMap<string, Probed>;
  try {
    await ports.clock.sleep(REST_MS, signal);
    await untilAtRest(ports, started, sampling, signal);
    sampling.load();
    probes = await probeAll(verifying, active, compose);
  } finally {
    usage = await sampling.end();
  }
  const own = active.filter(({ build }) => build !== null);
  const pings = new Map([
    ...(await askWorkers(verifying, own, started)),
    ...(await silentServers(verifying, own, started, probes)),
  ]);
  await timeImports(verifying, own, started);
  const migrations = await checkMigrations(
    ports.compose,
    compose,
    active,
    started,
    text => onEvent({ kind: "line", text }),
    signal,
  );
  const migrationMs = longestMigration(active, started);
  const unchecked = new Set(active.filter(({ isCheckDisabled }) => isCheckDisabled).map(({ name }) => name));
  const { cpus: machineCpus } = await ports.engine.info(signal);
  const services = started.map(found => {
    const service = unchecked.has(found.name) ? { ...found, detail: { ...found.detail, health: null } } : found;
    const known = own.find(({ name }) => name === service.name);
    const used = usage.get(service.name);
    const probed = probes.get(service.name);
    if (known) addFigures(verifying, service, used);
    if (probed) addProbe(verifying, service.name, probed);
    const ping = pings.get(service.name) ?? null;
    return reportOf(service, used, probed, {
      ping,
      // What answers nothing was measured without its work, so it says nothing of what that takes.
      suggested:
        known && used && ping?.answered !== false
          ? suggestResources(used, { workers: known.ports.length > 0 ? workersOf(service.detail) : null, machineCpus })
          : null,
      migrationMs: known && !known.isOneShot ? migrationMs : null,
      importMs: verifying.imports.get(service.name)?.ms ?? null,
    });
  });
  const ended = await endedSince(
    ports.engine,
    started.filter(({ name }) => own.some(service => service.name === name)),
  );
  if (!ended) await stop(verifying, own, started);
  return { services, migrations, started, ended };
}

async function probeAll(
  { ports, request, onEvent, signal }: Verifying,
  active: readonly StackService[],
  compose: ComposeRequest,
): Promise<ReadonlyMap<string, Probed>> {
  const probes = new Map<string, Probed>();
  const asked = active.filter(
    service => (service.build !== null && service.ports.length > 0) || isGateway(service, active),
  );
  for (const service of asked) {
    onEvent({ kind: "phase", phase: "load", detail: service.name });
    const recon = unitRecon(request.recon, service.build, [service.name]);
    const probed = await probeService(ports, service, recon, compose, signal);
    if (!probed) {
      onEvent({ kind: "left-out", phase: "load", why: `${service.name} answered no HTTP request` });
      continue;
    }
    probes.set(service.name, probed);
    onEvent({ kind: "answered", service: service.name, probe: probed.probe, ms: probed.ms });
  }
  return probes;
}

function addFigures(
  { measured }: Verifying,
  { name, detail, startMs }: StartedService,
  usage: Usage | undefined,
): void {
  if (detail.health !== null) measured.add(`start.healthy.${name}`, startMs);
  if (usage && usage.memoryIdle > 0) {
    measured.add(`memory.idle.${name}`, usage.memoryIdle);
    measured.add(`cpu.idle.${name}`, usage.cpuIdle);
  }
  if (usage && usage.memoryPeak > 0) {
    measured.add(`memory.peak.${name}`, usage.memoryPeak);
    measured.add(`cpu.peak.${name}`, usage.cpuPeak);
  }
}

function addProbe({ measured }: Verifying, name: string, { probe, errorPercent }: Probed): void {
  measured.add(`probe.p50.${name}`, probe.p50Ms);
  measured.add(`probe.p95.${name}`, probe.p95Ms);
  measured.add(`probe.requests.${name}`, probe.requestsPerSecond);
  measured.add(`probe.errors.${name}`, errorPercent);
}

/** Servers of HTTP that gave no answer to any request, with their last lines: their workers may end again and again. */
async function silentServers(
  { ports, request }: Verifying,
  own: readonly StackService[],
  started: readonly StartedService[],
  probes: ReadonlyMap<string, Probed>,
): Promise<readonly (readonly [string, NonNullable<ServiceReport["ping"]>])[]> {
  const silent = own.filter(({ name, ports: published }) => {
    const running = started.find(service => service.name === name);
    return published.length > 0 && !probes.has(name) && running && answersHttp(startCommand(running.detail));
  });
  if (silent.length === 0) return [];
  const logs = await stackLogs(ports.engine, request.run);
  return silent.map(({ name }) => [name, { command: ["GET", "/"], answered: false, text: logs.get(name) ?? "" }]);
}

/** So many of the last lines of a service, since a worker says at its start what carries its messages. */
const BANNER_LINES = 5000;

/**
 * A worker without a port is asked by its framework's own ping, where it has one. Nothing is measured by then, so all are
 * asked side by side.
 */
async function askWorkers(
  verifying: Verifying,
  own: readonly StackService[],
  started: readonly StartedService[],
): Promise<ReadonlyMap<string, NonNullable<ServiceReport["ping"]>>> {
  const { ports, onEvent, signal } = verifying;
  const asked = own
    .filter(({ ports: published, isOneShot }) => published.length === 0 && !isOneShot)
    .flatMap(service => {
      const running = started.find(({ name, detail }) => name === service.name && detail.state === "running");
      return running ? [{ running, ping: pingCommand(startCommand(running.detail)) }] : [];
    })
    .flatMap(({ running, ping }) => {
      if (ping !== null) return [{ running, ping }];
      onEvent({ kind: "left-out", phase: "load", why: `${running.name} has no port and no ping, so it was not asked` });
      return [];
    });
  const answers = await sideBySide(
    asked,
    async ({ running, ping: { command, answer } }, stop) => {
      const result = await execWhileRunning(ports, running.containerId, command, stop);
      if (typeof result === "string") {
        const text = result === "ended" ? "it has ended" : `it said nothing within ${EXEC_MS / 1000} s`;
        return [running.name, { command, answered: false, text }] as const;
      }
      const text = `${result.stdout}\n${result.stderr}`.trim().split("\n").slice(-2).join(" ");
      const answered = result.exit === 0 && (answer === null || answer.test(result.stdout));
      return [running.name, { command, answered, text }] as const;
    },
    signal,
  );
  return withoutSilent(verifying, new Map(answers));
}

/** Without workers of Celery that no question reaches, as they said themselves when they started. */
async function withoutSilent(
  { ports, request, onEvent }: Verifying,
  answers: ReadonlyMap<string, NonNullable<ServiceReport["ping"]>>,
): Promise<ReadonlyMap<string, NonNullable<ServiceReport["ping"]>>> {
  const isMute = ({ command, answered }: NonNullable<ServiceReport["ping"]>): boolean =>
    !answered && command.includes("inspect");
  if (![...answers.values()].some(isMute)) return answers;
  const logs = await stackLogs(ports.engine, request.run, BANNER_LINES);
  return new Map(
    [...answers].filter(([name, ping]) => {
      const transport = isMute(ping) ? silentTransport(logs.get(name) ?? "") : null;
      if (transport === null) return true;
      onEvent({
        kind: "left-out",
        phase: "load",
        why: `${name} takes its messages from ${transport}, which passes no question on, so it was not asked`,
      });
      return false;
    }),
  );
}

async function timeImports(
  { ports, measured, imports, signal }: Verifying,
  own: readonly StackService[],
  started: readonly StartedService[],
): Promise<void> {
  for (const service of own.filter(({ isOneShot }) => !isOneShot)) {
    const running = started.find(({ name, detail }) => name === service.name && detail.state === "running");
    const module = running ? moduleOf(startCommand(running.detail)) : null;
    if (!running || module === null) continue;
    const profile = await measureImport(ports, running.containerId, module, signal);
    if (!profile) continue;
    imports.set(service.name, profile);
    measured.add(`start.import.${service.name}`, profile.ms);
  }
}

function longestMigration(active: readonly StackService[], started: readonly StartedService[]): number | null {
  const oneShots = active.filter(({ isOneShot, build }) => isOneShot && build !== null).map(({ name }) => name);
  const times = started.flatMap(({ name, detail }) =>
    oneShots.includes(name) && detail.startedAt !== null && detail.finishedAt !== null
      ? [detail.finishedAt - detail.startedAt]
      : [],
  );
  return times.length === 0 ? null : Math.max(...times);
}

function reportOf(
  { name, detail, startMs }: StartedService,
  usage: Usage | undefined,
  probed: Probed | undefined,
  facts: {
    readonly ping: ServiceReport["ping"];
    readonly suggested: ServiceReport["suggested"];
    readonly migrationMs: number | null;
    readonly importMs: number | null;
  },
): ServiceReport {
  const { importMs } = facts;
  return {
    name,
    state: detail.state,
    healthy: detail.health === null ? null : detail.health === "healthy",
    startMs,
    start: {
      containerMs: creationMs(detail),
      migrationMs: facts.migrationMs,
      importMs,
      serverMs: importMs === null || detail.health === null ? null : Math.max(0, startMs - importMs),
    },
    memoryIdleBytes: usage?.memoryIdle ?? 0,
    memoryPeakBytes: usage?.memoryPeak ?? 0,
    cpuIdlePercent: usage?.cpuIdle ?? 0,
    cpuPeakPercent: usage?.cpuPeak ?? 0,
    probe: probed?.probe ?? null,
    ping: facts.ping,
    suggested: facts.suggested,
  };
}

/** What each is given to end after SIGTERM. */
export const STOP_SECONDS = 30;

/** Stops the application's own containers one by one: one that had to be killed did not handle its signal. */
async function stop(
  { ports: { engine, clock }, measured, onEvent, signal }: Verifying,
  own: readonly StackService[],
  started: readonly StartedService[],
): Promise<void> {
  onEvent({ kind: "phase", phase: "stop", detail: "gracefully" });
  const names = new Set(own.map(({ name }) => name));
  for (const service of started.filter(({ name, detail }) => names.has(name) && detail.state === "running")) {
    const began = clock.elapsed();
    await engine.stop(service.containerId, STOP_SECONDS, signal);
    measured.add(`stop.graceful.${service.name}`, Math.round(clock.elapsed() - began));
  }
}
