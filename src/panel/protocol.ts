import { count, flag, listOf, oneOf, orNull, shape, text, union, type Check, type Checked } from "./check";

export const tabs = ["services", "logs", "build", "stats", "verification"] as const;
export type Tab = (typeof tabs)[number];
const tab = oneOf(...tabs);

const port = shape({ privatePort: count, publicPort: orNull(count), protocol: text });

const service = shape({
  /** Container id, or `service:project/name` where there is none yet. */
  id: text,
  /** Name of the container; "" where there is none yet. */
  container: text,
  project: text,
  name: text,
  /** The name that tells it from other containers of the service: "web", or "web-2" of several. */
  label: text,
  hasContainer: flag,
  state: oneOf("created", "running", "paused", "restarting", "removing", "exited", "dead", "absent"),
  health: orNull(oneOf("starting", "healthy", "unhealthy")),
  /** The state as a person reads it: "healthy", "exited, code 1". */
  words: text,
  /** Whether it dies again and again. */
  isLooping: flag,
  /** Whether it ended with an exit code other than 0. */
  isFailed: flag,
  /** Whether it ended well and has nothing more to do, as a migration. */
  isDone: flag,
  /** Whether it starts only with a profile that was not chosen. */
  isOptional: flag,
  /** More for a tooltip, in lines: what an exit code means, the container's name. */
  detail: text,
  image: text,
  ports: listOf(port),
  /** Milliseconds since the epoch when it came up; null where it does not run, or nothing says it. */
  upSince: orNull(count),
  status: text,
  /** True for a service with a build section. */
  isBuilt: flag,
  /** True for a service with a `develop.watch` section. */
  isWatched: flag,
  /** True for a service of a Compose file of the workspace. */
  isDefined: flag,
});
export type ServiceView = Checked<typeof service>;

/** `files`: the Compose files that the person chose; none for those that Compose takes by itself. */
const project = shape({ name: text, isOwn: flag, files: listOf(text), services: listOf(service) });
export type ProjectView = Checked<typeof project>;

const engine = shape({
  state: oneOf("unknown", "connecting", "connected", "absent", "denied", "lost", "untrusted"),
  context: text,
  host: text,
  reason: text,
  version: text,
  /** Error in words where the state has one. */
  message: text,
  /** Milliseconds since the epoch of the last data, for "as of" while the engine is lost. */
  at: count,
  /** When a lost engine is tried again, in milliseconds since the epoch; 0 while it is not lost. */
  retryAt: count,
});
export type EngineView = Checked<typeof engine>;

/** A service that dies again and again, with the first thing that its log says about why. */
const crash = shape({
  id: text,
  service: text,
  /** "restarting, 6 times in 40 s". */
  words: text,
  /** The first traceback, or the last lines where there is none. */
  log: text,
  cause: text,
  /** The title of the change that would mend it; "" where none is known. */
  fix: text,
  /** The workspace's own line that the traceback names last; "" where it names none. */
  path: text,
  line: count,
});
export type CrashView = Checked<typeof crash>;

const step = shape({
  key: text,
  name: text,
  stage: orNull(text),
  cached: flag,
  startedMs: orNull(count),
  completedMs: orNull(count),
  error: orNull(text),
  /** Line of the Dockerfile. */
  line: orNull(count),
  /** What it added to the image; null while that is not known, and for steps that are no part of the image. */
  bytes: orNull(count),
});
export type StepView = Checked<typeof step>;

const build = shape({
  id: count,
  /** The names of all services that the image is for. */
  service: text,
  dockerfile: text,
  state: oneOf("running", "done", "failed", "cancelled"),
  /** Milliseconds since the epoch. */
  startedAt: count,
  durationMs: orNull(count),
  contextBytes: orNull(count),
  /** Bytes of the context that the engine took so far. */
  sentBytes: count,
  imageBytes: orNull(count),
  steps: listOf(step),
  warnings: listOf(shape({ message: text, line: orNull(count) })),
  /** How it is done, where that is not the usual way. */
  notes: listOf(text),
  /** Where the cache ended and which files changed since the last build; "" where nothing is known. */
  cacheWords: text,
  /** `why` is the end of the log, `cause` what it means and `fix` the title of a change, each where that is known. */
  failure: orNull(shape({ what: text, why: text, cause: text, todo: text, line: orNull(count), fix: text })),
});
export type BuildView = Checked<typeof build>;

export const pastBuild = shape({
  service: text,
  at: count,
  durationMs: count,
  steps: count,
  cached: count,
  ok: flag,
  /** Size of the image; 0 where there is none. */
  bytes: count,
  /** What changed since the build before, in words. */
  changed: text,
});
export type PastBuild = Checked<typeof pastBuild>;

const buildLine = shape({ build: count, key: text, isError: flag, text: text });
export type BuildLine = Checked<typeof buildLine>;

/** A log line; `label` tells containers of a service apart. `kind` rule is a line drawn by us, such as "web restarted". */
const logLine = shape({
  seq: count,
  service: text,
  label: text,
  kind: oneOf("stdout", "stderr", "rule"),
  at: text,
  text: text,
});
export type LogLine = Checked<typeof logLine>;

const sample = shape({
  /** Name of the container, which stays when it is made anew. */
  container: text,
  /** What it is called beside others. */
  label: text,
  at: count,
  cpuPercent: count,
  memoryBytes: count,
  memoryLimit: count,
  networkIn: count,
  networkOut: count,
  blockRead: count,
  blockWrite: count,
});
export type SampleView = Checked<typeof sample>;

/** The highest figures of a container since it was first measured, also those that are older than the samples. */
const peak = shape({ container: text, cpuPercent: count, memoryBytes: count });
export type PeakView = Checked<typeof peak>;

const threshold = shape({
  key: text,
  label: text,
  limit: text,
  measured: text,
  /** "±1.1 s" of repeated measurements, else "". */
  spread: text,
  /** The last runs as small bars, else "". */
  trend: text,
  held: flag,
  because: text,
  path: text,
  line: count,
});
const phase = shape({ name: text, detail: text, elapsedMs: count, state: oneOf("waiting", "running", "done") });

const partFields = shape({
  name: text,
  kind: oneOf("base", "packages", "application", "leftovers", "system"),
  bytes: count,
  advice: text,
  /** The advice can be proved by building the image without the part. */
  canVary: flag,
  path: text,
  line: count,
});
/** A part of an image: an instruction, then distributions and folders, then large files. */
export type PartView = Checked<typeof partFields> & { readonly parts: readonly PartView[] };
const part: Check<PartView> = (value): value is PartView =>
  partFields(value) && "parts" in value && listOf(part)(value.parts);

const verification = shape({
  state: oneOf("none", "running", "pass", "fail", "stale"),
  summary: text,
  /** Something else than a threshold made it fail, such as a build that stopped. */
  failed: flag,
  when: text,
  machine: text,
  /** What changed since, in sentences. */
  drift: listOf(text),
  thresholds: listOf(threshold),
  /** `log`: its last lines, where it has one. */
  causes: listOf(shape({ what: text, log: text, path: text, line: count })),
  phases: listOf(phase),
  images: listOf(shape({ service: text, bytes: count, parts: listOf(part) })),
});
export type VerificationView = Checked<typeof verification>;

/** From the extension host to the panel. */
export const isHostMessage = union({
  state: {
    engine,
    projects: listOf(project),
    crashes: listOf(crash),
    /** What runs just now, such as "Starting all services". */
    busy: text,
    /** What the last command said when it failed; empty after the next one. */
    failure: text,
    /** Whether the workspace has a Compose file to start. */
    hasCompose: flag,
    hasDockerfile: flag,
  },
  logs: {
    batch: count,
    lines: listOf(logLine),
    /** Lines that were never sent because the panel could not follow. */
    skipped: count,
    /** Lines that came before the first that this panel was sent. */
    older: count,
    perSecond: count,
    reset: flag,
  },
  builds: { builds: listOf(build), history: listOf(pastBuild) },
  buildLines: { lines: listOf(buildLine), reset: flag },
  /** `kills`: moments at which a container was killed for want of memory. `reset`: all that is kept of ten minutes. */
  stats: {
    samples: listOf(sample),
    peaks: listOf(peak),
    kills: listOf(shape({ container: text, at: count })),
    reset: flag,
  },
  verification: { view: verification },
  show: { tab, service: text, command: oneOf("", "find", "follow", "clear") },
  /** The likely cause of an exception that was asked for, and the title of a change that mends it; each "" where none is known. */
  cause: { exception: text, words: text, fix: text },
  /** The focus goes on to the next pane, or back to the one before. */
  pane: { step: count },
});
export type HostMessage = Checked<typeof isHostMessage>;

/** What a person may ask for in the panel; the host runs the command of the same meaning. */
const verbs = [
  "connect",
  "cancelConnect",
  "getDocker",
  "selectContext",
  "trust",
  "copyGroupCommand",
  "dockerize",
  "startAll",
  "stopAll",
  "build",
  "buildNoCache",
  "cancelBuild",
  "applyFix",
  "start",
  "stop",
  "restart",
  "rebuild",
  "shell",
  "browser",
  "definition",
  "inspect",
  "copyId",
  "remove",
  "verify",
  "cancelVerify",
  "reports",
  "editThreshold",
  "acceptThreshold",
  "showInReport",
  "buildVariant",
  "download",
  "kill",
  "pause",
  "unpause",
  "scale",
  "top",
  "copyFrom",
] as const;
export type Verb = (typeof verbs)[number];

/** From the panel to the extension host. */
export const isPanelMessage = union({
  ready: {},
  ack: { batch: count },
  action: { verb: oneOf(...verbs), target: text },
  /** Opens a file of the workspace. */
  open: { path: text, line: count },
  /** Opens the workspace file behind a path inside a container of `service`. */
  openCode: { path: text, line: count, service: text },
  /** Opens a published port of a container in the browser; 0 asks for one of them. */
  port: { target: text, port: count },
  tab: { tab, visible: flag },
  /** What the log shows: services (none means all of the workspace's), lines of each and seconds back; 0 means all. */
  follow: { services: listOf(text), lines: count, sinceSeconds: count },
  copy: { text },
  /** Asks for the likely cause of an exception, given its traceback. */
  cause: { exception: text, text },
  /** Shows the change that mends what a traceback, or the end of a log, names. */
  fix: { text },
  /** How the person set the panel up, as JSON that only the panel reads. */
  remember: { state: text },
});
export type PanelMessage = Checked<typeof isPanelMessage>;
