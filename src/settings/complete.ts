import type { JsonSchema } from "./schema";

export interface SettingsSuggestion {
  readonly label: string;
  /** A key opens a value or a section; a value stands alone. */
  readonly kind: "key" | "value";
  readonly insert: string;
  readonly description: string;
  /** Offsets of the text that it replaces. */
  readonly start: number;
  readonly end: number;
}

interface Position {
  /** Keys from the top to what encloses the cursor; a number stands for an item of a list. */
  readonly path: readonly (string | number)[];
  readonly kind: "key" | "value";
  readonly start: number;
  readonly end: number;
  readonly indent: number;
}

/** What may stand at `offset` of a `.drydock.yaml`, told by indentation, so that half a line is understood as well. */
export function completeSettings(schema: JsonSchema, text: string, offset: number): readonly SettingsSuggestion[] {
  const position = positionAt(text, offset);
  if (position === null) return [];
  const { path, kind, start, end } = position;
  const found = schemaAt(schema, path);
  const values = [...new Set(found.flatMap(valuesOf))].map((label): SettingsSuggestion => ({
    label,
    kind: "value",
    insert: label,
    description: "",
    start,
    end,
  }));
  // An item of a list may be a word or open a map; only the schema knows.
  if (kind === "value" || (path.at(-1) === 0 && values.length > 0)) return values;
  const present = siblings(text, position);
  return found.flatMap(({ properties = {} }) =>
    Object.entries(properties)
      .filter(([key]) => !present.has(key))
      .map(([label, child]) => ({
        label,
        kind: "key",
        insert: `${label}:${isSection(child) ? `\n${" ".repeat(position.indent + 2)}` : " "}`,
        description: child.description ?? "",
        start,
        end,
      })),
  );
}

/** What the key under `offset` does; null where there is none that is known. */
export function describeSetting(schema: JsonSchema, text: string, offset: number): string | null {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const line = text.slice(lineStart, lineEnd(text, lineStart));
  const match = /^(\s*(?:-\s+)?)("?)([\w./*-]+)\2\s*:/.exec(line);
  if (match === null) return null;
  const [, lead = "", , key = ""] = match;
  const column = offset - lineStart;
  if (column < lead.length || column > lead.length + key.length) return null;
  const path = enclosing(text, lineStart, lead.length, lead.includes("-"));
  return schemaAt(schema, [...path, key]).find(({ description }) => description)?.description ?? null;
}

function positionAt(text: string, offset: number): Position | null {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const before = text.slice(lineStart, offset);
  if (before.includes("#")) return null;
  const value = /^(\s*)((?:-\s+)?)("?)([\w./*-]+)\3\s*:\s+(?:\[(?:[^\]]*,)?\s*)?(["']?[\w./:+-]*)$/.exec(before);
  if (value) {
    const [, indent = "", dash = "", , key = "", typed = ""] = value;
    const depth = indent.length + dash.length;
    const isItem = before.includes("[");
    return {
      path: [...enclosing(text, lineStart, depth, dash !== ""), key, ...(isItem ? [0] : [])],
      kind: "value",
      start: offset - typed.length,
      end: offset,
      indent: depth,
    };
  }
  const word = /^(\s*)((?:-\s*)?)(["']?[\w./+*-]*)$/.exec(before);
  if (!word) return null;
  const [, indent = "", dash = "", typed = ""] = word;
  const depth = indent.length + dash.length;
  const path = enclosing(text, lineStart, depth, dash !== "");
  return {
    path,
    kind: "key",
    start: offset - typed.length,
    end: offset,
    indent: depth,
  };
}

/** The keys above a line that are less indented, from the top down. `inItem`: the line itself opens a list item. */
function enclosing(text: string, lineStart: number, indent: number, inItem: boolean): readonly (string | number)[] {
  const path: (string | number)[] = inItem ? [0] : [];
  let depth = inItem ? indent - 1 : indent;
  const lines = text.slice(0, lineStart).split("\n").slice(0, -1);
  for (const line of lines.reverse()) {
    const match = /^(\s*)(-\s+)?("?)([\w./*-]+)\3\s*:/.exec(line);
    const own = match?.[1]?.length ?? 0;
    const dash = match?.[2] ?? "";
    if (!match || /^\s*#/.test(line)) continue;
    if (dash !== "" && own + dash.length === depth && path[0] !== 0) {
      // A sibling key of the same list item: the list is what encloses both.
      path.unshift(0);
      depth = own + 1;
      continue;
    }
    if (own + dash.length >= depth) continue;
    path.unshift(match[4] ?? "");
    depth = own;
    if (dash !== "") {
      path.unshift(0);
      depth = own + 1;
    }
    if (depth === 0) break;
  }
  return path;
}

/** Keys of the same map that stand there already. */
function siblings(text: string, { start, indent }: Position): ReadonlySet<string> {
  const found = new Set<string>();
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const collect = (lines: readonly string[], isAbove: boolean): void => {
    for (const line of lines) {
      if (line.trim() === "" || /^\s*#/.test(line)) continue;
      const [, lead = "", dash = "", , key] = /^(\s*)(-\s+)?("?)([\w./*-]+)\3\s*:/.exec(line) ?? [
        "",
        /^\s*/.exec(line)?.[0],
      ];
      // The dash of a list opens the item that the cursor is in, or the next one.
      const opens = dash !== "" && lead.length + dash.length === indent;
      if (lead.length < indent && !(opens && isAbove)) return;
      if (key !== undefined && lead.length + dash.length === indent) found.add(key);
      if (opens) return;
    }
  };
  collect(text.slice(0, lineStart).split("\n").slice(0, -1).reverse(), true);
  collect(text.slice(lineEnd(text, lineStart) + 1).split("\n"), false);
  return found;
}

function lineEnd(text: string, from: number): number {
  const at = text.indexOf("\n", from);
  return at < 0 ? text.length : at;
}

/** Every schema that holds below a path; alternatives are followed side by side. */
function schemaAt(schema: JsonSchema, path: readonly (string | number)[]): readonly JsonSchema[] {
  let current = alternatives(schema);
  for (const step of path) current = current.flatMap(one => childrenOf(one, step)).flatMap(alternatives);
  return current;
}

function alternatives(schema: JsonSchema): readonly JsonSchema[] {
  const { anyOf, ...rest } = schema;
  return anyOf === undefined ? [schema] : [rest, ...anyOf.flatMap(alternatives)];
}

function childrenOf(schema: JsonSchema, step: string | number): readonly JsonSchema[] {
  if (typeof step === "number") return schema.items === undefined ? [] : [schema.items];
  const exact = schema.properties?.[step];
  if (exact !== undefined) return [exact];
  const open = Object.entries(schema.patternProperties ?? {}).find(([pattern]) => new RegExp(pattern).test(step));
  if (open !== undefined) return [open[1]];
  return typeof schema.additionalProperties === "object" ? [schema.additionalProperties] : [];
}

function valuesOf(schema: JsonSchema): readonly string[] {
  return [...(schema.enum ?? []), ...(schema.examples ?? [])].map(value => quoted(String(value)));
}

/** `+bake` and `0.0.0.0` are plain words; what YAML reads otherwise is quoted. */
function quoted(value: string): string {
  return /^(?:no|off)$/.test(value) ? `"${value}"` : value;
}

function isSection(schema: JsonSchema): boolean {
  return schema.type === "object" || schema.type === "array";
}
