import { splitPort } from "../../docker/compose/ports";
import { asText, at, type DataNode } from "../../workspace/data-node";

/** The port in the container, where it is written as a number: `8000`, `${PORT:-8000}:8000/tcp` and `{ target: 8000 }` are all 8000; a range or a variable is none. */
export function writtenTarget(node: DataNode): readonly number[] {
  const written = asText(at(node, "target")) ?? asText(node) ?? "";
  const port = /(?:^|:)(\d+)(?:\/\w+)?$/.exec(written)?.[1];
  return port === undefined ? [] : [Number(port)];
}

/** `8000:80`, `127.0.0.1:${PORT:-8000}:80/tcp` and `{ published: 8000 }` are all 8000, a range is all of its numbers. */
export function publishedPort(node: DataNode): readonly number[] {
  const written = asText(at(node, "published")) ?? splitPort(asText(node) ?? "").published ?? "";
  const usual = /^\$\{\w+:?-([^}]*)\}$/.exec(written)?.[1] ?? written;
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(usual) ?? [];
  const length = Number(last) - Number(first) + 1;
  return length > 0 ? Array.from({ length }, (_, index) => Number(first) + index) : [];
}

/** The number on this machine by the one in the container; the first of several. */
export function outsidePorts(ports: readonly DataNode[]): ReadonlyMap<number, number> {
  const pairs = ports.flatMap(node =>
    writtenTarget(node).flatMap(inside => publishedPort(node).map(outside => [inside, outside] as const)),
  );
  return new Map(pairs.reverse());
}
