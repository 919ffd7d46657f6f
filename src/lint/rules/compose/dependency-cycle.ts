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
      for (const each of [...service.dependsOn, ...service.links, ...service.volumesFrom, ...service.shares]) {
        list.push({ to: each.name, span: each.span, path: file.path });
      }
    }
    edges.set(name, list);
  }
  return edges;
}

/** The circles of a graph, each as the edges that lead around it; one walk over the whole, so linear. */
function findCircles(edges: ReadonlyMap<string, readonly Edge[]>): readonly (readonly Edge[])[] {
  const circles: Edge[][] = [];
  const states = new Map<string, "open" | "done">();
  for (const start of edges.keys()) {
    if (states.has(start)) continue;
    states.set(start, "open");
    const stack: { readonly name: string; next: number }[] = [{ name: start, next: 0 }];
    const taken: Edge[] = [];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const edge = edges.get(top.name)?.[top.next++];
      if (edge === undefined) {
        states.set(top.name, "done");
        stack.pop();
        taken.pop();
      } else if (states.get(edge.to) === "open") {
        const first = stack.findIndex(each => each.name === edge.to);
        circles.push([...taken.slice(first), edge]);
      } else if (!states.has(edge.to) && edges.has(edge.to)) {
        states.set(edge.to, "open");
        taken.push(edge);
        stack.push({ name: edge.to, next: 0 });
      }
    }
  }
  return circles;
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
    for (const circle of findCircles(readEdges(context))) {
      const edge = circle.find(each => each.path === context.path);
      if (edge === undefined) continue;
      const names = [circle.at(-1), ...circle].map(each => `\`${each?.to ?? ""}\``);
      context.report(
        edge.span,
        `Services wait for each other: ${shorten(names.join(" → "), 80)}, so nothing starts. Remove one dependency.`,
      );
    }
  },
});
