import type { PythonFacts } from "../python/facts";
import type { SourceText } from "../workspace/source-text";

/** Where the facts of a text stand in a later version of it that says the same. */
export interface Alignment {
  /** The new offset of an old one at which a fact starts or ends. */
  offset(before: number): number | undefined;
  /** The new line of an import or another fact that stood on a line. */
  line(before: number): number | undefined;
}

/**
 * Aligns the facts of two versions of one file. Null where anything but offsets and lines differs, where facts changed
 * their order, or where two of them came onto one line or left it: what is concluded from facts then may differ too.
 */
export function alignFacts(
  before: { readonly facts: PythonFacts; readonly source: SourceText },
  after: { readonly facts: PythonFacts; readonly source: SourceText },
): Alignment | null {
  const offsets = new Map<number, number>();
  const lines = new Map<number, number>();
  if (!align(before.facts, after.facts, offsets)) return null;
  let last: { line: number; to: number; toLine: number } | undefined;
  for (const [from, to] of [...offsets].sort((left, right) => left[0] - right[0])) {
    const { line } = before.source.position(from);
    const { line: toLine } = after.source.position(to);
    if (last && (to < last.to || (line === last.line) !== (toLine === last.toLine))) return null;
    last = { line, to, toLine };
    lines.set(line, toLine);
  }
  before.facts.imports.forEach(({ line }, index) => lines.set(line, after.facts.imports[index]?.line ?? line));
  return { offset: from => offsets.get(from), line: line => lines.get(line) };
}

const OFFSETS = new Set(["offset", "end", "leavesAt"]);
const LINES = new Set(["line", "lines"]);

/** Whether two facts are the same but for their offsets, which are noted. */
function align(before: unknown, after: unknown, offsets: Map<number, number>): boolean {
  if (before === after) return true;
  if (typeof before !== "object" || typeof after !== "object" || before === null || after === null) return false;
  if (Array.isArray(before)) {
    return (
      Array.isArray(after) &&
      before.length === after.length &&
      before.every((item, index) => align(item, after[index], offsets))
    );
  }
  const old = before as Readonly<Record<string, unknown>>;
  const now = after as Readonly<Record<string, unknown>>;
  const keys = Object.keys(old);
  if (keys.length !== Object.keys(now).length) return false;
  return keys.every(key => {
    const from = old[key];
    const to = now[key];
    if (LINES.has(key)) return typeof from === typeof to;
    if (!OFFSETS.has(key) || typeof from !== "number" || typeof to !== "number") return align(from, to, offsets);
    if (offsets.has(from)) return offsets.get(from) === to;
    offsets.set(from, to);
    return true;
  });
}
