import { stringify } from "yaml";
import { wrapComment } from "../dockerfile/instructions";
import { LineWriter } from "./line-writer";

/** A small YAML tree that is written with comments, anchors and the decision behind each entry. */
export type YamlTree =
  | { readonly kind: "scalar"; readonly value: string | number | boolean | null }
  | { readonly kind: "list"; readonly items: readonly YamlTree[]; readonly isFlow: boolean }
  | { readonly kind: "map"; readonly entries: readonly YamlEntry[]; readonly isFlow: boolean; readonly anchor?: string }
  | { readonly kind: "merge"; readonly anchor: string };

export interface YamlEntry {
  readonly key: string;
  readonly value: YamlTree;
  readonly why: string | null;
  readonly comment?: string;
  /** An empty line before, to set blocks apart. */
  readonly gap?: boolean;
}

export function scalar(value: string | number | boolean | null): YamlTree {
  return { kind: "scalar", value };
}

export function list(items: readonly (YamlTree | string)[], isFlow = false): YamlTree {
  return { kind: "list", items: items.map(item => (typeof item === "string" ? scalar(item) : item)), isFlow };
}

export function flow(items: readonly string[]): YamlTree {
  return list(items, true);
}

export function map(entries: readonly (YamlEntry | null)[], isFlow = false): YamlTree {
  return { kind: "map", entries: entries.filter(entry => entry !== null), isFlow };
}

export function entry(
  key: string,
  value: YamlTree | string | number | boolean | null,
  why: string | null = null,
  extra: { readonly comment?: string; readonly gap?: boolean } = {},
): YamlEntry {
  return { key, value: isTree(value) ? value : scalar(value), why, ...extra };
}

function isTree(value: YamlTree | string | number | boolean | null): value is YamlTree {
  return typeof value === "object" && value !== null;
}

/** What the tree means, without comments and anchors: texts, numbers, lists and records. */
export function plainOf(value: YamlTree): unknown {
  switch (value.kind) {
    case "scalar":
      return value.value;
    case "merge":
      return null;
    case "list":
      return value.items.map(plainOf);
    case "map":
      return Object.fromEntries(value.entries.map(({ key, value: inner }) => [key, plainOf(inner)]));
  }
}

export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain | undefined };

/** A tree of plain data; what is undefined is left out, words of a list stand in one line. */
export function treeOf(value: Plain): YamlTree {
  if (typeof value !== "object" || value === null) return scalar(value);
  if (isItems(value))
    return list(
      value.map(treeOf),
      value.every(item => typeof item !== "object"),
    );
  return map(Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [entry(key, treeOf(inner))])));
}

function isItems(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

/** Writes a map's entries at an indentation of `depth` blanks. */
export function writeEntries(
  writer: LineWriter,
  entries: readonly YamlEntry[],
  depth: number,
  why: string | null = null,
): void {
  const pad = " ".repeat(depth);
  for (const { key, value, why: own, comment, gap } of entries) {
    const reason = own ?? why;
    if (gap) writer.gap();
    if (comment) for (const line of wrapComment(comment, 98 - depth)) writer.add(pad + line, reason);
    writeValue(writer, `${pad}${keyText(key)}:`, value, depth, reason);
  }
}

function writeValue(writer: LineWriter, head: string, value: YamlTree, depth: number, why: string | null): void {
  switch (value.kind) {
    case "scalar":
      writer.add(`${head} ${scalarText(value.value)}`.trimEnd(), why);
      return;
    case "merge":
      writer.add(`${head} *${value.anchor}`, why);
      return;
    case "map": {
      const anchor = value.anchor === undefined ? "" : ` &${value.anchor}`;
      if (value.entries.length === 0) writer.add(`${head}${anchor} {}`, why);
      else if (value.isFlow) writer.add(`${head}${anchor} ${flowText(value)}`, why);
      else {
        writer.add(`${head}${anchor}`, why);
        writeEntries(writer, value.entries, depth + 2, why);
      }
      return;
    }
    case "list":
      if (value.items.length === 0 || (value.isFlow && fitsOnLine(head, value)))
        writer.add(`${head} ${flowText(value)}`, why);
      else {
        writer.add(head, why);
        for (const item of value.items) writeItem(writer, item, depth + 2, why);
      }
  }
}

function fitsOnLine(head: string, value: YamlTree): boolean {
  return head.length + flowText(value).length < 118;
}

function writeItem(writer: LineWriter, item: YamlTree, depth: number, why: string | null): void {
  const pad = " ".repeat(depth);
  if (item.kind === "map" && !item.isFlow && item.entries.length > 0) {
    const inner = new LineWriter();
    writeEntries(inner, item.entries, depth + 2, why);
    const lines = inner.text.trimEnd().split("\n");
    writer.add([`${pad}- ${(lines[0] ?? "").trimStart()}`, ...lines.slice(1)], why);
  } else writer.add(`${pad}- ${item.kind === "scalar" ? scalarText(item.value) : flowText(item)}`, why);
}

function flowText(value: YamlTree): string {
  switch (value.kind) {
    case "scalar":
      return flowScalar(value.value, false);
    case "merge":
      return `*${value.anchor}`;
    case "list": {
      // Words of a command read best when all of them are quoted the same way.
      const isPlain = value.items.every(item => item.kind !== "scalar" || isPlainWord(item.value));
      return `[${value.items.map(item => (item.kind === "scalar" ? flowScalar(item.value, !isPlain) : flowText(item))).join(", ")}]`;
    }
    case "map":
      return value.entries.length === 0
        ? "{}"
        : `{ ${value.entries.map(({ key, value: inner }) => `${keyText(key)}: ${flowText(inner)}`).join(", ")} }`;
  }
}

function isPlainWord(value: string | number | boolean | null): boolean {
  return typeof value !== "string" || (/^[A-Za-z/.][\w./-]*$/.test(value) && !isTricky(value));
}

function flowScalar(value: string | number | boolean | null, isQuoted: boolean): string {
  if (typeof value !== "string") return scalarText(value);
  return isQuoted || !/^[\w./-]+$/.test(value) ? JSON.stringify(value) : scalarText(value);
}

function keyText(key: string): string {
  return key === "<<" || /^[A-Za-z_][\w.-]*$/.test(key) ? key : scalarText(key);
}

/** Quoted where YAML 1.1 or 1.2 would read something else than the text: yes, 010, 1e3, 3.10, null. */
export function scalarText(value: string | number | boolean | null): string {
  if (typeof value !== "string") return value === null ? "" : String(value);
  if (isTricky(value)) return JSON.stringify(value);
  return stringify(value, { lineWidth: 0, defaultStringType: "PLAIN" }).trimEnd();
}

function isTricky(value: string): boolean {
  return (
    value === "" ||
    /^(?:y|n|yes|no|on|off|true|false|null|~)$/i.test(value) ||
    /^[-+]?\.?\d[\d_.]*(?:e[-+]?\d+)?$|^[-+]\.$|^\.?_+$/i.test(value) ||
    /^[-+]?[\d_]*(?:\.[\d_]*)?e[-+]?\d+$/i.test(value) ||
    /^0[xob][\da-f]+$/i.test(value) ||
    /^\d+(?::\d+)+$/.test(value) ||
    /^\d{4}-\d\d?-\d\d?/.test(value) ||
    /\n|\t/.test(value)
  );
}

/** One text for a tree, to compare two of them. */
export function treeKey(value: YamlTree): string {
  return JSON.stringify(value, (key, part: unknown) =>
    key === "why" || key === "comment" || key === "gap" ? undefined : part,
  );
}
