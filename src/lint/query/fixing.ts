import type { Span } from "../../model/place";
import { lineIndexOf } from "../../docker/line-map";
import { readDirectives } from "../../docker/dockerfile/directives";
import type { Instruction } from "../../docker/dockerfile/types";
import type { DockerfileView } from "../dockerfile-context";
import type { ReportedEdit, ReportedFix } from "../rule";

export function insert(offset: number, text: string): ReportedEdit {
  return { span: { start: offset, end: offset }, text };
}

export function replace(span: Span, text: string): ReportedEdit {
  return { span, text };
}

/** A fix that may be applied without reading. */
export function safeFix(title: string, ...edits: readonly ReportedEdit[]): ReportedFix {
  return { title, edits, safe: true };
}

/** A fix that a person is to confirm. */
export function suggestion(title: string, ...edits: readonly ReportedEdit[]): ReportedFix {
  return { title, edits, safe: false };
}

/** Removes a span and the blanks in front of it. */
export function removeWithBlanks(text: string, span: Span): ReportedEdit {
  let start = span.start;
  while (start > 0 && (text[start - 1] === " " || text[start - 1] === "\t")) start--;
  return { span: { start, end: span.end }, text: "" };
}

/**
 * Removes an instruction with its lines and its heredocs. An empty line stays where the comment below would become a
 * parser directive: directives are read from the top down to the first line that is none.
 */
export function removeInstruction(view: DockerfileView, instruction: Instruction): ReportedEdit {
  const { lines } = view.file;
  const start = lines[lineIndexOf(lines, instruction.fullSpan.start)] ?? 0;
  const end = lines[lineIndexOf(lines, Math.max(start, instruction.fullSpan.end - 1)) + 1] ?? view.text.length;
  const top = view.text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const isFirst = readDirectives(view.text, top).end === Math.max(start, top);
  const wouldDirect = isFirst && readDirectives(view.text, end).directives.length > 0;
  return { span: { start, end }, text: wouldDirect ? lineEnd(view) : "" };
}

/** The line end that the file uses. */
export function lineEnd(view: DockerfileView): string {
  const feed = view.text.indexOf("\n");
  return feed > 0 && view.text[feed - 1] === "\r" ? "\r\n" : "\n";
}

/** The offset at which a new line before an instruction (and the comments above it) is to be inserted. */
export function lineStartOf(view: DockerfileView, instruction: Instruction): number {
  const { lines } = view.file;
  return lines[lineIndexOf(lines, instruction.span.start)] ?? 0;
}

/** The text cut to `length` characters, for messages. */
export function shorten(text: string, length = 40): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}

/** The name of the nearest known word, null where none is near enough (Levenshtein distance of a third of its length). */
export function nearest(word: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  if (word.length > MAX_COMPARED) return null;
  const wanted = word.toLowerCase();
  for (const candidate of known) {
    // The lengths alone rule most of a large folder's names out.
    if (Math.abs(candidate.length - word.length) >= bestDistance || candidate.length > MAX_COMPARED) continue;
    const distance = editDistance(wanted, candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Longer names are not compared: nobody mistypes one and nothing else. */
const MAX_COMPARED = 64;

/** The distance of two words (a swap of neighbours counts as one step); `limit` where it is that or more. */
function editDistance(left: string, right: string, limit: number): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= right.length; column++) {
      const cost = left[row - 1] === right[column - 1] ? 0 : 1;
      const swap = row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      current.push(
        Math.min(
          (previous[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (previous[column - 1] ?? 0) + (swap ? 0 : cost),
        ),
      );
    }
    for (const distance of current) least = Math.min(least, distance);
    if (least >= limit) return limit;
    previous = current;
  }
  return previous[right.length] ?? limit;
}
