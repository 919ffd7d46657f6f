import type { BuildEvent, BuildResult } from "./build-trace";
import type { Http } from "./http";
import type { EngineInfo } from "./verification";
import type { Files, OpenFile } from "./files-port";

export type {
  EnterFolder,
  FileEntry,
  FileWrite,
  Files,
  Listing,
  ListingProblem,
  OpenFile,
  ReadFiles,
} from "./files-port";

export interface ProcessResult {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Child processes, started without a shell. `run` resolves for any exit code and throws only where it cannot start. */
export interface Processes {
  run(
    command: string,
    args: readonly string[],
    options?: {
      readonly cwd?: string;
      readonly env?: Readonly<Record<string, string | undefined>>;
      readonly signal?: AbortSignal;
      readonly timeoutMs?: number;
      readonly input?: string;
      /** Name to text of files that are written into a new folder, the process's working directory, and removed after it. */
      readonly files?: ReadonlyMap<string, string>;
      readonly onStdout?: (text: string) => void;
      readonly onStderr?: (text: string) => void;
    },
  ): Promise<ProcessResult>;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds from an arbitrary start, never going back. */
  elapsed(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export interface Random {
  /** `length` characters of A-Z a-z 0-9 from a cryptographic source. */
  text(length: number): string;
}

/** Which endpoint is used and why, in words for a person. */
export interface EngineEndpoint {
  readonly context: string;
  readonly host: string;
  readonly reason: string;
}

export interface ContextFile {
  /** Path inside the build context, with `/`. */
  readonly path: string;
  readonly bytes: number;
  readonly executable: boolean;
  readonly read: () => Promise<Uint8Array>;
  /** Where it is given the file is sent piece by piece, so that its size does not matter. */
  readonly open?: () => Promise<OpenFile | null>;
}

export interface BuildRequest {
  /** What is sent, already filtered by .dockerignore; holds the Dockerfile. */
  readonly files: readonly ContextFile[];
  /** Path of the Dockerfile inside the context. */
  readonly dockerfile: string;
  readonly tags: readonly string[];
  readonly target?: string;
  readonly args?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly platform?: string;
  readonly noCache?: boolean;
  readonly pull?: boolean;
  readonly networkMode?: string;
  /** id to value; served over a BuildKit session, never stored. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** id to the socket of an SSH agent, for `RUN --mount=type=ssh`; keys never leave the agent. */
  readonly agents?: Readonly<Record<string, string>>;
  /** Name to folder, image or address of further build contexts: only the docker command line can give those. */
  readonly contexts?: Readonly<Record<string, string>>;
  /** Absolute folder of the context, for a build that only the docker command line can do. */
  readonly folder?: string;
}

export type ContainerState = "created" | "running" | "paused" | "restarting" | "removing" | "exited" | "dead";

export interface PublishedPort {
  readonly privatePort: number;
  readonly publicPort: number | null;
  readonly address: string | null;
  readonly protocol: string;
}

export interface ContainerSummary {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly project: string | null;
  readonly service: string | null;
  readonly state: ContainerState;
  /** starting, healthy, unhealthy; null where there is no health check. */
  readonly health: "starting" | "healthy" | "unhealthy" | null;
  readonly ports: readonly PublishedPort[];
  /** Seconds since the epoch. */
  readonly created: number;
  /** Milliseconds since the epoch when it started or ended, as exactly as is known; null where nothing says it. */
  readonly since: number | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly status: string;
}

export interface ContainerDetail extends ContainerSummary {
  readonly exitCode: number | null;
  readonly outOfMemory: boolean;
  readonly restarts: number;
  /** Milliseconds since the epoch; null where it never started. */
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly lastProbe: string | null;
  readonly raw: unknown;
}

export interface LogChunk {
  readonly stream: "stdout" | "stderr";
  /** RFC 3339 with nanoseconds, as the engine gives it. */
  readonly timestamp: string;
  readonly text: string;
}

export interface StatsSample {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly cpuPercent: number;
  readonly memoryBytes: number;
  readonly memoryLimit: number;
  readonly networkIn: number;
  readonly networkOut: number;
  readonly blockRead: number;
  readonly blockWrite: number;
}

export interface ImageDetail {
  readonly id: string;
  readonly tags: readonly string[];
  readonly bytes: number;
  readonly user: string;
  readonly layers: readonly { readonly instruction: string; readonly bytes: number }[];
  readonly raw: unknown;
}

export interface ProcessTable {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface FileChange {
  readonly path: string;
  readonly kind: "changed" | "added" | "deleted";
}

/** One entry of what is copied out of a container; its path begins with the name of what was asked for. */
export interface CopiedFile {
  readonly path: string;
  readonly kind: "file" | "folder" | "link";
  readonly bytes: number;
  /** Where a link points to; "" for anything else. */
  readonly target: string;
  readonly content: AsyncIterable<Uint8Array>;
}

/** One entry of a layer as the layer's tar has it; a path that a later layer deletes is still here. */
export interface LayerFile {
  readonly layer: string;
  /** Without a leading slash. A whiteout is `folder/.wh.name`, an opaque folder `folder/.wh..wh..opq`. */
  readonly path: string;
  readonly bytes: number;
  readonly mode: number;
  readonly kind: "file" | "folder" | "other";
  /** What a link points at. */
  readonly target: string | null;
}

/** An instruction of an image's history, the base's first, and the layer it made; null where it only set something. */
export interface ImageHistory {
  readonly instruction: string;
  readonly layer: string | null;
  /** ISO 8601; null where the image does not say. */
  readonly created: string | null;
}

export interface EngineEvent {
  readonly type: string;
  readonly action: string;
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface ExecResult {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What Drydock made in an engine bears these labels; a clean-up removes by the owner's own value. */
export const LABELS = {
  owner: "drydock.owner",
  workspace: "drydock.workspace",
  started: "drydock.started",
} as const;

/** A container engine. Every call may throw `engine-absent`, `engine-denied`, `engine-lost` or `cancelled`. */
export interface Engine {
  readonly endpoint: EngineEndpoint;
  info(signal?: AbortSignal): Promise<EngineInfo>;
  build(request: BuildRequest, onEvent: (event: BuildEvent) => void, signal?: AbortSignal): Promise<BuildResult>;
  containers(filter?: {
    readonly labels?: readonly string[];
    readonly all?: boolean;
  }): Promise<readonly ContainerSummary[]>;
  inspect(container: string): Promise<ContainerDetail>;
  image(reference: string): Promise<ImageDetail | null>;
  /** Images, where `labels` is given only those that bear all of them (`key` or `key=value`). */
  images(labels?: readonly string[]): Promise<
    readonly {
      readonly id: string;
      readonly tags: readonly string[];
      readonly bytes: number;
      readonly created: number;
      readonly labels: Readonly<Record<string, string>>;
    }[]
  >;
  /**
   * Every entry of every layer, in no stated order of layers; `onFile` answers a function to be given the content, or
   * nothing to pass the file over.
   */
  imageFiles(
    reference: string,
    onFile: (file: LayerFile) => ((content: Uint8Array) => void) | undefined,
    signal?: AbortSignal,
  ): Promise<readonly ImageHistory[]>;
  removeImage(reference: string): Promise<void>;
  volumes(labels?: readonly string[]): Promise<
    readonly {
      readonly name: string;
      readonly labels: Readonly<Record<string, string>>;
      /** Seconds since the epoch; null where the engine does not say. */
      readonly created: number | null;
    }[]
  >;
  /** What a volume holds; null where the engine cannot tell, or takes too long over it. */
  volumeBytes(name: string): Promise<number | null>;
  networks(
    labels?: readonly string[],
  ): Promise<
    readonly { readonly id: string; readonly name: string; readonly labels: Readonly<Record<string, string>> }[]
  >;
  start(container: string): Promise<void>;
  /** Where `signal` fires, nobody waits for the container's end any more; what asks it to end is not taken back. */
  stop(container: string, graceSeconds?: number, signal?: AbortSignal): Promise<void>;
  restart(container: string): Promise<void>;
  pause(container: string): Promise<void>;
  unpause(container: string): Promise<void>;
  kill(container: string): Promise<void>;
  rename(container: string, name: string): Promise<void>;
  remove(kind: "container" | "volume" | "network", id: string): Promise<void>;
  exec(container: string, command: readonly string[], signal?: AbortSignal): Promise<ExecResult>;
  /** The processes of a running container, as `docker top`. */
  top(container: string): Promise<ProcessTable>;
  /** Files that differ from those of the container's image, as `docker diff`. */
  changes(container: string): Promise<readonly FileChange[]>;
  /** A file or folder of a container as a tar stream, handed over piece by piece, as `docker cp CONTAINER:PATH -`. */
  copyOut(container: string, path: string, onFile: (file: CopiedFile) => Promise<void>): Promise<void>;
  /** Creates, runs to its end and removes a container of `image`; its output and exit code. */
  run(
    image: string,
    command: readonly string[],
    options?: {
      readonly labels?: Readonly<Record<string, string>>;
      readonly env?: Readonly<Record<string, string>>;
      readonly user?: string;
      readonly entrypoint?: readonly string[];
      readonly network?: string;
      readonly readOnly?: boolean;
      readonly tmpfs?: readonly string[];
      readonly onLog?: (chunk: LogChunk) => void;
    },
    signal?: AbortSignal,
  ): Promise<ExecResult>;
  /** Follows a container's log until `signal` fires; survives restarts of the container without repeating a line. */
  logs(
    container: string,
    options: { readonly follow: boolean; readonly tail?: number; readonly since?: string },
    onLine: (chunk: LogChunk) => void,
    signal?: AbortSignal,
  ): Promise<void>;
  stats(container: string, onSample: (sample: StatsSample) => void, signal?: AbortSignal): Promise<void>;
  events(onEvent: (event: EngineEvent) => void, signal?: AbortSignal): Promise<void>;
}

/** Resolves the endpoint as the docker CLI does and connects; throws `engine-absent` with what was tried. */
export type ConnectEngine = (options?: { readonly context?: string }, signal?: AbortSignal) => Promise<Engine>;

/** What a person chooses of a project; without a choice it is what Compose itself takes. */
export interface ComposeChoice {
  /** Names of profiles; `*` means all. */
  readonly profiles?: readonly string[];
  /** Absolute path of the file that variables come from, in place of `.env`. */
  readonly envFile?: string;
}

/** Compose, driven through the `docker compose` command line: there is no HTTP API for it. */
export interface Compose {
  /**
   * The files as Compose reads them; services of profiles that were not chosen are left out. Without `interpolate`
   * variables stay as they are written, and none needs a value.
   */
  config(
    files: readonly string[],
    signal?: AbortSignal,
    choice?: ComposeChoice & { readonly interpolate?: boolean },
  ): Promise<unknown>;
  up(
    request: ComposeRequest & {
      readonly services?: readonly string[];
      readonly wait?: boolean;
      readonly waitSeconds?: number;
      readonly build?: boolean;
      /** How many containers of a service; other services are as the file says. */
      readonly scale?: Readonly<Record<string, number>>;
      /** False keeps containers that run already as they are. */
      readonly recreate?: boolean;
    },
    onLine: (line: string) => void,
    signal?: AbortSignal,
  ): Promise<void>;
  down(
    request: ComposeRequest & { readonly volumes?: boolean; readonly images?: boolean },
    onLine: (line: string) => void,
    signal?: AbortSignal,
  ): Promise<void>;
  run(
    request: ComposeRequest & { readonly service: string; readonly command: readonly string[] },
    onLine: (line: string) => void,
    signal?: AbortSignal,
  ): Promise<ExecResult>;
  pull(
    request: ComposeRequest & { readonly services?: readonly string[] },
    onLine: (line: string) => void,
    signal?: AbortSignal,
  ): Promise<void>;
  /** Ends and starts the containers that are there, those of all services without names. */
  restart(
    request: ComposeRequest & { readonly services?: readonly string[] },
    onLine: (line: string) => void,
    signal?: AbortSignal,
  ): Promise<void>;
  /** Syncs or rebuilds as files change, of all services without names, until `signal` fires. */
  watch(
    request: ComposeRequest & { readonly services?: readonly string[] },
    onLine: (line: string) => void,
    signal: AbortSignal,
  ): Promise<void>;
  port(
    request: ComposeRequest & { readonly service: string; readonly port: number },
  ): Promise<{ readonly address: string; readonly port: number } | null>;
}

export interface ComposeRequest extends ComposeChoice {
  readonly project: string;
  /** Absolute folder that relative paths of the files are resolved against. */
  readonly folder: string;
  readonly files: readonly string[];
  /** One more Compose file as text, merged last; it is handed over without being written to the folder. */
  readonly override?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Recon off the main path: a worker thread in the editor; absent where the caller's own thread is fine. */
export interface Workers {
  /** Runs one of the worker bundle's tasks; a shared flag stops it when `signal` fires. */
  run<Result>(
    task: string,
    payload: unknown,
    signal?: AbortSignal,
    onProgress?: (done: number, total: number) => void,
  ): Promise<Result>;
}

/** Everything the core needs from the outside world. */
export interface Ports {
  readonly files: (root: string) => Files;
  /** The person's own folder for histories and records of this machine; made when something is first written. */
  readonly state: Files;
  readonly processes: Processes;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
  readonly http: Http;
  readonly workers: Workers | null;
  /** Where what can be worked out again may be kept, never inside a workspace; null for nowhere. */
  readonly cacheFolder: string | null;
  readonly connect: ConnectEngine;
  readonly compose: (engine: Engine) => Promise<Compose>;
  /** What a build may read of this machine: a file by its absolute path, or a variable; null where it is not there. */
  readonly secret: (source: { readonly file: string } | { readonly variable: string }) => Promise<string | null>;
}
