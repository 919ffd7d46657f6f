import type { ComposePort } from "../../docker/compose/ports";
import { isPlain, partSpan } from "../../docker/compose/scalars";
import type { ComposeService } from "../../docker/compose/types";
import { at, items } from "../../workspace/data-node";
import type { DataNode } from "../../workspace/data-node";
import type { ReportedEdit } from "../rule";
import { insert, replace } from "./fixing";

/** The node of an entry of `ports`. */
export function portNode(service: ComposeService, port: ComposePort): DataNode | null {
  return (
    items(at(service.node, "ports")).find(
      item => item.span.start <= port.span.start && port.span.end <= item.span.end,
    ) ?? null
  );
}

/** Puts an address in front of a published port of the short form; null for the long form. */
export function bindTo(text: string, service: ComposeService, port: ComposePort, address: string): ReportedEdit | null {
  const node = portNode(service, port);
  if (node === null || !port.isShort || port.hostIp !== null) return null;
  const bound = `${address}:${port.isPublished ? "" : ":"}${port.text}`;
  if (!isPlain(text, node))
    return insert(partSpan(text, node, 0, 0).start, bound.slice(0, bound.length - port.text.length));
  return replace(node.span, `"${bound}"`);
}

/** How people write the published side: `8000`, or `8000-8010`. */
export function publishedText(port: ComposePort): string {
  const range = port.published ?? port.target;
  if (range === null) return port.text;
  return range.first === range.last ? String(range.first) : `${String(range.first)}-${String(range.last)}`;
}
