import type { BuildEvent, BuildResult } from "../model/build-trace";
import { cancelled, DrydockError, messageOf, throwIfCancelled } from "../model/error";
import type { BuildRequest, Engine } from "../model/ports";
import { buildFailure } from "./build-failure";
import { buildByCommand, needsCommand } from "./build-command";
import { createClassicTrace } from "./classic-trace";
import { packContext } from "./context-tar";
import { registryCredentials } from "./credentials";
import type { EngineDeps } from "./deps";
import { engineFailure, engineLost, engineWords, isLost, statusOf } from "./failure";
import { isRecord, jsonLines, textField } from "./json-lines";
import type { Link } from "./link";
import { openStream } from "./link";
import { createMask } from "./mask";
import type { Session } from "./session";
import { openSession } from "./session";
import { parseStepName } from "./step-name";
import type { Trace } from "./trace";
import { createTrace } from "./trace";

/** How a build ended, as far as its messages say. */
interface Outcome {
  imageId: string | null;
  error: string | null;
}

/**
 * Builds by BuildKit over the engine's API, with a session of our own for secrets, SSH agents and registry credentials;
 * what those cannot do is left to the docker command, and said. Aborting ends the running step on the engine. Every way
 * to end closes the session and the upload.
 */
export function createBuild(link: Link, deps: EngineDeps): Engine["build"] {
  return async (request, onEvent, signal) => {
    throwIfCancelled(signal);
    const reason = needsCommand(request);
    if (reason !== null) return runCommand(link, deps, request, reason, onEvent, signal);
    const session = await startSession(link, deps, request, signal);
    if (session === "none") {
      const why = "this engine opens no session for secrets and SSH agents";
      return runCommand(link, deps, request, why, onEvent, signal);
    }
    const mask = createMask(Object.values(request.secrets ?? {}));
    const trace = createTrace(mask);
    const classic = createClassicTrace(mask, () => link.clock.elapsed());
    const started = link.clock.elapsed();
    const tar = packContext(request.files, link.clock.now(), (bytes, total) => {
      onEvent({ kind: "upload", bytes, total });
    });
    const upload: { error: unknown } = { error: null };
    tar.stream.on("error", error => {
      upload.error = error;
    });
    const outcome: Outcome = { imageId: null, error: null };
    try {
      const doing = `building ${subject(request)}`;
      const query = parameters(request, session);
      const call = { method: "POST", path: "/build", query, upload: tar.stream } as const;
      const body = await openStream(link, doing, call, signal);
      for await (const message of jsonLines(body)) {
        const id = textField(message, "id");
        if (id === "moby.buildkit.trace") trace.accept(textField(message, "aux")).forEach(onEvent);
        else if (id === "") classic.accept(message).forEach(onEvent);
        readOutcome(message, outcome);
      }
    } catch (error) {
      if (signal?.aborted) throw cancelled();
      if (outcome.error === null && outcome.imageId === null) {
        throw streamFailure(link, request, trace, upload.error, error, mask);
      }
      // The engine said how it ended before the connection broke.
    } finally {
      session?.close();
      tar.stop();
    }
    trace.flush().forEach(onEvent);
    if (signal?.aborted) throw cancelled();
    if (outcome.error !== null) throw buildFailure(trace, outcome.error, mask);
    if (outcome.imageId === null) throw lost(link, request, trace);
    const steps = trace.steps();
    return {
      imageId: outcome.imageId,
      steps: steps.length > 0 ? steps : classic.steps(),
      warnings: trace.warnings(),
      contextBytes: tar.sent(),
      durationMs: link.clock.elapsed() - started,
    } satisfies BuildResult;
  };
}

/** The same build by the docker command; the person is told why. */
async function runCommand(
  link: Link,
  deps: EngineDeps,
  request: BuildRequest,
  reason: string,
  onEvent: (event: BuildEvent) => void,
  signal: AbortSignal | undefined,
): Promise<BuildResult> {
  const mask = createMask(Object.values(request.secrets ?? {}));
  const trace = createTrace(mask);
  const started = link.clock.elapsed();
  onEvent({ kind: "note", text: `Built by docker buildx, because ${reason}.` });
  const { imageId, error } = await buildByCommand(link, deps, request, trace, onEvent, signal);
  trace.flush().forEach(onEvent);
  if (error !== null) throw buildFailure(trace, error, mask);
  if (imageId === null) throw lost(link, request, trace);
  return {
    imageId,
    steps: trace.steps(),
    warnings: trace.warnings(),
    contextBytes: request.files.reduce((sum, file) => sum + file.bytes, 0),
    durationMs: link.clock.elapsed() - started,
  };
}

/** The engine's `/build` parameters (Docker Engine API, ImageBuild); version 2 asks for BuildKit. */
function parameters(
  request: BuildRequest,
  session: Session | null,
): Readonly<Record<string, string | number | readonly string[] | undefined>> {
  return {
    version: "2",
    t: request.tags,
    dockerfile: request.dockerfile,
    rm: 1,
    forcerm: 1,
    session: session?.id,
    target: request.target,
    platform: request.platform,
    networkmode: request.networkMode,
    nocache: request.noCache === true ? 1 : undefined,
    pull: request.pull === true ? 1 : undefined,
    buildargs: request.args === undefined ? undefined : JSON.stringify(request.args),
    labels: request.labels === undefined ? undefined : JSON.stringify(request.labels),
  };
}

/** Null where the engine has no sessions and the build needs none; "none" where it has none and the build needs one. */
async function startSession(
  link: Link,
  deps: EngineDeps,
  request: BuildRequest,
  signal: AbortSignal | undefined,
): Promise<Session | "none" | null> {
  const secrets = request.secrets ?? {};
  const agents = request.agents ?? {};
  try {
    return await openSession(link, { secrets, agents, credentials: host => registryCredentials(deps, host, signal) });
  } catch (error) {
    const needsOne = Object.keys(secrets).length + Object.keys(agents).length > 0;
    if (needsOne && statusOf(error) !== null && request.folder !== undefined) return "none";
    if (statusOf(error) === null || needsOne) {
      throw engineFailure(error, link.endpoint, "opening a build session", signal);
    }
    link.log.debug(`engine: builds without a session: ${engineWords(error)}`);
    return null;
  }
}

function readOutcome(message: Readonly<Record<string, unknown>>, outcome: Outcome): void {
  const aux = message["aux"];
  const imageId = isRecord(aux) ? textField(aux, "ID") : "";
  if (imageId !== "") outcome.imageId = imageId;
  const words = textField(message["errorDetail"], "message") || textField(message, "error");
  if (words !== "") outcome.error = words;
}

/** The error of a build whose stream broke or never began. */
function streamFailure(
  link: Link,
  request: BuildRequest,
  trace: Trace,
  uploadError: unknown,
  error: unknown,
  mask: (text: string) => string,
): DrydockError {
  if (uploadError instanceof DrydockError) return uploadError;
  const cause = error instanceof DrydockError ? error.cause : error;
  if (error instanceof DrydockError && error.code === "engine-lost") return lost(link, request, trace, cause);
  if (isLost(error)) return lost(link, request, trace, error);
  // A request that the engine turned down at once, such as an unknown Dockerfile, is a failed build.
  if (statusOf(cause) !== null && !(error instanceof DrydockError && error.code === "engine-denied")) {
    return buildFailure(trace, engineWords(cause), mask);
  }
  return engineFailure(error, link.endpoint, `building ${subject(request)}: ${messageOf(error)}`);
}

function lost(link: Link, request: BuildRequest, trace: Trace, cause?: unknown): DrydockError {
  const steps = trace.steps().filter(step => parseStepName(step.name) !== null);
  const done = steps.filter(step => step.completedMs !== null && step.error === null).length;
  const after = steps.length === 0 ? "before its first step" : `after step ${done} of ${steps.length}`;
  return new DrydockError(
    "engine-lost",
    `The engine stopped answering during the build of ${subject(request)}, ${after}.`,
    "Nothing was left half done.",
    "Start the engine and build again.",
    cause ?? engineLost(`building ${subject(request)}`, link.endpoint),
  );
}

function subject(request: BuildRequest): string {
  return request.tags[0] ?? request.dockerfile;
}
