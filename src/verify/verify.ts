import type {
  Cause,
  MigrationReport,
  Removed,
  SecurityReport,
  ServiceReport,
  TestReport,
  Verification,
} from "../model/verification";
import type { ComposeRequest } from "../model/ports";
import { DrydockError, messageOf, throwIfCancelled } from "../model/error";
import { sentences } from "../model/sentences";
import { readBuildSecrets } from "./build-secrets";
import { buildStack, type BuiltImage } from "./build-stack";
import { comparableFigures } from "./baseline-machine";
import { causeOf, lastWords, placeInLog, tail, unknownCause } from "./causes";
import type { ImageFinding } from "./check-image";
import { openedStack, projectOf, type Stack } from "./compose-stack";
import type { OnVerifyEvent } from "./events";
import { explainMissed } from "./explain-missed";
import { findStack } from "./find-stack";
import { imageAges } from "./image-ages";
import { inspectImage } from "./inspect-image";
import { measureStack } from "./measure-stack";
import type { Figures } from "./measurements";
import { LOAD } from "./probe";
import { apartStack } from "./own-volumes";
import { removedAfter, removeRun } from "./remove-run";
import { runCommandLine } from "./run-command-line";
import { stackLogs } from "./run-stack";
import { securityReport } from "./security";
import { secretValues, withoutCode } from "./secret-values";
import { sideBySide } from "./side-by-side";
import { serviceCauses } from "./service-causes";
import { servicePlaces, type ServicePlaces } from "./service-places";
import { stackOverride } from "./stack-override";
import { testImages } from "./test-images";
import { judge } from "./thresholds";
import { newVerifying, sourcePaths, type Verifying, type VerifyPorts, type VerifyRequest } from "./verifying";

export interface VerifyOutcome {
  readonly verification: Verification;
  readonly figures: Figures;
}

interface Found {
  images: readonly BuiltImage[];
  services: readonly ServiceReport[];
  migrations: readonly MigrationReport[];
  tests: TestReport | null;
  security: SecurityReport | null;
  readonly findings: Map<string, readonly ImageFinding[]>;
}

/**
 * Builds, starts, probes, tests and measures what the workspace's Compose file says, on a project of its own beside
 * whatever runs, and removes everything it made, also when it fails or is cancelled. Images are kept.
 */
export async function verify(
  ports: VerifyPorts,
  request: VerifyRequest,
  report: OnVerifyEvent,
  signal?: AbortSignal,
): Promise<VerifyOutcome> {
  const began = ports.clock.elapsed();
  const verifying = newVerifying(ports, request, report, signal);
  const { measured, causes, onEvent } = verifying;
  const { run } = request;
  const engine = await ports.engine.info(signal);
  const { stack: written, text, config } = await findStack(ports.files, request.ownCompose, ports.compose, signal);
  const { stack, replaced, kept, covered } = await apartStack(ports.files, openedStack(written));
  const places = servicePlaces(stack.path, text);
  const baseline = comparableFigures(request, engine);
  verifying.leftOut.push(
    ...baseline.leftOut,
    ...[...replaced, ...kept].map(why => ({ what: "your data", why })),
    ...covered.map(why => ({ what: "image", why })),
    ...stack.services.flatMap(({ name, isBuiltElsewhere }) =>
      isBuiltElsewhere ? { what: "build", why: `Compose builds ${name} from outside of the workspace` } : [],
    ),
  );
  measured.add("lint.errors", request.lintErrors.length);
  const found: Found = { images: [], services: [], migrations: [], tests: null, security: null, findings: new Map() };
  const work = async (): Promise<void> => {
    try {
      await runPhases(verifying, { stack, config, places }, found);
      throwIfCancelled(signal);
    } catch (error) {
      if (!(error instanceof DrydockError) || !SHOWN_AS_CAUSE.has(error.code)) throw error;
      causes.push(...(await causesOf(verifying, error, places)), ...missedData(error, replaced));
    }
  };
  const removed = await removedAfter(work, () => {
    onEvent({ kind: "phase", phase: "stop", detail: "removing what this run made" });
    return removeRun(ports.removal, run.owner, ports.clock, onEvent);
  });
  causes.push(
    ...findingCauses(found),
    ...serviceCauses(found, places, [...sourcePaths(request.recon)]),
    ...removalCauses(removed),
  );
  const thresholds = judge(measured, request.settings.thresholds, baseline.figures, request.isCompared).map(
    verdict => ({ ...verdict, ...explainMissed(verdict, verifying, { ...found, places }) }),
  );
  const isHeld = thresholds.every(({ held }) => held) && (found.tests === null || found.tests.exit === 0);
  return {
    verification: {
      schemaVersion: 1,
      run: {
        at: run.started,
        durationMs: Math.round(ports.clock.elapsed() - began),
        commit: request.commit,
        version: request.version,
        runs: request.runs,
        load: LOAD,
      },
      engine,
      images: found.images.map(({ report: image }) => image),
      services: found.services,
      migrations: found.migrations,
      security: found.security,
      tests: found.tests,
      thresholds,
      verdict: causes.length === 0 && isHeld ? "pass" : "fail",
      causes,
      leftOut: verifying.leftOut,
      removed,
      ownCompose: request.ownCompose,
    },
    figures: measured.figures,
  };
}

async function runPhases(
  verifying: Verifying,
  { stack, config, places }: { readonly stack: Stack; readonly config: unknown; readonly places: ServicePlaces },
  found: Found,
): Promise<void> {
  const { ports, request, measured, causes, onEvent, signal } = verifying;
  const { recon, run } = request;
  const active = stack.services.filter(service => service.profiles.length === 0);
  const secrets = await readBuildSecrets(ports, stack, config);
  for (const what of secrets.missing)
    verifying.leftOut.push({
      what: "build",
      why: `the secret ${what} is not there on this machine, so a step that needs it fails`,
    });
  const options = { cold: request.cold, warmRuns: request.runs, secrets: secrets.values };
  const sources = sourcePaths(recon);
  found.images = await buildStack(ports, stack, stack.services, run, sources, options, measured, onEvent, signal);
  const tags = new Map(found.images.flatMap(image => image.services.map(name => [name, image.tag] as const)));
  const compose: ComposeRequest = {
    project: run.project,
    ...projectOf(stack, ports.files.root),
    override: stackOverride(stack, run, tags, stack.services),
  };
  // The files of the images are read first: what they say does not depend on whether anything starts.
  await inspectImages(verifying, found);
  found.security = await securityReport(verifying, config, found.images, found.findings, places);
  found.tests = await testImages(verifying, found.images, compose);
  const [main] = found.images;
  if (active.some(service => !service.isOneShot)) {
    for (let round = 0; round < request.runs; round++) {
      if (round > 0) await ports.compose.down({ ...compose, volumes: true }, () => undefined, signal);
      const { services, migrations, started, ended } = await measureStack(verifying, active, compose);
      found.services = services;
      if (round === 0) {
        found.migrations = migrations;
        found.security = { ...found.security, ages: await imageAges(ports.engine, found.images, started, places) };
      }
      withImports(verifying, found);
      // What was measured until then stands beside the reason.
      if (ended) throw ended;
    }
  } else if (main) {
    const problem = await runCommandLine(ports, main, recon, run, onEvent, signal);
    if (problem) causes.push(problem);
  }
}

function findingCauses({ findings }: Found): readonly Cause[] {
  return [...findings].flatMap(([service, ofImage]) =>
    ofImage.map(({ what, place }) => ({ what: `${service}: ${what}`, log: "", place })),
  );
}

function removalCauses({ failed }: Removed): readonly Cause[] {
  return failed.map(({ kind, name, why }) => ({
    what: `The ${kind} ${name} could not be removed: ${why} drydock clean removes it once the cause is gone.`,
    log: "",
    place: null,
  }));
}

async function inspectImages(verifying: Verifying, found: Found): Promise<void> {
  const { ports, request, measured, onEvent, signal } = verifying;
  const all = [request.recon, ...request.recon.units.map(({ recon }) => recon)];
  const { values: secrets, inCode } = await withoutCode(await secretValues(ports.files), all, ports.files);
  for (const [name, { path, line }] of inCode)
    verifying.leftOut.push({
      what: "check image",
      why: `the value of ${name} stands in the code (${path}:${line}), so every image of it has that value`,
    });
  const unused = new Set(all.flatMap(each => each.unused.map(({ name }) => name)));
  const inspected = await sideBySide(
    found.images,
    async (image, stop) => {
      onEvent({ kind: "phase", phase: "check image", detail: image.tag });
      return { image, ...(await inspectImage(ports.engine, image, secrets, unused, stop)) };
    },
    signal,
  );
  for (const { report, findings, figures } of inspected) {
    found.findings.set(report.service, findings);
    for (const [key, value] of Object.entries(figures)) measured.add(key, value);
  }
  found.images = inspected.map(({ image, report, base }) => ({ ...image, report, base }));
}

function withImports({ imports }: Verifying, found: Found): void {
  found.images = found.images.map(image => {
    const profile = image.services.map(name => imports.get(name)).find(each => each !== undefined);
    if (!profile) return image;
    const { module, ms, slowest } = profile;
    return { ...image, report: { ...image.report, imports: { module, ms, slowest } } };
  });
}

/** Failures of the application, not of the engine: they are results of a verification, with their logs. */
const SHOWN_AS_CAUSE: ReadonlySet<string> = new Set([
  "build-failed",
  "registry-refused",
  "compose-failed",
  "health-timeout",
  "start-crashed",
  "out-of-memory",
]);

/** What a start may have missed. */
function missedData({ code }: DrydockError, replaced: readonly string[]): readonly Cause[] {
  if (code !== "start-crashed" && code !== "health-timeout") return [];
  const todo = "Where the start needs what lies there, mount the folder read only (`:ro`): then it is kept.";
  return replaced.map(why => ({ what: `${why}. ${todo}`, log: "", place: null }));
}

async function causesOf(
  { ports: { engine }, request: { run, recon } }: Verifying,
  error: DrydockError,
  places: ServicePlaces,
): Promise<readonly Cause[]> {
  const found: Cause[] = [];
  const sources = [...sourcePaths(recon)];
  const logs = await stackLogs(engine, run).catch(() => new Map<string, string>());
  for (const [service, log] of logs) {
    const cause = causeOf(service, log);
    if (cause) found.push({ ...cause, place: placeInLog(log, sources) ?? places.get(service) ?? null });
  }
  const built = causeOf("build", error.cause === undefined ? error.why : `${error.why}\n${messageOf(error.cause)}`);
  if (found.length === 0 && built && error.code === "build-failed") found.push({ ...built, place: error.place });
  if (found.length > 0) return found;
  if (error.code === "build-failed") {
    return [
      { what: sentences(error.message, lastWords(error.why), error.todo), log: tail(error.why), place: error.place },
    ];
  }
  return [unknownCause(error, logs, places, sources)];
}
