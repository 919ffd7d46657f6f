import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, type Document, type Node } from "yaml";
import type { DataNode, MapEntry, ParsedData, Scalar } from "./data-node";

/** Aliases nest at most this deep, so that a "billion laughs" file stays small. */
const MAX_DEPTH = 60;
const MAX_NODES = 200_000;

/**
 * YAML 1.2 (with 1.1 merge keys, as Compose, conda and CI files use them) with offsets; the first document of the file.
 */
export function parseYaml(text: string): ParsedData {
  const documents = parseAllDocuments(text, {
    merge: true,
    uniqueKeys: false,
    logLevel: "silent",
    keepSourceTokens: true,
  });
  const document = Array.isArray(documents) ? documents[0] : undefined;
  if (!document) return { root: null, problems: [] };
  const problems = document.errors.map(error => ({
    message: error.message.split("\n", 1)[0] ?? "",
    offset: error.pos[0],
  }));
  return { root: new Converter(document, text).convert(document.contents, 0), problems };
}

class Converter {
  readonly #document: Document.Parsed;
  readonly #text: string;
  #nodes = 0;

  constructor(document: Document.Parsed, text: string) {
    this.#document = document;
    this.#text = text;
  }

  convert(node: Node | null | undefined, depth: number): DataNode | null {
    if (!node || depth > MAX_DEPTH || ++this.#nodes > MAX_NODES) return null;
    if (isAlias(node)) return this.convert(node.resolve(this.#document), depth + 1);
    const span = { start: node.range?.[0] ?? 0, end: node.range?.[1] ?? 0 };
    if (isMap(node)) return { kind: "map", entries: this.#entries(node.items, depth), span };
    if (isSeq(node)) {
      return { kind: "list", items: node.items.flatMap(item => this.convert(item as Node, depth + 1) ?? []), span };
    }
    if (!isScalar(node)) return null;
    const value = node.value;
    const plain: Scalar =
      typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value === null
        ? value
        : String(value);
    return { kind: "scalar", value: plain, raw: node.source ?? this.#text.slice(span.start, span.end), span };
  }

  #entries(pairs: readonly { key: unknown; value: unknown }[], depth: number): MapEntry[] {
    const own: MapEntry[] = [];
    const merged: MapEntry[] = [];
    for (const pair of pairs) {
      const key = pair.key as Node | null;
      const keyText = isScalar(key)
        ? typeof key.value === "string"
          ? key.value
          : (key.source ?? String(key.value))
        : undefined;
      if (keyText === undefined) continue;
      const keySpan = { start: key?.range?.[0] ?? 0, end: key?.range?.[1] ?? 0 };
      const value = this.convert(pair.value as Node | null, depth + 1) ?? emptyAt(keySpan.end);
      if (keyText === "<<") merged.push(...mergedEntries(value));
      else own.push({ key: keyText, keySpan, value });
    }
    return [...merged.filter(candidate => !own.some(({ key }) => key === candidate.key)), ...own];
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
