import type { Span } from "../../model/place";
import type { DataNode } from "../../workspace/data-node";
import { blockTags, expressionIn, isInTemplateFolder, mayHoldMarks, placeholderIn } from "../template-marks";
import type { ComposeDocument } from "./types";

/**
 * Where a file shows that it is a template, from which the Compose file is yet to be made; null for a Compose file. Marks count only
 * where no Compose file can have them: a command, a label or a config may hold a template of its own.
 */
export function templateMark(document: ComposeDocument, path: string): Span | null {
  const { text, root, problems, services } = document;
  if (!mayHoldMarks(text)) return null;
  // Inside a block of text a tag is valid YAML; elsewhere it is what the parser stumbles over, on its line or the next.
  if (problems.length > 0) {
    const tag = blockTags(text).find(each => problems.some(({ span }) => isNear(text, each, span)));
    if (tag !== undefined) return tag;
  }
  for (const { span } of problems) {
    const start = text.lastIndexOf("\n", span.start - 1) + 1;
    const end = text.indexOf("\n", span.start);
    const line = text.slice(start, end === -1 ? text.length : end);
    const mark = expressionIn(line);
    const isQuoted = mark !== null && (line.slice(0, mark.start).match(/["']/g)?.length ?? 0) % 2 === 1;
    if (mark !== null && !isQuoted) return { start: start + mark.start, end: start + mark.end };
  }
  for (const { image, ports } of services) {
    for (const part of [image, ...ports]) {
      const mark = part === null ? null : placeholderIn(text.slice(part.span.start, part.span.end), part.span.start);
      if (mark !== null) return mark;
    }
  }
  const braces = root === null ? null : doubleBraces(root, text);
  if (braces !== null) return { start: braces, end: braces + 2 };
  return isInTemplateFolder(path) ? expressionIn(text) : null;
}

function isNear(text: string, tag: Span, problem: Span): boolean {
  const next = text.indexOf("\n", tag.end);
  const end = next === -1 ? -1 : text.indexOf("\n", next + 1);
  return problem.start >= tag.start - 2 && (end === -1 || problem.start <= end);
}

/** A value that begins with `{{`: to YAML a map whose key is a map, which Compose never has. */
function doubleBraces(root: DataNode, text: string): number | null {
  // What an anchor holds is there once for all its aliases, so that no file multiplies itself.
  const seen = new Set<DataNode>([root]);
  for (const node of seen) {
    if (node.kind === "map") {
      if (text.startsWith("{{", node.span.start)) return node.span.start;
      for (const { value } of node.entries) seen.add(value);
    } else if (node.kind === "list") {
      for (const item of node.items) seen.add(item);
    }
  }
  return null;
}
