import * as vscode from "vscode";
import { l10n } from "vscode";
import { systemClock } from "../../host/system";
import { byLabel } from "../../model/by-label";
import type { ContainerSummary } from "../../model/ports";
import {
  isPanelMessage,
  type HostMessage,
  type PanelMessage,
  type PastBuild,
  type ServiceView,
  type Tab,
} from "../../panel/protocol";
import { debounce, errorText, hasFile, setting, type Shell } from "../shell";
import type { VerificationStore } from "../verification/verification-store";
import { copyText } from "./copy-text";
import type { BuildStore } from "./build-store";
import { contextsOf, startsWithAll, type DefinedService } from "./compose-project";
import {
  containerLabel,
  exitCodeOf,
  exitWords,
  isDone,
  loopWords,
  portsAsPublished,
  stateWords,
} from "./container-words";
import type { EngineStore } from "./engine-store";
import { CrashWatch } from "./crash-watch";
import type { LogFixes } from "./log-fixes";
import { logName } from "./log-choice";
import { LogHub, type LogWindow } from "./log-hub";
import type { ArrivedLine } from "./log-ring";
import { openPort, runPanelAction } from "./panel-actions";
import { panelPage } from "./panel-page";
import { StatsHub } from "./stats-hub";
import { openWorkspacePlace } from "./workspace-place";

const PANEL_VIEW = "drydock.panel";
const STATE_KEY = "drydock.panel.state";

/** The Containers panel: one webview, fed by the stores, asking only through commands. */
export class PanelHost implements vscode.Disposable {
  readonly #shell: Shell;
  readonly #engine: EngineStore;
  readonly #builds: BuildStore;
  readonly #verification: VerificationStore;
  readonly #fixes: LogFixes;
  readonly #logs: LogHub;
  readonly #stats: StatsHub;
  readonly #crashes: CrashWatch;
  readonly #disposables: vscode.Disposable[] = [];
  #panel: vscode.WebviewPanel | null = null;
  #ready = false;
  #queued: HostMessage[] = [];
  #tab: Tab = "logs";
  #window: LogWindow = { services: [], lines: setting("logs.lines", 1000), sinceSeconds: 0 };
  #hasDockerfile = false;

  constructor(shell: Shell, engine: EngineStore, builds: BuildStore, verification: VerificationStore, fixes: LogFixes) {
    this.#fixes = fixes;
    this.#shell = shell;
    this.#engine = engine;
    this.#builds = builds;
    this.#verification = verification;
    this.#logs = new LogHub(shell, engine, batch => this.#post({ type: "logs", ...batch }));
    this.#stats = new StatsHub(shell, engine, message => this.#post(message));
    this.#crashes = new CrashWatch(shell, engine, fixes);
    const state = debounce(50, () => this.#sendState());
    const build = debounce(150, () => this.#sendBuilds());
    let printed: { build: number; key: string; isError: boolean; text: string }[] = [];
    const lines = debounce(100, () => {
      this.#post({ type: "buildLines", lines: printed, reset: false });
      printed = [];
    });
    this.#disposables.push(
      state,
      build,
      lines,
      this.#crashes,
      this.#crashes.onDidChange(() => state.call()),
      engine.onDidChange(() => {
        state.call();
        this.#logs.update();
        this.#stats.update();
      }),
      engine.onDidSwitch(() => {
        this.#logs.forget();
        this.#stats.forget();
      }),
      builds.onDidChange(() => build.call()),
      builds.onDidPrint(line => {
        printed.push(line);
        if (printed.length === 1 || printed.length > 2000) lines.call();
      }),
      verification.onDidChange(() => this.#post({ type: "verification", view: verification.view })),
      vscode.workspace.onDidGrantWorkspaceTrust(() => state.call()),
    );
  }

  /** Shows the panel in the active group, or where it already is. */
  show(tab?: Tab, service = "", command: "" | "find" | "follow" | "clear" = ""): void {
    if (this.#panel) this.#panel.reveal(undefined, false);
    else {
      this.adopt(
        vscode.window.createWebviewPanel(PANEL_VIEW, l10n.t("Containers"), vscode.ViewColumn.Active, {
          enableScripts: true,
        }),
      );
    }
    if (tab || service || command) this.#post({ type: "show", tab: tab ?? this.#tab, service, command });
  }

  /** Moves the focus to the panel's next pane. */
  movePane(step: 1 | -1): void {
    this.#post({ type: "pane", step });
  }

  /** The kept lines of the workspace's containers that are no more. */
  linesOfGone(): readonly ArrivedLine[] {
    return this.#logs.linesOfGone(new Set(this.#engine.containers.map(({ id }) => id)));
  }

  get isVisible(): boolean {
    return this.#panel?.visible ?? false;
  }

  /** Takes over a panel, new or brought back after a reload. */
  adopt(panel: vscode.WebviewPanel): void {
    const { extensionUri } = this.#shell.extension;
    this.#panel = panel;
    this.#ready = false;
    panel.iconPath = {
      light: vscode.Uri.joinPath(extensionUri, "media", "drydock-light.svg"),
      dark: vscode.Uri.joinPath(extensionUri, "media", "drydock-dark.svg"),
    };
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(extensionUri, "dist")],
    };
    panel.webview.onDidReceiveMessage((message: unknown) => {
      if (isPanelMessage(message)) void this.#receive(message);
      else this.#shell.log.warn("The panel sent a message that is not understood.");
    });
    panel.onDidChangeViewState(() => this.#watch());
    panel.onDidDispose(() => {
      this.#panel = null;
      this.#ready = false;
      this.#watch();
    });
    void this.#write(panel.webview);
  }

  async #write(webview: vscode.Webview): Promise<void> {
    try {
      const { extensionUri, workspaceState } = this.#shell.extension;
      const state = workspaceState.get<string>(STATE_KEY, "null");
      webview.html = await panelPage(
        webview,
        extensionUri,
        () => this.#shell.ports().files(extensionUri.fsPath),
        state,
      );
    } catch (error) {
      this.#shell.log.error(errorText(error));
    }
  }

  async #receive(message: PanelMessage): Promise<void> {
    switch (message.type) {
      case "ready":
        return this.#started();
      case "ack":
        return this.#logs.acknowledge(message.batch);
      case "tab":
        this.#tab = message.tab;
        return this.#watch();
      case "follow":
        this.#window = message;
        return this.#watch();
      case "open":
        return openWorkspacePlace(message.path, message.line);
      case "openCode":
        return openWorkspacePlace(message.path, message.line, contextsOf(this.#engine.projects, message.service));
      case "port":
        return openPort(this.#engine, message.target, message.port);
      case "copy":
        return copyText(message.text);
      case "cause":
        return this.#explain(message);
      case "fix":
        return this.#fixes.open(message.text);
      case "remember":
        return this.#shell.extension.workspaceState.update(STATE_KEY, message.state);
      case "action":
        return runPanelAction(this.#shell, this.#engine, message.verb, message.target);
    }
  }

  /** The cause is told at once; recon may have to be read for the change that mends it. */
  async #explain({ exception, text }: { readonly exception: string; readonly text: string }): Promise<void> {
    const words = this.#shell.core().knownCause(text)?.what ?? "";
    this.#post({ type: "cause", exception, words, fix: "" });
    const fix = await this.#fixes.titleOf(text);
    if (fix !== "") this.#post({ type: "cause", exception, words, fix });
  }

  async #started(): Promise<void> {
    this.#ready = true;
    const folders = vscode.workspace.workspaceFolders ?? [];
    const found = await Promise.all(folders.map(({ uri }) => hasFile(vscode.Uri.joinPath(uri, "Dockerfile"))));
    this.#hasDockerfile = found.includes(true);
    this.#sendState();
    this.#sendBuilds();
    this.#post({ type: "buildLines", lines: this.#builds.lines, reset: true });
    this.#post({ type: "verification", view: this.#verification.view });
    this.#logs.restart();
    this.#stats.restart();
    this.#watch();
    const onView = setting<string>("engine.connect", "onDemand") === "onView";
    if (onView && vscode.workspace.isTrusted && this.#engine.state === "unknown") {
      this.#engine.connect().catch((error: unknown) => this.#shell.log.warn(errorText(error)));
    }
    if (vscode.workspace.isTrusted && this.#engine.endpoint === null) void this.#engine.expect();
    const queued = this.#queued;
    this.#queued = [];
    for (const message of queued) this.#post(message);
  }

  /** Streams run only for what is seen. */
  #watch(): void {
    const visible = this.isVisible && this.#ready;
    if (!this.isVisible) this.#ready = false;
    this.#logs.want(this.#window, visible);
    this.#stats.show(visible);
  }

  #post(message: HostMessage): void {
    if (this.#panel && this.#ready) void this.#panel.webview.postMessage(message);
    else if (this.#panel && message.type === "show") this.#queued.push(message);
  }

  #sendBuilds(): void {
    const history = this.#builds.records.all.map(
      ({ service, at, durationMs, steps, cached, ok, bytes, changed }): PastBuild => ({
        service,
        at,
        durationMs,
        steps,
        cached,
        ok,
        bytes,
        changed,
      }),
    );
    this.#post({ type: "builds", builds: this.#builds.views, history });
  }

  #sendState(): void {
    const store = this.#engine;
    const endpoint = store.endpoint;
    const names = new Set([
      ...store.projects.map(({ request }) => request.project),
      ...store.containers.flatMap(({ project }) => project ?? []),
    ]);
    const projects = [...names].map(name => {
      const defined = store.projects.find(({ request }) => request.project === name);
      const containers = store.containers.filter(container => container.project === name);
      return {
        name,
        isOwn: defined !== undefined || containers.some(container => store.isOwn(container)),
        files: defined?.chosen ?? [],
        services: this.#services(name),
      };
    });
    const loose = store.containers.filter(container => container.project === null);
    if (loose.length > 0) {
      projects.push({
        name: "",
        isOwn: false,
        files: [],
        services: loose.map(container => this.#serviceView(container, "")),
      });
    }
    this.#post({
      type: "state",
      engine: {
        state: vscode.workspace.isTrusted ? store.state : "untrusted",
        context: endpoint?.context ?? "",
        host: endpoint?.host ?? "",
        reason: endpoint?.reason ?? "",
        version: store.info
          ? l10n.t("Engine {version} · {os}/{arch}", {
              version: store.info.version,
              os: store.info.os,
              arch: store.info.arch,
            })
          : "",
        message: store.message,
        at: store.updatedAt,
        retryAt: store.retryAt,
      },
      crashes: this.#crashes.views,
      projects: projects.sort((left, right) => Number(right.isOwn) - Number(left.isOwn)),
      busy: store.busy,
      failure: store.failure,
      hasCompose: store.hasCompose || store.projects.length > 0,
      hasDockerfile: this.#hasDockerfile,
    });
  }

  #services(project: string): ServiceView[] {
    const known = this.#engine.projects.find(({ request }) => request.project === project);
    const defined = known?.services ?? [];
    const containers = this.#engine.containers.filter(container => container.project === project);
    const order = new Map(defined.map(({ name }, index) => [name, index]));
    const views = containers.map(container =>
      this.#serviceView(
        container,
        project,
        defined.find(({ name }) => name === container.service),
      ),
    );
    for (const service of defined) {
      if (containers.some(container => container.service === service.name)) continue;
      views.push({
        id: `service:${project}/${service.name}`,
        container: "",
        project,
        name: service.name,
        label: service.name,
        hasContainer: false,
        state: "absent",
        health: null,
        words: l10n.t("not created"),
        isLooping: false,
        isFailed: false,
        isDone: false,
        isOptional: known !== undefined && !startsWithAll(known, service),
        detail:
          service.profiles.length === 0 ? "" : l10n.t("profile {profiles}", { profiles: service.profiles.join(", ") }),
        image: "",
        ports: [],
        upSince: null,
        status: "",
        isBuilt: service.isBuilt,
        isWatched: service.isWatched,
        isDefined: true,
      });
    }
    const place = ({ name }: ServiceView): number => order.get(name) ?? order.size;
    return views.sort((left, right) => place(left) - place(right) || byLabel(left.label, right.label));
  }

  #serviceView(container: ContainerSummary, project: string, defined?: DefinedService): ServiceView {
    const loop = this.#engine.lives.loopOf(container.id, systemClock.now());
    const hasEnded = container.state === "exited" || container.state === "restarting";
    const code = hasEnded ? exitCodeOf(container.status) : null;
    const probe = this.#engine.probes.get(container.id)?.trim().slice(0, 300) ?? "";
    const killed = this.#engine.lives.killsOf(container.id).length > 0;
    const ended =
      code === null || code === 0
        ? ""
        : l10n.t("exit code {code}: {meaning}", {
            code,
            meaning: exitWords(code, killed) || l10n.t("the application's own"),
          });
    return {
      id: container.id,
      container: container.name,
      project,
      name: logName(container, each => this.#engine.isOwn(each)),
      label: containerLabel(container, this.#engine.containers),
      hasContainer: true,
      state: container.state,
      health: container.health,
      words: loop ? loopWords(loop) : stateWords(container),
      isLooping: loop !== null,
      isFailed: container.state === "exited" && code !== null && code !== 0,
      isDone: isDone(container, this.#engine.containers),
      isOptional: false,
      detail: [
        ended,
        probe && l10n.t("last health check: {probe}", { probe }),
        container.service === null ? "" : l10n.t("container {name}", { name: container.name }),
      ]
        .filter(Boolean)
        .join("\n"),
      image: container.image,
      ports: portsAsPublished(container, defined?.ports).map(({ privatePort, publicPort, protocol }) => ({
        privatePort,
        publicPort,
        protocol,
      })),
      upSince: container.state === "running" ? container.since : null,
      status: container.status,
      isBuilt: defined?.isBuilt ?? false,
      isWatched: defined?.isWatched ?? false,
      isDefined: defined !== undefined,
    };
  }

  dispose(): void {
    this.#logs.dispose();
    this.#stats.dispose();
    this.#panel?.dispose();
    vscode.Disposable.from(...this.#disposables).dispose();
  }
}
