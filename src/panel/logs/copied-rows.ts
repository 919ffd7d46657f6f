import { clock } from "../words";
import type { Entry } from "./log-model";

/** Rows as plain text with the columns that are shown. */
export function rowsText(entries: readonly Pick<Entry, "line" | "plain">[], timestamps: boolean): string {
  return entries
    .map(({ line, plain }) => {
      const time = timestamps ? clock(line.at) : "";
      // What a line that we drew ourselves is about, its words say.
      const service = line.kind === "rule" ? "" : line.label;
      return [time, service, plain].filter(Boolean).join(" ");
    })
    .join("\n");
}

/** What is selected inside a log: a part of one row as text, or the first and the last of several rows by number. */
export type Selected = { readonly text: string } | { readonly first: number; readonly last: number };

/** The selection inside an element; null where nothing in it is selected. */
export function selectedIn(element: HTMLElement): Selected | null {
  const selection = window.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const { startContainer, endContainer, commonAncestorContainer } = selection.getRangeAt(0);
  if (!element.contains(commonAncestorContainer)) return null;
  const first = rowOf(startContainer);
  const last = rowOf(endContainer);
  if (first === null || last === null) return null;
  // The columns of a row are boxes of their own, which a selection's own text puts on lines of their own.
  return first === last ? { text: selection.toString().replace(/\s*\n\s*/g, " ") } : { first, last };
}

function rowOf(node: Node): number | null {
  const element = node instanceof HTMLElement ? node : node.parentElement;
  const { seq } = element?.closest<HTMLElement>(".log-row")?.dataset ?? {};
  return seq === undefined ? null : Number(seq);
}
