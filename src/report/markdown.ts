import type { Place } from "../model/place";

/** Text of the workspace inside Markdown: nothing in it may become markup. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|~]/g, "\\$&").replace(/\r?\n/g, " ");
}

/** Inline code whatever the text holds. */
export function code(text: string): string {
  const flat = text.replace(/\r?\n/g, " ");
  const fence = "`".repeat(1 + Math.max(0, ...[...flat.matchAll(/`+/g)].map(([run]) => run.length)));
  const padding = flat.startsWith("`") || flat.endsWith("`") ? " " : "";
  return `${fence}${padding}${flat.replaceAll("|", "\\|")}${padding}${fence}`;
}

/** A link to file and line; `base` leads from the document's folder to the analysed one. */
export function placeLink(place: Place, base = "../"): string {
  return `[${escapeMarkdown(`${place.path}:${place.line}`)}](${base}${encodeURI(place.path).replaceAll("(", "%28").replaceAll(")", "%29")}#L${place.line})`;
}

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "none\n";
  const line = (cells: readonly string[]): string =>
    `| ${cells.map(cell => cell.replace(/\r?\n/g, " ")).join(" | ")} |`;
  return `${[line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n")}\n`;
}
