import { isDigit, isNameCharacter, isSpace } from "../spaces";
import { sourceSpan } from "./logical-text";
import type { LogicalText } from "./logical-text";
import type { EscapeCharacter, VariableReference } from "./types";

const SPECIAL_PARAMETERS = "@*#?-$!0";
const MAXIMUM_NESTING = 20;
const NONE: readonly never[] = [];

/** A reference and the offset after it. */
interface ScannedReference {
  readonly reference: VariableReference | null;
  readonly next: number;
}

/**
 * The variable references that BuildKit expands between `start` and `end` of a logical text: not those in single quotes or
 * behind the escape character. (Dockerfile reference, "Environment replacement".)
 */
export function findVariables(
  logical: LogicalText,
  start: number,
  end: number,
  escape: EscapeCharacter,
): readonly VariableReference[] {
  const dollar = logical.text.indexOf("$", start);
  if (dollar === -1 || dollar >= end) return NONE;
  const found: VariableReference[] = [];
  const { text } = logical;
  let inDouble = false;
  for (let at = start; at < end;) {
    const character = text[at];
    if (character === escape) {
      at += 2;
    } else if (character === "'" && !inDouble) {
      const close = text.indexOf("'", at + 1);
      at = close === -1 || close >= end ? end : close + 1;
    } else if (character === '"') {
      inDouble = !inDouble;
      at++;
    } else if (character === "$") {
      const scanned = scanReference(logical, at, end, escape, 0);
      if (scanned.reference !== null) found.push(scanned.reference);
      at = scanned.next;
    } else {
      at++;
    }
  }
  return found;
}

/** Reads the reference whose `$` is at `at`; null where the `$` stands for itself. */
function scanReference(
  logical: LogicalText,
  at: number,
  end: number,
  escape: EscapeCharacter,
  depth: number,
): ScannedReference {
  const { text } = logical;
  if (text[at + 1] !== "{" || at + 1 >= end) {
    const nameEnd = scanName(text, at + 1, end);
    if (nameEnd === at + 1) return { reference: null, next: at + 1 };
    return { reference: plainReference(logical, at, at + 1, nameEnd, nameEnd), next: nameEnd };
  }
  const nameStart = at + 2;
  const first = nameStart < end ? text[nameStart] : undefined;
  const nameEnd = first === undefined || "{}:".includes(first) ? nameStart : scanName(text, nameStart, end);
  const close = findClosingBrace(text, nameEnd, end, escape);
  const next = close === -1 ? end : close + 1;
  const bodyEnd = close === -1 ? end : close;
  const base = {
    name: text.slice(nameStart, nameEnd),
    span: sourceSpan(logical, at, next),
    nameSpan: sourceSpan(logical, nameStart, nameEnd),
    braces: true,
  };
  if (nameEnd === nameStart) {
    const problem = close === -1 ? "missing `}`" : "bad substitution";
    return { reference: { ...base, modifier: null, word: "", problem, nested: [] }, next };
  }
  if (nameEnd === bodyEnd) {
    const problem = close === -1 ? "missing `}`" : null;
    return { reference: { ...base, modifier: null, word: "", problem, nested: [] }, next };
  }
  const { modifier, known, length } = readModifier(text, nameEnd, bodyEnd);
  const wordStart = nameEnd + length;
  const nested = depth < MAXIMUM_NESTING ? nestedReferences(logical, wordStart, bodyEnd, escape, depth + 1) : [];
  let problem: string | null = null;
  if (!known) problem = `unsupported modifier (${modifier})`;
  else if (close === -1) problem = "missing `}`";
  else if (modifier.startsWith("/") && !hasReplacement(text, wordStart, bodyEnd)) problem = "missing `/`";
  return { reference: { ...base, modifier, word: text.slice(wordStart, bodyEnd), problem, nested }, next };
}

function nestedReferences(
  logical: LogicalText,
  start: number,
  end: number,
  escape: EscapeCharacter,
  depth: number,
): readonly VariableReference[] {
  const found: VariableReference[] = [];
  for (let at = start; at < end;) {
    const character = logical.text[at];
    if (character === escape) at += 2;
    else if (character === "$") {
      const scanned = scanReference(logical, at, end, escape, depth);
      if (scanned.reference !== null) found.push(scanned.reference);
      at = scanned.next;
    } else at++;
  }
  return found;
}

function plainReference(
  logical: LogicalText,
  start: number,
  nameStart: number,
  nameEnd: number,
  end: number,
): VariableReference {
  return {
    name: logical.text.slice(nameStart, nameEnd),
    span: sourceSpan(logical, start, end),
    nameSpan: sourceSpan(logical, nameStart, nameEnd),
    braces: false,
    modifier: null,
    word: "",
    problem: null,
    nested: [],
  };
}

/** Where the name of a variable or of a special parameter that begins at `start` ends; `start` where there is none. */
export function scanName(text: string, start: number, end: number): number {
  if (start >= end) return start;
  const code = text.charCodeAt(start);
  if (isDigit(code)) {
    let at = start + 1;
    while (at < end && isDigit(text.charCodeAt(at))) at++;
    return at;
  }
  if (SPECIAL_PARAMETERS.includes(text[start] ?? "")) return start + 1;
  let at = start;
  while (at < end && isNameCharacter(text.charCodeAt(at))) at++;
  return at;
}

function findClosingBrace(text: string, start: number, end: number, escape: EscapeCharacter): number {
  let depth = 0;
  let quote = "";
  for (let at = start; at < end; at++) {
    const character = text[at];
    if (character === escape && quote !== "'") at++;
    else if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === "'" || character === '"') {
      const close = text.indexOf(character, at + 1);
      if (close !== -1 && close < end) quote = character;
    } else if (character === "$" && text[at + 1] === "{") {
      depth++;
      at++;
    } else if (character === "}") {
      if (depth === 0) return at;
      depth--;
    }
  }
  return -1;
}

function readModifier(text: string, at: number, end: number): { modifier: string; known: boolean; length: number } {
  const first = text[at] ?? "";
  const second = at + 1 < end ? (text[at + 1] ?? "") : "";
  if (first === ":") {
    const modifier = first + second;
    return { modifier, known: second !== "" && "-+?".includes(second), length: modifier.length };
  }
  if ("-+?".includes(first)) return { modifier: first, known: true, length: 1 };
  if ("#%/".includes(first)) {
    const modifier = second === first ? first + second : first;
    return { modifier, known: true, length: modifier.length };
  }
  return { modifier: first, known: false, length: isSpace(first.charCodeAt(0)) ? 1 : first.length };
}

function hasReplacement(text: string, start: number, end: number): boolean {
  const slash = text.indexOf("/", start);
  return slash !== -1 && slash < end;
}

/** True for a name that `$NAME` can take; ARG itself takes any. */
export function isVariableName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name);
}
