import { ATTRIBUTE_MARK, isInterestingText, isTableSql, ROOT_MARK } from "./interest";
import * as T from "./token-kinds";
import { type FormatScan, newFormatScan, skipFormatString } from "./format-string";

/** Flags of a logical line. */
export const INTERESTING = 1;
export const HAS_SEMICOLON = 2;

/** Flags of a string token, in `aux`. The length of the prefix is in the bits from 8. */
export const RAW = 1;
export const BYTES = 2;
export const FORMAT = 4;
export const TRIPLE = 16;
export const UNTERMINATED = 32;

const NAME_START = 1;
const DIGIT = 2;
const BLANK = 3;
const NEWLINE = 4;
const QUOTE = 5;
const HASH = 6;

/** Class of each ASCII character; names continue where the class is NAME_START or DIGIT. */
const CLASS = buildClasses();
const KEYWORD_KINDS = T.KEYWORD_TABLE.kinds;
const KEYWORD_HASHES = T.KEYWORD_TABLE.hashes;
const KEYWORD_WORDS = T.KEYWORD_TABLE.words;

function buildClasses(): Uint8Array {
  const classes = new Uint8Array(128);
  for (let code = 0; code < 128; code++) {
    const isLetter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
    if (isLetter) classes[code] = NAME_START;
    else if (code >= 48 && code <= 57) classes[code] = DIGIT;
  }
  for (const code of [32, 9, 12, 11]) classes[code] = BLANK;
  for (const code of [10, 13]) classes[code] = NEWLINE;
  classes[34] = QUOTE;
  classes[39] = QUOTE;
  classes[35] = HASH;
  return classes;
}

/** What the lexer and the parser report besides facts. */
export interface LexerSink {
  error(message: string, offset: number): void;
  syntax(feature: string, offset: number, since: string | null, until: string | null): void;
}

/**
 * Splits Python into logical lines (lexical analysis, https://docs.python.org/3/reference/lexical_analysis.html) and
 * keeps the tokens of one line at a time in arrays that are reused. It accepts Python 2.7 to 3.14 at once, never throws,
 * and every character is looked at a bounded number of times.
 */
export class Lexer {
  kinds = new Uint8Array(256);
  starts = new Int32Array(256);
  ends = new Int32Array(256);
  /** Hash of a name, flags of a string. */
  aux = new Int32Array(256);
  /** Index of the closing bracket of an opening one; the line's end where it was left open. */
  partners = new Int32Array(256);
  count = 0;
  flags = 0;
  /** Column of the line's first token, tabs to multiples of 8. */
  indent = 0;
  text = "";
  #sink: LexerSink;
  readonly #marks: Uint8Array;
  #at = 0;
  #end = 0;
  #open: Int32Array = new Int32Array(64);
  #formatFailedUntil = 0;
  readonly #scan: FormatScan;
  #unterminated = 0;

  constructor(sink: LexerSink, marks: Uint8Array) {
    this.#sink = sink;
    this.#marks = marks;
    this.#scan = newFormatScan("", 0, marks);
  }

  /** Starts on a text, which must end with a line feed. The arrays are kept from one text to the next. */
  begin(text: string, sink: LexerSink): void {
    this.text = text;
    this.#sink = sink;
    this.#at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    this.#end = text.length;
    this.#formatFailedUntil = 0;
    this.#unterminated = 0;
  }

  /** Reads the tokens of a replacement field: line ends count as blanks. */
  readExpression(text: string, start: number, end: number): void {
    this.text = text;
    this.#at = start;
    this.#end = end;
    this.#formatFailedUntil = 0;
    this.#tokens(true);
  }

  /** Reads the next logical line that holds a token; false at the end of the text. */
  readLine(): boolean {
    const text = this.text;
    const length = this.#end;
    let at = this.#at;
    let column = 0;
    for (;;) {
      if (at >= length) {
        this.#at = at;
        this.count = 0;
        return false;
      }
      const code = text.charCodeAt(at);
      if (code === 32) {
        column++;
        at++;
      } else if (code === 9) {
        column = (column | 7) + 1;
        at++;
      } else if (code === 10 || code === 13 || code === 12) {
        column = 0;
        at++;
      } else if (code === 35) {
        at = text.indexOf("\n", at);
        if (at < 0) at = length;
      } else if (code === 92 && isLineEnd(text.charCodeAt(at + 1))) {
        at += 2;
      } else if (code === 0xa0 || code === 0xfeff || code === 0x3000) {
        at++;
      } else break;
    }
    this.indent = column;
    this.#at = at;
    this.#tokens(false);
    return true;
  }

  #tokens(isExpression: boolean): void {
    const text = this.text;
    const length = this.#end;
    const marks = this.#marks;
    let { kinds, starts, ends, aux, partners } = this;
    let at = this.#at;
    let count = 0;
    let depth = 0;
    let flags = 0;
    let capacity = kinds.length - 2;
    let previous = T.END;
    let open: Int32Array = this.#open;
    /** Start of the physical line where its first token is still to come, else -1. */
    let fresh = -1;
    while (at < length) {
      if (count >= capacity) {
        this.#grow();
        ({ kinds, starts, ends, aux, partners } = this);
        capacity = kinds.length - 2;
      }
      const start = at;
      const code = text.charCodeAt(at);
      const type = code < 128 ? CLASS[code] : code === 0xa0 || code === 0xfeff || code === 0x3000 ? BLANK : NAME_START;
      if (type === BLANK) {
        at++;
        continue;
      }
      if (type === NAME_START) {
        let hash = code;
        let next = text.charCodeAt(++at);
        while (
          next < 128 ? ((CLASS[next] as number) - 1) >>> 0 < 2 : next > 0xa0 && next !== 0x3000 && next !== 0xfeff
        ) {
          hash = (Math.imul(hash, 31) + next) | 0;
          next = text.charCodeAt(++at);
        }
        if ((next === 34 || next === 39) && at - start <= 3) {
          const prefix = prefixFlags(text, start, at);
          if (prefix >= 0) {
            at = this.#string(start, at, next, prefix);
            const stringFlags = this.#stringFlags;
            flags |= this.#stringInterest;
            kinds[count] = T.STRING;
            starts[count] = start;
            ends[count] = at;
            aux[count++] = stringFlags;
            previous = T.STRING;
            fresh = -1;
            continue;
          }
        }
        const slot = hash & (T.KEYWORD_SLOTS - 1);
        let kind = T.NAME;
        if (KEYWORD_KINDS[slot] !== 0 && KEYWORD_HASHES[slot] === hash) {
          const word = KEYWORD_WORDS[slot] as string;
          if (word.length === at - start && isWord(text, start, word)) kind = KEYWORD_KINDS[slot] as number;
          // After a dot a keyword is an attribute of older code (`x.print`), but for `from . import x`.
          if (previous === T.DOT && !(kind === T.K_IMPORT && kinds[0] === T.K_FROM)) kind = T.NAME;
        }
        if (kind === T.NAME) {
          if (((marks[hash & 0xffff] as number) & (previous === T.DOT ? ATTRIBUTE_MARK : ROOT_MARK)) !== 0) {
            flags |= INTERESTING;
          }
        } else if (
          depth > 0 &&
          fresh >= 0 &&
          (T.startsStatement(kind) || (kind === T.K_ASYNC && isAsyncDef(text, at)))
        ) {
          this.#sink.error("A bracket is never closed", starts[open[depth - 1] as number] as number);
          at = fresh;
          break;
        }
        kinds[count] = kind;
        starts[count] = start;
        ends[count] = at;
        aux[count++] = hash;
        previous = kind;
        fresh = -1;
        continue;
      }
      if (type === NEWLINE) {
        at++;
        if (depth === 0 && !isExpression) break;
        fresh = at;
        continue;
      }
      if (type === QUOTE) {
        at = this.#string(start, at, code, 0);
        flags |= this.#stringInterest;
        kinds[count] = T.STRING;
        starts[count] = start;
        ends[count] = at;
        aux[count++] = this.#stringFlags;
        previous = T.STRING;
        fresh = -1;
        continue;
      }
      if (type === HASH) {
        at = text.indexOf("\n", at);
        if (at < 0 || at > length) at = length;
        continue;
      }
      const following = text.charCodeAt(at + 1);
      if (type === DIGIT || (code === T.DOT && following >= 48 && following <= 57)) {
        at = this.#number(at);
        kinds[count] = T.NUMBER;
        starts[count] = start;
        ends[count] = at;
        aux[count++] = 0;
        previous = T.NUMBER;
        fresh = -1;
        continue;
      }
      if (code === 92) {
        // A continuation; a stray backslash is passed over.
        at++;
        if (following === 13 && text.charCodeAt(at + 1) === 10) at += 2;
        else if (following === 10 || following === 13) at++;
        continue;
      }
      let kind = code;
      at++;
      switch (code) {
        case 40:
        case 91:
        case 123:
          if (depth >= open.length) open = this.#growOpen();
          open[depth++] = count;
          partners[count] = -1;
          // Whether `[` is a subscript is kept for the star check below.
          aux[count] = code === 91 && endsOperand(previous) ? 1 : 0;
          break;
        case 41:
        case 93:
        case 125:
          if (depth > 0) {
            const opener = open[--depth] as number;
            partners[opener] = count;
            if (kinds[opener] !== (code === 41 ? 40 : code - 2)) {
              this.#sink.error(`Unexpected ${String.fromCharCode(code)}`, start);
            }
          } else {
            this.#sink.error(`Unexpected ${String.fromCharCode(code)}`, start);
            kind = T.STRAY;
          }
          break;
        case 59:
          flags |= HAS_SEMICOLON;
          break;
        case 42:
          if (following === 42) {
            at++;
            kind = T.DOUBLE_STAR;
          } else if (depth > 0 && (previous === T.LEFT_BRACKET || previous === T.COMMA)) {
            const opener = open[depth - 1] as number;
            if (kinds[opener] === 91 && aux[opener] === 1) this.#sink.syntax("star-in-index", start, "3.11", null);
          }
          break;
        case 47:
          if (following === 47) {
            at++;
            kind = T.DOUBLE_SLASH;
          }
          break;
        case 45:
          if (following === 62) {
            at++;
            kind = T.ARROW;
          }
          break;
        case 58:
          // `:=` in a slice such as `x[a:=b]` is a walrus too; in a format field it never gets here.
          if (following === 61) {
            at++;
            kind = T.WALRUS;
            this.#sink.syntax("walrus", start, "3.8", null);
          }
          break;
        case 61:
          if (following === 61) {
            at++;
            kind = T.EQUALS;
          }
          break;
        case 33:
          if (following === 61) {
            at++;
            kind = T.NOT_EQUAL;
          } else kind = T.STRAY;
          break;
        case 60:
          if (following === 61) {
            at++;
            kind = T.LESS_EQUAL;
          } else if (following === 60) {
            at++;
            kind = T.SHIFT_LEFT;
          } else if (following === 62) {
            at++;
            kind = T.DIFFERENT;
            this.#sink.syntax("different-operator", start, null, "2.7");
          }
          break;
        case 62:
          if (following === 61) {
            at++;
            kind = T.GREATER_EQUAL;
          } else if (following === 62) {
            at++;
            kind = T.SHIFT_RIGHT;
          }
          break;
        case 46:
          if (following === 46 && text.charCodeAt(at + 1) === 46) {
            at += 2;
            kind = T.ELLIPSIS;
          }
          break;
        case 96:
          this.#sink.syntax("backticks", start, null, "2.7");
          break;
        case 36:
        case 63:
        case 0:
          kind = T.STRAY;
          break;
        default:
          if (code < 33 || code === 127) kind = T.STRAY;
      }
      if (isAugmentable(kind) && text.charCodeAt(at) === 61) {
        at++;
        kind = T.AUGMENTED;
      }
      kinds[count] = kind;
      starts[count] = start;
      ends[count] = at;
      if (kind !== T.LEFT_BRACKET) aux[count] = 0;
      count++;
      previous = kind;
      fresh = -1;
    }
    if (depth > 0) {
      if (at >= length && !isExpression) {
        this.#sink.error("A bracket is never closed", starts[open[depth - 1] as number] as number);
      }
      while (depth > 0) partners[open[--depth] as number] = count;
    }
    kinds[count] = T.END;
    starts[count] = Math.min(at, length);
    ends[count] = Math.min(at, length);
    this.count = count;
    this.flags = flags;
    this.#at = at;
  }

  #stringFlags = 0;
  #stringInterest = 0;

  /** Reads a string literal from its first quote; returns the offset after it. */
  #string(start: number, open: number, quote: number, prefix: number): number {
    const text = this.text;
    const isTriple = text.charCodeAt(open + 1) === quote && text.charCodeAt(open + 2) === quote;
    const content = open + (isTriple ? 3 : 1);
    let flags = prefix | ((open - start) << 8) | (isTriple ? TRIPLE : 0);
    this.#stringInterest = 0;
    let end = -1;
    if ((prefix & FORMAT) !== 0 && start >= this.#formatFailedUntil) {
      const scan = this.#scan;
      scan.text = text;
      scan.length = this.#end;
      scan.interesting = false;
      scan.since312 = -1;
      scan.at = content;
      end = skipFormatString(scan, content, { quote, triple: isTriple, depth: 0 });
      if (end < 0) this.#formatFailedUntil = Math.max(scan.at, content);
      else {
        if (scan.interesting) this.#stringInterest = INTERESTING;
        if (scan.since312 >= 0) this.#sink.syntax("nested-f-string", scan.since312, "3.12", null);
      }
    }
    if (end < 0) {
      end = isTriple ? this.#tripleEnd(content, quote) : this.#singleEnd(content, quote);
      if (end < 0) {
        flags |= UNTERMINATED;
        end = this.#lineEnd(content);
        this.#sink.error("A string is never closed", start);
        this.#unterminated++;
      }
    }
    if (this.#stringInterest === 0) {
      const isAddress =
        (prefix & FORMAT) !== 0 && (text.startsWith("https://", content) || text.startsWith("http://", content));
      const matters = isTriple
        ? isTableSql(text, content, end)
        : isAddress || isInterestingText(text, content, end - 1) || isTableSql(text, content, end) || this.#hasScheme;
      if (matters) this.#stringInterest = INTERESTING;
    }
    this.#hasScheme = false;
    this.#stringFlags = flags;
    return end;
  }

  #hasScheme = false;

  #singleEnd(content: number, quote: number): number {
    const text = this.text;
    const length = this.#end;
    let at = content;
    while (at < length) {
      const code = text.charCodeAt(at);
      if (code === quote) return at + 1;
      if (code > 92) at++;
      else if (code === 92) {
        // A line end after a backslash belongs to the string.
        at += text.charCodeAt(at + 1) === 13 && text.charCodeAt(at + 2) === 10 ? 3 : 2;
      } else if (code === 10 || code === 13) return -1;
      else {
        if (code === 58 && text.charCodeAt(at + 1) === 47 && text.charCodeAt(at + 2) === 47) this.#hasScheme = true;
        at++;
      }
    }
    return -1;
  }

  #tripleEnd(content: number, quote: number): number {
    const text = this.text;
    const delimiter = quote === 34 ? '"""' : "'''";
    // After a few strings without end the rest of the text cannot be searched again and again.
    if (this.#unterminated > 8) return -1;
    let from = content;
    for (;;) {
      const found = text.indexOf(delimiter, from);
      if (found < 0 || found + 3 > this.#end) return -1;
      let slashes = 0;
      for (let at = found - 1; at >= from && text.charCodeAt(at) === 92; at--) slashes++;
      if ((slashes & 1) === 0) return found + 3;
      from = found + 1;
    }
  }

  #lineEnd(from: number): number {
    let at = from;
    while (at < this.#end && !isLineEnd(this.text.charCodeAt(at))) at++;
    return at;
  }

  #number(start: number): number {
    const text = this.text;
    let at = start;
    const first = text.charCodeAt(at);
    const second = text.charCodeAt(at + 1) | 32;
    if (first === 48 && (second === 120 || second === 111 || second === 98)) {
      at += 2;
      while (isNumberPart(text.charCodeAt(at), second === 120)) at++;
    } else {
      while (isNumberPart(text.charCodeAt(at), false)) at++;
      const integerEnd = at;
      if (text.charCodeAt(at) === 46) {
        at++;
        while (isNumberPart(text.charCodeAt(at), false)) at++;
      }
      if ((text.charCodeAt(at) | 32) === 101) {
        const sign = text.charCodeAt(at + 1);
        const digit = sign === 43 || sign === 45 ? text.charCodeAt(at + 2) : sign;
        if (digit >= 48 && digit <= 57) {
          at += sign === digit ? 1 : 2;
          while (isNumberPart(text.charCodeAt(at), false)) at++;
        }
      }
      const isImaginary = (text.charCodeAt(at) | 32) === 106;
      if (first === 48 && at === integerEnd && at - start > 1 && !isImaginary && hasNonZero(text, start, at)) {
        this.#sink.syntax("old-octal", start, null, "2.7");
      }
      if (isImaginary) at++;
    }
    if ((text.charCodeAt(at) | 32) === 108 && !isNamePart(text.charCodeAt(at + 1))) {
      this.#sink.syntax("long-integer", start, null, "2.7");
      at++;
    }
    return at;
  }

  #grow(): void {
    const size = this.kinds.length * 2;
    this.kinds = extended(this.kinds, new Uint8Array(size));
    this.starts = extended(this.starts, new Int32Array(size));
    this.ends = extended(this.ends, new Int32Array(size));
    this.aux = extended(this.aux, new Int32Array(size));
    this.partners = extended(this.partners, new Int32Array(size));
  }

  #growOpen(): Int32Array {
    this.#open = extended(this.#open, new Int32Array(this.#open.length * 2));
    return this.#open;
  }
}

function extended<Numbers extends Uint8Array | Int32Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13;
}

function isWord(text: string, start: number, word: string): boolean {
  for (let at = 0; at < word.length; at++) if (text.charCodeAt(start + at) !== word.charCodeAt(at)) return false;
  return true;
}

/** `async def` at the start of a line, which no bracket can hold (`async for` can). */
function isAsyncDef(text: string, after: number): boolean {
  let at = after;
  while (text.charCodeAt(at) === 32) at++;
  return text.startsWith("def", at) || text.startsWith("with", at);
}

/** Flags of a string prefix such as `rb`, or -1 where the letters are no prefix. */
function prefixFlags(text: string, start: number, end: number): number {
  let flags = 0;
  for (let at = start; at < end; at++) {
    switch (text.charCodeAt(at) | 32) {
      case 114:
        flags |= RAW;
        break;
      case 98:
        flags |= BYTES;
        break;
      case 102:
      case 116:
        flags |= FORMAT;
        break;
      case 117:
        break;
      default:
        return -1;
    }
  }
  return flags;
}

function endsOperand(kind: number): boolean {
  return (
    kind === T.NAME || kind === T.STRING || kind === T.RIGHT_PAREN || kind === T.RIGHT_BRACKET || kind === T.RIGHT_BRACE
  );
}

function isAugmentable(kind: number): boolean {
  switch (kind) {
    case T.PLUS:
    case T.MINUS:
    case T.STAR:
    case T.SLASH:
    case T.AT:
    case T.BAR:
    case T.DOUBLE_STAR:
    case T.DOUBLE_SLASH:
    case T.SHIFT_LEFT:
    case T.SHIFT_RIGHT:
    case 37: // %
    case 38: // &
    case 94: // ^
      return true;
    default:
      return false;
  }
}

function isNumberPart(code: number, isHexadecimal: boolean): boolean {
  if ((code >= 48 && code <= 57) || code === 95) return true;
  return isHexadecimal && (code | 32) >= 97 && (code | 32) <= 102;
}

function isNamePart(code: number): boolean {
  return code < 128 ? CLASS[code] === NAME_START || CLASS[code] === DIGIT : code > 0xa0;
}

function hasNonZero(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code > 48 && code <= 57) return true;
  }
  return false;
}
