import { maskSecrets } from "../../workspace/mask";
import type { Span } from "../../model/place";
import { lineEndOf, lineIndexOf } from "../../docker/line-map";
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
  return { span: { start, end }, text: wouldDirect ? lineEndOf(view.text) : "" };
}

/** The offset at which a new line before an instruction (and the comments above it) is to be inserted. */
export function lineStartOf(view: DockerfileView, instruction: Instruction): number {
  const { lines } = view.file;
  return lines[lineIndexOf(lines, instruction.span.start)] ?? 0;
}

/** A part of a text that a rule split at its colons, without what may be the user and password of an address. */
export function withoutUser(part: string): string {
  return part.replace(/^[^@]*@/, "…@");
}

/** The text with its secrets hidden, cut to `length` characters, for messages. */
export function shorten(text: string, length = 40): string {
  const line = maskSecrets(text.replaceAll(/\s+/g, " ").trim());
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}

/** True where a fix leaves the JSON arrays of a file as such: what it writes into one stands in quotes. */
export function keepsArrays(view: DockerfileView, fix: ReportedFix): boolean {
  return fix.edits.every(({ span, text }) => {
    if (text === "" || /^[\s,]*"[^]*"[\s,]*$/.test(text)) return true;
    return view.instructions.every(
      ({ json }) => json === null || span.start <= json.span.start || span.start >= json.span.end,
    );
  });
}
