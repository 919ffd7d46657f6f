import type { Span } from "../../model/place";
import { lineStarts } from "../line-map";
import { isSpace } from "../spaces";
import { readDirectives } from "./directives";
import { findHeredocs } from "./heredocs";
import type { HeredocOpening } from "./heredocs";
import { acceptsHeredocs, readInstruction } from "./instruction";
import type { InstructionSurroundings } from "./instruction";
import { continuationOf, readLine, skipSpaces } from "./lines";
import { plainText } from "./logical-text";
import type { LogicalText } from "./logical-text";
import type { Comment, Dockerfile, EscapeCharacter, Heredoc, Instruction, SyntaxProblem } from "./types";

/** Most instructions have no comments, heredocs and empty lines: they share one list. */
const NONE: readonly never[] = [];

/** The lines of one instruction, joined. */
interface JoinedLines {
  readonly logical: LogicalText;
  readonly inner: readonly Comment[];
  readonly emptyLines: readonly Span[];
  readonly next: number;
}

/**
 * Reads a Dockerfile as BuildKit's parser does (frontend/dockerfile/parser), with the offsets of everything. Never throws:
 * what BuildKit would refuse is in `problems`, and the rest of the file is read as if it were right. Linear in the text.
 */
export function parseDockerfile(text: string): Dockerfile {
  const bom = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const { directives, escape, problems: directiveProblems, end } = readDirectives(text, bom);
  const problems: SyntaxProblem[] = [...directiveProblems];
  const instructions: Instruction[] = [];
  const comments: Comment[] = [];
  let above: Comment[] = [];
  for (let at = end; at < text.length;) {
    const line = readLine(text, at);
    const first = skipSpaces(text, line.start, line.end);
    if (first === line.end) {
      // As in BuildKit, an empty line does not separate a comment from its instruction; rules that care compare lines.
      at = line.next;
      continue;
    }
    if (text[first] === "#") {
      const comment = makeComment(text, first, line.end, false);
      comments.push(comment);
      if (comment.text === "") above = [];
      else above.push(comment);
      at = line.next;
      continue;
    }
    const joined = joinLines(text, first, escape);
    comments.push(...joined.inner);
    at = joined.next;
    if (isBlankText(joined.logical.text)) continue;
    const opened = acceptsHeredocs(joined.logical, escape) ? findHeredocs(joined.logical, 0) : [];
    const heredocs: Heredoc[] = [];
    for (const opening of opened) {
      const heredoc = readHeredoc(text, at, opening);
      heredocs.push(heredoc.heredoc);
      at = heredoc.next;
      if (!heredoc.heredoc.terminated) {
        problems.push({
          code: "unterminated-heredoc",
          message: `heredoc ${opening.name} is not closed`,
          span: opening.span,
        });
      }
    }
    const surroundings: InstructionSurroundings = {
      comments: above.length === 0 ? NONE : above,
      inner: joined.inner,
      emptyLines: joined.emptyLines,
      heredocs: heredocs.length === 0 ? NONE : heredocs,
      end: heredocs.length === 0 ? null : trimLineEnd(text, at),
      index: instructions.length,
      onbuild: false,
    };
    instructions.push(readInstruction(joined.logical, escape, surroundings, problems));
    if (above.length > 0) above = [];
  }
  return { text, escape, directives, comments, instructions, problems, lines: lineStarts(text) };
}

function joinLines(text: string, first: number, escape: EscapeCharacter): JoinedLines {
  const only = readLine(text, first);
  if (continuationOf(text, first, only.end, escape) === -1) {
    return { logical: plainText(text.slice(first, only.end), first), inner: NONE, emptyLines: NONE, next: only.next };
  }
  const starts: number[] = [];
  const sources: number[] = [];
  const pieces: string[] = [];
  const inner: Comment[] = [];
  const emptyLines: Span[] = [];
  // Empty lines count only where the instruction goes on behind them.
  let length = 0;
  let line = only;
  let start = first;
  for (;;) {
    const mark = continuationOf(text, start, line.end, escape);
    const end = mark === -1 ? line.end : mark;
    if (end > start || pieces.length === 0) {
      starts.push(length);
      sources.push(start);
      pieces.push(text.slice(start, end));
      length += end - start;
    }
    if (mark === -1 || line.next >= text.length) break;
    let ended = false;
    for (;;) {
      line = readLine(text, line.next);
      const visible = skipSpaces(text, line.start, line.end);
      if (visible === line.end) emptyLines.push({ start: line.start, end: line.next });
      else if (text[visible] === "#") inner.push(makeComment(text, visible, line.end, true));
      else break;
      if (line.next >= text.length) {
        ended = true;
        break;
      }
    }
    if (ended) break;
    start = line.start;
  }
  return { logical: { text: pieces.join(""), starts, sources }, inner, emptyLines, next: line.next };
}

function makeComment(text: string, hash: number, end: number, inside: boolean): Comment {
  let start = hash + 1;
  let last = end;
  while (start < last && isSpace(text.charCodeAt(start))) start++;
  while (last > start && isSpace(text.charCodeAt(last - 1))) last--;
  return { text: text.slice(start, last), span: { start: hash, end: Math.max(last, hash + 1) }, inside };
}

function readHeredoc(text: string, start: number, opening: HeredocOpening): { heredoc: Heredoc; next: number } {
  let at = start;
  while (at < text.length) {
    const line = readLine(text, at);
    let begin = line.start;
    if (opening.chomp) while (begin < line.end && text.charCodeAt(begin) === 9) begin++;
    if (line.end - begin === opening.name.length && text.startsWith(opening.name, begin)) {
      return { heredoc: makeHeredoc(text, opening, start, at, true), next: line.next };
    }
    at = line.next;
  }
  return { heredoc: makeHeredoc(text, opening, start, text.length, false), next: text.length };
}

function makeHeredoc(text: string, opening: HeredocOpening, start: number, end: number, terminated: boolean): Heredoc {
  return { ...opening, body: text.slice(start, end), bodySpan: { start, end }, terminated };
}

function trimLineEnd(text: string, end: number): number {
  let at = end;
  while (at > 0 && (text.charCodeAt(at - 1) === 10 || text.charCodeAt(at - 1) === 13)) at--;
  return at;
}

function isBlankText(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (!isSpace(text.charCodeAt(at))) return false;
  return true;
}
