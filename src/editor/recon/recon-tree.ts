import { systemClock } from "../../host/system";
import * as vscode from "vscode";
import { l10n } from "vscode";
import { figure, plural } from "../figures";
import { setContext, type Shell } from "../shell";
import type { ReconStore, FolderRecon } from "./recon-store";
import { reconRows, summaryOf } from "./recon-rows";
import { cut, MAX_DESCRIPTION, type Row } from "./row";
import { rowTooltip } from "./tooltip";

/** A row of the tree with the folder that it belongs to. */
export interface ReconNode {
  readonly folder: vscode.WorkspaceFolder;
  readonly row: Row;
  readonly parent: ReconNode | null;
}

const colors = {
  error: "list.errorForeground",
  warning: "list.warningForeground",
  disabled: "disabledForeground",
} as const;

/** The Recon tree: one top row a folder where there are several, groups inside. */
export class ReconTree implements vscode.TreeDataProvider<ReconNode> {
  readonly #store: ReconStore;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #roots = new Map<FolderRecon, ReconNode[]>();
  #showIgnored = false;
  #findings: (uri: vscode.Uri) => number = () => 0;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(store: ReconStore) {
    this.#store = store;
  }

  refresh(): void {
    this.#roots.clear();
    this.#changed.fire(undefined);
  }

  countFindingsWith(count: (uri: vscode.Uri) => number): void {
    this.#findings = count;
  }

  showIgnored(shown: boolean): void {
    this.#showIgnored = shown;
    setContext("drydock.ignored.shown", shown);
    this.refresh();
  }

  getChildren(node?: ReconNode): ReconNode[] {
    if (node) return node.row.children.map(row => ({ folder: node.folder, row, parent: node }));
    const read = this.#store.folders.filter(({ recon, state }) => recon !== null && state !== "empty");
    if ((vscode.workspace.workspaceFolders ?? []).length < 2) return read.flatMap(known => this.#rows(known));
    return read.map(known => ({
      folder: known.folder,
      parent: null,
      row: {
        id: `folder/${known.folder.uri.toString()}`,
        label: known.folder.name,
        description: known.recon ? summaryOf(known.recon) : "",
        icon: "root-folder",
        flags: ["folder"],
        spoken: l10n.t("Folder {name}", { name: known.folder.name }),
        children: this.#rows(known).map(({ row }) => row),
      },
    }));
  }

  getParent(node: ReconNode): ReconNode | null {
    return node.parent;
  }

  /** The row with an id, wherever it stands; for links in tooltips. */
  find(id: string): ReconNode | undefined {
    const search = (nodes: readonly ReconNode[]): ReconNode | undefined => {
      for (const node of nodes) {
        const found = node.row.id === id ? node : search(this.getChildren(node));
        if (found) return found;
      }
      return undefined;
    };
    return search(this.getChildren());
  }

  #rows(known: FolderRecon): ReconNode[] {
    const cached = this.#roots.get(known);
    if (cached || !known.recon) return cached ?? [];
    const rows = reconRows(known.recon, {
      corrected: new Map((known.settings?.recon.correct ?? []).map(({ finding, line }) => [finding, line])),
      ignored: known.settings?.recon.ignore ?? [],
      showIgnored: this.#showIgnored,
      outlines: known.outlines ?? new Map(),
      findings: path => this.#findings(vscode.Uri.joinPath(known.folder.uri, path)),
    });
    const nodes = rows.map(row => ({ folder: known.folder, row, parent: null }));
    this.#roots.set(known, nodes);
    return nodes;
  }

  getTreeItem(node: ReconNode): vscode.TreeItem {
    const { row, folder } = node;
    const expandable = row.children.length > 0;
    // Units stay folded: eight groups of each would push the next unit out of sight.
    const open = row.flags.includes("folder") || (row.isGroup === true && row.icon === "plug");
    const item = new vscode.TreeItem(
      row.label,
      !expandable
        ? vscode.TreeItemCollapsibleState.None
        : open
          ? vscode.TreeItemCollapsibleState.Expanded
          : vscode.TreeItemCollapsibleState.Collapsed,
    );
    item.id = `${folder.uri.toString()}#${row.id}`;
    item.description = row.isEvidence ? row.description : cut(row.description, MAX_DESCRIPTION);
    item.contextValue = row.flags.filter(Boolean).join(" ");
    item.accessibilityInformation = { label: row.spoken };
    if (row.isEvidence && row.place) {
      item.iconPath = vscode.ThemeIcon.File;
      item.resourceUri = vscode.Uri.joinPath(folder.uri, row.place.path);
    } else {
      item.iconPath = new vscode.ThemeIcon(
        row.icon,
        row.color === undefined ? undefined : new vscode.ThemeColor(colors[row.color]),
      );
    }
    if (row.place) item.command = openPlaceCommand(folder.uri, row.place);
    return item;
  }

  resolveTreeItem(item: vscode.TreeItem, { row, folder }: ReconNode): vscode.TreeItem {
    item.tooltip = rowTooltip(row, folder.uri);
    return item;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

/** `vscode.open` itself, so that VS Code gives preview on click and a pinned editor on double click. */
export function openPlaceCommand(
  folder: vscode.Uri,
  place: { path: string; line: number; column: number },
): vscode.Command {
  const at = new vscode.Position(Math.max(0, place.line - 1), Math.max(0, place.column - 1));
  return {
    command: "vscode.open",
    title: l10n.t("Open"),
    arguments: [vscode.Uri.joinPath(folder, place.path), { selection: new vscode.Range(at, at) }],
  };
}

function breakingWords(count: number): string {
  return plural(
    count,
    l10n.t("{count} finding breaks in a container"),
    l10n.t("{count} findings break in a container"),
  );
}

/** The view with its title, badge, message and progress bar, kept equal to the store. */
export function createReconView(shell: Shell, store: ReconStore, tree: ReconTree): vscode.TreeView<ReconNode> {
  const view = vscode.window.createTreeView("drydock.recon", {
    treeDataProvider: tree,
    showCollapseAll: true,
    canSelectMany: true,
  });
  const restricted = l10n.t("Restricted mode: building and running are off.");
  let drawn: readonly unknown[] = [];
  const show = (): void => {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const empty = store.folders.filter(({ state }) => state === "empty");
    // A view that has nothing to show says how far it looked.
    const looked = empty.reduce((sum, { recon }) => sum + (recon?.timings.files ?? 0), 0);
    const name = folders.length === 1 ? (folders[0]?.name ?? "") : "";
    view.description =
      empty.length === folders.length && name
        ? l10n.t("{name} · looked at {looked} files", { name, looked: figure(looked) })
        : name;
    const { breaking } = store;
    // In words only where there are any: the first number in the editor's language takes as long as the rest of the activation.
    view.badge = breaking === 0 ? undefined : { value: breaking, tooltip: breakingWords(breaking) };
    const failed = store.folders.find(({ error, recon }) => error !== null && recon !== null);
    const unread = store.folders
      .flatMap(({ recon }) => recon?.problems ?? [])
      .find(({ code }) => code === "unreadable");
    const message = failed?.error ?? unread?.message ?? (vscode.workspace.isTrusted ? undefined : restricted);
    if (!store.isReading) setMessage(view, message);
    // Rows are made anew only for a new recon: the start and the end of a reading leave them alone.
    const known = store.folders.map(({ recon, settings }) => recon ?? settings);
    if (known.length === drawn.length && known.every((recon, index) => recon === drawn[index])) return;
    drawn = known;
    tree.refresh();
  };
  let bar: (() => void) | undefined;
  let since = 0;
  shell.extension.subscriptions.push(
    store.onDidChange(() => {
      show();
      if (store.isReading && !bar) {
        since = systemClock.now();
        void vscode.window.withProgress(
          { location: { viewId: "drydock.recon" } },
          () => new Promise<void>(resolve => (bar = resolve)),
        );
      } else if (!store.isReading) {
        bar?.();
        bar = undefined;
      }
    }),
    store.onProgress(progress => {
      if (progress === null || systemClock.now() - since < 1000) return;
      setMessage(
        view,
        l10n.t("Reading {done} of {total} files", {
          done: figure(progress.done),
          total: figure(progress.total),
        }),
      );
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(show),
  );
  show();
  return view;
}

/** With exact optional types a message is cleared by the empty text. */
function setMessage(view: vscode.TreeView<unknown>, message: string | undefined): void {
  view.message = message ?? "";
}
