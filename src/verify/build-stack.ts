import { parseDockerfile } from "../docker/dockerfile/parse";
import { readStages } from "../docker/dockerfile/stages";
import { DrydockError } from "../model/error";
import type { BuildEvent, BuildResult } from "../model/build-trace";
import type { Engine, Files } from "../model/ports";
import type { ImageReport } from "../model/verification";
import { decodeText } from "../workspace/decode";
import { buildContext, withOneLineChanged, type BuildContext } from "./build-context";
import type { Stack, StackBuild, StackService } from "./compose-stack";
import type { OnVerifyEvent } from "./events";
import { dockerName, identityLabels, type RunIdentity } from "./run-identity";

export interface BuiltImage {
  readonly tag: string;
  readonly build: StackBuild;
  readonly services: readonly string[];
  readonly report: ImageReport;
  readonly hasTestStage: boolean;
  readonly context: BuildContext;
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
  options: { readonly cold: boolean; readonly warm: boolean },
  onEvent: OnVerifyEvent,
  signal?: AbortSignal,
): Promise<readonly BuiltImage[]> {
  const built: BuiltImage[] = [];
  for (const group of groupBuilds(services)) {
    const first = group.services.find(({ ports: published }) => published.length > 0) ?? group.services[0];
    if (first) built.push(await buildOne(ports, first, group, run, sources, options, onEvent, signal));
  }
  return built;
}

async function buildOne(
  { engine, files }: BuildPorts,
  first: StackService,
  group: { readonly build: StackBuild; readonly services: readonly StackService[] },
  run: RunIdentity,
  sources: ReadonlySet<string>,
  options: { readonly cold: boolean; readonly warm: boolean },
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
    labels: { "drydock.workspace": run.workspace },
    ...(build.target === null ? {} : { target: build.target }),
  };
  const forward = (event: BuildEvent): void => onEvent({ kind: "build", service: first.name, event });

  onEvent({ kind: "phase", phase: "build cold", detail: first.name });
  const cold = await engine.build(
    { ...request, files: context.files, tags: [tag], noCache: options.cold },
    forward,
    signal,
  );
  let warm: BuildResult | null = null;
  const edited = options.warm ? withOneLineChanged(context, sources, prefix, run.owner) : null;
  if (edited) {
    onEvent({ kind: "phase", phase: "build warm", detail: first.name });
    warm = await engine.build(
      { ...request, files: edited.files, tags: [], labels: { ...request.labels, ...identityLabels(run) } },
      forward,
      signal,
    );
    if (warm.imageId !== cold.imageId) await engine.removeImage(warm.imageId);
  }
  const detail = await engine.image(tag);
  const report: ImageReport = {
    service: first.name,
    tag,
    bytes: detail?.bytes ?? 0,
    layers: detail?.layers ?? [],
    buildMs: { cold: Math.round(cold.durationMs), warm: warm === null ? null : Math.round(warm.durationMs) },
    contextBytes: context.bytes,
    cacheHits: (warm ?? cold).steps.filter(step => step.cached).length,
    steps: cold.steps.map(step => ({
      name: step.name,
      ms: step.startedMs === null || step.completedMs === null ? 0 : Math.round(step.completedMs - step.startedMs),
      cached: step.cached,
    })),
  };
  onEvent({ kind: "built", image: report });
  const hasTestStage = readStages(parseDockerfile(dockerfile)).stages.some(
    stage => stage.name?.toLowerCase() === "test",
  );
  return { tag, build, services: group.services.map(({ name }) => name), report, hasTestStage, context };
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
