import type { Span } from "../../model/place";
import { lineIndexOf } from "../line-map";

/**
 * The text of one instruction with its continuation marks, line ends, comment lines and empty lines removed, and the
 * way back to the file: piece `i` begins at `starts[i]` here and at `sources[i]` in the file.
 */
export interface LogicalText {
  readonly text: string;
  readonly starts: readonly number[];
  readonly sources: readonly number[];
}

/** The one piece of most texts begins at 0. Texts of a whole workspace are kept, so what is alike is kept once. */
const AT_ZERO: readonly number[] = [0];

/** A logical text that lies in the file as it is, from `source` on. */
export function plainText(text: string, source: number): LogicalText {
  return { text, starts: AT_ZERO, sources: [source] };
}

/** The file's offset of the character at `offset`. */
export function sourceOffset(logical: LogicalText, offset: number): number {
  if (logical.starts.length === 1) return (logical.sources[0] ?? 0) + offset - (logical.starts[0] ?? 0);
  const piece = lineIndexOf(logical.starts, offset);
  return (logical.sources[piece] ?? 0) + offset - (logical.starts[piece] ?? 0);
}

/** The file's span of the characters from `start` to `end` (exclusive); it may run over several lines of the file. */
export function sourceSpan(logical: LogicalText, start: number, end: number): Span {
  const first = sourceOffset(logical, start);
  if (end <= start) return { start: first, end: first };
  return { start: first, end: sourceOffset(logical, end - 1) + 1 };
}

/** The part from `start` to `end` as a logical text of its own. */
export function sliceLogical(logical: LogicalText, start: number, end: number): LogicalText {
  if (logical.starts.length === 1) return plainText(logical.text.slice(start, end), sourceOffset(logical, start));
  const starts: number[] = [0];
  const sources: number[] = [sourceOffset(logical, start)];
  for (let index = lineIndexOf(logical.starts, start) + 1; index < logical.starts.length; index++) {
    const at = logical.starts[index] ?? 0;
    if (at >= end) break;
    if (at <= start) continue;
    starts.push(at - start);
    sources.push(logical.sources[index] ?? 0);
  }
  return { text: logical.text.slice(start, end), starts, sources };
}

/** Several logical texts, one after the other. */
export function joinLogical(parts: readonly LogicalText[]): LogicalText {
  let text = "";
  const starts: number[] = [];
  const sources: number[] = [];
  for (const part of parts) {
    if (part.text === "") continue;
    for (const [index, start] of part.starts.entries()) {
      starts.push(text.length + start);
      sources.push(part.sources[index] ?? 0);
    }
    text += part.text;
  }
  return starts.length === 0 ? { text, starts: [0], sources: [parts[0]?.sources[0] ?? 0] } : { text, starts, sources };
}
