import * as vscode from "vscode";
import { l10n } from "vscode";
import { pickFolder, type Shell } from "../shell";
import { askForChoice, isChoice } from "./compose-choice";
import { commandLine } from "./compose-files";
import type { ComposeProject } from "./compose-project";
import type { ContainerNode } from "./containers-tree";
import type { EngineStore } from "./engine-store";

type Handlers = Record<string, (...args: never[]) => unknown>;

/** Commands on a whole Compose project, and the scale of one of its services. */
export function projectCommands(shell: Shell, engine: EngineStore): Handlers {
  const watching = new Map<string, AbortController>();
  // A program that watches would outlive the window.
  shell.extension.subscriptions.push({
    dispose: () => {
      for (const stop of watching.values()) stop.abort();
    },
  });
  return {
    "drydock.project.pull": (argument?: unknown) => pull(shell, engine, argument),
    "drydock.project.restart": (argument?: unknown) => restart(shell, engine, argument),
    "drydock.project.choose": (argument?: unknown) => choose(shell, engine, argument),
    "drydock.project.watch": async (argument?: unknown) => {
      const project = await projectOf(engine, argument);
      if (project) await watch(shell, engine, watching, project, serviceOf(argument));
    },
    "drydock.service.scale": (node: ContainerNode) => scale(shell, engine, node),
  };
}

async function pull(shell: Shell, engine: EngineStore, argument: unknown): Promise<void> {
  const project = await projectOf(engine, argument);
  if (!project) return;
  const { request } = project;
  const services = serviceOf(argument);
  const command = commandLine(project, "pull --ignore-buildable", ...services);
  await engine.act(l10n.t("Pulling images"), command, async live => {
    const compose = await shell.app().compose(live);
    await compose.pull({ ...request, services }, line => engine.progress(line));
  });
}

async function restart(shell: Shell, engine: EngineStore, argument: unknown): Promise<void> {
  const project = await projectOf(engine, argument);
  if (!project) return;
  const { request } = project;
  await engine.act(l10n.t("Restarting all services"), commandLine(project, "restart"), async live => {
    const compose = await shell.app().compose(live);
    await compose.restart(request, line => engine.progress(line));
  });
}

async function choose(shell: Shell, engine: EngineStore, argument: unknown): Promise<void> {
  const project = await projectOf(engine, argument);
  if (!project) return;
  const { request, folder, options } = project;
  if (!isChoice(options)) {
    void vscode.window.showInformationMessage(
      l10n.t("{project} has no profiles, and no file of variables besides .env.", { project: request.project }),
    );
    return;
  }
  if (await askForChoice(shell, request.project, folder.uri, options)) await engine.project(folder);
}

async function scale(shell: Shell, engine: EngineStore, node: ContainerNode): Promise<void> {
  const name = node.kind === "service" ? node.service.name : node.kind === "container" ? node.defined?.name : null;
  const project = name ? await projectOf(engine, node) : null;
  if (!name || !project) return;
  const { request } = project;
  const running = engine.containers.filter(
    container => container.project === request.project && container.service === name,
  ).length;
  const count = await askForCount(name, running);
  if (count === null) return;
  const command = commandLine(project, "up --detach --no-recreate --scale", `${name}=${count}`, name);
  await engine.act(l10n.t("Scaling {name} to {count}", { name, count }), command, async live => {
    const compose = await shell.app().compose(live);
    const counts = { [name]: count };
    await compose.up({ ...request, services: [name], recreate: false, scale: counts }, line => engine.progress(line));
  });
}

/** How many containers of a service a person wants; null where nothing was said, or fewer were not agreed to. */
async function askForCount(name: string, running: number): Promise<number | null> {
  const answer = await vscode.window.showInputBox({
    title: l10n.t("Scale {name}", { name }),
    prompt: l10n.t("How many containers of {name}; now {running}", { name, running }),
    value: String(Math.max(1, running)),
    validateInput: text => (/^\d{1,3}$/.test(text) ? undefined : l10n.t("A number from 0 to 999.")),
  });
  if (answer === undefined) return null;
  const count = Number(answer);
  if (count >= running) return count;
  const detail = l10n.t("{count} of {running} containers are stopped and removed, the newest first.", {
    count: running - count,
    running,
  });
  const button = l10n.t("Scale to {count}", { count });
  const agreed = await vscode.window.showWarningMessage(
    l10n.t("Scale {name} down?", { name }),
    { modal: true, detail },
    button,
  );
  return agreed === button ? count : null;
}

/** The one service that a row stands for; none for all of a project. */
function serviceOf(argument: unknown): readonly string[] {
  const node = argument as ContainerNode | undefined;
  if (node?.kind === "service") return [node.service.name];
  return node?.kind === "container" && node.defined ? [node.defined.name] : [];
}

async function projectOf(engine: EngineStore, argument: unknown): Promise<ComposeProject | null> {
  const node = argument as ContainerNode | undefined;
  if (node?.kind === "project" && node.project) return engine.project(node.project.folder);
  if (node?.kind === "service") return engine.project(node.project.folder);
  if (node?.kind === "container") {
    const own = engine.projects.find(({ request }) => request.project === node.container.project);
    return own ? engine.project(own.folder) : null;
  }
  const folder = await pickFolder(argument);
  return folder ? engine.projectOn(folder, argument) : null;
}

/** `docker compose watch` with a notification that stops it; a second call for the same project offers to stop it too. */
async function watch(
  shell: Shell,
  engine: EngineStore,
  watching: Map<string, AbortController>,
  known: ComposeProject,
  services: readonly string[],
): Promise<void> {
  const { request, services: defined } = known;
  const { project } = request;
  const running = watching.get(project);
  if (running) {
    const button = l10n.t("Stop Watching");
    const text = l10n.t("{project} is already being watched for changes.", { project });
    if ((await vscode.window.showInformationMessage(text, button)) === button) running.abort();
    return;
  }
  if (!defined.some(({ isWatched }) => isWatched)) {
    void vscode.window.showInformationMessage(
      l10n.t(
        "No service of {project} says what to watch. Add a develop.watch section to its service in the Compose file.",
        { project },
      ),
    );
    return;
  }
  const stop = new AbortController();
  watching.set(project, stop);
  const title = l10n.t("Watching {project} for changes", { project });
  try {
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      async (progress, token) => {
        token.onCancellationRequested(() => stop.abort());
        const live = await engine.connect();
        engine.note(commandLine(known, "watch --no-up", ...services));
        const compose = await shell.app().compose(live);
        const onLine = (line: string): void => {
          engine.output(line);
          progress.report({ message: line.trim() });
        };
        await compose.watch({ ...request, services }, onLine, stop.signal);
      },
    );
  } finally {
    watching.delete(project);
  }
}
