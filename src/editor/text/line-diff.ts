/** Lines `start` to `end` (0-based, end excluded) of the old text become `lines`. */
export interface Hunk {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/** Cells of the table of a longest common subsequence; beyond it the middle is one hunk. */
const MAX_CELLS = 4_000_000;

export function splitLines(text: string): string[] {
  return text.split(/\r?\n/);
}

/** The changed stretches between two texts, by longest common subsequence of lines. */
export function diffLines(before: readonly string[], after: readonly string[]): Hunk[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  const room = Math.min(before.length, after.length) - head;
  while (tail < room && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const old = before.slice(head, before.length - tail);
  const now = after.slice(head, after.length - tail);
  if (old.length === 0 && now.length === 0) return [];
  if (old.length * now.length > MAX_CELLS || old.length === 0 || now.length === 0) {
    return [{ start: head, end: head + old.length, lines: now }];
  }
  return middleHunks(old, now).map(hunk => ({ ...hunk, start: hunk.start + head, end: hunk.end + head }));
}

/** How many lines the rest of `old` from each row and the rest of `now` from each column have in common, row by row. */
function commonLengths(old: readonly string[], now: readonly string[]): Uint32Array {
  const width = now.length + 1;
  const table = new Uint32Array((old.length + 1) * width);
  for (let row = old.length - 1; row >= 0; row--) {
    for (let column = now.length - 1; column >= 0; column--) {
      const at = row * width + column;
      table[at] =
        old[row] === now[column]
          ? (table[at + width + 1] ?? 0) + 1
          : Math.max(table[at + width] ?? 0, table[at + 1] ?? 0);
    }
  }
  return table;
}

function middleHunks(old: readonly string[], now: readonly string[]): Hunk[] {
  const width = now.length + 1;
  const table = commonLengths(old, now);
  const hunks: { start: number; end: number; lines: string[] }[] = [];
  let row = 0;
  let column = 0;
  let hunk: (typeof hunks)[number] | null = null;
  while (row < old.length || column < now.length) {
    if (row < old.length && column < now.length && old[row] === now[column]) {
      row++;
      column++;
      hunk = null;
      continue;
    }
    if (hunk === null) hunks.push((hunk = { start: row, end: row, lines: [] }));
    const down = row < old.length ? (table[(row + 1) * width + column] ?? 0) : -1;
    const right = column < now.length ? (table[row * width + column + 1] ?? 0) : -1;
    if (down >= right) hunk.end = ++row;
    else hunk.lines.push(now[column++] ?? "");
  }
  return hunks;
}

/** `+41 −1` as numbers. */
export function countChanges(before: string | null, after: string): { added: number; removed: number } {
  const hunks = diffLines(before === null ? [] : splitLines(before), splitLines(after));
  return {
    added: hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0),
    removed: hunks.reduce((sum, hunk) => sum + hunk.end - hunk.start, 0),
  };
}

/**
 * Three-way merge by lines: what `mine` and `theirs` each changed in `base`. `overlap` is true where both changed the
 * same lines differently; `mine` then wins in the text.
 */
export function mergeLines(base: string, mine: string, theirs: string): { text: string; overlap: boolean } {
  if (mine === theirs || theirs === base) return { text: mine, overlap: false };
  if (mine === base) return { text: theirs, overlap: false };
  const lines = splitLines(base);
  const ours = diffLines(lines, splitLines(mine));
  const others = diffLines(lines, splitLines(theirs));
  const touches = (left: Hunk, right: Hunk): boolean =>
    (left.start < right.end && right.start < left.end) || left.start === right.start;
  const same = (left: Hunk, right: Hunk): boolean =>
    left.start === right.start && left.end === right.end && left.lines.join("\n") === right.lines.join("\n");
  const taken = others.filter(other => !ours.some(own => touches(own, other)));
  const overlap = others.some(other => ours.some(own => touches(own, other) && !same(own, other)));
  const hunks = [...ours, ...taken].sort((left, right) => left.start - right.start);
  const result: string[] = [];
  let at = 0;
  for (const hunk of hunks) {
    result.push(...lines.slice(at, hunk.start), ...hunk.lines);
    at = hunk.end;
  }
  result.push(...lines.slice(at));
  return { text: result.join("\n"), overlap };
}
