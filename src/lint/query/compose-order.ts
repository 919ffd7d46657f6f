import { compareText, type Span } from "../../model/place";
import type { DataNode } from "../../workspace/data-node";
import type { ComposeContext } from "../compose-context";
import { reorder } from "./reorder";

/** A key of a map as written in it. */
export interface OwnKey {
  readonly text: string;
  readonly span: Span;
  /** The key with its value. */
  readonly whole: Span;
}

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
export function ownKeys(node: DataNode | null | undefined): readonly OwnKey[] {
  if (node?.kind !== "map") return [];
  const { span } = node;
  return node.entries
    .filter(each => each.keySpan.start >= span.start && each.keySpan.end <= Math.max(span.end, each.keySpan.end))
    .filter(each => each.keySpan.start >= span.start)
    .map(({ key, keySpan, value }) => ({
      text: key,
      span: keySpan,
      whole: { start: keySpan.start, end: Math.max(keySpan.end, value.span.end) },
    }))
    .sort((left, right) => left.span.start - right.span.start);
}

/** Puts keys into an order with all that belongs to them. */
export function reorderKeys(
  context: ComposeContext,
  title: string,
  keys: readonly OwnKey[],
  compare: (left: OwnKey, right: OwnKey) => number,
): ReturnType<typeof reorder> {
  const entries = keys.map(key => ({ key, span: key.whole }));
  return reorder(context, title, entries, (left, right) => compare(left.key, right.key));
}

/** A key's place in an order, where `x-` stands for all keys of one's own; those that it does not hold come last. */
function placeIn(order: readonly string[], text: string): number {
  const at = order.indexOf(text.startsWith("x-") ? "x-" : text);
  return at === -1 ? order.length : at;
}

/** Reports the first key of a map that stands out of an order. */
export function reportKeyOrder(context: ComposeContext, node: DataNode | null, order: readonly string[]): void {
  const keys = ownKeys(node);
  const byPlace = (left: OwnKey, right: OwnKey): number => placeIn(order, left.text) - placeIn(order, right.text);
  const known = keys.filter(each => placeIn(order, each.text) < order.length);
  const found = firstOutOfOrder(known, byPlace);
  if (found === null) return;
  const sort = (left: OwnKey, right: OwnKey): number => byPlace(left, right) || compareText(left.text, right.text);
  context.report(
    found.item.span,
    `\`${found.item.text}\` stands behind \`${found.before.text}\`. Put it before, as the usual order has it.`,
    { fixes: reorderKeys(context, "Sort the Keys", keys, sort) },
  );
}
