import * as path from "node:path";
import * as vscode from "vscode";
import { l10n } from "vscode";
import { plural } from "../figures";
import { pickFolder, setting, type Shell } from "../shell";
import { copyText } from "./copy-text";
import type { BuildRequest, BuildStore } from "./build-store";
import type { ContainerNode } from "./containers-tree";
import type { EngineStore } from "./engine-store";
import { commandLine } from "./compose-files";
import { startsWithAll } from "./compose-project";
import { askForChoice, isChoice, storedChoice } from "./compose-choice";
import { downloadLogs } from "./download-logs";
import type { PanelHost } from "./panel-host";

type Handlers = Record<string, (...args: never[]) => unknown>;

/** Commands about the engine, images and whole projects. */
export function engineCommands(
  shell: Shell,
  engine: EngineStore,
  builds: BuildStore,
  panel: PanelHost,
  isTreeVisible: () => boolean,
): Handlers {
  const build = async (argument: unknown, noCache: boolean): Promise<boolean> => {
    const target = await buildTarget(argument);
    if (!target) return false;
    panel.show("build");
    return builds.build(target.folder, { ...target.request, ...(noCache ? { noCache } : {}) });
  };
  return {
    "drydock.panel.show": () => panel.show(),
    "drydock.panel.find": () => panel.show("logs", "", "find"),
    "drydock.panel.follow": () => panel.show("logs", "", "follow"),
    "drydock.panel.clear": () => panel.show("logs", "", "clear"),
    "drydock.panel.nextPane": () => panel.movePane(1),
    "drydock.panel.previousPane": () => panel.movePane(-1),
    "drydock.engine.connect": async () => {
      try {
        await engine.connect();
      } catch (error) {
        // Where the panel or the view is seen, it says so in place; a notification would say it twice.
        if (!panel.isVisible && !isTreeVisible()) throw error;
      }
    },
    "drydock.engine.cancelConnect": () => engine.cancelConnecting(),
    "drydock.engine.getDocker": () =>
      vscode.env.openExternal(vscode.Uri.parse("https://docs.docker.com/get-started/get-docker/")),
    "drydock.engine.select": () => selectContext(shell, engine),
    "drydock.engine.showCommands": () => engine.showCommands(),
    // The error names the group that the socket really belongs to.
    "drydock.engine.copyGroupCommand": () =>
      copyText(/`([^`]+)`/.exec(engine.message)?.[1] ?? "sudo usermod -aG docker $USER"),
    "drydock.image.build": (argument?: unknown) => build(argument, false),
    "drydock.image.buildNoCache": (argument?: unknown) => build(argument, true),
    "drydock.build.cancel": () => builds.cancel(),
    "drydock.build.applyFix": () => builds.applyFix(),
    "drydock.project.up": (argument?: unknown) => startProject(shell, engine, builds, panel, argument),
    "drydock.project.down": (argument?: unknown) => stopProject(shell, engine, argument),
    "drydock.logs.download": () => downloadLogs(engine, panel),
  };
}

interface BuildTarget {
  readonly folder: vscode.WorkspaceFolder;
  readonly request: BuildRequest;
}

/** What to build: the Dockerfile that was pointed at, the service of a row, or all of the folder. */
async function buildTarget(argument: unknown): Promise<BuildTarget | undefined> {
  const uri = argument instanceof vscode.Uri ? argument : fileOfRow(argument);
  const folder = uri ? vscode.workspace.getWorkspaceFolder(uri) : await pickFolder();
  if (!folder) return undefined;
  if (uri && uri.path !== folder.uri.path) {
    return { folder, request: { dockerfile: path.posix.relative(folder.uri.path, uri.path) } };
  }
  const node = argument as ContainerNode | undefined;
  if (node?.kind === "container" && node.container.service !== null) {
    return { folder, request: { service: node.container.service } };
  }
  return node?.kind === "service" ? { folder, request: { service: node.service.name } } : { folder, request: {} };
}

/** A row of the Recon tree that stands for a Dockerfile. */
function fileOfRow(argument: unknown): vscode.Uri | undefined {
  if (typeof argument !== "object" || argument === null || !("folder" in argument) || !("row" in argument))
    return undefined;
  const { folder, row } = argument as { folder: vscode.WorkspaceFolder; row: { place?: { path: string } } };
  return row.place ? vscode.Uri.joinPath(folder.uri, row.place.path) : undefined;
}

/** The context that Docker has without being told of any. */
const DEFAULT_CONTEXT = "default";

/** The contexts that `docker context ls` would list, read from where it reads them: there may be no such command here. */
async function selectContext(shell: Shell, engine: EngineStore): Promise<void> {
  const app = shell.app();
  const [stored, decided, own] = await Promise.all([
    app.contexts(),
    app.endpoint(),
    app.endpoint({ context: DEFAULT_CONTEXT }),
  ]);
  const chosen = setting("engine.context", "");
  const now = (context: string): { detail?: string } => (context === chosen ? { detail: l10n.t("In use now") } : {});
  const items = [
    {
      label: l10n.t("As the docker command line decides"),
      description:
        decided === null ? "" : l10n.t("{context}, {reason}", { context: decided.context, reason: decided.reason }),
      context: "",
      ...now(""),
    },
    { label: DEFAULT_CONTEXT, description: own?.host ?? "", context: DEFAULT_CONTEXT, ...now(DEFAULT_CONTEXT) },
    ...stored.map(({ name, host, description }) => ({
      label: name,
      description: [host, description].filter(Boolean).join(" · "),
      context: name,
      ...now(name),
    })),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: l10n.t("Select Docker Context"),
    matchOnDescription: true,
  });
  if (!picked) return;
  const target = vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration("drydock").update("engine.context", picked.context || undefined, target);
  await engine.reconnect();
}

/** Builds what has a build section, with its steps in the panel, then starts everything. */
async function startProject(
  shell: Shell,
  engine: EngineStore,
  builds: BuildStore,
  panel: PanelHost,
  argument: unknown,
): Promise<void> {
  const node = argument as ContainerNode | undefined;
  const folder = node?.kind === "project" ? node.project?.folder : await pickFolder(argument);
  let project = folder && (await engine.projectOn(folder, argument));
  if (!folder || !project) {
    // On a file there is a project, unless the person left the question how it is meant.
    if (!(argument instanceof vscode.Uri)) panel.show();
    return;
  }
  // Asked once; the command of its own changes it later.
  if (isChoice(project.options) && storedChoice(shell, folder.uri) === undefined) {
    if (!(await askForChoice(shell, project.request.project, folder.uri, project.options))) return;
    project = (await engine.project(folder)) ?? project;
  }
  const chosen = project;
  if (chosen.services.some(service => service.isBuilt && startsWithAll(chosen, service))) {
    panel.show("build");
    if (!(await builds.build(folder, {}))) return;
  }
  panel.show("logs");
  const { request } = project;
  await engine.act(l10n.t("Starting all services"), commandLine(project, "up --detach --wait"), async connected => {
    const compose = await shell.app().compose(connected);
    await compose.up({ ...request, wait: true, waitSeconds: 120 }, line => engine.progress(line));
  });
}

async function stopProject(shell: Shell, engine: EngineStore, argument: unknown): Promise<void> {
  const node = argument as ContainerNode | undefined;
  const folder = node?.kind === "project" ? node.project?.folder : await pickFolder(argument);
  const project = folder && (await engine.projectOn(folder, argument));
  if (!project) return;
  const { request } = project;
  const own = engine.containers.filter(container => container.project === request.project);
  const live = await engine.connect();
  const networks = await live.networks([`com.docker.compose.project=${request.project}`]);
  const containers = plural(own.length, l10n.t("{count} container"), l10n.t("{count} containers"));
  const detail =
    networks.length === 0
      ? l10n.t("Removes {containers}. Volumes are kept.", { containers })
      : l10n.t("Removes {containers} and {networks}. Volumes are kept.", {
          containers,
          networks: plural(networks.length, l10n.t("{count} network"), l10n.t("{count} networks")),
        });
  const stopAndRemove = l10n.t("Stop and Remove");
  const answer = await vscode.window.showWarningMessage(
    l10n.t("Stop and remove {project}?", { project: request.project }),
    { modal: true, detail },
    stopAndRemove,
  );
  if (answer !== stopAndRemove) return;
  await engine.act(l10n.t("Stopping all services"), commandLine(project, "down"), async connected => {
    const compose = await shell.app().compose(connected);
    // Containers of every profile go, whichever is chosen now.
    await compose.down({ ...request, profiles: ["*"] }, line => engine.progress(line));
  });
}
