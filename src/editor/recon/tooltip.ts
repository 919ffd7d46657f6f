import * as vscode from "vscode";
import { l10n } from "vscode";
import type { Place } from "../../model/place";
import { confidenceWord, type Row } from "./row";

/** Text of the workspace inside Markdown: never markup, never a link. */
export function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!<>|~&$]/g, "\\$&").replace(/\r?\n/g, " ");
}

export function code(text: string): string {
  const flat = text.replace(/\s+/g, " ");
  return flat.includes("`") ? escaped(flat) : `\`${flat}\``;
}

/** A link that runs one of our commands; only those are trusted. */
function commandLink(label: string, command: string, ...args: unknown[]): string {
  return `[${label}](command:${command}?${encodeURIComponent(JSON.stringify(args))})`;
}

export function placeLink(folder: vscode.Uri, place: Place): string {
  return commandLink(
    escaped(`${place.path}:${place.line}`),
    "drydock.finding.open",
    vscode.Uri.joinPath(folder, place.path).toString(),
    place.line,
    place.column,
  );
}

export function trustedMarkdown(text: string, commands: readonly string[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(text, true);
  markdown.isTrusted = { enabledCommands: commands };
  return markdown;
}

/** Title, why, evidence, in a container, in the plan, wrong? */
export function rowTooltip(row: Row, folder: vscode.Uri): vscode.MarkdownString {
  const { detail } = row;
  const evidence = (row.places ?? row.children.flatMap(child => (child.isEvidence && child.place ? [child.place] : [])))
    .slice(0, 5)
    .map(place => placeLink(folder, place));
  const lines = [
    `**${escaped(row.label)}**${row.description === "" ? "" : ` ${escaped(row.description)}`}`,
    detail?.talks && escaped(detail.talks),
    detail?.why &&
      [
        l10n.t("*Why we think so*: {why}", { why: escaped(detail.why) }),
        detail.confidence && `(${confidenceWord[detail.confidence]})`,
      ]
        .filter(Boolean)
        .join(" "),
    evidence.length > 0 && l10n.t("*Evidence*: {evidence}", { evidence: evidence.join(", ") }),
    detail?.inContainer && l10n.t("*In a container*: {what}", { what: escaped(detail.inContainer) }),
    detail?.inPlan && l10n.t("*In the plan*: {what}", { what: detail.inPlan }),
    row.flags.includes("correctable") &&
      row.finding !== undefined &&
      l10n.t("*Wrong?* {link}", { link: commandLink(l10n.t("Correct…"), "drydock.finding.correct", row.id) }),
  ];
  return trustedMarkdown(lines.filter(Boolean).join("\n\n"), ["drydock.finding.open", "drydock.finding.correct"]);
}
