import { DrydockError } from "../model/error";
import type { BuildEvent, BuildResult } from "../model/build-trace";
import type { Engine, Files } from "../model/ports";
import { buildContext } from "../verify/build-context";
import { imageTag } from "../verify/build-stack";
import { COMPOSE_NAMES, readStack, type StackBuild, type StackService } from "../verify/compose-stack";
import { dockerName } from "../verify/run-identity";
import { decodeText } from "../workspace/decode";

interface Wanted {
  readonly service: string;
  readonly tag: string;
  readonly build: StackBuild;
}

/**
 * Builds what was asked for: one Dockerfile, one service, or every service of the Compose file that is built; without a
 * Compose file the Dockerfile at the root. Services that are built alike share one image.
 */
export async function buildImages(
  engine: Engine,
  files: Files,
  name: string,
  request: {
    readonly service?: string;
    readonly dockerfile?: string;
    readonly noCache?: boolean;
    readonly target?: string;
  },
  onEvent: (event: BuildEvent & { readonly service: string }) => void,
  signal?: AbortSignal,
): Promise<readonly BuildResult[]> {
  const results: BuildResult[] = [];
  for (const wanted of await wantedBuilds(files, name, request)) {
    const context = await buildContext(files, wanted.build.context, wanted.build.dockerfile, signal);
    const target = request.target ?? wanted.build.target;
    results.push(
      await engine.build(
        {
          files: context.files,
          dockerfile: wanted.build.dockerfile,
          tags: [wanted.tag],
          args: wanted.build.args,
          labels: { "drydock.workspace": name },
          ...(target === null ? {} : { target }),
          ...(request.noCache === undefined ? {} : { noCache: request.noCache }),
        },
        event => onEvent({ ...event, service: wanted.service }),
        signal,
      ),
    );
  }
  return results;
}

async function wantedBuilds(
  files: Files,
  name: string,
  request: { readonly service?: string; readonly dockerfile?: string },
): Promise<readonly Wanted[]> {
  if (request.dockerfile !== undefined) return [await plainBuild(files, name, request.dockerfile)];
  const services = await builtServices(files);
  const chosen =
    request.service === undefined ? services : services.filter(service => service.name === request.service);
  if (request.service !== undefined && chosen.length === 0) {
    throw new DrydockError(
      "build-failed",
      `There is no service ${request.service} that is built here.`,
      `Services with a build section: ${services.map(service => service.name).join(", ") || "none"}.`,
      "Name one of them.",
    );
  }
  if (chosen.length === 0) return [await plainBuild(files, name, "Dockerfile")];
  const seen = new Map<string, Wanted>();
  for (const service of chosen) {
    if (!service.build) continue;
    const key = JSON.stringify(service.build);
    if (!seen.has(key)) seen.set(key, { service: service.name, tag: imageTag(name, service), build: service.build });
  }
  return [...seen.values()];
}

async function builtServices(files: Files): Promise<readonly StackService[]> {
  for (const composeFile of COMPOSE_NAMES) {
    const bytes = await files.read(composeFile);
    if (bytes) return readStack(composeFile, decodeText(bytes)).services.filter(({ build }) => build !== null);
  }
  return [];
}

/** A Dockerfile named by itself is built with the workspace's root as its context, as `docker build -f` from there. */
async function plainBuild(files: Files, name: string, dockerfile: string): Promise<Wanted> {
  if (!(await files.exists(dockerfile))) {
    throw new DrydockError(
      "build-failed",
      `${dockerfile} does not exist.`,
      "There is nothing to build from.",
      "Run drydock scaffold to write one, or name another file.",
    );
  }
  return {
    service: "web",
    tag: `${dockerName(name)}:latest`,
    build: { context: "", dockerfile, target: null, args: {} },
  };
}
