/** Lines kept round a change. */
const CONTEXT = 3;
/** Above this product of line counts the middle is shown as replaced whole: a diff must never hang. */
const MAX_CELLS = 4_000_000;

type Operation = { readonly sign: " " | "+" | "-"; readonly line: string };

/** A unified diff as `diff -u` prints it; empty where the texts are equal. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return "";
  const operations = compareLines(splitLines(before), splitLines(after));
  const out = [`--- ${before === "" ? "/dev/null" : `a/${path}`}`, `+++ b/${path}`];
  for (const [start, end] of hunks(operations)) {
    const slice = operations.slice(start, end);
    const head = operations.slice(0, start);
    const count = (list: readonly Operation[], sign: "+" | "-"): number =>
      list.filter(operation => operation.sign === " " || operation.sign === sign).length;
    const from = (sign: "+" | "-"): string =>
      `${count(head, sign) + (count(slice, sign) > 0 ? 1 : 0)},${count(slice, sign)}`;
    out.push(`@@ -${from("-")} +${from("+")} @@`, ...slice.map(({ sign, line }) => sign + line));
  }
  return out.join("\n");
}

function splitLines(text: string): readonly string[] {
  if (text === "") return [];
  return (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
}

/** Longest common subsequence between the equal head and tail. */
function compareLines(before: readonly string[], after: readonly string[]): readonly Operation[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail++;
  const left = before.slice(head, before.length - tail);
  const right = after.slice(head, after.length - tail);
  const same = (lines: readonly string[]): Operation[] => lines.map(line => ({ sign: " ", line }));
  return [...same(before.slice(0, head)), ...compareMiddle(left, right), ...same(before.slice(before.length - tail))];
}

function compareMiddle(left: readonly string[], right: readonly string[]): readonly Operation[] {
  const replaced: Operation[] = [
    ...left.map(line => ({ sign: "-" as const, line })),
    ...right.map(line => ({ sign: "+" as const, line })),
  ];
  if (left.length === 0 || right.length === 0 || left.length * right.length > MAX_CELLS) return replaced;
  const width = right.length + 1;
  const lengths = new Uint32Array((left.length + 1) * width);
  const at = (row: number, column: number): number => lengths[row * width + column] ?? 0;
  for (let row = left.length - 1; row >= 0; row--) {
    for (let column = right.length - 1; column >= 0; column--) {
      lengths[row * width + column] =
        left[row] === right[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const out: Operation[] = [];
  let row = 0;
  let column = 0;
  while (row < left.length || column < right.length) {
    if (row < left.length && column < right.length && left[row] === right[column]) {
      out.push({ sign: " ", line: left[row] ?? "" });
      row++;
      column++;
    } else if (row < left.length && (column >= right.length || at(row + 1, column) >= at(row, column + 1)))
      out.push({ sign: "-", line: left[row++] ?? "" });
    else out.push({ sign: "+", line: right[column++] ?? "" });
  }
  return out;
}

function hunks(operations: readonly Operation[]): readonly (readonly [number, number])[] {
  const ranges: [number, number][] = [];
  operations.forEach(({ sign }, index) => {
    if (sign === " ") return;
    const start = Math.max(0, index - CONTEXT);
    const end = Math.min(operations.length, index + 1 + CONTEXT);
    const last = ranges.at(-1);
    if (last && start <= last[1]) last[1] = end;
    else ranges.push([start, end]);
  });
  return ranges;
}
