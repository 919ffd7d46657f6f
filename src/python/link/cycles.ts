import { compareText } from "../../model/place";

/**
 * The import cycles of a graph: strongly connected components of two or more files, each sorted, in order of their first
 * file (Tarjan's algorithm, without recursion so that long chains cannot overflow the stack).
 */
export function importCycles(
  edges: readonly { readonly from: string; readonly to: string }[],
): readonly (readonly string[])[] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const list = targets.get(from);
    if (list) list.push(to);
    else targets.set(from, [to]);
  }
  const state = new Map<string, { index: number; low: number; onStack: boolean }>();
  const stack: string[] = [];
  const cycles: string[][] = [];
  for (const root of targets.keys()) {
    if (state.has(root)) continue;
    const work: { node: string; next: number }[] = [];
    const enter = (node: string): void => {
      state.set(node, { index: state.size, low: state.size, onStack: true });
      stack.push(node);
      work.push({ node, next: 0 });
    };
    enter(root);
    for (let frame = work.at(-1); frame !== undefined; frame = work.at(-1)) {
      const own = state.get(frame.node);
      const target = targets.get(frame.node)?.[frame.next++];
      if (!own) break;
      if (target !== undefined) {
        const known = state.get(target);
        if (!known) enter(target);
        else if (known.onStack) own.low = Math.min(own.low, known.index);
        continue;
      }
      work.pop();
      const parent = work.at(-1);
      const parentState = parent && state.get(parent.node);
      if (parentState) parentState.low = Math.min(parentState.low, own.low);
      if (own.low === own.index) cycles.push(popComponent(stack, state, frame.node));
    }
  }
  return cycles
    .filter(cycle => cycle.length > 1)
    .map(cycle => cycle.sort(compareText))
    .sort((left, right) => compareText(left[0] ?? "", right[0] ?? ""));
}

function popComponent(stack: string[], state: ReadonlyMap<string, { onStack: boolean }>, root: string): string[] {
  const component: string[] = [];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const own = state.get(node);
    if (own) own.onStack = false;
    component.push(node);
    if (node === root) break;
  }
  return component;
}
