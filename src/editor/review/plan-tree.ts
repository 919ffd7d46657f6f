import * as vscode from "vscode";
import { l10n } from "vscode";
import type { Decision, Question } from "../../model/plan";
import type { Place } from "../../model/place";
import { rankByUnit } from "../../report/rank-decisions";
import { figure } from "../figures";
import { openPlaceCommand } from "../recon/recon-tree";
import { code, escaped, placeLink, trustedMarkdown } from "../recon/tooltip";
import {
  decisionId,
  decisionLabel,
  describeFile,
  isWritable,
  valuesBefore,
  valueText,
  type ReviewFile,
} from "./proposal";
import type { ReviewSession } from "./review-session";

export type PlanNode =
  | { readonly kind: "group"; readonly name: GroupName }
  | { readonly kind: "more" }
  | { readonly kind: "unit"; readonly name: string }
  | { readonly kind: "question"; readonly question: Question }
  | { readonly kind: "decision"; readonly decision: Decision; readonly inUnit?: boolean }
  | { readonly kind: "file"; readonly file: ReviewFile }
  | { readonly kind: "place"; readonly place: Place; readonly id: string }
  | {
      readonly kind: "text";
      readonly label: string;
      readonly description: string;
      readonly icon: string;
      readonly id: string;
    };

/** The Plan tree: questions, decisions with their reasons, and the files with checkboxes. */
export class PlanTree implements vscode.TreeDataProvider<PlanNode> {
  readonly #session: () => ReviewSession | null;
  readonly #applied: (folder: vscode.Uri) => readonly Decision[];
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  /** `applied`: what the last apply in a folder decided. */
  constructor(session: () => ReviewSession | null, applied: (folder: vscode.Uri) => readonly Decision[]) {
    this.#session = session;
    this.#applied = applied;
  }

  #ranked(): ReturnType<typeof rankByUnit> {
    const decisions = this.#session()?.proposal?.plan.decisions ?? [];
    const before = this.#before();
    return rankByUnit(decisions, decision => before.has(decisionId(decision)));
  }

  #before(): ReadonlyMap<string, string> {
    const session = this.#session();
    if (session?.source.kind !== "dockerize") return new Map();
    return valuesBefore(this.#applied(session.folder.uri), session.proposal?.plan.decisions ?? []);
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  getChildren(node?: PlanNode): PlanNode[] {
    const proposal = this.#session()?.proposal;
    if (!proposal) return [];
    const { plan, files, problems } = proposal;
    if (!node) {
      const group = (name: GroupName, count: number): PlanNode[] => (count > 0 ? [{ kind: "group", name }] : []);
      return [
        ...group("questions", plan.questions.length),
        ...group("decisions", plan.decisions.length),
        ...group("files", files.length),
        ...group("problems", problems.length),
      ];
    }
    if (node.kind === "decision") return reasonRows(node.decision);
    if (node.kind === "question") return node.question.places.map(place => placeNode(place, decisionId(node.question)));
    const { first, units, rest } = this.#ranked();
    if (node.kind === "unit")
      return (units.get(node.name) ?? []).map(decision => ({ kind: "decision", decision, inUnit: true }));
    if (node.kind === "more") return rest.map(decision => ({ kind: "decision", decision }));
    if (node.kind !== "group") return [];
    if (node.name === "questions") return plan.questions.map(question => ({ kind: "question", question }));
    if (node.name === "decisions") {
      return [
        ...first.map(decision => ({ kind: "decision" as const, decision })),
        ...[...units.keys()].map(name => ({ kind: "unit" as const, name })),
        ...(rest.length > 0 ? [{ kind: "more" as const }] : []),
      ];
    }
    if (node.name === "files") return files.map(file => ({ kind: "file", file }));
    return problems.map((label, index) => ({
      kind: "text",
      label,
      description: "",
      icon: "warning",
      id: `problem/${index}`,
    }));
  }

  getParent(node: PlanNode): PlanNode | null {
    if (node.kind === "file") return { kind: "group", name: "files" };
    if (node.kind === "decision") return { kind: "group", name: "decisions" };
    return node.kind === "question" ? { kind: "group", name: "questions" } : null;
  }

  getTreeItem(node: PlanNode): vscode.TreeItem {
    const session = this.#session();
    switch (node.kind) {
      case "group":
        return groupItem(node.name, session);
      case "more": {
        const count = this.#ranked().rest.length;
        return foldItem("more", l10n.t("{count} more decisions", { count }), "ellipsis");
      }
      case "unit": {
        const item = foldItem(`unit/${node.name}`, node.name, "symbol-namespace");
        item.description = figure(this.#ranked().units.get(node.name)?.length ?? 0);
        return item;
      }
      case "question":
        return questionItem(node.question, session);
      case "decision":
        return decisionItem(node, session, this.#before().get(decisionId(node.decision)));
      case "file":
        return fileItem(node.file, session);
      case "place":
        return placeItem(node.place, node.id, session);
      case "text": {
        const item = new vscode.TreeItem(node.label);
        item.id = node.id;
        item.description = node.description;
        item.iconPath = new vscode.ThemeIcon(node.icon);
        item.tooltip = node.label;
        return item;
      }
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function reasonRows(decision: Decision): PlanNode[] {
  const id = decisionId(decision);
  return [
    { kind: "text", label: decision.reason, description: "", icon: "info", id: `${id}/reason` },
    ...decision.places.map(place => placeNode(place, id)),
    ...decision.alternatives.map((alternative, index) => ({
      kind: "text" as const,
      label: valueText(decision.key, alternative),
      description: l10n.t("alternative"),
      icon: "circle-outline",
      id: `${id}/alternative/${index}`,
    })),
  ];
}

function placeNode(place: Place, id: string): PlanNode {
  return { kind: "place", place, id: `${id}/${place.path}:${place.line}:${place.column}` };
}

const groupNames = {
  questions: l10n.t("Questions"),
  decisions: l10n.t("Decisions"),
  files: l10n.t("Files"),
  problems: l10n.t("Problems"),
};
type GroupName = keyof typeof groupNames;

function groupItem(name: GroupName, session: ReviewSession | null): vscode.TreeItem {
  const item = new vscode.TreeItem(groupNames[name], vscode.TreeItemCollapsibleState.Expanded);
  const proposal = session?.proposal;
  const unchanged = (proposal?.files ?? []).filter(file => !isWritable(file)).length;
  const counts = {
    questions: String(proposal?.plan.questions.length ?? 0),
    decisions: String(proposal?.plan.decisions.length ?? 0),
    files: [
      String((proposal?.files.length ?? 0) - unchanged),
      unchanged > 0 && l10n.t("{count} unchanged", { count: unchanged }),
    ]
      .filter(Boolean)
      .join(", "),
    problems: String(proposal?.problems.length ?? 0),
  };
  item.id = `group/${name}`;
  item.description = counts[name];
  item.accessibilityInformation = { label: `${groupNames[name]}, ${counts[name]}` };
  if (name === "files") item.command = { command: "drydock.review.compare", title: l10n.t("Compare All Files") };
  return item;
}

function foldItem(id: string, label: string, icon: string): vscode.TreeItem {
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = id;
  item.iconPath = new vscode.ThemeIcon(icon);
  return item;
}

function questionItem(question: Question, session: ReviewSession | null): vscode.TreeItem {
  const item = new vscode.TreeItem(question.text, vscode.TreeItemCollapsibleState.Collapsed);
  const chosen = session?.changedDecisions[decisionId(question)] ?? question.default;
  item.id = `question/${decisionId(question)}`;
  item.description = valueText(question.key, chosen);
  item.iconPath = new vscode.ThemeIcon("question");
  item.contextValue = "decision question";
  item.accessibilityInformation = {
    label: l10n.t("Question: {text} Answer: {description}", { text: question.text, description: item.description }),
  };
  return item;
}

function decisionItem(
  { decision, inUnit = false }: Extract<PlanNode, { kind: "decision" }>,
  session: ReviewSession | null,
  before: string | undefined,
): vscode.TreeItem {
  const label = decisionLabel(inUnit ? { ...decision, unit: null } : decision);
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  const value = valueText(decision.key, decision.value);
  const changed = session !== null && decisionId(decision) in session.changedDecisions;
  item.id = `decision/${decisionId(decision)}`;
  const moved = before === undefined ? value : l10n.t("{value}, was {before}", { value, before });
  item.description = changed ? l10n.t("{value} * changed by you", { value }) : moved;
  item.iconPath = new vscode.ThemeIcon(changed ? "edit" : before === undefined ? "circle-small" : "history");
  item.contextValue = changed ? "decision decision-changed" : "decision";
  item.accessibilityInformation = {
    label: `${label}: ${[moved, changed && l10n.t("changed by you")].filter(Boolean).join(", ")}. ${decision.reason}`,
  };
  if (session) item.tooltip = decisionTooltip(decision, session.folder.uri);
  return item;
}

/** The decision, its reason, its evidence and how to change it; the same in the tree and on hover. */
export function decisionTooltip(
  decision: Pick<Decision, "key" | "unit" | "value" | "reason" | "places" | "alternatives">,
  folder: vscode.Uri,
  withLink = true,
): vscode.MarkdownString {
  const places = decision.places.slice(0, 5).map(place => placeLink(folder, place));
  const alternatives = decision.alternatives.slice(0, 4).map(value => code(valueText(decision.key, value)));
  const lines = [
    `**${escaped(decisionLabel(decision))}** ${code(valueText(decision.key, decision.value))}`,
    escaped(decision.reason),
    places.length > 0 && l10n.t("*Evidence*: {places}", { places: places.join(", ") }),
    alternatives.length > 0 && l10n.t("*Or*: {alternatives}", { alternatives: alternatives.join(", ") }),
    withLink &&
      `[${l10n.t("Change decision…")}](command:drydock.decision.change?${encodeURIComponent(JSON.stringify([decisionId(decision)]))})`,
  ];
  return trustedMarkdown(lines.filter(Boolean).join("\n\n"), ["drydock.decision.change", "drydock.finding.open"]);
}

function fileItem(file: ReviewFile, session: ReviewSession | null): vscode.TreeItem {
  const item = new vscode.TreeItem(file.path);
  const edited = session?.isEdited(file.path) ?? false;
  const overlap = session?.overlaps(file.path) ?? false;
  const description = describeFile(file, session?.finalText(file) ?? file.text, edited);
  item.id = `file/${file.path}`;
  item.description = overlap ? l10n.t("{description} · conflict with your edit", { description }) : description;
  item.iconPath = vscode.ThemeIcon.File;
  item.contextValue = `proposal-${file.action}${edited ? " proposal-edited" : ""}`;
  item.accessibilityInformation = {
    label: `${file.path}, ${description}${file.note === null ? "" : `, ${file.note}`}`,
  };
  item.tooltip = file.note ?? `${file.path}: ${description}`;
  if (!session) return item;
  item.resourceUri = session.proposalUri(file.path);
  item.command = { command: "drydock.proposal.compare", title: l10n.t("Compare"), arguments: [file.path] };
  if (isWritable(file)) {
    const ticked = session.isTicked(file);
    item.checkboxState = {
      state: ticked ? vscode.TreeItemCheckboxState.Checked : vscode.TreeItemCheckboxState.Unchecked,
      tooltip: ticked ? l10n.t("Will be written") : l10n.t("Left as it is on disk"),
      accessibilityInformation: { label: l10n.t("Write {path}", { path: file.path }), role: "checkbox" },
    };
  }
  return item;
}

function placeItem(place: Place, id: string, session: ReviewSession | null): vscode.TreeItem {
  const item = new vscode.TreeItem(`${place.path}:${place.line}`);
  item.id = id;
  item.description = place.text.trim().slice(0, 60);
  item.iconPath = vscode.ThemeIcon.File;
  if (session) {
    item.resourceUri = session.fileUri(place.path);
    item.command = openPlaceCommand(session.folder.uri, place);
  }
  return item;
}
