import type { EscapeCharacter } from "./types";
import { scanName } from "./variables";

/** Variables by name; null for one that is declared without a known value (`ARG name`), undefined for an unknown one. */
export interface Scope {
  get(name: string): string | null | undefined;
  has(name: string): boolean;
}

const MAXIMUM_NESTING = 20;
/** Patterns are matched from every place of a value: longer patterns and values are left unknown. */
const MAXIMUM_MATCHED = 200;

interface Reader {
  readonly text: string;
  readonly escape: EscapeCharacter;
  readonly scope: Scope;
  at: number;
  depth: number;
}

/**
 * What BuildKit makes of a word as it is written: quotes and escapes are taken away, variables replaced (Dockerfile reference,
 * "Environment replacement"). Null where a value is not known, and for what BuildKit refuses.
 */
export function substitute(text: string, scope: Scope, escape: EscapeCharacter): string | null {
  return readUntil({ text, escape, scope, at: 0, depth: 0 }, null, false);
}

/** Reads to the character `stop`, or to the end without one. `keepEscapes`: a pattern, in which escapes mean something. */
function readUntil(reader: Reader, stop: string | null, keepEscapes: boolean): string | null {
  const { text, escape } = reader;
  let result = "";
  while (reader.at < text.length) {
    const character = text[reader.at] ?? "";
    if (character === stop) {
      reader.at++;
      return result;
    }
    reader.at++;
    let piece: string | null = character;
    if (character === "'") piece = readSingleQuoted(reader);
    else if (character === '"') piece = readDoubleQuoted(reader, keepEscapes);
    else if (character === "$") piece = readDollar(reader);
    else if (character === escape) {
      piece = (keepEscapes ? escape : "") + (text[reader.at] ?? "");
      reader.at++;
    }
    if (piece === null) return null;
    result += piece;
  }
  return stop === null ? result : null;
}

function readSingleQuoted(reader: Reader): string | null {
  const close = reader.text.indexOf("'", reader.at);
  if (close === -1) return null;
  const inside = reader.text.slice(reader.at, close);
  reader.at = close + 1;
  return inside;
}

function readDoubleQuoted(reader: Reader, keepEscapes: boolean): string | null {
  const { text, escape } = reader;
  let result = "";
  while (reader.at < text.length) {
    const character = text[reader.at] ?? "";
    reader.at++;
    if (character === '"') return result;
    if (character === "$") {
      const value = readDollar(reader);
      if (value === null) return null;
      result += value;
      continue;
    }
    const next = text[reader.at];
    if (character === escape && (next === '"' || next === "$" || next === escape)) {
      result += keepEscapes ? character + next : next;
      reader.at++;
    } else result += character;
  }
  return null;
}

/** What stands for the `$` that was just read. */
function readDollar(reader: Reader): string | null {
  const { text } = reader;
  if (text[reader.at] !== "{") {
    const name = readName(reader);
    if (name === "") return "$";
    const value = reader.scope.get(name);
    return value === undefined ? "" : value;
  }
  if (reader.depth >= MAXIMUM_NESTING) return null;
  reader.at++;
  if ("{}:".includes(text[reader.at] ?? "}")) return null;
  reader.depth++;
  const value = readBraces(reader);
  reader.depth--;
  return value;
}

function readName(reader: Reader): string {
  const start = reader.at;
  reader.at = scanName(reader.text, start, reader.text.length);
  return reader.text.slice(start, reader.at);
}

/** Reads from the name inside `${` to after the closing brace. */
function readBraces(reader: Reader): string | null {
  const { text, scope } = reader;
  const name = readName(reader);
  if (name === "") return null;
  let operator = text[reader.at] ?? "";
  reader.at++;
  const value = scope.get(name);
  if (operator === "}") return value === undefined ? "" : value;
  if (operator === "/") return readReplacement(reader, value);
  const emptyIsUnset = operator === ":";
  if (emptyIsUnset) {
    operator = text[reader.at] ?? "";
    reader.at++;
  }
  const isPattern = operator === "#" || operator === "%";
  if (isPattern && emptyIsUnset) return null;
  const start = reader.at;
  const word = readUntil(reader, "}", isPattern);
  // A word that is not known does no harm where it is not used.
  if (word === null) reader.at = closingBrace(text, start, reader.escape);
  if (reader.at > text.length || value === null) return null;
  if (isPattern) return word === null ? null : trim(value ?? "", word, operator, reader.escape);
  return chosen(operator, emptyIsUnset && value === "" ? undefined : value, word);
}

/** What `-`, `+` and `?` choose between a variable's value, undefined where it is not set, and the word behind them. */
function chosen(operator: string, value: string | undefined, word: string | null): string | null {
  switch (operator) {
    case "-":
      return value ?? word;
    case "+":
      return value === undefined ? "" : word;
    case "?":
      return value ?? null;
    default:
      return null;
  }
}

/** The offset after the brace that ends what begins at `start`, past the text where there is none. */
function closingBrace(text: string, start: number, escape: EscapeCharacter): number {
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    if (text[at] === escape) at++;
    else if (text[at] === "$" && text[at + 1] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) return at + 1;
  }
  return text.length + 1;
}

function readReplacement(reader: Reader, value: string | null | undefined): string | null {
  const everywhere = reader.text[reader.at] === "/";
  if (everywhere) reader.at++;
  const pattern = readUntil(reader, "/", true);
  if (pattern === null) return null;
  const replacement = readUntil(reader, "}", true);
  if (replacement === null || value === null) return null;
  const wanted = readPattern(pattern, reader.escape);
  const characters = [...(value ?? "")];
  if (wanted === null || characters.length > MAXIMUM_MATCHED) return null;
  let result = "";
  for (let at = 0; at <= characters.length;) {
    const end = matchEnd(wanted, characters, at, true);
    if (end === null) {
      result += characters[at] ?? "";
      at++;
      continue;
    }
    result += replacement;
    if (!everywhere) return result + characters.slice(end).join("");
    if (end === at) result += characters[at] ?? "";
    at = Math.max(end, at + 1);
  }
  return result;
}

/** `#`, `##`, `%` and `%%`: the shortest or longest match at the beginning or end is cut off. */
function trim(value: string, word: string, operator: string, escape: EscapeCharacter): string | null {
  const longest = word.startsWith(operator);
  const pattern = readPattern(longest ? word.slice(1) : word, escape);
  const characters = [...value];
  if (pattern === null || characters.length > MAXIMUM_MATCHED) return null;
  if (operator === "%") {
    pattern.reverse();
    characters.reverse();
  }
  const kept = characters.slice(matchEnd(pattern, characters, 0, longest) ?? 0);
  return (operator === "%" ? kept.reverse() : kept).join("");
}

/** One character, any one, or any number of any. */
type PatternPart = { readonly literal: string } | "?" | "*";

/** Null where the pattern ends in an escape, and where it is too long. */
function readPattern(text: string, escape: EscapeCharacter): PatternPart[] | null {
  const parts: PatternPart[] = [];
  const characters = [...text];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? "";
    if (character === "*" || character === "?") parts.push(character);
    else if (character === escape) {
      const next = characters[at + 1];
      at++;
      if (next === undefined) return null;
      parts.push({ literal: next });
    } else parts.push({ literal: character });
  }
  return parts.length > MAXIMUM_MATCHED ? null : parts;
}

/** Where a match that begins at `start` ends: the nearest or the furthest such place. It takes no more steps than the pattern's length times the value's. */
function matchEnd(
  pattern: readonly PatternPart[],
  value: readonly string[],
  start: number,
  longest: boolean,
): number | null {
  let reached = new Set([0]);
  let end: number | null = null;
  for (let at = start; ; at++) {
    // A star may stand for nothing.
    for (const part of reached) if (pattern[part] === "*") reached.add(part + 1);
    if (reached.has(pattern.length)) {
      end = at;
      if (!longest) return end;
    }
    if (at >= value.length || reached.size === 0) return end;
    const next = new Set<number>();
    for (const part of reached) {
      const expected = pattern[part];
      if (expected === undefined) continue;
      if (expected === "*") next.add(part);
      else if (expected === "?" || expected.literal === value[at]) next.add(part + 1);
    }
    reached = next;
  }
}
