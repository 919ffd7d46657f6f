import { createHash } from "node:crypto";
import type { Cause, ServiceReport, TestReport, Verification } from "../model/verification";
import type { Clock, Compose, ComposeRequest, Engine, Files, Http } from "../model/ports";
import type { Recon } from "../model/recon";
import { DrydockError, messageOf } from "../model/error";
import type { Settings } from "../settings/settings";
import { decodeText } from "../workspace/decode";
import { isSecretName } from "../workspace/mask";
import { buildStack, type BuiltImage } from "./build-stack";
import { causeOf, lastException, tail } from "./causes";
import { checkImage } from "./check-image";
import { COMPOSE_NAMES, readStack, type Stack, type StackBuild, type StackService } from "./compose-stack";
import type { OnVerifyEvent } from "./events";
import { probeService } from "./probe";
import { identityLabels, type RunIdentity } from "./run-identity";
import { runCommandLine } from "./run-command-line";
import { stackLogs, startStack, withPeaks, type StartedService } from "./run-stack";
import { addReports, runTests } from "./run-tests";
import { stackOverride } from "./stack-override";
import { judge, type Figures } from "./thresholds";

export interface VerifyPorts {
  readonly files: Files;
  readonly engine: Engine;
  readonly compose: Compose;
  readonly clock: Clock;
  readonly http: Http;
  /** Removes what bears this run's owner label; answers how many of each kind. */
  readonly removeOwned: (owner: string) => Promise<{ containers: number; networks: number; volumes: number }>;
}

export interface VerifyRequest {
  readonly recon: Recon;
  readonly settings: Settings;
  readonly run: RunIdentity;
  readonly lintErrors: number;
  readonly baseline: Figures;
  /** Build from an empty cache; the figure `build.cold` is only measured then. */
  readonly cold: boolean;
  readonly waitSeconds?: number;
}

export interface VerifyOutcome {
  readonly verification: Verification;
  readonly figures: Figures;
}

/**
 * Builds, starts, probes, tests and measures what the workspace's Compose file says, on a project of its own beside
 * whatever runs, and removes everything it made, also when it fails or is cancelled. Images are kept.
 */
export async function verify(
  ports: VerifyPorts,
  request: VerifyRequest,
  onEvent: OnVerifyEvent,
  signal?: AbortSignal,
): Promise<VerifyOutcome> {
  const { engine } = ports;
  const { recon, run } = request;
  const info = await engine.info(signal);
  const stack = await findStack(ports.files);
  const sources = new Set(
    recon.imports.flatMap(({ from, to }) => [from, to]).concat(recon.modules.map(({ path }) => path)),
  );
  const active = stack.services.filter(service => service.profiles.length === 0);
  const causes: Cause[] = [];
  const findings: string[] = [];
  const figures: Record<string, number> = { "lint.errors": request.lintErrors };
  let services: ServiceReport[] = [];
  let tests: TestReport | null = null;
  let images: readonly BuiltImage[] = [];
  try {
    images = await buildStack(
      ports,
      stack,
      stack.services,
      run,
      sources,
      { cold: request.cold, warm: true },
      onEvent,
      signal,
    );
    imageFigures(images, request.cold, figures);
    const byService = new Map(images.flatMap(image => image.services.map(name => [name, image.tag] as const)));
    const compose: ComposeRequest = {
      project: run.project,
      folder: ports.files.root,
      files: [stack.path],
      override: stackOverride(stack, run, byService, stack.services),
    };
    const main = images[0];
    const reports: TestReport[] = [];
    for (const image of images) {
      const tested = await runTests(
        ports,
        image,
        unitRecon(recon, image.build, image.services),
        compose,
        run,
        onEvent,
        signal,
      );
      if (!tested) continue;
      reports.push(tested.report);
      if (tested.report.exit !== 0) {
        causes.push(
          causeOf("tests", tested.output) ?? {
            what: lastException(tested.output) ?? `The tests of ${image.report.service} failed inside the image.`,
            log: tail(tested.output),
            place: null,
          },
        );
      }
    }
    tests = addReports(reports);
    if (tests) figures["tests.failed"] = tests.failed;
    if (active.some(service => !service.isOneShot)) {
      onEvent({ kind: "phase", phase: "start", detail: active.map(({ name }) => name).join(", ") });
      const started = await startStack(ports, compose, active, run, request.waitSeconds ?? 120, onEvent, signal);
      services = await measure(ports, request, active, started, compose, figures, onEvent, signal);
      await stop(ports, active, started, figures, onEvent);
    } else if (main) {
      const problem = await runCommandLine(ports, main.tag, recon, run, onEvent, signal);
      if (problem) causes.push(problem);
    }
    const hashes = await secretHashes(ports.files);
    for (const image of images) {
      onEvent({ kind: "phase", phase: "check image", detail: image.tag });
      const found = await checkImage(engine, image.tag, { secretHashes: hashes, labels: identityLabels(run) }, signal);
      figures[`image.findings.${image.report.service}`] = found.length;
      findings.push(...found.map(({ what }) => `${image.report.service}: ${what}`));
    }
  } catch (error) {
    if (!(error instanceof DrydockError) || !SHOWN_AS_CAUSE.has(error.code)) throw error;
    causes.push(...(await causesOf(engine, run, error)));
  } finally {
    onEvent({ kind: "phase", phase: "stop", detail: "removing what this run made" });
    onEvent({ kind: "removed", ...(await ports.removeOwned(run.owner)) });
  }
  causes.push(...findings.map(what => ({ what, log: "", place: null })));
  const thresholds = judge(figures, request.settings.thresholds, request.baseline);
  const verdict =
    causes.length > 0 || thresholds.some(({ held }) => !held) || (tests !== null && tests.exit !== 0) ? "fail" : "pass";
  return {
    verification: {
      schemaVersion: 1,
      engine: info,
      images: images.map(({ report }) => report),
      services,
      tests,
      thresholds,
      verdict,
      causes,
    },
    figures,
  };
}

/** Failures of the application, not of the engine: they are results of a verification, with their logs. */
const SHOWN_AS_CAUSE: ReadonlySet<string> = new Set([
  "build-failed",
  "compose-failed",
  "health-timeout",
  "start-crashed",
  "out-of-memory",
]);

async function findStack(files: Files): Promise<Stack> {
  for (const name of COMPOSE_NAMES) {
    const bytes = await files.read(name);
    if (bytes) return readStack(name, decodeText(bytes));
  }
  throw new DrydockError(
    "compose-failed",
    "There is no Compose file to verify.",
    `Looked for ${COMPOSE_NAMES.join(", ")} in the folder.`,
    "Run drydock scaffold first, or name a folder that has one.",
  );
}

function imageFigures(images: readonly BuiltImage[], cold: boolean, figures: Record<string, number>): void {
  for (const { report } of images) {
    figures[`image.bytes.${report.service}`] = report.bytes;
    figures[`image.layers.${report.service}`] = report.layers.filter(({ bytes }) => bytes > 0).length;
    figures[`context.bytes.${report.service}`] = report.contextBytes;
    if (cold) figures[`build.cold.${report.service}`] = report.buildMs.cold;
    if (report.buildMs.warm !== null) figures[`build.warm.${report.service}`] = report.buildMs.warm;
  }
}

async function measure(
  ports: VerifyPorts,
  { recon }: VerifyRequest,
  active: readonly StackService[],
  started: readonly StartedService[],
  compose: ComposeRequest,
  figures: Record<string, number>,
  onEvent: OnVerifyEvent,
  signal?: AbortSignal,
): Promise<ServiceReport[]> {
  const probes = new Map<string, NonNullable<Awaited<ReturnType<typeof probeService>>>>();
  const { peaks } = await withPeaks(ports.engine, started, async () => {
    for (const service of active.filter(({ build, ports: published }) => build !== null && published.length > 0)) {
      onEvent({ kind: "phase", phase: "load", detail: service.name });
      const probed = await probeService(
        ports,
        service,
        unitRecon(recon, service.build, [service.name]),
        compose,
        signal,
      );
      if (!probed) {
        onEvent({ kind: "left-out", phase: "load", why: `${service.name} answered no HTTP request` });
        continue;
      }
      probes.set(service.name, probed);
      onEvent({ kind: "answered", service: service.name, probe: probed.probe, ms: probed.ms });
      figures[`probe.p95.${service.name}`] = probed.probe.p95Ms;
      figures[`probe.requests.${service.name}`] = probed.probe.requestsPerSecond;
      figures[`probe.errors.${service.name}`] = probed.errorPercent;
    }
  });
  const own = new Set(active.filter(({ build }) => build !== null).map(({ name }) => name));
  return started.map(service => {
    const peak = peaks.get(service.name);
    if (service.detail.health !== null && own.has(service.name))
      figures[`start.healthy.${service.name}`] = service.startMs;
    if (peak && own.has(service.name)) figures[`memory.peak.${service.name}`] = peak.memory;
    return {
      name: service.name,
      state: service.detail.state,
      healthy: service.detail.health === null ? null : service.detail.health === "healthy",
      startMs: service.startMs,
      memoryPeakBytes: peak?.memory ?? 0,
      cpuPeakPercent: Math.round((peak?.cpu ?? 0) * 10) / 10,
      probe: probes.get(service.name)?.probe ?? null,
    };
  });
}

/** The unit that is built there or bears the name, else the whole workspace. */
function unitRecon(recon: Recon, build: StackBuild | null, services: readonly string[]): Recon {
  const dockerfile = build === null ? "" : `${build.context === "" ? "" : `${build.context}/`}${build.dockerfile}`;
  const unit =
    recon.units.find(({ path }) => dockerfile.startsWith(`${path}/`)) ??
    recon.units.find(({ name }) => services.includes(name));
  return unit?.recon ?? recon;
}

/** Stops the application's own containers one by one: one that had to be killed did not handle its signal. */
async function stop(
  { engine, clock }: VerifyPorts,
  active: readonly StackService[],
  started: readonly StartedService[],
  figures: Record<string, number>,
  onEvent: OnVerifyEvent,
): Promise<void> {
  onEvent({ kind: "phase", phase: "stop", detail: "gracefully" });
  const own = new Set(active.filter(({ build }) => build !== null).map(({ name }) => name));
  for (const service of started.filter(({ name, detail }) => own.has(name) && detail.state === "running")) {
    const began = clock.elapsed();
    await engine.stop(service.containerId, 30);
    figures[`stop.graceful.${service.name}`] = Math.round(clock.elapsed() - began);
  }
}

async function causesOf(engine: Engine, run: RunIdentity, error: DrydockError): Promise<readonly Cause[]> {
  const found: Cause[] = [];
  const logs = await stackLogs(engine, run).catch(() => new Map<string, string>());
  for (const [service, log] of logs) {
    const cause = causeOf(service, log);
    if (cause) found.push(cause);
  }
  const built = causeOf("build", `${error.why}\n${messageOf(error.cause)}`);
  if (found.length === 0 && built && error.code === "build-failed") found.push(built);
  const all = [...logs].map(([service, log]) => `${service}:\n${tail(log, 8)}`).join("\n");
  return found.length > 0
    ? found
    : [{ what: `${error.message} ${error.why} ${error.todo}`.trim(), log: tail(all, 60), place: null }];
}

/** SHA-256 of each value in the workspace's environment files that is long enough to be told from an ordinary word. */
async function secretHashes(files: Files): Promise<readonly string[]> {
  const listing = await files.list(path => path === "" || path === "secrets");
  const hashes = new Set<string>();
  for (const { path } of listing.files) {
    const isEnv = /^\.env(?:\..+)?$/.test(path) && !/example|sample|template|dist/.test(path);
    if (!isEnv && !path.startsWith("secrets/")) continue;
    const text = decodeText((await files.read(path, 100_000)) ?? new Uint8Array());
    const values = isEnv
      ? [...text.matchAll(/^(?:export\s+)?([\w.-]+)\s*=\s*["']?([^\s"'#]+)/gm)].flatMap(([, name = "", value = ""]) =>
          isSecretName(name) ? [value] : [],
        )
      : [text.trim()];
    for (const value of values) if (value.length >= 8) hashes.add(createHash("sha256").update(value).digest("hex"));
  }
  return [...hashes];
}
