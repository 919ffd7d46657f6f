import { cancelled, DrydockError, messageOf } from "../model/error";
import type { EngineEndpoint } from "../model/ports";

/** What a failed request to an engine looks like: Node's `code`, or the HTTP status and body that docker-modem keeps. */
interface WireError {
  readonly code?: unknown;
  readonly statusCode?: unknown;
  readonly json?: unknown;
}

const LOST = new Set([
  "ECONNRESET",
  "ECONNREFUSED",
  "ECONNABORTED",
  "EPIPE",
  "ENOENT",
  "ENOTFOUND",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EHOSTDOWN",
  "EAI_AGAIN",
  "ERR_STREAM_PREMATURE_CLOSE",
  "ERR_STREAM_DESTROYED",
]);

const DENIED = new Set(["EACCES", "EPERM"]);

/** Node's error code, such as `ECONNREFUSED`, or null. */
function codeOf(error: unknown): string | null {
  if (typeof error !== "object" || error === null) return null;
  const code = (error as WireError).code;
  return typeof code === "string" ? code : null;
}

/** The HTTP status of an answer that docker-modem turned into an error, or null where none came. */
export function statusOf(error: unknown): number | null {
  if (typeof error !== "object" || error === null) return null;
  const status = (error as WireError).statusCode;
  return typeof status === "number" ? status : null;
}

/** The engine's own words: the `message` of its JSON answer where there is one, else the error's. */
export function engineWords(error: unknown): string {
  if (typeof error === "object" && error !== null) {
    const json = (error as WireError).json;
    if (typeof json === "object" && json !== null && "message" in json && typeof json.message === "string") {
      return json.message.trim();
    }
  }
  // docker-modem writes "(HTTP code 500) server error - WORDS " where the body is no JSON.
  const message = messageOf(error).trim();
  const mark = message.startsWith("(HTTP code") ? message.indexOf(" - ") : -1;
  return mark < 0 ? message : message.slice(mark + 3).trim();
}

export function isDenied(error: unknown): boolean {
  return DENIED.has(codeOf(error) ?? "") || statusOf(error) === 401 || statusOf(error) === 403;
}

/** True where the connection failed, or ended before the answer was complete. */
export function isLost(error: unknown): boolean {
  const code = codeOf(error);
  if (code !== null && LOST.has(code)) return true;
  const message = messageOf(error);
  return message === "aborted" || message === "socket hang up";
}

/** Why a connection could not be made, in two or three words for the list of what was tried. */
export function unreachable(error: unknown): string {
  // A program that is to make the connection, such as ssh, could not be started.
  if (error instanceof Error && error.message.startsWith("spawn "))
    return `${error.message.split(" ")[1] ?? "it"} not found`;
  switch (codeOf(error)) {
    case "ENOENT":
      return "socket not there";
    case "ECONNREFUSED":
      return "connection refused";
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "host name not known";
    case "ETIMEDOUT":
      return "no answer";
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "EHOSTDOWN":
      return "host not reachable";
    case "EACCES":
    case "EPERM":
      return "permission denied";
    default:
      return engineWords(error).replace(/\.$/, "") || "no answer";
  }
}

/** One endpoint that did not answer, or a source of endpoints that named none. */
export interface Attempt {
  /** Such as `DOCKER_HOST` or `context desktop-linux`. */
  readonly what: string;
  readonly why: string;
}

export function engineAbsent(attempts: readonly Attempt[], cause?: unknown): DrydockError {
  const tried = attempts.map(({ what, why }) => `${what} (${why})`).join(", ");
  return new DrydockError(
    "engine-absent",
    "No Docker engine answered.",
    `Tried ${tried}.`,
    "Start Docker, or select another context.",
    cause,
  );
}

/**
 * The error for a socket that this user may not open. `group` is the name of the group that owns the socket, null where
 * it could not be read.
 */
export function engineDenied(
  host: string,
  group: string | null,
  platform: string,
  words: string | null,
  cause?: unknown,
): DrydockError {
  if (words !== null) {
    return new DrydockError(
      "engine-denied",
      `The engine at ${host} refused this user.`,
      `It answered: ${words}.`,
      "Check the certificate or the credentials of the Docker context.",
      cause,
    );
  }
  const what = "The engine's socket may not be opened by this user.";
  if (platform === "win32") {
    const todo = "Add this user to the group docker-users, then sign in again.";
    return new DrydockError("engine-denied", what, `${host} belongs to group docker-users.`, todo, cause);
  }
  if (group === "root" || group === "wheel" || (group === null && platform === "darwin")) {
    // Joining the group root would give the user more than Docker, so no command is offered for that.
    const todo = `Make the socket accessible to this user: ls -l ${host.replace(/^unix:\/\//, "")}`;
    return new DrydockError("engine-denied", what, `${host} belongs to ${group ?? "another user"}.`, todo, cause);
  }
  return new DrydockError(
    "engine-denied",
    what,
    group === null ? `${host} belongs to another user or group.` : `It belongs to group ${group}.`,
    `Run \`sudo usermod -aG ${group ?? "docker"} $USER\`, then sign in again.`,
    cause,
  );
}

export function engineTooOld(version: string, needed: string, release: string): DrydockError {
  return new DrydockError(
    "engine-too-old",
    `This engine speaks API ${version}.`,
    `Drydock needs ${needed} or later (${release}).`,
    "Update the engine.",
  );
}

export function engineLost(doing: string, endpoint: EngineEndpoint, cause?: unknown): DrydockError {
  return new DrydockError(
    "engine-lost",
    `The engine stopped answering while ${doing}.`,
    `The connection to ${endpoint.host} broke${cause === undefined ? "" : `: ${unreachable(cause)}`}.`,
    "Start the engine and try again.",
    cause,
  );
}

/** The error for a question that the engine neither answers nor refuses. `doing` continues "while". */
export function noAnswer(doing: string, limitMs: number): DrydockError {
  return new DrydockError(
    "engine-refused",
    `The engine gave no answer within ${Math.round(limitMs / 1000)} s while ${doing}.`,
    "It is overloaded, or another command that has not ended holds the container or image.",
    "Wait for that command to end, then try again. If nothing ends, restart the engine.",
  );
}

/**
 * Turns whatever a request threw into the one error that a person may see. `doing` continues "while": "reading the logs
 * of web".
 */
export function engineFailure(
  error: unknown,
  endpoint: EngineEndpoint,
  doing: string,
  signal?: AbortSignal,
): DrydockError {
  if (signal?.aborted) return cancelled();
  if (error instanceof DrydockError) return error;
  if (isDenied(error)) {
    const words = statusOf(error) === null ? null : engineWords(error);
    return engineDenied(endpoint.host, null, "", words, error);
  }
  if (isLost(error)) return engineLost(doing, endpoint, error);
  const words = engineWords(error);
  const port = takenPort(words);
  if (port !== null) return portTaken(port, null, error);
  if (isDiskFull(words)) return diskFull(words, error);
  return new DrydockError(
    "engine-refused",
    `The engine refused while ${doing}.`,
    words.endsWith(".") ? words : `${words}.`,
    "Check the name and the state of the container, image or network, then try again.",
    error,
  );
}

export function isDiskFull(words: string): boolean {
  return words.toLowerCase().includes("no space left on device");
}

export function diskFull(words: string, cause?: unknown): DrydockError {
  return new DrydockError(
    "disk-full",
    "The engine has no room left on its disk.",
    `It says: ${words.trim()}`,
    "Remove unused images or build cache yourself; Drydock never prunes.",
    cause,
  );
}

/** `holder` is the name of the container that publishes the port already, where it is one of this engine's. */
export function portTaken(port: string, holder: string | null, cause?: unknown): DrydockError {
  return new DrydockError(
    "port-taken",
    port === ""
      ? "A port is already in use."
      : `Port ${port} is in use${holder === null ? "" : ` by container ${holder}`}.`,
    holder === null ? "Another program or container listens on it." : `${holder} publishes it.`,
    `Stop it, or publish the service on another port.`,
    cause,
  );
}

/** Several containers of `service` were to publish one port of the host, which its first one has. */
export function portTwice(port: string, service: string): DrydockError {
  return new DrydockError(
    "port-taken",
    `Port ${port} is already published by another container of ${service}.`,
    `A port of the host goes to one container alone, and the Compose file gives this one to each container of ${service}.`,
    `Scale ${service} to 1 again, or give it no port of the host, or a range with one for each container.`,
  );
}

/**
 * The port that an engine or Compose could not publish: "" where it says so without a number, null where the words say
 * something else. Words seen: "Bind for 0.0.0.0:8000 failed: port is already allocated", "failed to bind host port for
 * 0.0.0.0:8000:172.17.0.2:80/tcp: address already in use", "listen tcp4 0.0.0.0:8000: bind: address already in use",
 * "ports are not available: exposing port TCP 0.0.0.0:8000 -> …".
 */
export function takenPort(words: string): string | null {
  const marks = ["port is already allocated", "address already in use", "ports are not available"];
  const line = words.split("\n").find(text => marks.some(mark => text.includes(mark)));
  if (line === undefined) return null;
  // The first address:port of the line is the host's side.
  const match = /(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-fA-F:]{2,45}\]|:::?):?(\d{1,5})\b/.exec(line);
  return match?.[1] ?? "";
}
