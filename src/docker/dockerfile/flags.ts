import { isSpace } from "../spaces";
import { sourceSpan } from "./logical-text";
import type { LogicalText } from "./logical-text";
import { findVariables } from "./variables";
import type { EscapeCharacter, Flag } from "./types";

const NONE: readonly Flag[] = [];

/** Reads the `--name=value` words at `start`; `next` is where the arguments begin. */
export function readFlags(
  logical: LogicalText,
  start: number,
  escape: EscapeCharacter,
): { readonly flags: readonly Flag[]; readonly next: number } {
  const { text } = logical;
  let at = start;
  while (at < text.length && isSpace(text.charCodeAt(at))) at++;
  if (text[at] !== "-" || text[at + 1] !== "-") return { flags: NONE, next: at };
  const flags: Flag[] = [];
  for (;;) {
    while (at < text.length && isSpace(text.charCodeAt(at))) at++;
    if (text[at] !== "-" || text[at + 1] !== "-") return { flags, next: at };
    const word = readWord(text, at, escape);
    // `--` alone ends the flags.
    if (word.end - at === 2) return { flags, next: word.end };
    flags.push(makeFlag(logical, at, word, escape));
    at = word.end;
  }
}

interface FlagWord {
  readonly end: number;
  /** The offset of `=`, -1 without one. */
  readonly equals: number;
  /** What stands behind `=`, without quotes and escapes. */
  readonly value: string;
}

function readWord(text: string, start: number, escape: EscapeCharacter): FlagWord {
  let value = "";
  let equals = -1;
  let quote = "";
  let at = start;
  for (; at < text.length; at++) {
    const character = text[at] ?? "";
    if (quote === "" && isSpace(text.charCodeAt(at))) break;
    if (character === escape) {
      at++;
      value += text[at] ?? "";
    } else if (character === quote) quote = "";
    else if (quote !== "") value += character;
    else if (character === "'" || character === '"') quote = character;
    else if (character === "=" && equals === -1) {
      equals = at;
      value = "";
    } else value += character;
  }
  return { end: Math.min(at, text.length), equals, value };
}

function makeFlag(
  logical: LogicalText,
  start: number,
  { end, equals, value }: FlagWord,
  escape: EscapeCharacter,
): Flag {
  const nameEnd = equals === -1 ? end : equals;
  return {
    name: logical.text.slice(start + 2, nameEnd),
    value: equals === -1 ? null : value,
    raw: logical.text.slice(start, end),
    span: sourceSpan(logical, start, end),
    nameSpan: sourceSpan(logical, start, nameEnd),
    valueSpan: equals === -1 ? null : sourceSpan(logical, equals + 1, end),
    variables: findVariables(logical, start, end, escape),
  };
}
