import type { Span } from "../../../model/place";
import type { ComposeContext } from "../../compose-context";
import { defineRule } from "../../define-rule";
import { shorten } from "../../query/fixing";

interface Edge {
  readonly to: string;
  readonly span: Span;
  readonly path: string;
}

/** What each service waits for, over all files of the project. */
function readEdges(context: ComposeContext): ReadonlyMap<string, readonly Edge[]> {
  const edges = new Map<string, Edge[]>();
  for (const [name, parts] of context.project.services) {
    const list: Edge[] = [];
    for (const { file, service } of parts) {
      for (const each of [...service.dependsOn, ...service.links]) {
        list.push({ to: each.name, span: each.span, path: file.path });
      }
    }
    edges.set(name, list);
  }
  return edges;
}

/** The names from `start` back to it, null where no way leads back. */
function findWay(start: string, first: Edge, edges: ReadonlyMap<string, readonly Edge[]>): readonly string[] | null {
  const seen = new Set<string>();
  const waiting: (readonly string[])[] = [[first.to]];
  for (let way = waiting.shift(); way !== undefined; way = waiting.shift()) {
    const last = way.at(-1) ?? "";
    if (last === start) return way;
    if (seen.has(last)) continue;
    seen.add(last);
    for (const edge of edges.get(last) ?? []) waiting.push([...way, edge.to]);
  }
  return null;
}

export const rule = defineRule({
  target: "compose",
  id: "dependency-cycle",
  code: "DD2017",
  severity: "error",
  mirrors: [],
  what: "Services that wait for each other in a circle.",
  why: "Compose refuses the project.",
  todo: "Remove one of the dependencies.",
  bad: "services:\n  web:\n    image: nginx:1.27\n    depends_on: [«api»]\n  api:\n    image: nginx:1.27\n    depends_on: [web]\n",
  good: "services:\n  web:\n    image: nginx:1.27\n    depends_on: [api]\n  api:\n    image: nginx:1.27\n",
  check: context => {
    const edges = readEdges(context);
    const told = new Set<string>();
    for (const service of context.document.services) {
      for (const edge of edges.get(service.name) ?? []) {
        if (edge.path !== context.path || told.has(service.name)) continue;
        const way = findWay(service.name, edge, edges);
        if (way === null) continue;
        // One finding tells a circle; its other members are not reported again.
        for (const name of way) told.add(name);
        const circle = shorten([service.name, ...way].map(name => `\`${name}\``).join(" → "), 80);
        context.report(edge.span, `Services wait for each other: ${circle}, so nothing starts. Remove one dependency.`);
      }
    }
  },
});
