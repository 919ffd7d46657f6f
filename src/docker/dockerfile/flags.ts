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
    const begin = at;
    let value = "";
    let equals = -1;
    let quote = "";
    for (; at < text.length; at++) {
      const character = text[at] ?? "";
      if (quote === "" && isSpace(text.charCodeAt(at))) break;
      if (character === escape) {
        at++;
        value += text[at] ?? "";
      } else if (quote !== "") {
        if (character === quote) quote = "";
        else value += character;
      } else if (character === "'" || character === '"') {
        quote = character;
      } else {
        if (character === "=" && equals === -1) {
          equals = at;
          value = "";
        } else value += character;
      }
    }
    at = Math.min(at, text.length);
    if (at - begin === 2) return { flags, next: at };
    flags.push(makeFlag(logical, begin, equals, at, value, escape));
  }
}

function makeFlag(
  logical: LogicalText,
  start: number,
  equals: number,
  end: number,
  value: string,
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
