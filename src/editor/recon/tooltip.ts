import * as vscode from "vscode";
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
export function commandLink(label: string, command: string, ...args: unknown[]): string {
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
    detail?.why &&
      `*Why we think so*: ${escaped(detail.why)}${detail.confidence ? ` (${confidenceWord[detail.confidence]})` : ""}`,
    evidence.length > 0 && `*Evidence*: ${evidence.join(", ")}`,
    detail?.inContainer && `*In a container*: ${escaped(detail.inContainer)}`,
    detail?.decision && `*In the plan*: decision ${code(detail.decision)}`,
    row.flags.includes("correctable") &&
      row.finding !== undefined &&
      `*Wrong?* ${commandLink("Correct…", "drydock.finding.correct", row.id)}`,
  ];
  return trustedMarkdown(lines.filter(Boolean).join("\n\n"), ["drydock.finding.open", "drydock.finding.correct"]);
}
