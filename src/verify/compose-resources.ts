import type { ServiceReport } from "../model/verification";
import { asText, at, entry, items, type DataNode, type MapEntry, type MapNode } from "../workspace/data-node";
import { SourceText } from "../workspace/source-text";
import { parseYaml } from "../workspace/yaml";
import { withWorkers, WORKERS_VARIABLE } from "./worker-count";

/**
 * A Compose file with the suggested limits of memory and processors of each measured service: values that stand there
 * are replaced, missing ones are added at the end of the service, and every other byte stays. What a merge key brings
 * along is shared, so the service gets a copy of its own. Services in flow style or behind an alias are left as they are.
 */
export function withLimits(text: string, services: readonly ServiceReport[]): string {
  let edited = text;
  for (const { name, suggested } of services) {
    if (suggested === null) continue;
    // The processors as text: Compose takes a number or a text, and YAML would read 1.0 as 1.
    const limits = { memory: `${Math.round(suggested.memoryBytes / 1_048_576)}M`, cpus: `"${suggested.cpus}"` };
    for (const [key, value] of Object.entries(limits))
      edited = withValue(edited, name, ["deploy", "resources", "limits", key], value);
  }
  return edited;
}

/**
 * A Compose file with another number of server processes for a service: in its command where that names one, else by the
 * variable that the server reads.
 */
export function withServiceWorkers(text: string, service: string, count: number): string {
  const node = at(parseYaml(text).root, "services", service);
  if (!isBlock(text, node)) return text;
  const command = own(node, "command");
  if (command) {
    const { start, end } = command.span;
    const changed = withWorkers(text.slice(start, end), count);
    if (changed !== null) return text.slice(0, start) + changed + text.slice(end);
  }
  const environment = own(node, "environment");
  if (environment?.kind === "list") return withListedVariable(text, environment, `${WORKERS_VARIABLE}=${count}`);
  return withValue(text, service, ["environment", WORKERS_VARIABLE], `"${count}"`);
}

/** Whether a service's number of processes is told by the Compose file, which wins over what the image says. */
export function setsWorkers(text: string, service: string): boolean {
  const node = at(parseYaml(text).root, "services", service);
  const environment = at(node, "environment");
  return (
    at(node, "command") !== undefined ||
    at(environment, WORKERS_VARIABLE) !== undefined ||
    items(environment).some(item => asText(item)?.startsWith(`${WORKERS_VARIABLE}=`) === true)
  );
}

/** The value that a mapping has under a key; undefined where an alias brings it from elsewhere. */
function own(node: MapNode, key: string): DataNode | undefined {
  const value = at(node, key);
  return value && value.span.start >= node.span.start && value.span.end <= node.span.end ? value : undefined;
}

type ListNode = Extract<DataNode, { kind: "list" }>;

/** `- NAME=VALUE`: the item is replaced, or added after the last one. */
function withListedVariable(text: string, list: ListNode, variable: string): string {
  const name = variable.slice(0, variable.indexOf("=") + 1);
  const found = list.items.find(item => asText(item)?.startsWith(name) === true);
  if (found) return text.slice(0, found.span.start) + variable + text.slice(found.span.end);
  const last = list.items.at(-1);
  if (!last || text[list.span.start] === "[") return text;
  const lineStart = text.lastIndexOf("\n", last.span.start) + 1;
  const dash = /^\s*-\s+/.exec(text.slice(lineStart, last.span.start))?.[0];
  return dash === undefined ? text : insertAfter(text, last.span.end, [dash + variable]);
}

function withValue(text: string, service: string, path: readonly string[], value: string): string {
  const node = at(parseYaml(text).root, "services", service);
  if (!isBlock(text, node)) return text;
  let parent: MapNode = node;
  for (const [depth, name] of path.entries()) {
    const rest = path.slice(depth);
    const found = entry(parent, name);
    if (!found)
      return insert(
        text,
        parent,
        rest.map((key, below) => line(below, key, below === rest.length - 1 ? value : "")),
      );
    if (!own(parent, name)) {
      const isMerged = !contains(parent, found.keySpan.start);
      const copied = isMerged ? copyOf(text, found, rest, value, 0) : null;
      return copied === null ? text : insert(text, parent, copied);
    }
    if (depth === path.length - 1) {
      const { span } = found.value;
      return found.value.kind === "scalar" ? text.slice(0, span.start) + value + text.slice(span.end) : text;
    }
    if (found.value.kind === "map" && text[found.value.span.start] === "{")
      return withFlowValue(text, found.value, rest.slice(1), value);
    if (!isBlock(text, found.value)) return text;
    parent = found.value;
  }
  return text;
}

/** A mapping on one line, as `limits: { memory: 512M }`: a value in it is replaced, or added at its end. */
function withFlowValue(text: string, map: MapNode, path: readonly string[], value: string): string {
  const [name, ...rest] = path;
  const last = map.entries.at(-1);
  if (name === undefined || !last) return text;
  const found = own(map, name);
  if (!found) {
    if (at(map, name)) return text;
    const added = `${path.join(": { ")}: ${value}${" }".repeat(rest.length)}`;
    return `${text.slice(0, last.value.span.end)}, ${added}${text.slice(last.value.span.end)}`;
  }
  if (rest.length > 0) return found.kind === "map" ? withFlowValue(text, found, rest, value) : text;
  return found.kind === "scalar" ? text.slice(0, found.span.start) + value + text.slice(found.span.end) : text;
}

/**
 * A value that is shared with other services, as lines of its own with one value changed or added; null where it holds what
 * can not be told again line by line.
 */
function copyOf(
  text: string,
  { key, value: node }: MapEntry,
  path: readonly string[],
  value: string,
  depth: number,
): readonly string[] | null {
  const [, next, ...rest] = path;
  if (path.length > 0 && next === undefined) return [line(depth, key, value)];
  if (node.kind === "scalar")
    return path.length > 0 ? null : [line(depth, key, text.slice(node.span.start, node.span.end))];
  if (node.kind === "list") {
    const words = text.slice(node.span.start, node.span.end);
    return path.length === 0 && words.startsWith("[") && !words.includes("\n") ? [line(depth, key, words)] : null;
  }
  const lines = [line(depth, key, "")];
  for (const child of node.entries) {
    const copied = copyOf(text, child, child.key === next ? [child.key, ...rest] : [], value, depth + 1);
    if (copied === null) return null;
    lines.push(...copied);
  }
  if (next !== undefined && !entry(node, next))
    lines.push(
      ...[next, ...rest].map((name, below) => line(depth + 1 + below, name, below === rest.length ? value : "")),
    );
  return lines;
}

function line(depth: number, key: string, value: string): string {
  return `${"  ".repeat(depth)}${key}:${value === "" ? "" : ` ${value}`}`;
}

/** A mapping with one key a line. */
function isBlock(text: string, node: DataNode | undefined): node is MapNode {
  return (
    node?.kind === "map" &&
    text[node.span.start] !== "{" &&
    node.entries.some(({ keySpan }) => contains(node, keySpan.start))
  );
}

/** Keys that a merge brings along stand elsewhere in the file. */
function contains({ span }: MapNode, offset: number): boolean {
  return offset >= span.start && offset < span.end;
}

/** Adds lines at the end of a mapping, as deep as its own keys are. */
function insert(text: string, parent: MapNode, lines: readonly string[]): string {
  const [first, ...others] = parent.entries.filter(({ keySpan }) => contains(parent, keySpan.start));
  if (!first) return text;
  const last = others.at(-1) ?? first;
  const indent = " ".repeat(new SourceText(text).position(first.keySpan.start).column - 1);
  const end = Math.max(last.value.span.end, last.keySpan.end);
  return insertAfter(
    text,
    end,
    lines.map(each => indent + each),
    last.keySpan.end,
  );
}

/** Lines after the line in which a value ends; a block's span may reach over empty lines behind it. */
function insertAfter(text: string, valueEnd: number, lines: readonly string[], least = 0): string {
  let end = valueEnd;
  while (end > least && /\s/.test(text[end - 1] ?? "")) end -= 1;
  const newline = text.indexOf("\n", end);
  const offset = newline < 0 ? text.length : newline + 1;
  const before = text.slice(0, offset);
  return `${before}${before.endsWith("\n") ? "" : "\n"}${lines.join("\n")}\n${text.slice(offset)}`;
}
