import { escapeMarkdown } from "../model/escape-markdown";
import type { Place } from "../model/place";

/** Inline code whatever the text holds. */
export function code(text: string): string {
  const flat = text.replace(/\r?\n/g, " ");
  const fence = "`".repeat(1 + Math.max(0, ...[...flat.matchAll(/`+/g)].map(([run]) => run.length)));
  const padding = flat.startsWith("`") || flat.endsWith("`") ? " " : "";
  return `${fence}${padding}${flat.replaceAll("|", "\\|")}${padding}${fence}`;
}

/** Words of documentation that the workspace holds: what reStructuredText or Markdown marks as code stays code. */
export function prose(text: string): string {
  return text
    .split(/(``[^`]+``|`[^`]+`)/)
    .map(part => (/^`[^]*`$/.test(part) ? code(part.replace(/^`+|`+$/g, "")) : escapeMarkdown(part)))
    .join("");
}

/**
 * A link from the name of a file or folder to it; `base` leads from the document's folder to the analysed one. Code in a
 * link cannot be read in a preview of high contrast.
 */
export function pathLink(name: string, path: string, base: string): string {
  return `[${escapeMarkdown(name)}](${base}${address(path)})`;
}

/** A link to file and line; `base` leads from the document's folder to the analysed one. */
export function placeLink(place: Place, base = "../"): string {
  return `[${escapeMarkdown(`${place.path}:${place.line}`)}](${base}${address(place.path)}#L${place.line})`;
}

function address(path: string): string {
  return encodeURI(path).replaceAll("(", "%28").replaceAll(")", "%29").replaceAll("#", "%23").replaceAll("?", "%3F");
}

/** A figure and its unit stay on one line: `214 MB`, `±1.1 s`. */
function unbroken(cell: string): string {
  return /^±?[\d.,]+ [a-zA-Z%]+$/.test(cell) ? cell.replace(" ", "\u00a0") : cell;
}

/** A table without the columns in which no row says anything. */
export function fullTable(head: readonly string[], rows: readonly (readonly string[])[], empty?: string): string {
  const isFull = head.map((_, column) => rows.some(row => row[column] !== ""));
  const kept = (cells: readonly string[]): readonly string[] => cells.filter((_, column) => isFull[column]);
  return markdownTable(kept(head), rows.map(kept), empty);
}

/** `empty` stands in place of a table without rows, where its heading does not say what there is none of. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[], empty = "none"): string {
  if (rows.length === 0) return `${empty}\n`;
  const line = (cells: readonly string[]): string =>
    `| ${cells.map(cell => unbroken(cell.replace(/\r?\n/g, " "))).join(" | ")} |`;
  return `${[line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n")}\n`;
}
