import * as vscode from "vscode";
import type { ContainerDetail, ContainerSummary } from "../../model/ports";
import { startsWithAll, type ComposeProject, type DefinedService } from "./compose-project";
import { exitWords, megabytes, publishedPort, since, stateIcon, stateWords } from "./container-words";
import type { EngineStore, ImageRow, NamedResource } from "./engine-store";
import { imageName, imageRows } from "./image-rows";

export type ContainerNode =
  | { readonly kind: "project"; readonly name: string; readonly project: ComposeProject | null }
  | { readonly kind: "container"; readonly container: ContainerSummary; readonly defined: DefinedService | null }
  | { readonly kind: "service"; readonly service: DefinedService; readonly project: ComposeProject }
  | { readonly kind: "fold"; readonly name: "Other containers" | "Images" | "Volumes" | "Networks" }
  | { readonly kind: "image"; readonly image: ImageRow }
  | { readonly kind: "volume" | "network"; readonly resource: NamedResource };

/** This workspace's Compose projects, then everything else of the engine, folded. */
export class ContainersTree implements vscode.TreeDataProvider<ContainerNode> {
  readonly #store: EngineStore;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  #imageFilter = "";

  constructor(store: EngineStore) {
    this.#store = store;
  }

  /** A part of the names of the images that are shown; "" shows all. */
  get imageFilter(): string {
    return this.#imageFilter;
  }

  set imageFilter(filter: string) {
    this.#imageFilter = filter;
    this.refresh();
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  getChildren(node?: ContainerNode): ContainerNode[] {
    const store = this.#store;
    if (store.state !== "connected" && store.state !== "lost") return [];
    if (!node) {
      return [
        ...this.#projects().map(name => ({
          kind: "project" as const,
          name,
          project: store.projects.find(({ request }) => request.project === name) ?? null,
        })),
        ...(["Other containers", "Images", "Volumes", "Networks"] as const).map(name => ({
          kind: "fold" as const,
          name,
        })),
      ];
    }
    if (node.kind === "project") return this.#services(node.name, node.project);
    if (node.kind !== "fold") return [];
    if (node.name === "Images") {
      const containers = store.containers.filter(container => store.isOwn(container));
      const images = imageRows(store.images, { projects: this.#projects(), containers }, this.#imageFilter);
      return images.map(image => ({ kind: "image", image }));
    }
    if (node.name === "Volumes") return store.volumes.map(resource => ({ kind: "volume", resource }));
    if (node.name === "Networks") return store.networks.map(resource => ({ kind: "network", resource }));
    return store.containers
      .filter(container => !store.isOwn(container))
      .map(container => ({ kind: "container", container, defined: null }));
  }

  /** The Compose projects of this workspace, also those that only run. */
  #projects(): readonly string[] {
    const store = this.#store;
    const running = store.containers.filter(container => store.isOwn(container));
    return [
      ...new Set([
        ...store.projects.map(({ request }) => request.project),
        ...running.flatMap(({ project }) => project ?? []),
      ]),
    ];
  }

  #services(name: string, project: ComposeProject | null): ContainerNode[] {
    const own = this.#store.containers.filter(container => container.project === name);
    const defined = project?.services ?? [];
    const running = own.map(container => ({
      kind: "container" as const,
      container,
      defined: defined.find(service => service.name === container.service) ?? null,
    }));
    const absent = defined
      .filter(service => !own.some(container => container.service === service.name))
      .flatMap(service => (project ? [{ kind: "service" as const, service, project }] : []));
    const order = (node: ContainerNode): number => {
      const service =
        node.kind === "container" ? node.container.service : node.kind === "service" ? node.service.name : "";
      const at = defined.findIndex(candidate => candidate.name === service);
      return at === -1 ? defined.length : at;
    };
    return [...running, ...absent].sort((left, right) => order(left) - order(right));
  }

  getTreeItem(node: ContainerNode): vscode.TreeItem {
    switch (node.kind) {
      case "project":
        return this.#projectItem(node.name);
      case "container":
        return containerItem(node.container, node.defined);
      case "service": {
        const item = new vscode.TreeItem(node.service.name);
        item.id = `service/${node.project.request.project}/${node.service.name}`;
        const { profiles } = node.service;
        item.description = profiles.length === 0 ? "not created" : `not created · profile ${profiles.join(", ")}`;
        item.iconPath = new vscode.ThemeIcon("circle-large-outline");
        item.contextValue = `service defined service-stopped${node.service.isBuilt ? " built" : ""}`;
        item.command = { command: "drydock.service.openDefinition", title: "Go to Definition", arguments: [node] };
        item.accessibilityInformation = { label: `${node.service.name}, service, not created` };
        return item;
      }
      case "fold": {
        const item = new vscode.TreeItem(node.name, vscode.TreeItemCollapsibleState.Collapsed);
        item.id = `fold/${node.name}`;
        const shown = this.getChildren(node).length;
        item.description = String(shown);
        if (node.name === "Images") {
          const isFiltered = this.#imageFilter !== "";
          item.contextValue = isFiltered ? "fold-images-filtered" : "fold-images";
          if (isFiltered) item.description = `${shown} of ${this.#store.images.length} · ${this.#imageFilter}`;
        }
        item.accessibilityInformation = { label: `${node.name}, ${item.description}` };
        return item;
      }
      case "image": {
        const item = new vscode.TreeItem(imageName(node.image));
        item.id = `image/${node.image.id}`;
        item.description = megabytes(node.image.bytes);
        item.iconPath = new vscode.ThemeIcon("layers");
        item.contextValue = "image";
        item.tooltip = [...node.image.tags, node.image.id].join("\n");
        item.accessibilityInformation = { label: `${String(item.label)}, image, ${item.description}` };
        return item;
      }
      case "volume":
      case "network": {
        const item = new vscode.TreeItem(node.resource.name);
        item.id = `${node.kind}/${node.resource.id}`;
        item.iconPath = new vscode.ThemeIcon(node.kind === "volume" ? "archive" : "type-hierarchy");
        item.contextValue = node.kind;
        if (node.resource.created) item.description = `${since(node.resource.created)} old`;
        item.accessibilityInformation = { label: `${node.resource.name}, ${node.kind}` };
        return item;
      }
    }
  }

  /** What only an inspection tells is asked for when a person looks: restarts, the last probe, why it ended. */
  async resolveTreeItem(item: vscode.TreeItem, node: ContainerNode): Promise<vscode.TreeItem> {
    const engine = this.#store.live;
    if (node.kind !== "container" || !engine) return item;
    const detail = await engine.inspect(node.container.id).catch(() => null);
    if (detail) item.tooltip = tooltipOf(detail);
    return item;
  }

  #projectItem(name: string): vscode.TreeItem {
    const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Expanded);
    const own = this.#store.containers.filter(container => container.project === name);
    const up = own.filter(({ state }) => state === "running").length;
    const project = this.#store.projects.find(({ request }) => request.project === name);
    const missing = (project?.services ?? []).filter(
      service =>
        project && startsWithAll(project, service) && !own.some(container => container.service === service.name),
    );
    item.id = `project/${name}`;
    item.description = own.length === 0 ? "not started" : `${up} of ${own.length + missing.length} up`;
    item.iconPath = new vscode.ThemeIcon("server-process");
    item.contextValue = "project";
    item.accessibilityInformation = { label: `${name}, Compose project, ${item.description}` };
    return item;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function containerItem(container: ContainerSummary, defined: DefinedService | null): vscode.TreeItem {
  const name = container.service ?? container.name;
  const item = new vscode.TreeItem(name);
  const words = stateWords(container);
  const port = publishedPort(container);
  item.id = `container/${container.id}`;
  item.description = [words, port, since(container.created)].filter(part => part !== null).join(" · ");
  item.iconPath = new vscode.ThemeIcon(stateIcon(container), stateColor(words));
  item.contextValue = [
    "container",
    runWords(container.state),
    port === null ? "" : "published",
    defined ? "defined" : "",
    defined?.isBuilt ? "built" : "",
  ]
    .filter(Boolean)
    .join(" ");
  item.command = defined
    ? {
        command: "drydock.service.openDefinition",
        title: "Go to Definition",
        arguments: [{ kind: "container", container, defined }],
      }
    : { command: "drydock.container.logs", title: "Show Logs", arguments: [{ kind: "container", container, defined }] };
  item.accessibilityInformation = { label: `${name}, container, ${item.description}` };
  return item;
}

/** What its menu offers: what restarts again and again can be stopped, and what is paused can be resumed. */
function runWords(state: ContainerSummary["state"]): string {
  if (state === "running") return "service-running live";
  if (state === "restarting") return "service-running";
  return state === "paused" ? "paused" : "service-stopped";
}

function tooltipOf(detail: ContainerDetail): string {
  const { name, image, created, status, restarts, exitCode, outOfMemory, lastProbe, state } = detail;
  const raw = detail.raw as { readonly HostConfig?: { readonly Memory?: number } } | null;
  const meaning = exitCode === null ? "" : exitWords(exitCode, outOfMemory, raw?.HostConfig?.Memory ?? 0);
  return [
    name,
    `Image ${image}`,
    `Created ${new Date(created * 1000).toLocaleString()}`,
    state === "exited" || state === "restarting"
      ? `Exit code ${exitCode ?? "unknown"}${meaning === "" ? "" : `: ${meaning}`}`
      : `State ${status}`,
    restarts > 0 ? `Restarted ${restarts} ${restarts === 1 ? "time" : "times"}` : "",
    lastProbe === null || lastProbe === "" ? "" : `Last health check: ${lastProbe.slice(0, 300)}`,
  ]
    .filter(Boolean)
    .join("\n");
}

function stateColor(words: string): vscode.ThemeColor | undefined {
  if (words === "healthy") return new vscode.ThemeColor("testing.iconPassed");
  if (words === "unhealthy") return new vscode.ThemeColor("list.warningForeground");
  return words.includes("code") || words === "dead" ? new vscode.ThemeColor("list.errorForeground") : undefined;
}
