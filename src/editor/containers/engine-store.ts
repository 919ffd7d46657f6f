import { systemClock } from "../../host/system";
import * as vscode from "vscode";
import { l10n } from "vscode";
import type { ContainerSummary, Engine, EngineEndpoint, EngineEvent } from "../../model/ports";
import type { EngineInfo } from "../../model/verification";
import { debounce, errorText, isCancelled, knownError, setContext, setting, type Shell } from "../shell";
import { isOfFolders, projectFiles, takeFile, watchProjects } from "./compose-files";
import { saidOfFolders } from "./compose-config";
import { ProjectReader, type ComposeProject } from "./compose-project";
import { containerLabel } from "./container-words";
import { changesWhileAway, ContainerLives } from "./container-lives";

export type EngineState = "unknown" | "connecting" | "connected" | "absent" | "denied" | "lost";

export interface NamedResource {
  readonly id: string;
  readonly name: string;
  /** Seconds since the epoch; null where the engine does not say. */
  readonly created?: number | null;
}

export interface ImageRow {
  readonly id: string;
  readonly tags: readonly string[];
  readonly bytes: number;
}

const firstRetryMs = 1000;
const lastRetryMs = 30_000;

/** The engine and what runs on it. Nothing is connected until a command or a visible view asks for it. */
export class EngineStore implements vscode.Disposable {
  readonly #shell: Shell;
  readonly #reader: ProjectReader;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #happened = new vscode.EventEmitter<{
    readonly container: string;
    readonly service: string;
    readonly at: number;
    readonly words: string;
  }>();
  readonly #commands = vscode.window.createOutputChannel("Drydock Commands");
  readonly #refreshSoon: ReturnType<typeof debounce>;
  readonly #disposables: vscode.Disposable[] = [];
  #state: EngineState = "unknown";
  #engine: Engine | null = null;
  /** Where an engine would be looked for, while none is connected. */
  #expected: EngineEndpoint | null = null;
  #info: EngineInfo | null = null;
  #message = "";
  #connecting: Promise<Engine> | null = null;
  #stopConnecting = new AbortController();
  #lostAt = 0;
  #retryAt = 0;
  #stopEvents = new AbortController();
  #retryMs = firstRetryMs;
  #retry: NodeJS.Timeout | undefined;
  #updatedAt = 0;
  #busy = "";
  #failure = "";
  /** What Compose says of the files of a folder that it cannot read, by the folder. */
  #unreadable: ReadonlyMap<string, unknown> = new Map();

  containers: readonly ContainerSummary[] = [];
  projects: readonly ComposeProject[] = [];
  images: readonly ImageRow[] = [];
  volumes: readonly NamedResource[] = [];
  networks: readonly NamedResource[] = [];
  hasCompose = false;
  probes: ReadonlyMap<string, string> = new Map();

  /** What the engine's events tell of containers over time. */
  readonly lives = new ContainerLives();
  readonly onDidChange = this.#changed.event;
  /** Lines for the logs: a container that stopped or started, an engine that came back. `service` "" means all. */
  readonly onDidHappen = this.#happened.event;
  readonly #switched = new vscode.EventEmitter<void>();
  /** Another engine is about to be connected: what the one before told is of no use. */
  readonly onDidSwitch = this.#switched.event;

  constructor(shell: Shell) {
    this.#shell = shell;
    this.#reader = new ProjectReader(shell);
    this.#refreshSoon = debounce(200, () => void this.refresh());
    const composeChanged = debounce(300, () => void this.#readProjects().then(() => this.#fire()));
    this.#disposables.push(this.#refreshSoon, composeChanged, this.#commands);
    this.#disposables.push(watchProjects(() => composeChanged.call()));
    setContext("drydock.engine.state", this.#state);
  }

  get state(): EngineState {
    return this.#state;
  }

  get message(): string {
    return this.#message;
  }

  get info(): EngineInfo | null {
    return this.#info;
  }

  /** Where the engine is, or where it would be looked for: `expect` finds that out. */
  get endpoint(): EngineEndpoint | null {
    return this.#engine?.endpoint ?? this.#expected;
  }

  /** Finds out which engine would be connected, from files and the environment alone. */
  async expect(): Promise<void> {
    const context = setting("engine.context", "");
    this.#expected = await this.#shell.app().endpoint(context === "" ? {} : { context });
    this.#fire();
  }

  get updatedAt(): number {
    return this.#updatedAt;
  }

  /** What the last command said when it failed, and why Compose cannot read a folder's files now. */
  get failure(): string {
    const isSaid = [...this.#unreadable.values()].some(error => errorText(error) === this.#failure);
    return [isSaid ? "" : this.#failure, this.unreadable].filter(words => words !== "").join("\n");
  }

  /** Why Compose cannot read the files of folders; "" while it can. */
  get unreadable(): string {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const said = folders.flatMap(({ uri, name }) => {
      const error = this.#unreadable.get(uri.toString());
      return error === undefined ? [] : [{ name, words: errorText(error) }];
    });
    return saidOfFolders(said, folders.length);
  }

  get busy(): string {
    return this.#busy;
  }

  /** The engine while it answers; null otherwise. Never connects. */
  get live(): Engine | null {
    return this.#state === "connected" ? this.#engine : null;
  }

  /** When a lost engine is tried again, in milliseconds since the epoch; 0 while it is not lost. */
  get retryAt(): number {
    return this.#state === "lost" ? this.#retryAt : 0;
  }

  /** The engine, connecting first where needed. Throws what `engine-absent` and its like say. */
  connect(): Promise<Engine> {
    if (this.#engine && this.#state === "connected") return Promise.resolve(this.#engine);
    if (this.#connecting) return this.#connecting;
    const attempt = this.#engine && this.#state === "lost" ? this.#comeBack(this.#engine) : this.#connect();
    this.#connecting = attempt.finally(() => (this.#connecting = null));
    return this.#connecting;
  }

  /** Gives up an attempt to connect that is under way. */
  cancelConnecting(): void {
    this.#stopConnecting.abort();
  }

  async #connect(): Promise<Engine> {
    if (!vscode.workspace.isTrusted) throw new Error(l10n.t("Containers need a trusted workspace."));
    clearTimeout(this.#retry);
    this.#retryAt = 0;
    this.#setState("connecting", "");
    void this.expect();
    this.#stopConnecting = new AbortController();
    const { signal } = this.#stopConnecting;
    const context = setting("engine.context", "");
    try {
      const engine = await this.#shell.app().engine(context === "" ? {} : { context }, signal);
      this.#info = await engine.info();
      this.#engine = engine;
      this.#retryMs = firstRetryMs;
      this.#setState("connected", "");
      this.#watch(engine);
      await this.refresh();
      void this.#readProjects().then(() => this.#fire());
      return engine;
    } catch (error) {
      if (isCancelled(error)) this.#setState("unknown", "");
      else this.#failed(error);
      throw error;
    }
  }

  /** Forgets the connection, for another context. */
  async reconnect(): Promise<void> {
    this.#stopEvents.abort();
    this.cancelConnecting();
    await this.#connecting?.catch(() => undefined);
    this.#engine = null;
    this.#info = null;
    this.#state = "unknown";
    // What ran on the other engine must not be taken for what runs on this one.
    this.containers = [];
    this.images = [];
    this.volumes = [];
    this.networks = [];
    this.projects = [];
    this.#unreadable = new Map();
    this.#switched.fire();
    await this.connect();
  }

  #watch(engine: Engine): void {
    this.#stopEvents.abort();
    const stop = new AbortController();
    this.#stopEvents = stop;
    // What happened while nobody listened is known from the statuses alone.
    this.lives.forgetTimes();
    engine
      .events(event => {
        if (/^(exec_|top|health_status: running)/.test(event.action)) return;
        this.#tell(event);
        this.#refreshSoon.call();
      }, stop.signal)
      .then(() => !stop.signal.aborted && this.#failed(new Error("The engine closed its event stream.")))
      .catch((error: unknown) => !stop.signal.aborted && this.#failed(error));
  }

  #tell(event: EngineEvent): void {
    const service = event.labels["com.docker.compose.service"] ?? event.labels["name"] ?? event.id.slice(0, 12);
    const container = this.containers.find(({ id }) => id === event.id);
    const words = this.lives.take(event, container ? containerLabel(container, this.containers) : service);
    if (words === null) return;
    const tell = (at: number): void => this.#happened.fire({ container: event.id, service, at, words });
    if (event.action !== "start" || !this.live) return tell(event.at);
    // An engine tells of a start after the first lines of what it started.
    this.live.inspect(event.id).then(
      ({ startedAt }) => tell(Math.min(startedAt ?? event.at, event.at)),
      () => tell(event.at),
    );
  }

  async refresh(): Promise<void> {
    // An engine that was lost is taken up again with its events, by the next attempt to reach it.
    const engine = this.live;
    if (!engine) return;
    try {
      const [containers, images, volumes, networks] = await Promise.all([
        engine.containers({ all: true }),
        engine.images(),
        engine.volumes(),
        engine.networks(),
      ]);
      this.containers = containers.map(container => this.lives.withSince(container));
      this.probes = await this.#readProbes(engine);
      this.images = images;
      this.volumes = volumes.map(({ name, created }) => ({ id: name, name, created }));
      this.networks = networks;
      this.#updatedAt = systemClock.now();
      this.#fire();
    } catch (error) {
      this.#failed(error);
    }
  }

  /** What the last health check of each unhealthy container of the workspace printed, by id. */
  async #readProbes(engine: Engine): Promise<ReadonlyMap<string, string>> {
    const sick = this.containers.filter(container => container.health === "unhealthy" && this.isOwn(container));
    const details = await Promise.all(sick.map(({ id }) => engine.inspect(id).catch(() => null)));
    return new Map(details.flatMap(detail => (detail?.lastProbe ? [[detail.id, detail.lastProbe] as const] : [])));
  }

  async #readProjects(): Promise<void> {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const found = await Promise.all(folders.map(folder => projectFiles(this.#shell, folder.uri)));
    this.hasCompose = found.some(files => files.length > 0);
    const engine = this.#engine;
    if (!engine) return;
    const projects: ComposeProject[] = [];
    const unreadable = new Map<string, unknown>();
    for (const folder of folders) {
      try {
        const project = await this.#reader.read(folder, await this.#shell.app().compose(engine));
        if (project === null) continue;
        projects.push(project);
        if (project.problem !== null) throw project.problem;
      } catch (error) {
        this.#shell.log.warn(errorText(error));
        if (!isCancelled(error)) unreadable.set(folder.uri.toString(), error);
      }
    }
    this.projects = projects;
    this.#unreadable = unreadable;
  }

  /** The Compose files of a folder, absolute; empty where it has none. */
  async composeFiles(folder: vscode.WorkspaceFolder): Promise<readonly string[]> {
    return (await projectFiles(this.#shell, folder.uri)).map(({ fsPath }) => fsPath);
  }

  /** The project that a folder belongs to, as its files are now. Throws what Compose says of files that it cannot read. */
  async project(folder: vscode.WorkspaceFolder): Promise<ComposeProject | null> {
    await this.connect();
    await this.#readProjects();
    this.#fire();
    const problem = this.#unreadable.get(folder.uri.toString());
    if (problem !== undefined) throw problem;
    return this.projects.find(candidate => candidate.folder.uri.toString() === folder.uri.toString()) ?? null;
  }

  /** The same with the Compose file that a command is on, where it is on one; null also where the person left a question. */
  async projectOn(folder: vscode.WorkspaceFolder, argument: unknown): Promise<ComposeProject | null> {
    const compose = await this.#shell.app().compose(await this.connect());
    const own = this.containers.filter(container => this.isOwn(container));
    return (await takeFile(this.#shell, compose, folder.uri, argument, own)) ? this.project(folder) : null;
  }

  /** True for a container that was started from a folder of this workspace. */
  isOwn(container: ContainerSummary): boolean {
    const folders = vscode.workspace.workspaceFolders ?? [];
    return isOfFolders(
      container,
      folders.map(({ uri }) => uri.fsPath),
      this.projects.map(({ request }) => request.project),
    );
  }

  /**
   * Runs something that changes containers; what it equals on the command line goes into "Drydock Commands". A failure
   * stands in the panel's banner unless it is shown elsewhere.
   */
  async act<Result>(
    words: string,
    command: string,
    work: (engine: Engine) => Promise<Result>,
    options: { readonly isShownElsewhere?: boolean } = {},
  ): Promise<Result> {
    const engine = await this.connect();
    this.note(command);
    this.#busy = words;
    this.#failure = "";
    this.#fire();
    try {
      return await work(engine);
    } catch (error) {
      if (knownError(error)?.code === "engine-lost") this.#failed(error);
      else if (!isCancelled(error) && options.isShownElsewhere !== true) this.#failure = errorText(error);
      throw error;
    } finally {
      this.#busy = "";
      this.#refreshSoon.call();
      this.#fire();
    }
  }

  /** Writes what equals an action on the command line into "Drydock Commands". */
  note(command: string): void {
    this.#commands.appendLine(`${new Date(systemClock.now()).toLocaleTimeString()}  ${command}`);
  }

  output(line: string): void {
    this.#commands.appendLine(`  ${line}`);
  }

  /** A line that Compose printed while it works: the newest one stands in the panel. */
  progress(line: string): void {
    this.output(line);
    this.#busy = line.trim();
    this.#fire();
  }

  showCommands(): void {
    this.#commands.show(true);
  }

  #failed(error: unknown): void {
    if (isCancelled(error)) return;
    const code = knownError(error)?.code;
    const wasConnected = this.#engine !== null && this.#state === "connected";
    this.#shell.log.warn(errorText(error));
    if (code === "engine-denied") return this.#setState("denied", errorText(error));
    if (!wasConnected && this.#state !== "lost") return this.#setState("absent", errorText(error));
    // Every stream ends at once when an engine dies: only the first of them begins the waiting.
    if (this.#state === "lost" && this.#retryAt > systemClock.now()) return;
    if (wasConnected) this.#lostAt = systemClock.now();
    clearTimeout(this.#retry);
    this.#retryAt = systemClock.now() + this.#retryMs;
    this.#retry = setTimeout(() => void this.connect().catch(() => undefined), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, lastRetryMs);
    this.#setState("lost", knownError(error)?.message ?? errorText(error));
  }

  /** One attempt to reach a lost engine; what was shown stays until it answers. */
  async #comeBack(engine: Engine): Promise<Engine> {
    clearTimeout(this.#retry);
    this.#retryAt = 0;
    try {
      this.#info = await engine.info();
    } catch (error) {
      this.#failed(error);
      throw error;
    }
    const before = this.containers.filter(container => this.isOwn(container));
    const away = systemClock.now() - this.#lostAt;
    this.#retryMs = firstRetryMs;
    this.#setState("connected", "");
    this.#watch(engine);
    await this.refresh();
    const words = await this.#changesSince(engine, before);
    this.#happened.fire({
      container: "",
      service: "",
      at: systemClock.now(),
      words: [l10n.t("engine back after {seconds} s", { seconds: Math.max(1, Math.round(away / 1000)) }), words]
        .filter(Boolean)
        .join("; "),
    });
    return engine;
  }

  async #changesSince(engine: Engine, before: readonly ContainerSummary[]): Promise<string> {
    const restarted = new Set<string>();
    for (const { id, state } of this.containers) {
      if (state !== "running" || !before.some(container => container.id === id)) continue;
      const started = await engine.inspect(id).then(
        detail => detail.startedAt ?? 0,
        () => 0,
      );
      if (started > this.#lostAt) restarted.add(id);
    }
    return changesWhileAway(before, this.containers, id => restarted.has(id));
  }

  #setState(state: EngineState, message: string): void {
    this.#state = state;
    this.#message = message;
    setContext("drydock.engine.state", state);
    // What an empty view says can only be chosen by a condition, so the reason is one.
    setContext("drydock.engine.message", message);
    this.#fire();
  }

  #fire(): void {
    this.#changed.fire();
  }

  dispose(): void {
    clearTimeout(this.#retry);
    this.#stopEvents.abort();
    this.#stopConnecting.abort();
    vscode.Disposable.from(...this.#disposables, this.#changed, this.#happened, this.#switched).dispose();
  }
}
