import * as vscode from "vscode";
import { l10n } from "vscode";
import { setting, type Shell } from "../shell";
import { showInspection } from "../inspection";
import { commandLine } from "./compose-files";
import { copyText } from "./copy-text";
import type { BuildStore } from "./build-store";
import { megabytes, since } from "./container-words";
import type { ContainerNode } from "./containers-tree";
import type { EngineStore, NamedResource } from "./engine-store";
import { logName } from "./log-choice";
import { openInBrowser } from "./open-in-browser";
import type { PanelHost } from "./panel-host";

type Handlers = Record<string, (...args: never[]) => unknown>;
type Running = Extract<ContainerNode, { kind: "container" }>;

/** Commands on one row of the Containers tree or the panel. */
export function containerCommands(shell: Shell, engine: EngineStore, builds: BuildStore, panel: PanelHost): Handlers {
  const act = actionsOn(engine);
  const connected = () => engine.connect();
  return {
    "drydock.service.start": (node: ContainerNode) => startService(shell, engine, node),
    "drydock.service.stop": act(
      name => l10n.t("Stopping {name}", { name }),
      "stop",
      async id => (await connected()).stop(id),
    ),
    "drydock.service.restart": act(
      name => l10n.t("Restarting {name}", { name }),
      "restart",
      async id => (await connected()).restart(id),
    ),
    "drydock.service.rebuild": async (node: ContainerNode) => {
      const folder = folderOf(engine, node);
      const service = serviceOf(node);
      if (!folder || service === undefined) return;
      panel.show("build");
      if (await builds.build(folder, { service })) await startService(shell, engine, node, true);
    },
    "drydock.service.openDefinition": openDefinition,
    "drydock.container.logs": (node: Running) =>
      panel.show(
        "logs",
        logName(node.container, each => engine.isOwn(each)),
      ),
    "drydock.container.shell": (node: Running) => openShell(engine, node),
    "drydock.container.openInBrowser": (node: Running, port?: unknown) =>
      openInBrowser(shell, engine, node.container, nameOf(node), typeof port === "number" ? port : undefined),
    "drydock.container.inspect": async (node: Running) => {
      const detail = await (await connected()).inspect(node.container.id);
      await showInspection(shell, node.container.name, detail.raw);
    },
    "drydock.container.copyId": (node: Running) => copyText(node.container.id),
    "drydock.container.pause": act(
      name => l10n.t("Pausing {name}", { name }),
      "pause",
      async id => (await connected()).pause(id),
    ),
    "drydock.container.unpause": act(
      name => l10n.t("Resuming {name}", { name }),
      "unpause",
      async id => (await connected()).unpause(id),
    ),
    "drydock.container.kill": (node: Running) => kill(engine, node),
    "drydock.container.rename": (node: Running) => rename(engine, node),
    "drydock.container.remove": (node: Running) => remove(engine, node),
    ...resourceCommands(shell, engine),
  };
}

type Words = (name: string) => string;
type Work = (id: string) => Promise<unknown>;

/** Makes commands that work on the container of a row, with the words of the progress and of the log. */
function actionsOn(
  engine: EngineStore,
): (words: Words, command: string, work: Work) => (node: Running) => Promise<unknown> {
  return (words, command, work) => node =>
    engine.act(words(nameOf(node)), `docker ${command} ${node.container.name}`, () => work(node.container.id));
}

async function kill(engine: EngineStore, node: Running): Promise<void> {
  const name = nameOf(node);
  if (
    !(await confirmed(
      l10n.t("Kill {name}?", { name }),
      l10n.t("Its processes end at once, without a chance to finish."),
      l10n.t("Kill"),
    ))
  )
    return;
  await actionsOn(engine)(
    () => l10n.t("Killing {name}", { name }),
    "kill",
    async id => (await engine.connect()).kill(id),
  )(node);
}

async function rename(engine: EngineStore, node: Running): Promise<void> {
  const before = node.container.name;
  const name = await vscode.window.showInputBox({
    title: l10n.t("Rename {before}", { before }),
    prompt: l10n.t("The container's new name. Compose makes a new container when it starts the service anew."),
    value: before,
    validateInput: text =>
      nameProblem(
        text,
        engine.containers.map(each => each.name).filter(each => each !== before),
      ),
  });
  if (!name || name === before) return;
  await actionsOn(engine)(
    () => l10n.t("Renaming {name}", { name: before }),
    `rename ${name}`,
    async id => (await engine.connect()).rename(id, name),
  )(node);
}

async function remove(engine: EngineStore, node: Running): Promise<void> {
  const running = node.container.state === "running";
  const detail = running
    ? l10n.t("It is running and is stopped first. Volumes are kept.")
    : l10n.t("Volumes are kept.");
  if (!(await confirmed(l10n.t("Remove {name}?", { name: node.container.name }), detail, l10n.t("Remove")))) return;
  const work: Work = async id => {
    const live = await engine.connect();
    if (running) await live.stop(id);
    await live.remove("container", id);
  };
  await actionsOn(engine)(each => l10n.t("Removing {name}", { name: each }), "rm", work)(node);
}

/** Commands on a row of an image, a volume or a network. */
function resourceCommands(shell: Shell, engine: EngineStore): Handlers {
  return {
    "drydock.image.inspect": async (node: Extract<ContainerNode, { kind: "image" }>) => {
      const detail = await (await engine.connect()).image(node.image.id);
      if (detail) await showInspection(shell, node.image.tags[0] ?? node.image.id, detail.raw);
    },
    "drydock.image.remove": async (node: Extract<ContainerNode, { kind: "image" }>) => {
      const name = node.image.tags[0] ?? node.image.id;
      if (
        !(await confirmed(
          l10n.t("Remove {name}?", { name }),
          l10n.t("A container that needs it cannot start any more."),
          l10n.t("Remove"),
        ))
      )
        return;
      await engine.act(l10n.t("Removing {name}", { name }), `docker rmi ${name}`, live => live.removeImage(name));
    },
    "drydock.volume.remove": async ({ resource }: Extract<ContainerNode, { kind: "volume" | "network" }>) =>
      removeResource(engine, "volume", resource, await volumeLoss(engine, resource), l10n.t("Delete Volume")),
    "drydock.network.remove": (node: Extract<ContainerNode, { kind: "volume" | "network" }>) =>
      removeResource(
        engine,
        "network",
        node.resource,
        l10n.t("No data is in it. While a container is connected to it, the engine keeps it."),
        l10n.t("Remove Network"),
      ),
  };
}

/** The engine's own rule for names of containers. */
function nameProblem(name: string, taken: readonly string[]): string | undefined {
  if (!/^[a-zA-Z0-9][\w.-]+$/.test(name))
    return l10n.t("Two or more letters, digits and . _ -, beginning with a letter or digit.");
  return taken.includes(name) ? l10n.t("{name} is the name of another container.", { name }) : undefined;
}

function nameOf(node: Running): string {
  return node.container.service ?? node.container.name;
}

function serviceOf(node: ContainerNode): string | undefined {
  if (node.kind === "service") return node.service.name;
  return node.kind === "container" ? (node.container.service ?? undefined) : undefined;
}

function folderOf(engine: EngineStore, node: ContainerNode): vscode.WorkspaceFolder | undefined {
  if (node.kind === "service") return node.project.folder;
  if (node.kind !== "container") return undefined;
  return engine.projects.find(({ request }) => request.project === node.container.project)?.folder;
}

async function confirmed(question: string, detail: string, button: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, button)) === button;
}

/** What goes with a volume: its size and age tell a person which one it is. */
async function volumeLoss(engine: EngineStore, { name, created }: NamedResource): Promise<string> {
  const live = await engine.connect();
  const bytes = await vscode.window.withProgress({ location: { viewId: "drydock.containers" } }, () =>
    live.volumeBytes(name),
  );
  const size = bytes === null ? "" : bytes === 0 ? l10n.t("empty") : megabytes(bytes);
  const age = created === null || created === undefined ? "" : l10n.t("made {age} ago", { age: since(created) });
  const facts = [size, age].filter(Boolean).join(", ");
  return facts === ""
    ? l10n.t("This deletes volume {name} with all data in it. It cannot be undone.", { name })
    : l10n.t("This deletes volume {name} ({facts}) with all data in it. It cannot be undone.", { name, facts });
}

async function removeResource(
  engine: EngineStore,
  kind: "volume" | "network",
  resource: { readonly id: string; readonly name: string },
  detail: string,
  button: string,
): Promise<void> {
  const question =
    kind === "volume"
      ? l10n.t("Remove volume {name}?", { name: resource.name })
      : l10n.t("Remove network {name}?", { name: resource.name });
  if (!(await confirmed(question, detail, button))) return;
  await engine.act(l10n.t("Removing {name}", { name: resource.name }), `docker ${kind} rm ${resource.name}`, live =>
    live.remove(kind, resource.id),
  );
}

/** Starts a container that is there, or lets Compose make it. */
async function startService(shell: Shell, engine: EngineStore, node: ContainerNode, recreate = false): Promise<void> {
  const name = serviceOf(node);
  if (node.kind === "container" && !recreate) {
    await engine.act(l10n.t("Starting {name}", { name: nameOf(node) }), `docker start ${node.container.name}`, live =>
      live.start(node.container.id),
    );
    return;
  }
  const folder = folderOf(engine, node);
  const project = folder && (await engine.project(folder));
  if (!project || name === undefined) return;
  const { request } = project;
  await engine.act(l10n.t("Starting {name}", { name }), commandLine(project, "up --detach", name), async live => {
    const compose = await shell.app().compose(live);
    await compose.up({ ...request, services: [name] }, line => engine.progress(line));
  });
}

async function openDefinition(node: ContainerNode): Promise<void> {
  const service = node.kind === "service" ? node.service : node.kind === "container" ? node.defined : null;
  if (!service) return;
  const at = new vscode.Position(service.line - 1, 0);
  await vscode.window.showTextDocument(service.uri, { selection: new vscode.Range(at, at), preview: true });
}

/** A terminal inside the container: bash where there is one, else sh. */
function openShell(engine: EngineStore, node: Running): void {
  const endpoint = engine.endpoint;
  const terminal = vscode.window.createTerminal({
    name: `Drydock: ${nameOf(node)}`,
    shellPath: setting("engine.cliPath", "docker"),
    shellArgs: ["exec", "-it", node.container.id, "sh", "-c", "command -v bash >/dev/null && exec bash || exec sh"],
    iconPath: new vscode.ThemeIcon("server-process"),
    env:
      endpoint === null
        ? {}
        : endpoint.context === "default"
          ? { DOCKER_HOST: endpoint.host }
          : { DOCKER_CONTEXT: endpoint.context },
  });
  terminal.show();
}
