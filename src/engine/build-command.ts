import { cancelled, DrydockError, messageOf } from "../model/error";
import type { BuildEvent } from "../model/build-trace";
import type { BuildRequest } from "../model/ports";
import type { EngineDeps } from "./deps";
import { endpointEnvironment } from "./endpoint";
import { parseJson, isRecord } from "./json-lines";
import { lineSplitter } from "./line-splitter";
import type { Link } from "./link";
import type { Trace } from "./trace";

/** Why a build cannot be done over the engine's API; null where it can. */
export function needsCommand(request: BuildRequest): string | null {
  const names = Object.keys(request.contexts ?? {});
  if (names.length === 0) return null;
  return `it uses ${names.length === 1 ? "the further build context" : "further build contexts"} ${names.join(", ")}`;
}

/**
 * Builds by `docker buildx build --progress=rawjson`, which brings a session that can do everything. Its trace is the
 * engine's own, read by the same reader. Gives the image's id, or the words in which the build failed.
 * @throws DrydockError build-failed where there is no such command, cancelled
 */
export async function buildByCommand(
  link: Link,
  deps: EngineDeps,
  request: BuildRequest,
  trace: Trace,
  onEvent: (event: BuildEvent) => void,
  signal: AbortSignal | undefined,
): Promise<{ readonly imageId: string | null; readonly error: string | null }> {
  const command = deps.command || "docker";
  const words: string[] = [];
  const lines = lineSplitter(line => {
    const message = line.startsWith("{") ? parseJson(line) : undefined;
    if (isRecord(message)) trace.acceptJson(message).forEach(onEvent);
    else words.push(line);
  });
  try {
    const result = await deps.processes.run(command, ["buildx", "build", ...buildArguments(request)], {
      cwd: request.folder ?? ".",
      env: { ...deps.env, ...endpointEnvironment(link.endpoint), ...secretVariables(request) },
      onStderr: lines.add,
      ...(signal === undefined ? {} : { signal }),
    });
    lines.end();
    if (result.exit !== 0) return { imageId: null, error: failureWords(words) };
  } catch (error) {
    if (signal?.aborted) throw cancelled();
    throw new DrydockError(
      "build-failed",
      `${command} could not be started.`,
      `This build needs the docker command line with Buildx. ${error instanceof DrydockError ? error.why : messageOf(error)}`,
      "Install Buildx, or set the command's path in drydock.engine.cliPath.",
      error,
    );
  }
  const image = await link.docker.getImage(request.tags[0] ?? "").inspect();
  return { imageId: image.Id, error: null };
}

/** The request as arguments. Secrets go by the name of a variable, so that no value stands in the list of processes. */
function buildArguments(request: BuildRequest): readonly string[] {
  const each = (flag: string, values: readonly string[]): string[] => values.flatMap(value => [flag, value]);
  const pairs = (flag: string, map: Readonly<Record<string, string>> | undefined): string[] =>
    each(
      flag,
      Object.entries(map ?? {}).map(([name, value]) => `${name}=${value}`),
    );
  return [
    "--progress=rawjson",
    "--load",
    "--file",
    request.dockerfile,
    ...each("--tag", request.tags),
    ...pairs("--build-arg", request.args),
    ...pairs("--label", request.labels),
    ...pairs("--build-context", request.contexts),
    ...pairs("--ssh", request.agents),
    ...each(
      "--secret",
      Object.keys(request.secrets ?? {}).map((id, index) => `id=${id},env=${secretVariable(index)}`),
    ),
    ...(request.target === undefined ? [] : ["--target", request.target]),
    ...(request.platform === undefined ? [] : ["--platform", request.platform]),
    ...(request.networkMode === undefined ? [] : ["--network", request.networkMode]),
    ...(request.noCache === true ? ["--no-cache"] : []),
    ...(request.pull === true ? ["--pull"] : []),
    ".",
  ];
}

function secretVariable(index: number): string {
  return `DRYDOCK_BUILD_SECRET_${index}`;
}

function secretVariables(request: BuildRequest): Readonly<Record<string, string>> {
  const values = Object.values(request.secrets ?? {});
  return Object.fromEntries(values.map((value, index) => [secretVariable(index), value]));
}

/** The command ends with `ERROR: failed to build: failed to solve: …`, after an excerpt of the Dockerfile. */
function failureWords(words: readonly string[]): string {
  const line = words.findLast(text => text.startsWith("ERROR: "));
  return line?.slice("ERROR: ".length).replace(/^failed to build: /, "") ?? words.slice(-5).join("\n");
}
