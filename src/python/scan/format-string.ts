import { ROOT_MARK } from "./interest";

/** State of one walk over an f-string: where it failed, and what it saw in replacement fields. */
export interface FormatScan {
  text: string;
  length: number;
  readonly marks: Uint8Array;
  /** A field uses an interesting name. */
  interesting: boolean;
  /** Offset of something that only Python 3.12 accepts in a field (PEP 701), or -1. */
  since312: number;
  /** The furthest offset that was looked at. */
  at: number;
  /** Where the expression of the last outer field ends: at its `!`, `:` or `}`. */
  expressionEnd: number;
  /** Where its format specification starts, or -1. */
  specification: number;
}

export function newFormatScan(text: string, length: number, marks: Uint8Array): FormatScan {
  return { text, length, marks, interesting: false, since312: -1, at: 0, expressionEnd: 0, specification: -1 };
}

/** Deeper f-strings inside f-strings are taken as plain strings. */
const MAX_NESTING = 8;
/** Lines that a field of a single-quoted f-string may span (PEP 701 sets no limit). */
const MAX_FIELD_LINES = 40;

/** An f-string whose content is walked. */
export interface FormatString {
  /** The code of its quote. */
  readonly quote: number;
  readonly triple: boolean;
  /** How many f-strings and format specifications it stands in. */
  readonly depth: number;
}

/**
 * The offset after the closing quote of an f-string whose content starts at `from`, or -1 where fields or quotes do not
 * close. Quotes are found as since Python 3.12 (PEP 701), which accepts all that was valid before.
 */
export function skipFormatString(scan: FormatScan, from: number, string: FormatString): number {
  const { text, length } = scan;
  const { quote, triple } = string;
  let at = from;
  if (string.depth > MAX_NESTING) return -1;
  while (at < length) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      if (!triple) return at + 1;
      if (text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote) return at + 3;
      at++;
    } else if (code === 92) {
      const next = text.charCodeAt(at + 1);
      if (next === 123) at++;
      else if (next === 78 && text.charCodeAt(at + 2) === 123) at = skipNamedCharacter(text, at, length);
      else at += next === 13 && text.charCodeAt(at + 2) === 10 ? 3 : 2;
    } else if (code === 10 || code === 13) {
      scan.at = at;
      if (!triple) return -1;
      at++;
    } else if (code === 123) {
      if (text.charCodeAt(at + 1) === 123) at += 2;
      else {
        at = skipField(scan, at + 1, string);
        if (at < 0) return -1;
      }
    } else at++;
  }
  scan.at = length;
  return -1;
}

/** `\N{DASH}` holds no field. */
export function skipNamedCharacter(text: string, at: number, length: number): number {
  for (let end = at + 3; end < length && end < at + 100; end++) {
    const code = text.charCodeAt(end);
    if (code === 125) return end + 1;
    if (code === 10 || code === 34 || code === 39) break;
  }
  return at + 2;
}

/** An expression ends before its conversion (`!r`), if it has one. */
function endExpression(scan: FormatScan, at: number, conversion: number, specification: number): void {
  scan.expressionEnd = conversion < 0 ? at : conversion;
  scan.specification = specification;
}

function failAt(scan: FormatScan, at: number): -1 {
  scan.at = at;
  return -1;
}

/**
 * The offset after the `}` of a replacement field whose expression starts at `from`, or -1. Leaves the expression's end
 * and the specification's start in `scan`.
 */
export function skipField(scan: FormatScan, from: number, string: FormatString): number {
  const { text, length } = scan;
  let at = from;
  let brackets = 0;
  let lines = 0;
  let conversion = -1;
  while (at < length) {
    const code = text.charCodeAt(at);
    switch (code) {
      case 40:
      case 91:
      case 123:
        brackets++;
        at++;
        break;
      case 41:
      case 93:
      case 125:
        if (brackets === 0) {
          if (code !== 125) return failAt(scan, at);
          endExpression(scan, at, conversion, -1);
          return at + 1;
        }
        brackets--;
        at++;
        break;
      case 10:
        if (!string.triple) {
          note(scan, at);
          if (++lines > MAX_FIELD_LINES) return failAt(scan, at);
        }
        at++;
        break;
      case 33:
        // `!=` compares.
        if (text.charCodeAt(at + 1) === 61) at++;
        else if (brackets === 0) conversion = at;
        at++;
        break;
      case 58:
        if (brackets === 0) {
          const end = skipSpecification(scan, at + 1, string);
          endExpression(scan, at, conversion, at + 1);
          return end;
        }
        at++;
        break;
      default:
        at = skipToken(scan, at, string);
        if (at < 0) return -1;
    }
  }
  scan.at = length;
  return -1;
}

/** The offset after what means the same in and out of brackets: a string (-1 where it does not close), a comment, an escape, a name. */
function skipToken(scan: FormatScan, from: number, string: FormatString): number {
  const { text, length } = scan;
  const code = text.charCodeAt(from);
  if (code === 34 || code === 39) return skipNestedString(scan, from, string);
  if (isNameStart(code)) return skipName(scan, from);
  if (code === 35 || code === 92) note(scan, from);
  if (code === 92) return from + 2;
  let at = from + 1;
  if (code === 35) while (at < length && text.charCodeAt(at) !== 10) at++;
  return at;
}

/** The part after `:`, literal text with fields of its own. */
function skipSpecification(scan: FormatScan, from: number, string: FormatString): number {
  const { text, length } = scan;
  const { quote, triple, depth } = string;
  let at = from;
  while (at < length) {
    const code = text.charCodeAt(at);
    if (code === 125) return at + 1;
    if (code === 123) {
      if (depth >= MAX_NESTING) return failAt(scan, at);
      at = skipField(scan, at + 1, { quote, triple, depth: depth + 1 });
      if (at < 0) return -1;
    } else if (!triple && (code === quote || code === 10)) {
      return failAt(scan, at);
    } else at++;
  }
  scan.at = length;
  return -1;
}

function skipNestedString(scan: FormatScan, open: number, { quote, triple, depth }: FormatString): number {
  const { text, length } = scan;
  const code = text.charCodeAt(open);
  const isTriple = text.charCodeAt(open + 1) === code && text.charCodeAt(open + 2) === code;
  if (code === quote && (!triple || isTriple)) note(scan, open);
  let at = open + (isTriple ? 3 : 1);
  const letter = text.charCodeAt(open - 1) | 32;
  const before = text.charCodeAt(open - 2) | 32;
  if (letter === 102 || letter === 116 || (letter === 114 && (before === 102 || before === 116))) {
    return skipFormatString(scan, at, { quote: code, triple: isTriple, depth: depth + 1 });
  }
  while (at < length) {
    const next = text.charCodeAt(at);
    if (next === code) {
      if (!isTriple) return at + 1;
      if (text.charCodeAt(at + 1) === code && text.charCodeAt(at + 2) === code) return at + 3;
    } else if (next === 92) {
      // No backslash was allowed anywhere in a field, nested strings included.
      note(scan, at);
      at++;
    } else if (next === 10 && !isTriple) break;
    at++;
  }
  scan.at = Math.min(at, length);
  return -1;
}

function skipName(scan: FormatScan, from: number): number {
  const { text } = scan;
  let hash = 0;
  let at = from;
  let code = text.charCodeAt(at);
  while (isNameStart(code) || (code >= 48 && code <= 57)) {
    hash = (Math.imul(hash, 31) + code) | 0;
    code = text.charCodeAt(++at);
  }
  if (((scan.marks[hash & 0xffff] ?? 0) & ROOT_MARK) !== 0) scan.interesting = true;
  return at;
}

function isNameStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code > 0xa0;
}

function note(scan: FormatScan, offset: number): void {
  if (scan.since312 < 0) scan.since312 = offset;
}
