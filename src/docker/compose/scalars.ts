import type { Span } from "../../model/place";
import { asText, entry } from "../../workspace/data-node";
import type { DataNode } from "../../workspace/data-node";
import type { Located } from "./types";

/** The text of a scalar with its place; null for others and for null. */
export function located(node: DataNode | null | undefined): Located | null {
  const text = asText(node);
  return node === null || node === undefined || text === undefined ? null : { text, span: node.span, node };
}

export function locatedAt(node: DataNode | null | undefined, key: string): Located | null {
  return located(entry(node, key)?.value);
}

/** The texts of a list, or of a single scalar. */
export function locatedList(node: DataNode | null | undefined): readonly Located[] {
  if (node?.kind === "list") return node.items.flatMap(item => located(item) ?? []);
  const single = located(node);
  return single === null ? [] : [single];
}

/**
 * Where the characters of a scalar begin, if they stand in the file one by one (plain, or quoted without escapes); null otherwise.
 */
export function exactStart(text: string, node: DataNode): number | null {
  if (node.kind !== "scalar") return null;
  const value = asText(node) ?? "";
  const { start, end } = node.span;
  const first = text[start];
  const offset = first === '"' || first === "'" ? start + 1 : start;
  return text.startsWith(value, offset) && offset + value.length <= end ? offset : null;
}

/** The span of a part of a scalar's value, or the whole scalar's where its characters do not stand one by one. */
export function partSpan(text: string, node: DataNode, start: number, end: number): Span {
  const exact = exactStart(text, node);
  return exact === null ? node.span : { start: exact + start, end: exact + end };
}

/** The scalar's span without its quotes. */
export function innerSpan(text: string, node: DataNode): Span {
  const first = text[node.span.start];
  const isQuoted = (first === '"' || first === "'") && node.span.end - node.span.start >= 2;
  return isQuoted ? { start: node.span.start + 1, end: node.span.end - 1 } : node.span;
}

/** True where the scalar stands in quotes. */
export function isQuoted(text: string, node: DataNode): boolean {
  const first = text[node.span.start];
  return first === '"' || first === "'";
}

/** True for a plain scalar: no quotes, no block. */
export function isPlain(text: string, node: DataNode): boolean {
  const first = text[node.span.start];
  return node.kind === "scalar" && first !== '"' && first !== "'" && first !== "|" && first !== ">";
}
