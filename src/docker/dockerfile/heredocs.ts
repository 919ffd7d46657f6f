import { isDigit, isSpace } from "../spaces";
import { sourceSpan } from "./logical-text";
import type { LogicalText } from "./logical-text";
import { unquote } from "./words";
import type { Span } from "../../model/place";

/** `<<WORD` in an instruction, before its body is read. */
export interface HeredocOpening {
  readonly name: string;
  readonly descriptor: number;
  readonly expand: boolean;
  readonly chomp: boolean;
  readonly span: Span;
}

/**
 * The heredocs that a line opens, as BuildKit finds them: words that are wholly `[fd]<<[-]NAME`, where blanks may stand before the
 * name. A line with an unclosed quote has none.
 */
export function findHeredocs(logical: LogicalText, start: number): readonly HeredocOpening[] {
  const { text } = logical;
  if (!text.includes("<<", start)) return [];
  const found: HeredocOpening[] = [];
  for (const word of splitShellLike(text, start)) {
    const opening = readOpening(logical, word.start, word.end);
    if (opening !== null) found.push(opening);
  }
  return found;
}

/** Words split by blanks outside quotes, with blanks after `<<` kept in the word; none where a quote stays open. */
function splitShellLike(text: string, from: number): readonly { start: number; end: number }[] {
  const words: { start: number; end: number }[] = [];
  let begin = -1;
  for (let at = from; at < text.length; at++) {
    const character = text[at] ?? "";
    if (isSpace(text.charCodeAt(at))) {
      if (begin !== -1) words.push({ start: begin, end: at });
      begin = -1;
      continue;
    }
    if (begin === -1) begin = at;
    if (character === "\\") at++;
    else if (character === "'") {
      at = text.indexOf("'", at + 1);
      if (at === -1) return [];
    } else if (character === '"') {
      at = closingDoubleQuote(text, at);
      if (at === -1) return [];
    } else if (character === "<" && text[at + 1] === "<") {
      at++;
      while (at + 1 < text.length && " \t".includes(text[at + 1] ?? "x")) at++;
    }
  }
  if (begin !== -1) words.push({ start: begin, end: text.length });
  return words;
}

function closingDoubleQuote(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at;
  }
  return -1;
}

function readOpening(logical: LogicalText, start: number, end: number): HeredocOpening | null {
  const { text } = logical;
  let at = start;
  while (at < end && isDigit(text.charCodeAt(at))) at++;
  const descriptor = at === start ? 0 : Number(text.slice(start, at));
  if (text[at] !== "<" || text[at + 1] !== "<") return null;
  at += 2;
  const chomp = text[at] === "-";
  if (chomp) at++;
  while (at < end && isSpace(text.charCodeAt(at))) at++;
  const rest = text.slice(at, end);
  if (rest === "" || rest.includes("<") || hasBlankOutsideQuotes(rest)) return null;
  const { value, quoted } = unquote(rest, "\\");
  return { name: value, descriptor, expand: !quoted, chomp, span: sourceSpan(logical, start, end) };
}

function hasBlankOutsideQuotes(text: string): boolean {
  let quote = "";
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? "";
    if (character === "\\") at++;
    else if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === "'" || character === '"') quote = character;
    else if (isSpace(text.charCodeAt(at))) return true;
  }
  return false;
}
