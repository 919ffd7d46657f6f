import type { ServiceReport } from "../model/verification";
import { asText, at, entry, type DataNode, type MapNode } from "../workspace/data-node";
import { SourceText } from "../workspace/source-text";
import { parseYaml } from "../workspace/yaml";
import { withWorkers, WORKERS_VARIABLE } from "./worker-count";

/**
 * A Compose file with the suggested limits of memory and processors of each measured service: values that stand there
 * are replaced, missing ones are added at the end of the service, and every other byte stays. Services in flow style or
 * behind an alias are left as they are.
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

/** Whether a service starts by a command of the Compose file. */
export function hasCommand(text: string, service: string): boolean {
  return at(parseYaml(text).root, "services", service, "command") !== undefined;
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
    const found = entry(parent, name);
    if (!found) return insert(text, parent, path.slice(depth), value);
    if (!own(parent, name)) return text;
    if (depth === path.length - 1) {
      const { span } = found.value;
      return found.value.kind === "scalar" ? text.slice(0, span.start) + value + text.slice(span.end) : text;
    }
    if (!isBlock(text, found.value)) return text;
    parent = found.value;
  }
  return text;
}

/** A mapping with one key a line. */
function isBlock(text: string, node: DataNode | undefined): node is MapNode {
  return (
    node?.kind === "map" && node.entries.length > 0 && text[node.span.start] !== "{" && node.entries.every(inside(node))
  );
}

/** Keys that a merge or an alias brings along stand elsewhere in the file. */
function inside(node: MapNode): (own: MapNode["entries"][number]) => boolean {
  return ({ keySpan }) => keySpan.start >= node.span.start && keySpan.start < node.span.end;
}

function insert(text: string, parent: MapNode, path: readonly string[], value: string): string {
  const source = new SourceText(text);
  const [first] = parent.entries;
  const last = parent.entries.at(-1);
  if (!first || !last) return text;
  const indent = " ".repeat(source.position(first.keySpan.start).column - 1);
  const step = "  ";
  const lines = path.map((name, depth) => {
    const isLast = depth === path.length - 1;
    return `${indent}${step.repeat(depth)}${name}:${isLast ? ` ${value}` : ""}`;
  });
  return insertAfter(text, Math.max(last.value.span.end, last.keySpan.end), lines, last.keySpan.end);
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
