import * as vscode from "vscode";
import { l10n } from "vscode";
import { formatMs, thresholdName } from "../../report/figures";
import type { ReconStore } from "../recon/recon-store";
import { acceptance } from "./acceptance";
import { comparedWords } from "./threshold-actions";
import type { VerificationStore } from "./verification-store";

export interface VerificationNode {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly icon: "pass" | "error" | "circle-large-outline" | "beaker" | "loading~spin" | "list-unordered" | "history";
  readonly command?: vscode.Command;
  readonly children: readonly VerificationNode[];
  /** Key of a threshold. */
  readonly threshold?: string;
  readonly tooltip?: string;
}

const iconColors: Readonly<Record<string, string>> = {
  pass: "testing.iconPassed",
  error: "list.errorForeground",
};

/** Acceptance with its three parts, then every threshold with what was measured. */
export class VerificationTree implements vscode.TreeDataProvider<VerificationNode> {
  readonly #store: VerificationStore;
  readonly #recon: ReconStore;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  #hasDocument = false;

  constructor(store: VerificationStore, recon: ReconStore) {
    this.#store = store;
    this.#recon = recon;
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  async getChildren(node?: VerificationNode): Promise<VerificationNode[]> {
    if (node) return [...node.children];
    const view = this.#store.view;
    if (view.state === "running") {
      return view.phases.map(phase => ({
        id: `phase/${phase.name}`,
        label: phase.name,
        description: [phase.state === "waiting" ? "" : formatMs(phase.elapsedMs), phase.detail]
          .filter(Boolean)
          .join("  "),
        icon: phase.state === "done" ? "pass" : phase.state === "running" ? "loading~spin" : "circle-large-outline",
        children: [],
      }));
    }
    await this.#look();
    const stored = this.#store.last;
    if (!stored) return [];
    const { thresholds } = stored.verification;
    const held = thresholds.filter(threshold => threshold.held).length;
    const sorted = [...thresholds].sort((left, right) => Number(left.held) - Number(right.held));
    return [
      this.acceptance(),
      {
        id: "thresholds",
        label: l10n.t("Thresholds"),
        description: l10n.t("{held} of {count}", { held, count: thresholds.length }),
        icon: "list-unordered",
        children: sorted.map(({ key, limit, measured, unit, held: isHeld, because, place }) => ({
          id: `threshold/${key}`,
          label: thresholdName(key),
          description: comparedWords({ limit, measured, unit }),
          icon: isHeld ? "pass" : "error",
          threshold: key,
          ...(because === null ? {} : { tooltip: because }),
          command: place ? openCommand(stored.folder, place) : SHOW,
          children: [],
        })),
      },
      ...(this.#store.drift.length === 0
        ? []
        : [
            {
              id: "drift",
              label: l10n.t("Changed since"),
              description: String(this.#store.drift.length),
              icon: "history" as const,
              children: this.#store.drift.map(what => ({
                id: `drift/${what}`,
                label: what,
                description: "",
                icon: "history" as const,
                children: [],
              })),
            },
          ]),
    ];
  }

  /** The three things that acceptance asks for, each with its evidence. */
  acceptance(): VerificationNode {
    const recon = this.#recon.folders.find(({ recon: read }) => read !== null)?.recon ?? null;
    return acceptance(recon, this.#hasDocument, this.#store.last?.verification);
  }

  getTreeItem(node: VerificationNode): vscode.TreeItem {
    const hasChildren = node.children.length > 0;
    const isOpen = node.id === "acceptance" || node.id === "thresholds" || node.id === "drift";
    const item = new vscode.TreeItem(
      node.label,
      !hasChildren
        ? vscode.TreeItemCollapsibleState.None
        : isOpen
          ? vscode.TreeItemCollapsibleState.Expanded
          : vscode.TreeItemCollapsibleState.Collapsed,
    );
    const color = iconColors[node.icon];
    item.id = node.id;
    item.description = node.description;
    item.iconPath = new vscode.ThemeIcon(node.icon, color === undefined ? undefined : new vscode.ThemeColor(color));
    const verdict = node.icon === "pass" ? l10n.t("held") : node.icon === "error" ? l10n.t("missed") : "";
    item.accessibilityInformation = { label: [node.label, node.description, verdict].filter(Boolean).join(", ") };
    if (node.tooltip !== undefined) item.tooltip = node.tooltip;
    if (node.threshold !== undefined) item.contextValue = "threshold";
    // A row that folds is opened by a click; its own command stands in its rows.
    if (node.command && !hasChildren) item.command = node.command;
    return item;
  }

  async #look(): Promise<void> {
    const found = await vscode.workspace.findFiles("**/docs/recon.md", "**/{node_modules,.venv}/**", 1);
    this.#hasDocument = found.length > 0;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

const SHOW: vscode.Command = { command: "drydock.verification.show", title: l10n.t("Show Verification") };

function openCommand(folder: string, { path, line }: { readonly path: string; readonly line: number }): vscode.Command {
  const uri = vscode.Uri.joinPath(vscode.Uri.parse(folder), path);
  const position = new vscode.Position(line - 1, 0);
  const options: vscode.TextDocumentShowOptions = { selection: new vscode.Range(position, position) };
  return { command: "vscode.open", title: l10n.t("Open"), arguments: [uri, options] };
}
