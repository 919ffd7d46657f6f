import type { Span } from "../../model/place";
import type { DataNode } from "../../workspace/data-node";
import type { ComposeContext } from "../compose-context";

/** The first name that stands after one that belongs behind it; null where all are in order. */
export function firstOutOfOrder<Item extends { readonly span: Span }>(
  list: readonly Item[],
  compare: (left: Item, right: Item) => number,
): { readonly item: Item; readonly before: Item } | null {
  for (let at = 1; at < list.length; at++) {
    const item = list[at];
    const before = list[at - 1];
    if (item !== undefined && before !== undefined && compare(before, item) > 0) return { item, before };
  }
  return null;
}

/** The keys of a map as written in it: those that a merge key brings stand elsewhere. */
export function ownKeys(node: DataNode | null | undefined): readonly { readonly text: string; readonly span: Span }[] {
  if (node?.kind !== "map") return [];
  const { span } = node;
  return node.entries
    .filter(each => each.keySpan.start >= span.start && each.keySpan.end <= Math.max(span.end, each.keySpan.end))
    .filter(each => each.keySpan.start >= span.start)
    .map(each => ({ text: each.key, span: each.keySpan }))
    .sort((left, right) => left.span.start - right.span.start);
}

/** Compares by place in a list; names that it does not hold come last, in any order. */
export function byList(order: readonly string[]): (left: { text: string }, right: { text: string }) => number {
  const place = (text: string): number => {
    const at = order.indexOf(text);
    return at === -1 ? order.length : at;
  };
  return (left, right) => place(left.text) - place(right.text);
}

/** Reports the first key of a map that stands out of an order. */
export function reportKeyOrder(context: ComposeContext, node: DataNode | null, order: readonly string[]): void {
  const keys = ownKeys(node).filter(each => order.includes(each.text));
  const found = firstOutOfOrder(keys, byList(order));
  if (found === null) return;
  context.report(
    found.item.span,
    `\`${found.item.text}\` stands behind \`${found.before.text}\`. Put it before, as the usual order has it.`,
  );
}
