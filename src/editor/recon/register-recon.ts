import * as vscode from "vscode";
import { FocusedRows } from "../focused-rows";
import { registerCommands, setting, type Shell } from "../shell";
import { ReadinessHints } from "./readiness-hints";
import { ReconStore } from "./recon-store";
import { createReconView, ReconTree, type ReconNode } from "./recon-tree";
import { rowsAsMarkdown, rowsAsText } from "./recon-rows";

export interface ReconPart {
  readonly store: ReconStore;
  readonly tree: ReconTree;
  /** The rows that a command was called on: a node itself, its id from a link, or all that are selected. */
  readonly nodesOf: (node: unknown, nodes?: unknown) => readonly ReconNode[];
}

export function registerRecon(shell: Shell): ReconPart {
  const store = new ReconStore(shell);
  const tree = new ReconTree(store);
  const view = createReconView(shell, store, tree);
  const readIfWanted = (): void => {
    const wanted = (vscode.workspace.workspaceFolders ?? []).some(
      folder => setting("recon.run", "onView", folder.uri) === "onView",
    );
    if (view.visible && wanted) store.readAll(false);
  };
  const focused = new FocusedRows(view, ({ folder, row }) => folder.index + row.id);
  const selected = (node: unknown, nodes?: unknown): readonly ReconNode[] => {
    if (Array.isArray(nodes)) return nodes as readonly ReconNode[];
    if (typeof node === "string") return [tree.find(node)].filter(found => found !== undefined);
    return node === undefined ? focused.take() : [node as ReconNode];
  };
  const onFirst =
    (work: (node: ReconNode) => unknown) =>
    (node?: unknown): unknown => {
      const [first] = selected(node, undefined);
      return first && work(first);
    };
  shell.extension.subscriptions.push(
    store,
    tree,
    view,
    new ReadinessHints(store),
    view.onDidChangeVisibility(readIfWanted),
    vscode.workspace.onDidChangeWorkspaceFolders(readIfWanted),
    registerCommands(shell, {
      "drydock.recon.refresh": () => store.readAll(true),
      "drydock.recon.cancel": () => store.stop(),
      "drydock.recon.markFocused": () => focused.mark(),
      "drydock.ignored.show": () => tree.showIgnored(true),
      "drydock.ignored.hide": () => tree.showIgnored(false),
      "drydock.finding.open": openPlace,
      "drydock.finding.openToSide": onFirst(openToSide),
      "drydock.finding.usages": onFirst(showUsages),
      "drydock.finding.copy": (node?: unknown, nodes?: unknown) =>
        vscode.env.clipboard.writeText(rowsAsText(selected(node, nodes).map(({ row }) => row))),
      "drydock.finding.copyMarkdown": (node?: unknown, nodes?: unknown) =>
        vscode.env.clipboard.writeText(rowsAsMarkdown(selected(node, nodes).map(({ row }) => row))),
      "drydock.finding.copyCommand": onFirst(({ row }) => vscode.env.clipboard.writeText(row.command ?? "")),
    }),
  );
  readIfWanted();
  return { store, tree, nodesOf: selected };
}

async function openPlace(uri: string, line: number, column = 1): Promise<void> {
  const at = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection: new vscode.Range(at, at), preview: true });
}

async function openToSide({ folder, row }: ReconNode): Promise<void> {
  if (!row.place) return;
  const at = new vscode.Position(row.place.line - 1, row.place.column - 1);
  await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, row.place.path), {
    selection: new vscode.Range(at, at),
    viewColumn: vscode.ViewColumn.Beside,
  });
}

/** Fills the references peek with every place of a variable or module. */
async function showUsages({ folder, row }: ReconNode): Promise<void> {
  const locations = (row.places ?? []).map(place => {
    const at = new vscode.Position(place.line - 1, place.column - 1);
    return new vscode.Location(vscode.Uri.joinPath(folder.uri, place.path), at);
  });
  const [first] = locations;
  if (!first) return;
  await vscode.window.showTextDocument(first.uri, { selection: first.range });
  await vscode.commands.executeCommand("editor.action.showReferences", first.uri, first.range.start, locations);
}
