import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, type Node } from "yaml";
import type { Span } from "../model/place";
import type { DataNode, MapEntry, ParsedData, Scalar } from "./data-node";
import { coverTemplates } from "./go-templates";

/** Nodes nest at most this deep, and a file has at most so many, so that nothing that is read takes long. */
const MAX_DEPTH = 60;
const MAX_NODES = 200_000;

/** What keeps a file from being read as YAML. */
export interface YamlProblem {
  readonly message: string;
  readonly span: Span;
}

/** A key that stands twice in one map. */
export interface DuplicateKey {
  readonly key: string;
  /** The later key. */
  readonly span: Span;
  readonly firstSpan: Span;
}

export interface YamlDocument {
  readonly root: DataNode | null;
  readonly problems: readonly YamlProblem[];
  readonly duplicates: readonly DuplicateKey[];
  /** `!reset` and `!override`, which Compose reads when it merges files, and any other tag. */
  readonly tags: ReadonlyMap<DataNode, string>;
}

/**
 * The first document of a file: YAML 1.2 with the merge keys of 1.1, as Compose, conda and CI files use them; aliases resolved (the
 * node that one names keeps its anchor's place), duplicate keys and tags kept. Never throws.
 */
export function readYaml(text: string): YamlDocument {
  const documents = parseAllDocuments(text, {
    merge: true,
    uniqueKeys: false,
    logLevel: "silent",
    prettyErrors: false,
  });
  const document = Array.isArray(documents) ? documents[0] : undefined;
  if (!document) return { root: null, problems: [], duplicates: [], tags: new Map() };
  const problems = document.errors.map(error => ({
    message: error.message.split("\n", 1)[0] ?? "",
    span: cut({ start: error.pos[0], end: Math.max(error.pos[1], error.pos[0] + 1) }, text),
  }));
  const converter = new Converter(text);
  const root = converter.convert(document.contents, 0);
  return {
    root,
    problems: [...problems, ...converter.problems],
    duplicates: converter.duplicates,
    tags: converter.tags,
  };
}

/**
 * Every document of a file, those that hold nothing left out. The actions of Go templates, as Helm has them, are covered by
 * characters of the same length, so that each place stays where it is.
 */
export function readYamlDocuments(text: string): readonly DataNode[] {
  const covered = coverTemplates(text);
  const documents = parseAllDocuments(covered, {
    merge: true,
    uniqueKeys: false,
    logLevel: "silent",
    prettyErrors: false,
  });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap(({ contents }) => new Converter(covered).convert(contents as Node | null, 0) ?? []);
}

/** The same as every other format of data is read. */
export function parseYaml(text: string): ParsedData {
  const { root, problems } = readYaml(text);
  return { root, problems: problems.map(({ message, span }) => ({ message, offset: span.start })) };
}

/** A span within the text, on one line, and on a character that can be seen where there is one. */
function cut(span: Span, text: string): Span {
  let start = Math.min(span.start, text.length);
  if (text.slice(start, span.end).trim() === "") {
    while (start > 0 && /\s/.test(text[start - 1] ?? "")) start--;
    return { start: Math.max(0, start - 1), end: start };
  }
  const feed = text.indexOf("\n", start);
  const end = Math.min(span.end, text.length, feed === -1 || feed === start ? text.length : feed);
  return { start, end: Math.max(start, end) };
}

class Converter {
  readonly duplicates: DuplicateKey[] = [];
  readonly problems: YamlProblem[] = [];
  readonly tags = new Map<DataNode, string>();
  readonly #text: string;
  readonly #anchors = new Map<string, DataNode | null>();
  #nodes = 0;

  constructor(text: string) {
    this.#text = text;
  }

  convert(node: Node | null | undefined, depth: number): DataNode | null {
    if (!node || depth > MAX_DEPTH || ++this.#nodes > MAX_NODES) return null;
    // An alias means the last node of its name before it. The same node serves every alias, so that nothing is read twice.
    if (isAlias(node)) {
      const known = this.#anchors.get(node.source);
      if (known === undefined) this.#reportAlias(node.source, node.range?.[0] ?? 0);
      return known ?? null;
    }
    const converted = this.#plain(node, depth);
    if (isScalar(node) || isMap(node) || isSeq(node)) {
      if (node.anchor !== undefined) this.#anchors.set(node.anchor, converted);
    }
    const { tag } = node;
    if (converted !== null && tag?.startsWith("!") === true) this.tags.set(converted, tag);
    return converted;
  }

  /** A star makes an alias of any text behind it, so `*****` and `*.py` are no texts unless they are quoted. */
  #reportAlias(name: string, start: number): void {
    // An anchor on a key, or one that stands further down, is left to the other checks.
    if (this.#text.includes(`&${name}`)) return;
    const end = Math.min(start + name.length + 1, this.#text.length);
    this.problems.push({
      message: `no anchor \`&${name}\` for this alias; a text that begins with \`*\` needs quotes`,
      span: { start, end },
    });
  }

  #plain(node: Node, depth: number): DataNode | null {
    const start = node.range?.[0] ?? 0;
    const end = this.#trimmed(start, node.range?.[1] ?? start);
    const span = { start, end };
    if (isMap(node)) return { kind: "map", entries: this.#entries(node.items, depth), span };
    if (isSeq(node)) {
      return { kind: "list", items: node.items.flatMap(item => this.convert(item as Node, depth + 1) ?? []), span };
    }
    if (!isScalar(node)) return null;
    const { value } = node;
    const plain: Scalar =
      typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value === null
        ? value
        : String(value);
    return { kind: "scalar", value: plain, raw: node.source ?? this.#text.slice(start, end), span };
  }

  /** A merge key takes maps alone; an alias without an anchor is told as such. */
  #checkMerge(value: DataNode, written: Node | null, keySpan: Span): void {
    const parts = value.kind === "list" ? value.items : [value];
    if (isAlias(written) && !this.#anchors.has(written.source)) return;
    if (parts.every(each => each.kind === "map")) return;
    this.problems.push({ message: "the merge key `<<` takes a map or a list of maps", span: keySpan });
  }

  /** Block values end before the next line's beginning, not behind the line end. */
  #trimmed(start: number, end: number): number {
    let at = Math.min(end, this.#text.length);
    while (at > start && (this.#text[at - 1] === "\n" || this.#text[at - 1] === "\r")) at--;
    return at;
  }

  #entries(pairs: readonly { key: unknown; value: unknown }[], depth: number): readonly MapEntry[] {
    const own: MapEntry[] = [];
    const merged: MapEntry[] = [];
    const first = new Map<string, Span>();
    for (const pair of pairs) {
      const key = pair.key as Node | null;
      if (!isScalar(key)) continue;
      const text = typeof key.value === "string" ? key.value : (key.source ?? "");
      const keySpan = { start: key.range?.[0] ?? 0, end: key.range?.[1] ?? 0 };
      const value = this.convert(pair.value as Node | null, depth + 1) ?? emptyAt(keySpan.end);
      const firstSpan = first.get(text);
      if (firstSpan === undefined) first.set(text, keySpan);
      else this.duplicates.push({ key: text, span: keySpan, firstSpan });
      if (text === "<<") {
        merged.push(...mergedEntries(value));
        this.#checkMerge(value, pair.value as Node | null, keySpan);
        continue;
      }
      own.push({ key: text, keySpan, value });
    }
    return [...merged.filter(candidate => !first.has(candidate.key)), ...own];
  }
}

function mergedEntries(node: DataNode): readonly MapEntry[] {
  if (node.kind === "map") return node.entries;
  if (node.kind !== "list") return [];
  // Earlier maps of a merge list win, so later ones come first in a list that is read from its end.
  return [...node.items].reverse().flatMap(item => (item.kind === "map" ? item.entries : []));
}

function emptyAt(offset: number): DataNode {
  return { kind: "scalar", value: null, raw: "", span: { start: offset, end: offset } };
}
