import { cancelled, DrydockError, messageOf, throwIfCancelled } from "../model/error";
import type { Compose, ComposeChoice, ComposeRequest, Engine, ExecResult, Processes } from "../model/ports";
import type { ComposeOutput } from "./compose-failure";
import { composeFailure, requireHealthy, stoppedContainers } from "./compose-failure";
import { endpointEnvironment } from "./endpoint";
import { readYamlConfig } from "./compose-yaml";
import { isRecord, parseJson, textField } from "./json-lines";
import { lineSplitter } from "./line-splitter";

export interface ComposeDeps {
  readonly processes: Processes;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The docker command; `docker` where a person set no other. */
  readonly command?: string;
}

/** Seconds that a stopping container gets before it is killed. */
const GRACE_SECONDS = "10";

/**
 * Compose through its command line, against the endpoint that `engine` uses. Arguments are a list, never a shell's text.
 * Resources bear the labels that the Compose files give them; ownership labels come in an override file of the caller.
 */
export function createCompose(deps: ComposeDeps, engine: Engine): Compose {
  const invoke = async (
    args: readonly string[],
    options: {
      readonly folder?: string;
      readonly env?: Readonly<Record<string, string>> | undefined;
      /** One more Compose file on standard input, which its arguments name `-`. */
      readonly override?: string | undefined;
      readonly onLine?: (line: string) => void;
      readonly signal?: AbortSignal | undefined;
    },
  ): Promise<ExecResult> => {
    const { signal, onLine } = options;
    throwIfCancelled(signal);
    const out = lineSplitter(onLine);
    const err = lineSplitter(onLine);
    try {
      const result = await deps.processes.run(deps.command || "docker", ["compose", ...args], {
        env: environment(deps.env, engine, options.env),
        ...(options.folder === undefined ? {} : { cwd: options.folder }),
        ...(options.override === undefined ? {} : { input: options.override }),
        ...(signal === undefined ? {} : { signal }),
        ...(onLine === undefined ? {} : { onStdout: out.add, onStderr: err.add }),
      });
      out.end();
      err.end();
      throwIfCancelled(signal);
      return { exit: result.exit, stdout: result.stdout, stderr: result.stderr };
    } catch (error) {
      if (signal?.aborted === true) throw cancelled();
      if (error instanceof DrydockError && error.code === "cancelled") throw error;
      throw new DrydockError(
        "compose-failed",
        `${deps.command || "docker"} could not be started.`,
        `Compose is part of the docker command line. ${error instanceof DrydockError ? error.why : messageOf(error)}`,
        "Install the Docker command line with Compose, or set its path in drydock.engine.cliPath.",
        error,
      );
    }
  };
  const imageOf = async (request: ComposeRequest, service: string): Promise<string | null> => {
    const { folder, env, override } = request;
    const args = [...projectArguments(request), "config", "--format", "json"];
    const result = await invoke(args, { folder, env, override });
    const model = result.exit === 0 ? parseJson(result.stdout) : null;
    const services = isRecord(model) ? model["services"] : null;
    return isRecord(services) ? textField(services[service], "image") || null : null;
  };
  /** `project` is null where no container can be to blame. */
  const fail = (
    doing: string,
    request: ComposeRequest | null,
    output: ComposeOutput,
    project = request?.project ?? null,
  ): Promise<DrydockError> =>
    composeFailure(engine, doing, project, output, service =>
      request === null ? Promise.resolve(null) : imageOf(request, service),
    );

  return {
    async config(files, signal, choice = {}) {
      const args = [...fileArguments(files), ...choiceArguments(choice), "config"];
      const result = await invoke([...args, "--format", "json"], { signal });
      if (result.exit === 0) return parseJson(result.stdout) ?? null;
      // Compose up to 2.40 cannot write a build's `ssh: id=path` as JSON; as YAML it can.
      const plain = result.stderr.includes("types.SSHKey") ? await invoke(args, { signal }) : result;
      if (plain.exit !== 0) throw await fail("reading the Compose file", null, plain);
      return readYamlConfig(plain.stdout);
    },
    async up(request, onLine, signal) {
      const wait = request.wait === true ? ["--wait"] : [];
      const limit =
        request.wait === true && request.waitSeconds !== undefined
          ? ["--wait-timeout", String(request.waitSeconds)]
          : [];
      const build = request.build === undefined ? [] : [request.build ? "--build" : "--no-build"];
      const keep = request.recreate === false ? ["--no-recreate"] : [];
      const scale = Object.entries(request.scale ?? {}).flatMap(([name, count]) => ["--scale", `${name}=${count}`]);
      const args = [...projectArguments(request), "up", "--detach", ...wait, ...limit, ...build, ...scale, ...keep];
      const { folder, env, override } = request;
      throwIfCancelled(signal);
      const before = request.wait === true ? await stoppedContainers(engine, request.project) : null;
      const result = await invoke([...args, ...(request.services ?? [])], { folder, env, override, onLine, signal });
      if (result.exit !== 0) throw await fail(`starting ${request.project}`, request, result);
      if (before !== null) await requireHealthy(engine, request, before);
    },
    async down(request, onLine, signal) {
      const volumes = request.volumes === true ? ["--volumes"] : [];
      const images = request.images === true ? ["--rmi", "local"] : [];
      const args = [...projectArguments(request), "down", "--remove-orphans", "--timeout", GRACE_SECONDS];
      const { folder, env, override } = request;
      const result = await invoke([...args, ...volumes, ...images], { folder, env, override, onLine, signal });
      if (result.exit !== 0) throw await fail(`stopping ${request.project}`, request, result);
    },
    run: ({ service, command, ...request }, onLine, signal) =>
      invoke([...projectArguments(request), "run", "--rm", "--no-TTY", service, ...command], {
        folder: request.folder,
        env: request.env,
        override: request.override,
        onLine,
        signal,
      }),
    async pull(request, onLine, signal) {
      // Images that are built here cannot be pulled: they are left out instead of failing all.
      const args = [...projectArguments(request), "pull", "--ignore-buildable", ...(request.services ?? [])];
      const { folder, env, override } = request;
      const result = await invoke(args, { folder, env, override, onLine, signal });
      if (result.exit !== 0) throw await fail(`pulling the images of ${request.project}`, request, result, null);
    },
    async restart(request, onLine, signal) {
      const { folder, env, override, services = [] } = request;
      const args = [...projectArguments(request), "restart", "--timeout", GRACE_SECONDS, ...services];
      const result = await invoke(args, { folder, env, override, onLine, signal });
      if (result.exit !== 0) throw await fail(`restarting ${request.project}`, request, result);
    },
    async watch(request, onLine, signal) {
      const { folder, env, override, services = [] } = request;
      const args = [...projectArguments(request), "watch", "--no-up", ...services];
      const result = await invoke(args, { folder, env, override, onLine, signal });
      if (result.exit !== 0) throw await fail(`watching ${request.project}`, null, result);
    },
    async port({ service, port, ...request }) {
      const { folder, env, override } = request;
      const result = await invoke([...projectArguments(request), "port", service, String(port)], {
        folder,
        env,
        override,
      });
      return result.exit === 0 ? readPort(result.stdout) : null;
    },
  };
}

function fileArguments(files: readonly string[]): readonly string[] {
  return files.flatMap(file => ["-f", file]);
}

function projectArguments(request: ComposeRequest): readonly string[] {
  const files = request.override === undefined ? request.files : [...request.files, "-"];
  return [
    "-p",
    request.project,
    "--project-directory",
    request.folder,
    ...fileArguments(files),
    ...choiceArguments(request),
  ];
}

function choiceArguments({ profiles = [], envFile }: ComposeChoice): readonly string[] {
  return [
    ...profiles.flatMap(profile => ["--profile", profile]),
    ...(envFile === undefined ? [] : ["--env-file", envFile]),
  ];
}

/**
 * The environment of the child: the endpoint in use, whatever the inherited one says, and plain output. An undefined
 * value takes a variable away.
 */
function environment(
  inherited: Readonly<Record<string, string | undefined>>,
  engine: Engine,
  own: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string | undefined>> {
  return {
    ...inherited,
    // The project's name and files are given as arguments, which win; profiles of the person's shell would add up.
    COMPOSE_PROFILES: undefined,
    ...own,
    ...endpointEnvironment(engine.endpoint),
    COMPOSE_ANSI: "never",
    COMPOSE_PROGRESS: "plain",
    COMPOSE_MENU: "false",
    BUILDKIT_PROGRESS: "plain",
  };
}

/** `0.0.0.0:49153`, `[::]:49153`; null where nothing is published, which Compose prints as `:0`. */
function readPort(stdout: string): { readonly address: string; readonly port: number } | null {
  const line = stdout.trim().split("\n")[0] ?? "";
  const colon = line.lastIndexOf(":");
  const port = Number(line.slice(colon + 1));
  if (colon < 0 || !Number.isInteger(port) || port <= 0) return null;
  return { address: line.slice(0, colon).replace(/^\[|\]$/g, ""), port };
}
