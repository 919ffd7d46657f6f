import { lineEndOf } from "../../docker/line-map";

/** What became of a file that a person already has. */
export type MergeResult =
  | { readonly kind: "same" }
  | { readonly kind: "merged"; readonly text: string; readonly note: string }
  | { readonly kind: "conflict"; readonly text: string; readonly note: string };

/** `text` with `addition` after it, set apart by an empty line where there is something before. */
export function append(text: string, addition: string): string {
  const end = lineEndOf(text);
  const head = text === "" || text.endsWith("\n") ? text : text + end;
  return head + addition.replace(/\n/g, end);
}
