import { crashedStart } from "../model/crashed-start";
import { DrydockError, messageOf } from "../model/error";
import { endingException, raisedLine } from "../model/last-exception";
import { isOutOfMemory, outOfMemory } from "../model/out-of-memory";
import type { ContainerDetail, ContainerSummary, Engine } from "../model/ports";
import { registryFailure } from "./build-failure";
import { diskFull, isDiskFull, portTaken, portTwice, takenPort } from "./failure";

export interface ComposeOutput {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Lines of output and of a container's log that explain a failure. */
const SHOWN_LINES = 20;

/** The image of a service of the project; null where that is not known. */
export type ImageOf = (service: string) => Promise<string | null>;

/**
 * The error behind a failed Compose command: from its words where they say it, else from the state of the project's
 * containers, which know of an exit code, a failing health check or a kill for want of memory. `doing` continues
 * "while": "starting shop". `project` is null where no container can be to blame.
 */
export async function composeFailure(
  engine: Engine,
  doing: string,
  project: string | null,
  output: ComposeOutput,
  imageOf: ImageOf = () => Promise.resolve(null),
): Promise<DrydockError> {
  const words = `${output.stderr}\n${output.stdout}`;
  const told = await fromWords(words, engine.endpoint.host, imageOf);
  if (told !== null) return told;
  const port = takenPort(words);
  if (port !== null) return portFailure(engine, port, words);
  if (project !== null) {
    const blamed = await fromContainers(engine, project, words);
    if (blamed !== null) return blamed;
  }
  return new DrydockError(
    "compose-failed",
    `Compose failed while ${doing}, exit code ${output.exit}.`,
    lastLines(withoutWarnings(output.stderr) || output.stdout),
    "Correct the Compose file, or what it names, and try again.",
  );
}

type StoppedContainers = ReadonlyMap<string, number | null>;

/** Containers of the project that do not run, by when they last started. */
export async function stoppedContainers(engine: Engine, project: string): Promise<StoppedContainers> {
  const details = await projectContainers(engine, project, ({ state }) => state === "exited");
  return new Map(details.map(({ id, startedAt }) => [id, startedAt]));
}

/**
 * Compose ends with success where its `--wait-timeout` ran out between two looks at the containers, and where one that it
 * starts again and again was just up, so its word that all are healthy is not enough. A one-shot that ended well is, and a
 * container that ended before and was not started now (of another profile, of `compose run`) is nothing to it.
 *
 * @throws {DrydockError} `start-crashed` for a container of the started services that failed or keeps failing,
 * `health-timeout` for a running one whose check has not passed
 */
export async function requireHealthy(
  engine: Engine,
  { project, services }: { readonly project: string; readonly services?: readonly string[] },
  before: StoppedContainers,
): Promise<void> {
  const details = await projectContainers(
    engine,
    project,
    ({ service }) => services === undefined || services.length === 0 || services.includes(service ?? ""),
  );
  const crashed = details.find(
    ({ id, startedAt, state, exitCode }) =>
      state === "restarting" || (state === "exited" && (exitCode ?? 0) !== 0 && before.get(id) !== startedAt),
  );
  if (crashed !== undefined)
    throw isOutOfMemory(crashed) ? outOfMemory(nameOf(crashed), crashed) : await startCrashed(engine, crashed);
  const sick = details.find(
    ({ state, health }) => state === "running" && (health === "starting" || health === "unhealthy"),
  );
  if (sick !== undefined) throw await healthTimeout(engine, sick);
}

/** The project that Compose will not watch, and the process that it believes to watch it. */
export function readLock(words: string): { readonly project: string; readonly id: number } | null {
  const lock = /cannot take exclusive lock for project "?([\w.-]+)"?: process with PID (\d+)/.exec(words);
  return lock?.[1] === undefined ? null : { project: lock[1], id: Number(lock[2]) };
}

async function fromWords(words: string, host: string, imageOf: ImageOf): Promise<DrydockError | null> {
  if (isDiskFull(words)) return diskFull(lineWith(words, "no space left on device"));
  if (words.includes("Cannot connect to the Docker daemon") || words.includes("error during connect")) {
    return new DrydockError(
      "engine-lost",
      "The engine stopped answering while Compose was at work.",
      `The docker command could not connect to ${host}.`,
      "Start the engine and try again.",
    );
  }
  const lock = readLock(words);
  if (lock !== null) {
    return new DrydockError(
      "compose-failed",
      `${lock.project} is watched already.`,
      `Compose watches it in process ${lock.id}, in a terminal or another window.`,
      "Stop that one first.",
    );
  }
  const [missing, name] = /required variable (\S+) is missing a value(?:: .*)?/.exec(words) ?? [];
  if (missing !== undefined && name !== undefined) {
    return new DrydockError(
      "compose-failed",
      `The Compose file needs ${name}, which has no value.`,
      `Compose says: ${missing}`,
      `Give ${name} a value in .env, beside the Compose file, and try again.`,
    );
  }
  if (words.includes("is not a docker command") || words.includes("unknown shorthand flag: 'p' in -p")) {
    return new DrydockError(
      "compose-failed",
      "The docker command has no Compose.",
      "Compose 2 is a plug-in of the docker command line; it is not installed, or not found.",
      "Install the Compose plug-in and try again.",
    );
  }
  const refused = registryFailure(null, await withResolve(words, imageOf));
  if (refused !== null) return refused;
  const built = lineWith(words, "failed to solve");
  if (built !== "") {
    const todo = "Correct that step in the Dockerfile, or what it reads, and build again.";
    return new DrydockError("build-failed", "An image could not be built.", buildExcerpt(words, built), todo);
  }
  return null;
}

/**
 * A failed pull outside a build has no step; its line is put into the words that a failed resolve has. The engine names
 * the image, or only the registry: `Get "https://HOST/v2/": dial tcp: …`; Compose then names the service, or its image.
 */
async function withResolve(words: string, imageOf: ImageOf): Promise<string> {
  if (words.includes("failed to resolve source metadata for")) return words;
  const marks = ["pull access denied", "manifest unknown", "failed to resolve reference", "toomanyrequests"];
  const says = (line: string): boolean =>
    marks.some(mark => line.includes(mark)) || /manifest for \S+ not found|Get "https?:\/\/[^/"]+\/v2\//.test(line);
  const lines = words.split("\n").filter(says);
  // The last one is the engine's own; those before it are Compose's list of what it pulls.
  const line = lines.at(-1)?.replace("Error response from daemon: ", "");
  if (line === undefined) return words;
  const named = /(?:pull access denied for|manifest for|failed to resolve reference) "?([^\s",]+)/.exec(line)?.[1];
  const [, isImage, blamed] = /^\s*(Image )?(\S+) Error /m.exec(words) ?? [];
  const image = named ?? (isImage === undefined ? blamed && (await imageOf(blamed)) : blamed);
  const registry = /Get "https?:\/\/([^/"]+)\/v2\//.exec(line)?.[1];
  const subject = image || (registry === undefined ? "an image" : `an image of ${registry}`);
  return `failed to resolve source metadata for ${subject}: ${line.replace(" not found:", ": not found:")}`;
}

/** The lines of a plain build log before the error. */
function buildExcerpt(words: string, failure: string): string {
  const lines = words.split("\n").filter(line => /^#\d{1,6} \d/.test(line.trim()));
  return [...lines.slice(-SHOWN_LINES), failure].map(line => line.trim()).join("\n");
}

/** Who has the port: a container that a person may stop, or the first of a service that was to run several times. */
async function portFailure(engine: Engine, port: string, words: string): Promise<DrydockError> {
  const containers = port === "" ? [] : await engine.containers({ all: true });
  const holder = containers.find(({ ports }) => ports.some(each => String(each.publicPort) === port));
  const isTwin = ({ id, name, project, service }: ContainerSummary): boolean =>
    id !== holder?.id && project === holder?.project && service === holder?.service && words.includes(name);
  if (holder?.project && holder.service && containers.some(isTwin)) return portTwice(port, holder.service);
  return portTaken(port, holder?.name ?? null);
}

async function projectContainers(
  engine: Engine,
  project: string,
  isWanted: (container: ContainerSummary) => boolean = () => true,
): Promise<readonly ContainerDetail[]> {
  const listed = await engine.containers({ all: true, labels: [`com.docker.compose.project=${project}`] });
  return Promise.all(listed.filter(isWanted).map(({ id }) => engine.inspect(id)));
}

/** Looks at the containers of the project: killed for memory first, then crashed, then not healthy. */
async function fromContainers(engine: Engine, project: string, words: string): Promise<DrydockError | null> {
  const details = await projectContainers(engine, project);
  // Compose names the one to blame; only where it does not are all looked at.
  const named = details.filter(detail => words.includes(detail.name));
  const troubled = (test: (detail: ContainerDetail) => boolean): ContainerDetail | undefined =>
    named.find(test) ?? details.find(test);

  const killed = troubled(isOutOfMemory);
  if (killed !== undefined) return outOfMemory(nameOf(killed), killed);
  const crashed = troubled(isCrashed);
  if (crashed !== undefined) return startCrashed(engine, crashed);
  const sick = troubled(detail => detail.health === "unhealthy" || detail.health === "starting");
  if (sick !== undefined) return healthTimeout(engine, sick);
  return null;
}

function isCrashed(detail: ContainerDetail): boolean {
  return (
    (detail.exitCode ?? 0) !== 0 || detail.state === "restarting" || (detail.restarts > 0 && detail.health === null)
  );
}

async function startCrashed(engine: Engine, detail: ContainerDetail): Promise<DrydockError> {
  const log = await lastLog(engine, detail.id);
  const ran = detail.startedAt === null || detail.finishedAt === null ? -1 : detail.finishedAt - detail.startedAt;
  const after = ran < 0 ? "" : ` ${Math.round(ran / 1000)} s after its start`;
  // The whole traceback is in its log; here it would hide the one line that matters.
  const why = endingException(log) ?? (log === "" ? detail.status : log);
  const what = `${nameOf(detail)} stopped${after}, exit code ${detail.exitCode ?? "unknown"}.`;
  return crashedStart(nameOf(detail), what, why, log);
}

async function healthTimeout(engine: Engine, detail: ContainerDetail): Promise<DrydockError> {
  const probe = detail.lastProbe ?? "";
  const log = await lastLog(engine, detail.id);
  const raised = raisedLine(log);
  const said = raised === null ? "" : `\nIts log says: ${raised}`;
  const why = probe !== "" ? `Its health check says: ${probe}${said}` : log || "Its health check did not answer yet.";
  // An application that answers with an error of its own has a check that does what it should.
  const todo =
    raised === null
      ? "Correct the health check, or raise `start_period`."
      : "Correct what its log names, which the health check meets.";
  return new DrydockError("health-timeout", `${nameOf(detail)} did not turn healthy in time.`, why, todo);
}

/** A container's last lines; "" where its log cannot be read, since that must not hide the failure it should explain. */
async function lastLog(engine: Engine, container: string): Promise<string> {
  const lines: string[] = [];
  try {
    await engine.logs(container, { follow: false, tail: SHOWN_LINES }, line => lines.push(line.text));
  } catch (error) {
    lines.push(`(its log could not be read: ${messageOf(error)})`);
  }
  return lines.join("\n").trim();
}

function nameOf(detail: ContainerDetail): string {
  return detail.service ?? detail.name;
}

function lineWith(words: string, mark: string): string {
  const lines = words.split("\n").map(line => line.trim());
  return lines.find(line => line.toLowerCase().includes(mark.toLowerCase())) ?? "";
}

/** What Compose says on its way is no reason for its end, as that a variable is not set for each service that names it. */
function withoutWarnings(text: string): string {
  const lines = text.split("\n").filter(line => !/^time="[^"]*" level=(?:warning|info|debug) /.test(line));
  return lines.join("\n").trim();
}

function lastLines(text: string): string {
  return text.trim().split("\n").slice(-SHOWN_LINES).join("\n");
}
