import type { ServiceReport } from "../model/verification";
import { at, entry, type DataNode, type MapNode } from "../workspace/data-node";
import { SourceText } from "../workspace/source-text";
import { parseYaml } from "../workspace/yaml";

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
    for (const [key, value] of Object.entries(limits)) edited = withLimit(edited, name, key, value);
  }
  return edited;
}

function withLimit(text: string, service: string, key: string, value: string): string {
  const node = at(parseYaml(text).root, "services", service);
  if (!isBlock(text, node)) return text;
  const path = ["deploy", "resources", "limits", key];
  let parent: MapNode = node;
  for (const [depth, name] of path.entries()) {
    const found = entry(parent, name);
    if (!found) return insert(text, parent, path.slice(depth), value);
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
  // After the line in which the last value ends; a block's span may reach over empty lines behind it.
  let end = last.value.span.end;
  while (end > last.keySpan.end && /\s/.test(text[end - 1] ?? "")) end -= 1;
  const newline = text.indexOf("\n", end);
  const at_ = newline < 0 ? text.length : newline + 1;
  const before = text.slice(0, at_);
  return `${before}${before.endsWith("\n") ? "" : "\n"}${lines.join("\n")}\n${text.slice(at_)}`;
}
