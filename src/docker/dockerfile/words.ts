import { isBlank, isSpace } from "../spaces";
import { sourceSpan } from "./logical-text";
import type { LogicalText } from "./logical-text";
import { findVariables } from "./variables";
import type { EscapeCharacter, Word } from "./types";

/** The part of a logical text from `start` to `end` as one word. */
export function makeWord(logical: LogicalText, start: number, end: number, escape: EscapeCharacter): Word {
  const raw = logical.text.slice(start, end);
  const unquoted = unquote(raw, escape);
  return {
    raw,
    value: unquoted.value,
    span: sourceSpan(logical, start, end),
    quoted: unquoted.quoted,
    variables: findVariables(logical, start, end, escape),
  };
}

/** Removes quotes and escapes as BuildKit's word processing does; references to variables stay as written. */
export function unquote(raw: string, escape: EscapeCharacter): { readonly value: string; readonly quoted: boolean } {
  if (!raw.includes('"') && !raw.includes("'") && !raw.includes(escape)) return { value: raw, quoted: false };
  let value = "";
  let quoted = false;
  let quote = "";
  for (let at = 0; at < raw.length; at++) {
    const character = raw[at] ?? "";
    if (quote === "'") {
      if (character === "'") quote = "";
      else value += character;
    } else if (character === escape) {
      const next = raw[at + 1];
      if (next === undefined) break;
      if (quote === '"' && next !== '"' && next !== "$" && next !== escape) value += character;
      else if (next === "$") value += escape;
      value += next;
      at++;
    } else if (quote === '"') {
      if (character === '"') quote = "";
      else value += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      quoted = true;
    } else {
      value += character;
    }
  }
  return { value, quoted };
}

/** Splits by blanks alone: FROM, EXPOSE, and the shell form of COPY, ADD and VOLUME. */
export function splitByBlanks(logical: LogicalText, escape: EscapeCharacter): readonly Word[] {
  const { text } = logical;
  const words: Word[] = [];
  for (let at = 0; at < text.length;) {
    while (at < text.length && isBlank(text.charCodeAt(at))) at++;
    const start = at;
    while (at < text.length && !isBlank(text.charCodeAt(at))) at++;
    if (at > start) words.push(makeWord(logical, start, at, escape));
  }
  // A list that grew has room to spare, which a copy does not keep.
  return words.slice();
}

/** Offsets of the words of ENV, LABEL and ARG: blanks inside quotes and behind the escape character do not split. */
export function splitQuoted(text: string, escape: EscapeCharacter): readonly { start: number; end: number }[] {
  const words: { start: number; end: number }[] = [];
  for (let at = 0; at < text.length;) {
    while (at < text.length && isSpace(text.charCodeAt(at))) at++;
    if (at >= text.length) break;
    const start = at;
    let quote = "";
    for (; at < text.length; at++) {
      const character = text[at] ?? "";
      if (quote === "" && isSpace(text.charCodeAt(at))) break;
      if (character === escape && quote !== "'") {
        at++;
      } else if (quote !== "") {
        if (character === quote) quote = "";
      } else if (character === "'" || character === '"') {
        quote = character;
      }
    }
    at = Math.min(at, text.length);
    words.push({ start, end: at });
  }
  return words;
}

/** The quote that is opened and not closed in `text`, with its offset; null where all are closed. */
export function findOpenQuote(
  text: string,
  escape: EscapeCharacter,
): { readonly quote: string; readonly at: number } | null {
  let quote = "";
  let opened = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? "";
    if (character === escape && quote !== "'") at++;
    else if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === "'" || character === '"') {
      quote = character;
      opened = at;
    }
  }
  return quote === "" ? null : { quote, at: opened };
}
