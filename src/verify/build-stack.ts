import { DrydockError } from "../model/error";
import type { BuildEvent } from "../model/build-trace";
import type { Engine, Files } from "../model/ports";
import type { ImageAge, ImageReport, ImageStep } from "../model/verification";
import { decodeText } from "../workspace/decode";
import { buildImage } from "./build-image";
import { buildContext, withOneLineChanged, type BuildContext } from "./build-context";
import { LOST, placedSteps } from "./cache-misses";
import type { Stack, StackBuild, StackService } from "./compose-stack";
import type { OnVerifyEvent } from "./events";
import { readBuiltFile, type BuiltFile } from "./instruction-places";
import type { Measurements } from "./measurements";
import { median } from "./statistics";
import { dockerName, identityLabels, type RunIdentity } from "./run-identity";
import { keptImageLabels, supersededImage } from "./superseded-image";

export interface BuiltImage {
  readonly tag: string;
  readonly build: StackBuild;
  readonly services: readonly string[];
  readonly report: ImageReport;
  readonly hasTestStage: boolean;
  readonly context: BuildContext;
  readonly file: BuiltFile;
  /** What it begins with; null before its history was read, and where it begins with nothing. */
  readonly base: Omit<ImageAge, "services"> | null;
}

export interface BuildOptions {
  /** Build from an empty cache; `build.cold` is only measured then. */
  readonly cold: boolean;
  /** How often a rebuild after one changed line is measured. */
  readonly warmRuns: number;
  /** What the builds may read of this machine, by the name that the Compose file has for it. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** A build after one source line was changed. */
interface Rebuild {
  readonly ms: number;
  readonly steps: readonly ImageStep[];
}

interface BuildPorts {
  readonly engine: Engine;
  readonly files: Files;
}

/** One image for all services that are built alike. */
function groupBuilds(
  services: readonly StackService[],
): readonly { build: StackBuild; services: readonly StackService[] }[] {
  const groups = new Map<string, { build: StackBuild; services: StackService[] }>();
  for (const service of services) {
    if (!service.build) continue;
    const key = JSON.stringify([
      service.build.context,
      service.build.dockerfile,
      service.build.target,
      service.build.args,
      service.build.usedSecrets,
    ]);
    const group = groups.get(key) ?? { build: service.build, services: [] };
    group.services.push(service);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The name under which the image is kept: the Compose file's own where it is a plain one, else as Compose would name it. */
export function imageTag(root: string, service: StackService): string {
  if (service.image !== null && !service.image.includes("$")) return service.image;
  return `${dockerName(root)}-${dockerName(service.name)}:latest`;
}

/** Builds every image of a stack without cache, then once more with one source line changed. */
export async function buildStack(
  ports: BuildPorts,
  stack: Stack,
  services: readonly StackService[],
  run: RunIdentity,
  sources: ReadonlySet<string>,
  options: BuildOptions,
  measured: Measurements,
  onEvent: OnVerifyEvent,
  signal?: AbortSignal,
): Promise<readonly BuiltImage[]> {
  const built: BuiltImage[] = [];
  for (const group of groupBuilds(services)) {
    const first = group.services.find(({ ports: published }) => published.length > 0) ?? group.services[0];
    if (first) built.push(await buildOne(ports, first, group, run, sources, options, measured, onEvent, signal));
  }
  return built;
}

async function buildOne(
  { engine, files }: BuildPorts,
  first: StackService,
  group: { readonly build: StackBuild; readonly services: readonly StackService[] },
  run: RunIdentity,
  sources: ReadonlySet<string>,
  options: BuildOptions,
  measured: Measurements,
  onEvent: OnVerifyEvent,
  signal?: AbortSignal,
): Promise<BuiltImage> {
  const { build } = group;
  const prefix = build.context === "" ? "" : `${build.context}/`;
  const dockerfile = await readDockerfile(files, prefix + build.dockerfile);
  const context = await buildContext(files, build.context, build.dockerfile, signal);
  const tag = imageTag(run.workspace, first);
  const request = {
    dockerfile: build.dockerfile,
    args: build.args,
    labels: keptImageLabels(run),
    ...(build.target === null ? {} : { target: build.target }),
    ...(build.usedSecrets.length === 0 ? {} : { secrets: secretsOf(build, options.secrets) }),
  };
  const forward = (event: BuildEvent): void => onEvent({ kind: "build", service: first.name, event });

  const file = readBuiltFile(prefix + build.dockerfile, dockerfile, build.target, build.args);
  const removeSuperseded = await supersededImage(engine, tag, run);
  onEvent({ kind: "phase", phase: "build cold", detail: first.name });
  const once = { ...request, files: context.files, tags: [tag], noCache: options.cold };
  const cold = await buildImage(engine, once, file, forward, signal);
  await removeSuperseded();
  if (options.cold) measured.add(`build.cold.${first.name}`, Math.round(cold.durationMs));
  const again = { ...request, tags: [], labels: { ...request.labels, ...identityLabels(run) } };
  const rebuilds = await rebuiltOften(options.warmRuns, async round => {
    const edited = withOneLineChanged(context, sources, prefix, `${run.owner}-${round}`);
    if (!edited) return null;
    onEvent({ kind: "phase", phase: "build warm", detail: first.name });
    const result = await buildImage(engine, { ...again, files: edited.context.files }, file, forward, signal);
    if (result.imageId !== cold.imageId) await engine.removeImage(result.imageId);
    return {
      ms: Math.round(result.durationMs),
      steps: placedSteps(result.steps, file, edited.changed, build.context),
    };
  });
  for (const { ms } of rebuilds) measured.add(`build.warm.${first.name}`, ms);
  const detail = await engine.image(tag);
  measured.add(`image.bytes.${first.name}`, detail?.bytes ?? 0);
  measured.add(`context.bytes.${first.name}`, context.bytes);
  const steps = placedSteps(cold.steps, file, null);
  const rebuild = rebuilds.at(-1)?.steps ?? [];
  const report: ImageReport = {
    service: first.name,
    tag,
    bytes: detail?.bytes ?? 0,
    user: detail?.user ?? "",
    layers: (detail?.layers ?? []).map(layer => ({ ...layer, place: null })),
    buildMs: {
      cold: Math.round(cold.durationMs),
      warm: rebuilds.length === 0 ? null : Math.round(median(rebuilds.map(({ ms }) => ms))),
    },
    contextBytes: context.bytes,
    cacheHits: (rebuild.length > 0 ? rebuild : steps).filter(step => step.cached).length,
    steps,
    rebuild,
    parts: [],
    imports: null,
  };
  onEvent({ kind: "built", image: report });
  const hasTestStage = file.graph.stages.some(stage => stage.name === "test");
  const names = group.services.map(({ name }) => name);
  return { tag, build, services: names, report, hasTestStage, context, file, base: null };
}

/**
 * Rebuilds after one changed line each; null where no line can be changed. What others build in the same engine may push out of its
 * cache what was to be found there: that is no figure of this workspace, so one such rebuild is made again.
 */
async function rebuiltOften(
  rounds: number,
  rebuild: (round: string) => Promise<Rebuild | null>,
): Promise<readonly Rebuild[]> {
  const found: Rebuild[] = [];
  for (let spare = 1; found.length < rounds;) {
    const made = await rebuild(`${found.length}-${spare}`);
    if (made === null) break;
    if (spare > 0 && made.steps.some(({ missed }) => missed === LOST)) spare--;
    else found.push(made);
  }
  return found;
}

/** Values by the name that the instructions of the Dockerfile have for them. */
export function secretsOf({ usedSecrets }: StackBuild, values: BuildOptions["secrets"]): BuildOptions["secrets"] {
  return Object.fromEntries(
    usedSecrets.flatMap(({ name, id }) => {
      const value = values[name];
      return value === undefined ? [] : [[id, value] as const];
    }),
  );
}

async function readDockerfile(files: Files, path: string): Promise<string> {
  const bytes = await files.read(path);
  if (bytes) return decodeText(bytes);
  throw new DrydockError(
    "build-failed",
    `${path} does not exist.`,
    "The Compose file builds from it.",
    "Correct `dockerfile` in the Compose file, or run drydock scaffold to write one.",
  );
}
