import type { Span } from "../model/place";

/** 1-based line and column; columns count UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Offsets at which each line of `text` begins. A line ends at a line feed only. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** The 0-based index of the line that holds `offset`. */
export function lineIndexOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The line end that a text uses, by its first line. */
export function lineEndOf(text: string): string {
  return text[text.indexOf("\n") - 1] === "\r" ? "\r\n" : "\n";
}

export function positionOf(starts: readonly number[], offset: number): Position {
  const index = lineIndexOf(starts, offset);
  return { line: index + 1, column: offset - (starts[index] ?? 0) + 1 };
}

/** The span of the whole line at a 0-based index, with its line end. */
export function lineSpan(text: string, starts: readonly number[], index: number): Span {
  const start = starts[index] ?? text.length;
  return { start, end: starts[index + 1] ?? text.length };
}
