import { cancelled, DrydockError, messageOf, throwIfCancelled } from "../model/error";
import type { Compose, ComposeChoice, ComposeRequest, Engine, ExecResult, Processes } from "../model/ports";
import { composeFailure, readLock, requireHealthy, stoppedContainers } from "./compose-failure";
import { endpointEnvironment } from "./endpoint";
import { readYamlConfig } from "./compose-yaml";
import { isRecord, parseJson, textField } from "./json-lines";
import { lineSplitter } from "./line-splitter";

export interface ComposeDeps {
  readonly processes: Processes;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The docker command; `docker` where a person set no other. */
  readonly command?: string;
  /** Takes away the mark of a `watch` that ended though its number is another process's now; whether it did. */
  readonly releaseStaleLock?: (project: string, id: number) => Promise<boolean>;
}

/** Seconds that a stopping container gets before it is killed. */
const GRACE_SECONDS = "10";

type OnLine = (line: string) => void;

/**
 * Compose through its command line, against the endpoint that `engine` uses. Arguments are a list, never a shell's text.
 * Resources bear the labels that the Compose files give them; ownership labels come in an override file of the caller.
 */
export function createCompose(deps: ComposeDeps, engine: Engine): Compose {
  const invoke = createInvoke(deps, engine);
  const ask = (
    request: ComposeRequest,
    args: readonly string[],
    onLine?: OnLine,
    signal?: AbortSignal,
  ): Promise<ExecResult> => invoke([...projectArguments(request), ...args], { ...request, onLine, signal });
  const imageOf = async (request: ComposeRequest, service: string): Promise<string | null> => {
    const result = await ask(request, ["config", "--format", "json"]);
    const model = result.exit === 0 ? parseJson(result.stdout) : null;
    const services = isRecord(model) ? model["services"] : null;
    return isRecord(services) ? textField(services[service], "image") || null : null;
  };
  /** `doing` continues "while"; `blamed` is the project whose containers may tell the reason, null where none can. */
  const order = async (
    [doing, blamed]: readonly [string, string | null],
    request: ComposeRequest,
    ...rest: readonly [args: readonly string[], onLine?: OnLine, signal?: AbortSignal]
  ): Promise<void> => {
    let result = await ask(request, ...rest);
    if (result.exit !== 0 && (await isReleased(deps, result.stderr))) result = await ask(request, ...rest);
    if (result.exit === 0) return;
    throw await composeFailure(engine, doing, blamed, result, service => imageOf(request, service));
  };

  return {
    async config(files, signal, choice = {}) {
      const asWritten = choice.interpolate === false ? ["--no-interpolate"] : [];
      const args = [...fileArguments(files), ...choiceArguments(choice), "config", ...asWritten];
      const result = await invoke([...args, "--format", "json"], { signal });
      if (result.exit === 0) return parseJson(result.stdout) ?? null;
      // Compose up to 2.40 cannot write a build's `ssh: id=path` as JSON; as YAML it can.
      const plain = result.stderr.includes("types.SSHKey") ? await invoke(args, { signal }) : result;
      if (plain.exit !== 0) throw await composeFailure(engine, "reading the Compose file", null, plain);
      return readYamlConfig(plain.stdout);
    },
    async up(request, onLine, signal) {
      throwIfCancelled(signal);
      const before = request.wait === true ? await stoppedContainers(engine, request.project) : null;
      await order([`starting ${request.project}`, request.project], request, upArguments(request), onLine, signal);
      if (before !== null) await requireHealthy(engine, request, before);
    },
    down(request, onLine, signal) {
      const volumes = request.volumes === true ? ["--volumes"] : [];
      const images = request.images === true ? ["--rmi", "local"] : [];
      const args = ["down", "--remove-orphans", "--timeout", GRACE_SECONDS, ...volumes, ...images];
      return order([`stopping ${request.project}`, request.project], request, args, onLine, signal);
    },
    async run({ service, command, ...request }, onLine, signal) {
      const result = await ask(request, ["run", "--rm", "--no-TTY", service, ...command], onLine, signal);
      return { ...result, stderr: result.stderr.replace(PROGRESS, "") };
    },
    pull(request, onLine, signal) {
      // Images that are built here cannot be pulled: they are left out instead of failing all.
      const args = ["pull", "--ignore-buildable", ...(request.services ?? [])];
      return order([`pulling the images of ${request.project}`, null], request, args, onLine, signal);
    },
    restart(request, onLine, signal) {
      const args = ["restart", "--timeout", GRACE_SECONDS, ...(request.services ?? [])];
      return order([`restarting ${request.project}`, request.project], request, args, onLine, signal);
    },
    watch(request, onLine, signal) {
      const args = ["watch", "--no-up", ...(request.services ?? [])];
      return order([`watching ${request.project}`, null], request, args, onLine, signal);
    },
    async port({ service, port, ...request }) {
      const result = await ask(request, ["port", service, String(port)]);
      return result.exit === 0 ? readPort(result.stdout) : null;
    },
  };
}

async function isReleased({ releaseStaleLock }: ComposeDeps, words: string): Promise<boolean> {
  const lock = readLock(words);
  return lock !== null && (await releaseStaleLock?.(lock.project, lock.id)) === true;
}

/** What Compose says of its own work between the lines of the program that it runs; what failed stays. */
const PROGRESS =
  /^ (?:Container|Network|Volume) \S+ +(?:Creat|Recreat|Start|Stopp|Remov|Runn|Wait)(?:e|ed|ing)\s*$\n?|^ Container \S+ +(?:Healthy|Exited)\s*$\n?/gm;

interface InvokeOptions {
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** One more Compose file on standard input, which its arguments name `-`. */
  readonly override?: string;
  readonly onLine?: OnLine | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Runs `docker compose` with these arguments; an exit code other than 0 is an answer, a command that cannot start an error. */
function createInvoke(
  { processes, env: inherited, command = "" }: ComposeDeps,
  engine: Engine,
): (args: readonly string[], options: InvokeOptions) => Promise<ExecResult> {
  const program = command || "docker";
  return async (args, { folder, env, override, onLine, signal }) => {
    throwIfCancelled(signal);
    const out = lineSplitter(onLine);
    const err = lineSplitter(onLine);
    try {
      const { exit, stdout, stderr } = await processes.run(program, ["compose", ...args], {
        env: environment(inherited, engine, env),
        ...(folder === undefined ? {} : { cwd: folder }),
        ...(override === undefined ? {} : { input: override }),
        ...(signal === undefined ? {} : { signal }),
        ...(onLine === undefined ? {} : { onStdout: out.add, onStderr: err.add }),
      });
      out.end();
      err.end();
      throwIfCancelled(signal);
      return { exit, stdout, stderr };
    } catch (error) {
      if (signal?.aborted === true) throw cancelled();
      if (error instanceof DrydockError && error.code === "cancelled") throw error;
      throw new DrydockError(
        "compose-failed",
        `${program} could not be started.`,
        `Compose is part of the docker command line. ${error instanceof DrydockError ? error.why : messageOf(error)}`,
        "Install the Docker command line with Compose, or set its path in drydock.engine.cliPath.",
        error,
      );
    }
  };
}

function upArguments(request: Parameters<Compose["up"]>[0]): readonly string[] {
  const { wait = false, waitSeconds, build, recreate = true, scale = {}, services = [] } = request;
  return [
    "up",
    "--detach",
    ...(wait ? ["--wait"] : []),
    ...(wait && waitSeconds !== undefined ? ["--wait-timeout", String(waitSeconds)] : []),
    ...(build === undefined ? [] : [build ? "--build" : "--no-build"]),
    ...Object.entries(scale).flatMap(([name, count]) => ["--scale", `${name}=${count}`]),
    ...(recreate ? [] : ["--no-recreate"]),
    ...services,
  ];
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
