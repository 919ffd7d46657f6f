import { lineEndOf } from "../../docker/line-map";
import { firstFormatServices } from "../../docker/compose/first-format";
import { type Document, isMap, isScalar, isSeq, parseDocument, type YAMLMap } from "yaml";
import { keyOf } from "../../docker/compose/additions";
import { LineWriter } from "../text/line-writer";
import { plainOf, scalarText, writeEntries, type YamlEntry } from "../text/yaml-tree";
import type { MergeResult } from "./merge-result";
import { gainOf, unmetNeeds } from "./shared-services";

export interface ComposeAddition {
  /** Service of the person's file that is completed, or the name of a new one. */
  readonly name: string;
  readonly entries: readonly YamlEntry[];
  /** Keys that may be added to a service that exists; everything of a new one is written. */
  readonly completes: readonly string[];
}

export interface ComposeProposal {
  readonly services: readonly ComposeAddition[];
  readonly volumes: readonly YamlEntry[];
  readonly secrets: readonly YamlEntry[];
}

interface Insertion {
  readonly offset: number;
  readonly text: string;
  /** How deep the inserted lines stand: at one offset the deeper belong to the block that ends there and come first. */
  readonly depth: number;
}

/**
 * Adds services, keys and volumes that a person's Compose file lacks. No value that is there changes, and every byte that
 * is there stays: comments, order, anchors and style. The places come from the syntax tree, the change is text.
 */
export function mergeCompose(before: string, proposal: ComposeProposal, whole: string): MergeResult {
  const document = parseDocument(before, { merge: true, keepSourceTokens: true });
  const services = document.get("services", true);
  if (document.errors.length > 0 || !isMap(document.contents)) {
    return { kind: "conflict", text: whole, note: "It cannot be read as YAML, so nothing can be added to it." };
  }
  if (services === undefined && isFirstFormat(document.contents)) {
    return {
      kind: "conflict",
      text: whole,
      note: "It is written in the first format, which Compose no longer reads: set its services below `services:`, then nothing keeps them from being completed.",
    };
  }
  if (services === undefined) return proposal.services.length === 0 ? { kind: "same" } : appendBlocks(before, proposal);
  if (!isMap(services) || services.flow) {
    return { kind: "conflict", text: whole, note: "Its services are written in a form that nothing can be added to." };
  }
  const insertions: Insertion[] = [];
  const added: string[] = [];
  const unmet: string[] = [];
  const depth = indentOf(before, services);
  const step = depth === 0 ? 2 : depth;
  const additions = onceEach(proposal.services);
  for (const { name, entries, completes } of additions) {
    const existing = services.items.find(pair => keyOf(pair) === name);
    if (!existing) {
      const writer = new LineWriter();
      writeEntries(writer, [{ key: name, value: { kind: "map", entries, isFlow: false }, why: null }], 0);
      insertions.push({ offset: endOf(before, services), text: `\n${indented(writer.text, depth, step)}`, depth });
      added.push(name);
      continue;
    }
    if (!isMap(existing.value) || existing.value.flow) continue;
    const body = existing.value;
    const own = document.createNode(body.toJS(document)) as YAMLMap;
    const isGiven = (key: string): boolean => own.has(key) || (key === "environment" && own.has("env_file"));
    const mayGain = gainOf(services, existing, additions);
    if (!own.has("env_file")) {
      const variables = missingVariables(before, own, body, entries, step);
      if (variables !== null) {
        insertions.push(variables.insertion);
        added.push(...variables.names.map(variable => `${name}.environment.${variable}`));
      }
    }
    unmet.push(...unmetNeeds(services, name, own, entries, mayGain));
    const missing = entries.filter(entry => completes.includes(entry.key) && !isGiven(entry.key) && mayGain(entry));
    if (missing.length === 0) continue;
    const writer = new LineWriter();
    writeEntries(writer, missing, 0);
    const inner = indentOf(before, body);
    insertions.push({ offset: endOf(before, body), text: indented(writer.text, inner, step), depth: inner });
    added.push(...missing.map(({ key }) => `${name}.${key}`));
  }
  const sections = missingSections(before, document, proposal, step);
  insertions.push(...sections.insertions);
  added.push(...sections.added);
  return finish(before, insertions, added, whole, unmet);
}

/** Named volumes and secrets that the file does not define yet. */
function missingSections(
  before: string,
  document: Pick<Document, "get">,
  proposal: ComposeProposal,
  step: number,
): { readonly insertions: readonly Insertion[]; readonly added: readonly string[] } {
  const insertions: Insertion[] = [];
  const added: string[] = [];
  for (const [section, wanted] of [
    ["volumes", proposal.volumes],
    ["secrets", proposal.secrets],
  ] as const) {
    const node = document.get(section, true);
    const missing = wanted.filter(({ key }) => !isMap(node) || !node.has(key));
    if (missing.length === 0) continue;
    const writer = new LineWriter();
    if (isMap(node) && !node.flow) {
      writeEntries(writer, missing, 0);
      const inner = indentOf(before, node);
      insertions.push({ offset: endOf(before, node), text: indented(writer.text, inner, step), depth: inner });
    } else if (node === undefined) {
      writeEntries(writer, [{ key: section, value: { kind: "map", entries: missing, isFlow: false }, why: null }], 0);
      insertions.push({
        offset: before.length,
        text: `${before.endsWith("\n") ? "" : "\n"}\n${indented(writer.text, 0, step)}`,
        depth: 0,
      });
    } else continue;
    added.push(...missing.map(({ key }) => `${section}.${key}`));
  }
  return { insertions, added };
}

/**
 * Several processes that one service of the person starts (a server and a worker in one shell line, say) are one addition
 * to it: the first names each key, and variables come from all.
 */
function onceEach(services: readonly ComposeAddition[]): readonly ComposeAddition[] {
  const byName = new Map<string, ComposeAddition>();
  for (const service of services) {
    const known = byName.get(service.name);
    byName.set(service.name, known ? { ...known, entries: united(known.entries, service.entries) } : service);
  }
  return [...byName.values()];
}

function united(entries: readonly YamlEntry[], further: readonly YamlEntry[]): readonly YamlEntry[] {
  const own = entries.map(entry => {
    const other = further.find(({ key }) => key === entry.key)?.value;
    if (entry.key !== "environment" || entry.value.kind !== "map" || other?.kind !== "map") return entry;
    return { ...entry, value: { ...entry.value, entries: united(entry.value.entries, other.entries) } };
  });
  return [...own, ...further.filter(({ key }) => !entries.some(entry => entry.key === key))];
}

function finish(
  before: string,
  insertions: readonly Insertion[],
  added: readonly string[],
  whole: string,
  unmet: readonly string[] = [],
): MergeResult {
  if (insertions.length === 0) return { kind: "same" };
  const end = lineEndOf(before);
  let text = before;
  const ordered = insertions
    .map((insertion, at) => ({ ...insertion, at }))
    .sort((left, right) => right.offset - left.offset || left.depth - right.depth || right.at - left.at);
  for (const [index, { offset, text: inserted }] of ordered.entries()) {
    // Written from the end: of several at one place the last one here stands directly behind what was there.
    const lead = ordered[index + 1]?.offset !== offset && offset > 0 && text.charAt(offset - 1) !== "\n" ? "\n" : "";
    text = text.slice(0, offset) + (lead + inserted).replace(/\n/g, end) + text.slice(offset);
  }
  if (parseDocument(text, { merge: true }).errors.length > 0) {
    return { kind: "conflict", text: whole, note: "What is missing could not be added without breaking its form." };
  }
  const shown = added.slice(0, 4).join(", ");
  return {
    kind: "merged",
    text,
    note: `${shown}${added.length > 4 ? ` and ${added.length - 4} more` : ""} ${added.length === 1 ? "is" : "are"} added; nothing that is there changes.${unmet.map(text => ` ${text}`).join("")}`,
  };
}

function isFirstFormat(contents: YAMLMap): boolean {
  const top = contents.items.map(pair => ({
    key: keyOf(pair),
    keys: isMap(pair.value) ? pair.value.items.map(keyOf) : [],
  }));
  return firstFormatServices(top).length > 0;
}

/** A file without services (an override with extensions only, say) gets them at its end. */
function appendBlocks(before: string, proposal: ComposeProposal): MergeResult {
  const writer = new LineWriter();
  const services = onceEach(proposal.services).map(({ name, entries }) => ({
    key: name,
    value: { kind: "map" as const, entries, isFlow: false },
    why: null,
  }));
  writeEntries(writer, [{ key: "services", value: { kind: "map", entries: services, isFlow: false }, why: null }], 0);
  if (proposal.volumes.length > 0) {
    writeEntries(
      writer,
      [{ key: "volumes", value: { kind: "map", entries: proposal.volumes, isFlow: false }, why: null, gap: true }],
      0,
    );
  }
  return finish(
    before,
    [{ offset: before.length, text: `${before.trim() === "" ? "" : "\n"}${writer.text}`, depth: 0 }],
    proposal.services.map(({ name }) => name),
    before,
  );
}

/**
 * Variables that the code reads and the person's `environment` does not name, in the form that it has: a map or a list. An
 * `env_file` may hold anything, so beside one nothing is added.
 */
function missingVariables(
  before: string,
  own: YAMLMap,
  body: YAMLMap,
  entries: readonly YamlEntry[],
  step: number,
): { readonly names: readonly string[]; readonly insertion: Insertion } | null {
  const wanted = entries.find(({ key }) => key === "environment")?.value;
  const node = body.get("environment", true) as unknown;
  if (wanted?.kind !== "map") return null;
  const lacking = (names: readonly unknown[]): readonly YamlEntry[] =>
    wanted.entries.filter(({ key }) => !names.includes(key));
  if (isMap(node) && !node.flow && node.items.length > 0) {
    // What a merge key brings in is given as well.
    const given = own.get("environment");
    const missing = lacking((isMap(given) ? given : node).items.map(keyOf));
    const writer = new LineWriter();
    writeEntries(writer, missing, 0);
    const depth = indentOf(before, node);
    const insertion = { offset: endOf(before, node), text: indented(writer.text, depth, step), depth };
    return missing.length === 0 ? null : { names: missing.map(({ key }) => key), insertion };
  }
  if (!isSeq(node) || node.flow || !node.range) return null;
  const [first] = node.items;
  const missing = lacking(node.items.map(item => (isScalar(item) ? String(item.value).split("=")[0] : undefined)));
  if (missing.length === 0 || !isScalar(first) || !first.range) return null;
  const dash = before.lastIndexOf("-", first.range[0]);
  const depth = dash - (before.lastIndexOf("\n", dash) + 1);
  const lines = missing.map(({ key, value }) => scalarText(`${key}=${String(plainOf(value) ?? "")}`));
  return {
    names: missing.map(({ key }) => key),
    insertion: {
      offset: lineEnd(before, contentEnd(before, node.range[1], depth)),
      text: lines.map(line => `${" ".repeat(depth)}- ${line}\n`).join(""),
      depth,
    },
  };
}

/** Column of the first key of a block map. */
function indentOf(text: string, node: YAMLMap): number {
  const first = node.items[0]?.key;
  const start = isScalar(first) ? (first.range?.[0] ?? 0) : (node.range?.[0] ?? 0);
  return start - (text.lastIndexOf("\n", start - 1) + 1);
}

/** After the last line of a block map's content; comments that follow at a smaller indentation belong to what comes next. */
function endOf(text: string, node: YAMLMap): number {
  const depth = indentOf(text, node);
  let at = node.range?.[1] ?? text.length;
  // The value's end may lie before the line end, or behind blank lines and comments of the next block.
  at = lineEnd(text, contentEnd(text, at, depth));
  for (let next = at; next < text.length;) {
    const end = lineEnd(text, next);
    const line = text.slice(next, end);
    if (!/^\s*#/.test(line) || line.length - line.trimStart().length < depth || depth === 0) break;
    at = end;
    next = end;
  }
  return at;
}

/** Where the content before `end` stops: blank lines and comments that stand further left than the block are not its own. */
function contentEnd(text: string, end: number, depth: number): number {
  const content = text.slice(0, end).trimEnd().length;
  const start = text.lastIndexOf("\n", content - 1) + 1;
  const comment = text.slice(start, content).match(/^(\s*)#/);
  return start > 0 && comment && (comment[1] ?? "").length < depth ? contentEnd(text, start, depth) : content;
}

function lineEnd(text: string, offset: number): number {
  const at = text.indexOf("\n", offset);
  return at < 0 ? text.length : at + 1;
}

/** Rendered with two blanks a level; a file with four keeps its four. */
function indented(text: string, depth: number, step: number): string {
  return text
    .trimEnd()
    .split("\n")
    .map(line => {
      if (line === "") return "";
      const own = line.length - line.trimStart().length;
      const levels = step === 4 ? own * 2 : own;
      return " ".repeat(depth + levels) + line.trimStart();
    })
    .join("\n")
    .concat("\n");
}
