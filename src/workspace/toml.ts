import { ParseError, parseTOML, type AST } from "toml-eslint-parser";
import type { DataNode, MapEntry, MapNode, ParsedData, Scalar } from "./data-node";

interface OpenMap {
  readonly kind: "map";
  readonly entries: MapEntry[];
  span: { start: number; end: number };
}

/**
 * TOML 1.0 with offsets. Where the text is broken, everything before the broken line is still read, so that one
 * missing quote does not hide the dependencies above it.
 */
export function parseToml(text: string): ParsedData {
  const whole = parseWhole(text);
  const [problem] = whole.problems;
  if (problem === undefined) return whole;
  const lineStart = text.lastIndexOf("\n", Math.max(0, problem.offset - 1)) + 1;
  const before = lineStart > 0 && lineStart < text.length ? parseWhole(text.slice(0, lineStart)) : whole;
  return { root: before.root, problems: whole.problems };
}

function parseWhole(text: string): ParsedData {
  try {
    return { root: convert(parseTOML(text)), problems: [] };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const problem = { message: error.message.replace(/\.$/, ""), offset: Math.min(error.index, text.length) };
    return { root: null, problems: [problem] };
  }
}

function convert(program: AST.TOMLProgram): MapNode {
  const root: OpenMap = { kind: "map", entries: [], span: { start: 0, end: program.range[1] } };
  for (const node of program.body[0].body) {
    if (node.type === "TOMLKeyValue") {
      put(root, node);
      continue;
    }
    const table = open(root, node.resolvedKey, node.key, node.range);
    for (const pair of node.body) put(table, pair);
  }
  return root;
}

/** Walks to the table of a header; a number in the resolved key is the index of an array of tables. */
function open(root: OpenMap, path: readonly (string | number)[], key: AST.TOMLKey, range: AST.Range): OpenMap {
  let current: DataNode = root;
  path.forEach((step, index) => {
    const keySpan = spanOf(key.keys[Math.min(index, key.keys.length - 1)]?.range ?? key.range);
    if (typeof step === "number") {
      const list = current as unknown as { items: DataNode[] };
      list.items[step] ??= { kind: "map", entries: [], span: spanOf(range) };
      current = list.items[step];
      return;
    }
    const map = current as OpenMap;
    let next = map.entries.find(candidate => candidate.key === step);
    if (!next) {
      const value: DataNode =
        typeof path[index + 1] === "number"
          ? { kind: "list", items: [], span: spanOf(range) }
          : { kind: "map", entries: [], span: spanOf(range) };
      next = { key: step, keySpan, value };
      map.entries.push(next);
    }
    current = next.value;
  });
  return current as unknown as OpenMap;
}

function put(map: OpenMap, pair: AST.TOMLKeyValue): void {
  let target = map;
  pair.key.keys.forEach((part, index) => {
    const key = part.type === "TOMLBare" ? part.name : part.value;
    if (index === pair.key.keys.length - 1) {
      target.entries.push({ key, keySpan: spanOf(part.range), value: value(pair.value) });
      return;
    }
    let next = target.entries.find(candidate => candidate.key === key);
    if (!next) {
      next = { key, keySpan: spanOf(part.range), value: { kind: "map", entries: [], span: spanOf(pair.range) } };
      target.entries.push(next);
    }
    target = next.value as unknown as OpenMap;
  });
}

function value(node: AST.TOMLContentNode): DataNode {
  if (node.type === "TOMLArray") {
    return { kind: "list", items: node.elements.map(value), span: spanOf(node.range) };
  }
  if (node.type === "TOMLInlineTable") {
    const map: OpenMap = { kind: "map", entries: [], span: spanOf(node.range) };
    for (const pair of node.body) put(map, pair);
    return map;
  }
  const plain: Scalar = node.value instanceof Date ? node.value.toISOString() : node.value;
  const raw = "number" in node ? node.number : String(plain);
  return { kind: "scalar", value: plain, raw, span: spanOf(node.range) };
}

function spanOf(range: AST.Range): { start: number; end: number } {
  return { start: range[0], end: range[1] };
}
