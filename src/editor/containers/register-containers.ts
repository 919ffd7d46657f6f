import * as vscode from "vscode";
import { l10n } from "vscode";
import { debounce, errorText, setting, type Handler, type Shell } from "../shell";
import type { VerificationStore } from "../verification/verification-store";
import { BuildStore } from "./build-store";
import { containerCommands } from "./container-actions";
import { contentCommands } from "./content-commands";
import { ContainersTree } from "./containers-tree";
import { EngineStore } from "./engine-store";
import { engineCommands } from "./engine-actions";
import { filterImages } from "./image-filter";
import { nodeOf } from "./panel-actions";
import { projectCommands } from "./project-commands";
import type { LogFixes } from "./log-fixes";
import { PanelHost } from "./panel-host";
import { containerTerminalLinks } from "./workspace-place";
import type { LateView } from "../workbench";

export interface ContainersPart {
  readonly engine: EngineStore;
  readonly builds: BuildStore;
  readonly panel: PanelHost;
  readonly commands: Readonly<Record<string, Handler>>;
}

/** A menu of the panel hands over its context; the commands know the tree's nodes, and nothing where it is for all. */
function withNode(engine: EngineStore, run: Handler): Handler {
  return (...args: unknown[]) => {
    const [first] = args;
    if (typeof first !== "object" || first === null || !("webviewSection" in first)) return run(...(args as never[]));
    const row = "drydockRow" in first && typeof first.drydockRow === "string" ? first.drydockRow : null;
    return run(...((row === null ? [] : [nodeOf(engine, row)]) as never[]));
  };
}

/** A command on a row. Lists are drawn anew with the engine's events: a row may be gone when its menu is answered. */
function onRow(run: Handler): Handler {
  return (...args: unknown[]) =>
    args[0] === undefined
      ? vscode.window.showInformationMessage(l10n.t("The list has changed meanwhile. Choose the row again."))
      : run(...(args as never[]));
}

/** What an action says when it fails stands in the panel: a notification would say it twice where the panel is seen. */
function inPlace(shell: Shell, engine: EngineStore, panel: PanelHost, run: Handler): Handler {
  return async (...args: unknown[]) => {
    try {
      return await run(...(args as never[]));
    } catch (error) {
      if (!panel.isVisible || !engine.failure.includes(errorText(error))) throw error;
      shell.log.error(error instanceof Error ? (error.stack ?? error.message) : engine.failure);
      return undefined;
    }
  };
}

const AGING_MS = 30_000;

export function registerContainers(
  shell: Shell,
  verification: VerificationStore,
  fixes: LogFixes,
  late: LateView,
): ContainersPart {
  const engine = new EngineStore(shell);
  const builds = new BuildStore(shell, engine);
  const panel = new PanelHost(shell, engine, builds, verification, fixes);
  const tree = new ContainersTree(engine);
  const { view } = late;
  late.attach(tree);
  const redraw = debounce(100, () => {
    view.description = engine.endpoint?.context ?? "";
    view.message = engine.state === "lost" ? l10n.t("The engine stopped answering. Trying again.") : engine.unreadable;
    tree.refresh();
  });
  // How long a container runs is told by the clock alone, so it is drawn again though nothing happens.
  const aging = setInterval(() => {
    if (view.visible && engine.state === "connected") tree.refresh();
  }, AGING_MS);
  const connectOnView = (): void => {
    if (!view.visible || !vscode.workspace.isTrusted || engine.state !== "unknown") return;
    if (setting<string>("engine.connect", "onDemand") === "onView") void engine.connect().catch(() => undefined);
  };
  shell.extension.subscriptions.push(
    engine,
    builds,
    panel,
    tree,
    redraw,
    { dispose: () => clearInterval(aging) },
    engine.onDidChange(() => redraw.call()),
    view.onDidChangeVisibility(connectOnView),
    containerTerminalLinks(engine),
  );
  connectOnView();
  const onRows = { ...containerCommands(shell, engine, builds, panel), ...contentCommands(shell, engine, builds) };
  const commands = {
    ...engineCommands(shell, engine, builds, panel, () => view.visible),
    ...projectCommands(shell, engine),
    ...Object.fromEntries(Object.entries(onRows).map(([id, run]) => [id, onRow(run)])),
    "drydock.image.filter": () => filterImages(tree),
    "drydock.image.clearFilter": () => {
      tree.imageFilter = "";
    },
  };
  return {
    engine,
    builds,
    panel,
    commands: Object.fromEntries(
      Object.entries(commands).map(([id, run]) => [id, inPlace(shell, engine, panel, withNode(engine, run))]),
    ),
  };
}
