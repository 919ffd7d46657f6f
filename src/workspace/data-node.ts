import type { Span } from "../model/place";

export type Scalar = string | number | boolean | null;

/** One shape for TOML, YAML, INI and JSON: values with the offsets that made them. */
export type DataNode = ScalarNode | ListNode | MapNode;

export interface ScalarNode {
  readonly kind: "scalar";
  readonly value: Scalar;
  readonly span: Span;
  /** The text as written, where it differs from the value (a YAML `3.10`, a quoted string). */
  readonly raw: string;
}

export interface ListNode {
  readonly kind: "list";
  readonly items: readonly DataNode[];
  readonly span: Span;
}

export interface MapEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: DataNode;
}

export interface MapNode {
  readonly kind: "map";
  readonly entries: readonly MapEntry[];
  readonly span: Span;
}

/** What a parser of a data file returns: a value where one could be read, and every problem with its offset. */
export interface ParsedData {
  readonly root: DataNode | null;
  readonly problems: readonly { readonly message: string; readonly offset: number }[];
}

export function entry(node: DataNode | null | undefined, key: string): MapEntry | undefined {
  return node?.kind === "map" ? node.entries.findLast(candidate => candidate.key === key) : undefined;
}

/** The node under a path of keys, or undefined. */
export function at(node: DataNode | null | undefined, ...keys: readonly string[]): DataNode | undefined {
  let current: DataNode | undefined = node ?? undefined;
  for (const key of keys) current = entry(current, key)?.value;
  return current;
}

export function entries(node: DataNode | null | undefined): readonly MapEntry[] {
  return node?.kind === "map" ? node.entries : [];
}

export function items(node: DataNode | null | undefined): readonly DataNode[] {
  return node?.kind === "list" ? node.items : [];
}

export function asString(node: DataNode | null | undefined): string | undefined {
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
}

export function asBoolean(node: DataNode | null | undefined): boolean | undefined {
  return node?.kind === "scalar" && typeof node.value === "boolean" ? node.value : undefined;
}

/** A scalar as text, numbers as they were written (so that an unquoted 3.10 stays 3.10). */
export function asText(node: DataNode | null | undefined): string | undefined {
  if (node?.kind !== "scalar" || node.value === null) return undefined;
  return typeof node.value === "string" ? node.value : node.raw;
}

export function asStrings(node: DataNode | null | undefined): readonly string[] {
  return items(node).flatMap(item => asText(item) ?? []);
}

/** The plain value, without positions. */
export function toValue(node: DataNode | null | undefined): unknown {
  if (!node) return undefined;
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(toValue);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, toValue(value)]));
}
