import * as vscode from "vscode";
import type { ReconStore } from "../recon/recon-store";
import type { VerificationStore } from "./verification-store";
import { thresholdText } from "./verification-words";

export interface VerificationNode {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly icon: "pass" | "error" | "circle-large-outline" | "beaker" | "loading~spin" | "list-unordered";
  readonly command?: vscode.Command;
  readonly children: readonly VerificationNode[];
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

  constructor(store: VerificationStore, recon: ReconStore) {
    this.#store = store;
    this.#recon = recon;
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  getChildren(node?: VerificationNode): VerificationNode[] {
    if (node) return [...node.children];
    const view = this.#store.view;
    if (view.state === "running") {
      return view.phases.map(phase => ({
        id: `phase/${phase.name}`,
        label: phase.name,
        description: phase.state === "running" ? phase.detail : phase.state === "done" ? "done" : "",
        icon: phase.state === "done" ? "pass" : phase.state === "running" ? "loading~spin" : "circle-large-outline",
        children: [],
      }));
    }
    const stored = this.#store.last;
    if (!stored) return [];
    const thresholds = stored.verification.thresholds;
    const held = thresholds.filter(threshold => threshold.held).length;
    return [
      this.acceptance(),
      {
        id: "thresholds",
        label: "Thresholds",
        description: `${held} of ${thresholds.length}`,
        icon: "list-unordered",
        children: thresholds.map(threshold => {
          const { label, limit, measured } = thresholdText(threshold);
          return {
            id: `threshold/${threshold.key}`,
            label,
            description: `${measured} of ${limit}`,
            icon: threshold.held ? "pass" : "error",
            command: { command: "drydock.verification.show", title: "Show Verification" },
            children: [],
          };
        }),
      },
    ];
  }

  /** The three things that acceptance asks for, each with its evidence. */
  acceptance(): VerificationNode {
    const stored = this.#store.last?.verification;
    const recon = this.#recon.folders.find(({ recon: read }) => read !== null)?.recon ?? null;
    const healthy = (stored?.services ?? []).every(service => service.healthy !== false);
    const parts: VerificationNode[] = [
      part(
        "recon",
        "Recon documented",
        recon !== null,
        recon ? `${recon.modules.length} modules read` : "not done yet",
        {
          command: "drydock.report.writeRecon",
          title: "Write Recon Report",
        },
      ),
      part(
        "images",
        "Images and Compose verified",
        stored === undefined ? null : healthy && stored.images.length > 0,
        stored ? `${stored.images.length} images, ${stored.services.length} services` : "not done yet",
        { command: "drydock.workspace.verify", title: "Verify Workspace" },
      ),
      part(
        "thresholds",
        "Thresholds measured",
        stored === undefined ? null : stored.verdict === "pass",
        stored
          ? `${stored.thresholds.filter(({ held }) => held).length} of ${stored.thresholds.length} held`
          : "not done yet",
        { command: "drydock.verification.show", title: "Show Verification" },
      ),
    ];
    const done = parts.filter(({ icon }) => icon === "pass").length;
    return {
      id: "acceptance",
      label: "Acceptance",
      description: `${done} of ${parts.length}`,
      icon: "beaker",
      children: parts,
    };
  }

  getTreeItem(node: VerificationNode): vscode.TreeItem {
    const open = node.children.length > 0;
    const item = new vscode.TreeItem(
      node.label,
      open ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None,
    );
    const color = iconColors[node.icon];
    item.id = node.id;
    item.description = node.description;
    item.iconPath = new vscode.ThemeIcon(node.icon, color === undefined ? undefined : new vscode.ThemeColor(color));
    const verdict = node.icon === "pass" ? ", held" : node.icon === "error" ? ", missed" : "";
    item.accessibilityInformation = { label: `${node.label}, ${node.description}${verdict}` };
    if (node.command) item.command = node.command;
    return item;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function part(
  id: string,
  label: string,
  done: boolean | null,
  description: string,
  command: vscode.Command,
): VerificationNode {
  const icon = done === null ? "circle-large-outline" : done ? "pass" : "error";
  return { id: `acceptance/${id}`, label, description, icon, command, children: [] };
}

/** The checklist that a reviewer signs. */
export function acceptanceMarkdown(node: VerificationNode): string {
  const lines = node.children.map(
    child =>
      `- [${child.icon === "pass" ? "x" : " "}] ${child.label}${child.description ? ` (${child.description})` : ""}`,
  );
  return [`## ${node.label} ${node.description}`, "", ...lines, ""].join("\n");
}
