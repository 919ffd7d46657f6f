import type { Span } from "../../model/place";
import { lineIndexOf, lineStarts } from "../../docker/line-map";
import type { ComposeView } from "../compose-context";
import type { ReportedFix } from "../rule";
import { replace, safeFix } from "./fixing";

/** An entry of a map or an item of a list: from its first character (of the key) to the last of its value. */
export interface Movable {
  readonly span: Span;
}

/** An anchor, an alias, or a block that keeps the empty lines behind it. */
const ORDER_MATTERS = /(?:^|[\s[{,:-])[&*][^\s\][{},]|[|>]\d?\+/m;

/**
 * The fix that puts neighbours into an order and changes nothing else: each takes the comment lines directly above it and the
 * comment behind it along, and the empty lines between them stay. None where that could change what the file says: an anchor
 * would come behind its alias, an entry shares a line with something else, or a quote that is not closed goes on behind it.
 */
export function reorder<Item extends Movable>(
  { text, document }: Pick<ComposeView, "text" | "document">,
  title: string,
  items: readonly Item[],
  compare: (left: Item, right: Item) => number,
): readonly ReportedFix[] {
  if (document.problems.length > 0) return [];
  const slots = rows(text, items) ?? words(text, items);
  const [first, last] = [slots?.[0], slots?.at(-1)];
  if (slots === null || first === undefined || last === undefined) return [];
  const all = { start: first.start, end: last.end };
  if (ORDER_MATTERS.test(text.slice(all.start, all.end))) return [];
  const order = items.map((item, index) => ({ item, index })).sort((left, right) => compare(left.item, right.item));
  let moved = "";
  for (const [position, { index }] of order.entries()) {
    const taken = slots[index];
    const here = slots[position];
    if (taken === undefined || here === undefined) return [];
    moved += text.slice(taken.start, taken.end);
    const next = slots[position + 1];
    if (next !== undefined) moved += text.slice(here.end, next.start);
  }
  return [safeFix(title, replace(all, moved))];
}

/** Items of one line with commas between, as in `[a, b]`: their texts change places. */
function words(text: string, items: readonly Movable[]): readonly Span[] | null {
  const spans = items.map(({ span }) => span);
  const isList = spans.every((span, at) => {
    const before = spans[at - 1];
    return before === undefined || /^[ \t]*,[ \t]*$/.test(text.slice(before.end, span.start));
  });
  const isLine = !text.slice(spans[0]?.start, spans.at(-1)?.end).includes("\n");
  return isList && isLine ? spans : null;
}

/** Items that have their lines for themselves, with the comments above and behind. */
function rows(text: string, items: readonly Movable[]): readonly Span[] | null {
  const lines = lineStarts(text);
  const slots: Span[] = [];
  let least = 0;
  let indent: string | null = null;
  for (const { span } of items) {
    let row = lineIndexOf(lines, span.start);
    const own = lines[row] ?? 0;
    const before = text.slice(own, span.start);
    if (!/^ *(?:- +)?$/.test(before) || (indent !== null && indent !== before)) return null;
    indent = before;
    const blanks = /^ */.exec(before)?.[0] ?? "";
    const lineOf = (index: number): string => text.slice(lines[index], lines[index + 1] ?? text.length);
    const key = row;
    while (row > 0 && (lines[row - 1] ?? 0) >= least && lineOf(row - 1).startsWith(`${blanks}#`)) row--;
    // What stands at the top of the file is said of the whole file.
    if (row === 0) row = key;
    const content = text.slice(span.start, span.end).trimEnd();
    const line = lineIndexOf(lines, span.start + Math.max(0, content.length - 1));
    const end = (lines[line] ?? 0) + lineOf(line).trimEnd().length;
    const rest = text.slice(span.start + content.length, end);
    // A key without a value ends with its colon.
    if (!/^:?(?:[ \t]+#|$)/.test(rest)) return null;
    slots.push({ start: (lines[row] ?? 0) + blanks.length, end });
    least = lines[line + 1] ?? text.length;
  }
  return slots;
}
