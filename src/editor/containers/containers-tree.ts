import * as vscode from "vscode";
import { l10n } from "vscode";
import { plural } from "../figures";
import { byLabel } from "../../model/by-label";
import type { ContainerDetail, ContainerSummary } from "../../model/ports";
import { startsWithAll, type ComposeProject, type DefinedService } from "./compose-project";
import {
  containerLabel,
  exitWords,
  isDone,
  isFailed,
  megabytes,
  memoryLimitOf,
  publishedPort,
  since,
  stateIcon,
  stateWords,
} from "./container-words";
import type { EngineStore, ImageRow, NamedResource } from "./engine-store";
import { imageName, imageRows } from "./image-rows";

export type ContainerNode =
  | { readonly kind: "project"; readonly name: string; readonly project: ComposeProject | null }
  | { readonly kind: "container"; readonly container: ContainerSummary; readonly defined: DefinedService | null }
  | { readonly kind: "service"; readonly service: DefinedService; readonly project: ComposeProject }
  | { readonly kind: "fold"; readonly name: keyof typeof foldNames }
  | { readonly kind: "image"; readonly image: ImageRow }
  | { readonly kind: "volume" | "network"; readonly resource: NamedResource };

const foldNames = {
  others: l10n.t("Other containers"),
  images: l10n.t("Images"),
  volumes: l10n.t("Volumes"),
  networks: l10n.t("Networks"),
};

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
        ...(["others", "images", "volumes", "networks"] as const).map(name => ({ kind: "fold" as const, name })),
      ];
    }
    if (node.kind === "project") return this.#services(node.name, node.project);
    if (node.kind !== "fold") return [];
    if (node.name === "images") {
      const containers = store.containers.filter(container => store.isOwn(container));
      const images = imageRows(store.images, { projects: this.#projects(), containers }, this.#imageFilter);
      return images.map(image => ({ kind: "image", image }));
    }
    if (node.name === "volumes") return store.volumes.map(resource => ({ kind: "volume", resource }));
    if (node.name === "networks") return store.networks.map(resource => ({ kind: "network", resource }));
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
    const label = (node: ContainerNode): string =>
      node.kind === "container" ? containerLabel(node.container, this.#store.containers) : "";
    return [...running, ...absent].sort(
      (left, right) => order(left) - order(right) || byLabel(label(left), label(right)),
    );
  }

  getTreeItem(node: ContainerNode): vscode.TreeItem {
    switch (node.kind) {
      case "project":
        return this.#projectItem(node.name);
      case "container":
        return containerItem(node.container, node.defined, this.#store.containers);
      case "service": {
        const item = new vscode.TreeItem(node.service.name);
        item.id = `service/${node.project.request.project}/${node.service.name}`;
        const { profiles } = node.service;
        item.description =
          profiles.length === 0
            ? l10n.t("not created")
            : l10n.t("not created · profile {profiles}", { profiles: profiles.join(", ") });
        item.iconPath = new vscode.ThemeIcon("circle-large-outline");
        item.contextValue = ["service defined service-stopped", ...definedWords(node.service)].join(" ");
        item.command = {
          command: "drydock.service.openDefinition",
          title: l10n.t("Go to Definition"),
          arguments: [node],
        };
        item.accessibilityInformation = { label: l10n.t("{name}, service, not created", { name: node.service.name }) };
        return item;
      }
      case "fold": {
        const item = new vscode.TreeItem(foldNames[node.name], vscode.TreeItemCollapsibleState.Collapsed);
        item.id = `fold/${node.name}`;
        const shown = this.getChildren(node).length;
        item.description = String(shown);
        if (node.name === "images") {
          const isFiltered = this.#imageFilter !== "";
          item.contextValue = isFiltered ? "fold-images-filtered" : "fold-images";
          if (isFiltered)
            item.description = l10n.t("{shown} of {count} · {imageFilter}", {
              shown,
              count: this.#store.images.length,
              imageFilter: this.#imageFilter,
            });
        }
        item.accessibilityInformation = { label: `${foldNames[node.name]}, ${item.description}` };
        return item;
      }
      case "image": {
        const item = new vscode.TreeItem(imageName(node.image));
        item.id = `image/${node.image.id}`;
        item.description = megabytes(node.image.bytes);
        item.iconPath = new vscode.ThemeIcon("layers");
        item.contextValue = "image";
        item.tooltip = [...node.image.tags, node.image.id].join("\n");
        item.accessibilityInformation = { label: [String(item.label), l10n.t("image"), item.description].join(", ") };
        return item;
      }
      case "volume":
      case "network": {
        const item = new vscode.TreeItem(node.resource.name);
        item.id = `${node.kind}/${node.resource.id}`;
        item.iconPath = new vscode.ThemeIcon(node.kind === "volume" ? "archive" : "type-hierarchy");
        item.contextValue = node.kind;
        if (node.resource.created)
          item.description = l10n.t("{created} old", { created: since(node.resource.created) });
        const kind = node.kind === "volume" ? l10n.t("volume") : l10n.t("network");
        item.accessibilityInformation = { label: `${node.resource.name}, ${kind}` };
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
    const wanted = own.filter(container => !isDone(container, own)).length + missing.length;
    item.id = `project/${name}`;
    const words = own.length === 0 ? l10n.t("not started") : l10n.t("{up} of {count} up", { up, count: wanted });
    item.description = [words, ...(project?.chosen ?? [])].join(" · ");
    item.iconPath = new vscode.ThemeIcon("server-process");
    item.contextValue = "project";
    item.accessibilityInformation = {
      label: l10n.t("{name}, Compose project, {description}", { name, description: item.description }),
    };
    return item;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function containerItem(
  container: ContainerSummary,
  defined: DefinedService | null,
  all: readonly ContainerSummary[],
): vscode.TreeItem {
  const name = containerLabel(container, all);
  const item = new vscode.TreeItem(name);
  const words = stateWords(container);
  const port = publishedPort(container);
  item.id = `container/${container.id}`;
  item.description = [words, port, since(container.since === null ? container.created : container.since / 1000)]
    .filter(part => part !== null)
    .join(" · ");
  item.iconPath = new vscode.ThemeIcon(stateIcon(container), stateColor(container));
  item.contextValue = [
    "container",
    runWords(container.state),
    port === null ? "" : "published",
    ...(defined ? ["defined", ...definedWords(defined)] : []),
  ]
    .filter(Boolean)
    .join(" ");
  item.command = defined
    ? {
        command: "drydock.service.openDefinition",
        title: l10n.t("Go to Definition"),
        arguments: [{ kind: "container", container, defined }],
      }
    : {
        command: "drydock.container.logs",
        title: l10n.t("Show Logs"),
        arguments: [{ kind: "container", container, defined }],
      };
  item.accessibilityInformation = { label: [name, l10n.t("container"), item.description].join(", ") };
  return item;
}

/** What its menu offers because of its section in the Compose file. */
function definedWords({ isBuilt, isWatched }: DefinedService): readonly string[] {
  return [...(isBuilt ? ["built"] : []), ...(isWatched ? ["watched"] : [])];
}

/** What its menu offers: what restarts again and again can be stopped, and what is paused can be resumed. */
function runWords(state: ContainerSummary["state"]): string {
  if (state === "running") return "service-running live";
  if (state === "restarting") return "service-running";
  return state === "paused" ? "paused" : "service-stopped";
}

function tooltipOf(detail: ContainerDetail): string {
  const { name, image, created, status, restarts, exitCode, outOfMemory, lastProbe, state } = detail;
  const meaning = exitCode === null ? "" : exitWords(exitCode, outOfMemory, memoryLimitOf(detail));
  return [
    name,
    l10n.t("Image {image}", { image }),
    l10n.t("Created {value}", { value: new Date(created * 1000).toLocaleString() }),
    state === "exited" || state === "restarting"
      ? [l10n.t("Exit code {code}", { code: exitCode ?? l10n.t("unknown") }), meaning].filter(Boolean).join(": ")
      : l10n.t("State {status}", { status }),
    restarts > 0 ? plural(restarts, l10n.t("Restarted once"), l10n.t("Restarted {count} times")) : "",
    lastProbe === null || lastProbe === ""
      ? ""
      : l10n.t("Last health check: {lastProbe}", { lastProbe: lastProbe.slice(0, 300) }),
  ]
    .filter(Boolean)
    .join("\n");
}

function stateColor(container: ContainerSummary): vscode.ThemeColor | undefined {
  if (container.state === "running" && container.health === "healthy")
    return new vscode.ThemeColor("testing.iconPassed");
  if (container.state === "running" && container.health === "unhealthy")
    return new vscode.ThemeColor("list.warningForeground");
  return isFailed(container) || container.state === "dead" ? new vscode.ThemeColor("list.errorForeground") : undefined;
}
