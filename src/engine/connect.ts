import Docker from "dockerode";
import { cancelled, DrydockError, throwIfCancelled } from "../model/error";
import type { ConnectEngine, Engine } from "../model/ports";
import { createAgent } from "./dial";
import type { EngineDeps } from "./deps";
import type { Candidate } from "./endpoint";
import { resolveEndpoint } from "./endpoint";
import { createEngine } from "./engine";
import type { Attempt } from "./failure";
import { engineAbsent, engineDenied, engineTooOld, engineWords, isDenied, statusOf, unreachable } from "./failure";
import { textField } from "./json-lines";
import { describe } from "./link";

/** The oldest API that has all that is used here; Docker 20.10 of December 2020 speaks it. */
const OLDEST = "1.41";
const OLDEST_RELEASE = "Docker 20.10";
/** The newest API that was tried; a newer engine is asked to speak this one. */
const NEWEST = "1.51";
/** An address that swallows packets would otherwise hold the connection for minutes. */
const PATIENCE_MS = 10_000;

/** Connects as the docker command line would: see `resolveEndpoint` for the order. */
export function createConnect(deps: EngineDeps): ConnectEngine {
  return async (options, signal) => {
    throwIfCancelled(signal);
    const resolution = await resolveEndpoint(deps, options?.context);
    const attempts: Attempt[] = [...resolution.attempts];
    const denials: DrydockError[] = [];
    for (const candidate of resolution.candidates) {
      try {
        return await connect(deps, candidate, signal);
      } catch (error) {
        if (error instanceof DrydockError) throw error;
        if (signal?.aborted) throw cancelled();
        deps.log.debug(`engine: ${candidate.label}: ${engineWords(error)}`);
        attempts.push({ what: candidate.label, why: unreachable(error) });
        if (isDenied(error)) denials.push(await denied(deps, candidate, error));
      }
    }
    // A socket that is there but closed to this user is the better explanation than one that is not there.
    throw denials[0] ?? engineAbsent(attempts);
  };
}

/** Throws what the connection threw, as it is, so that the next candidate can be tried. */
async function connect(deps: EngineDeps, candidate: Candidate, signal: AbortSignal | undefined): Promise<Engine> {
  const agent = createAgent(candidate.target, deps);
  const first = createDocker(candidate, agent, null);
  const version = await answerWithin(deps, signal, limit => describe(first).version({ abortSignal: limit }));
  const api = negotiate(version, deps.env["DOCKER_API_VERSION"] ?? "");
  deps.log.info(`engine: ${candidate.endpoint.host}, ${candidate.endpoint.reason}, API ${api}`);
  return createEngine(deps, createDocker(candidate, agent, api), candidate.endpoint);
}

async function answerWithin<Answer>(
  deps: EngineDeps,
  signal: AbortSignal | undefined,
  ask: (limit: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const answered = new AbortController();
  const late = new AbortController();
  const timer = deps.clock.sleep(PATIENCE_MS, answered.signal).then(
    () => late.abort(),
    () => undefined, // The sleep ends by being aborted where the engine answers in time.
  );
  try {
    return await ask(signal === undefined ? late.signal : AbortSignal.any([late.signal, signal]));
  } catch (error) {
    if (late.signal.aborted && !answered.signal.aborted && signal?.aborted !== true) {
      throw Object.assign(new Error(`no answer within ${PATIENCE_MS / 1000} s`), { cause: error });
    }
    throw error;
  } finally {
    answered.abort();
    await timer;
  }
}

/**
 * dockerode over an agent that knows the way. Each option that docker-modem would take from the environment is given,
 * because the endpoint is decided here: with a socket and DOCKER_HOST both there it would take the latter. A socket path
 * is always given, though the agent does not look at it: with a host docker-modem parses addresses by a deprecated
 * function that warns on standard error in newer versions of Node.
 */
function createDocker(candidate: Candidate, agent: ReturnType<typeof createAgent>, api: string | null): Docker {
  const { target } = candidate;
  const host = target.kind === "tcp" && !target.host.includes(":") ? `${target.host}:${target.port}` : "localhost";
  const options = {
    agent,
    socketPath: "drydock",
    headers: { Host: host },
    protocol: "http",
    pathPrefix: "/",
    host: undefined,
    port: undefined,
    username: undefined,
    ca: undefined,
    cert: undefined,
    key: undefined,
    timeout: undefined,
    version: api === null ? undefined : `v${api}`,
  } as const;
  return new Docker(options);
}

/**
 * The API version to speak: what DOCKER_API_VERSION pins, else the newest that both sides know.
 * @throws DrydockError engine-too-old
 */
export function negotiate(version: unknown, pinned: string): string {
  const newest = textField(version, "ApiVersion");
  const oldest = textField(version, "MinAPIVersion");
  if (newest === "" || older(newest, OLDEST))
    throw engineTooOld(newest || "of an unknown version", OLDEST, OLDEST_RELEASE);
  if (pinned !== "") {
    const wanted = older(newest, pinned) ? newest : pinned;
    if (older(wanted, OLDEST)) {
      throw new DrydockError(
        "engine-too-old",
        `DOCKER_API_VERSION asks for API ${pinned}.`,
        `Drydock needs ${OLDEST} or later (${OLDEST_RELEASE}); this engine speaks up to ${newest}.`,
        "Unset DOCKER_API_VERSION, or set it to a later version.",
      );
    }
    return wanted;
  }
  if (older(newest, NEWEST)) return newest;
  return oldest !== "" && older(NEWEST, oldest) ? oldest : NEWEST;
}

function older(a: string, b: string): boolean {
  const [majorA = 0, minorA = 0] = a.split(".").map(Number);
  const [majorB = 0, minorB = 0] = b.split(".").map(Number);
  return majorA < majorB || (majorA === majorB && minorA < minorB);
}

async function denied(deps: EngineDeps, candidate: Candidate, error: unknown): Promise<DrydockError> {
  const { endpoint, target } = candidate;
  const words = statusOf(error) === null ? null : engineWords(error);
  const group = words === null && target.kind === "socket" ? await groupName(deps, target.path) : null;
  return engineDenied(endpoint.host, group, deps.platform, words, error);
}

/** The name of the group that owns a socket, from /etc/group; null where either may not be read. */
async function groupName(deps: EngineDeps, path: string): Promise<string | null> {
  const id = await deps.groupOf(path);
  const table = id === null ? null : await deps.readText("/etc/group");
  const line = table?.split("\n").find(row => row.split(":")[2] === String(id));
  return line?.split(":")[0] ?? null;
}
