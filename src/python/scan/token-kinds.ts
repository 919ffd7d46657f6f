/**
 * Kinds of tokens as small numbers, so that a token is four numbers in typed arrays. An operator of one character is
 * its own character code (33 to 126).
 */
export const END = 0;
export const NAME = 1;
export const NUMBER = 2;
export const STRING = 3;
/** A character that no Python token starts with. */
export const STRAY = 4;

export const LEFT_PAREN = 40;
export const RIGHT_PAREN = 41;
export const STAR = 42;
export const PLUS = 43;
export const COMMA = 44;
export const MINUS = 45;
export const DOT = 46;
export const SLASH = 47;
export const COLON = 58;
export const SEMICOLON = 59;
export const EQUAL = 61;
export const AT = 64;
export const LEFT_BRACKET = 91;
export const RIGHT_BRACKET = 93;
export const BACKTICK = 96;
export const LEFT_BRACE = 123;
export const BAR = 124;
export const RIGHT_BRACE = 125;
export const TILDE = 126;

export const DOUBLE_STAR = 130;
export const DOUBLE_SLASH = 131;
export const ARROW = 132;
export const WALRUS = 133;
export const EQUALS = 134;
export const NOT_EQUAL = 135;
export const LESS_EQUAL = 136;
export const GREATER_EQUAL = 137;
export const SHIFT_LEFT = 138;
export const SHIFT_RIGHT = 139;
/** `<>` of Python 2. */
export const DIFFERENT = 140;
export const ELLIPSIS = 141;
/** `+=`, `//=`, … all alike. */
export const AUGMENTED = 142;

export const K_FALSE = 200;
export const K_NONE = 201;
export const K_TRUE = 202;
export const K_AND = 203;
export const K_AS = 204;
export const K_ASSERT = 205;
export const K_ASYNC = 206;
export const K_AWAIT = 207;
export const K_BREAK = 208;
export const K_CLASS = 209;
export const K_CONTINUE = 210;
export const K_DEF = 211;
export const K_DEL = 212;
export const K_ELIF = 213;
export const K_ELSE = 214;
export const K_EXCEPT = 215;
export const K_FINALLY = 216;
export const K_FOR = 217;
export const K_FROM = 218;
export const K_GLOBAL = 219;
export const K_IF = 220;
export const K_IMPORT = 221;
export const K_IN = 222;
export const K_IS = 223;
export const K_LAMBDA = 224;
export const K_NONLOCAL = 225;
export const K_NOT = 226;
export const K_OR = 227;
export const K_PASS = 228;
export const K_RAISE = 229;
export const K_RETURN = 230;
export const K_TRY = 231;
export const K_WHILE = 232;
export const K_WITH = 233;
export const K_YIELD = 234;

const KEYWORDS: readonly (readonly [string, number])[] = [
  ["False", K_FALSE],
  ["None", K_NONE],
  ["True", K_TRUE],
  ["and", K_AND],
  ["as", K_AS],
  ["assert", K_ASSERT],
  ["async", K_ASYNC],
  ["await", K_AWAIT],
  ["break", K_BREAK],
  ["class", K_CLASS],
  ["continue", K_CONTINUE],
  ["def", K_DEF],
  ["del", K_DEL],
  ["elif", K_ELIF],
  ["else", K_ELSE],
  ["except", K_EXCEPT],
  ["finally", K_FINALLY],
  ["for", K_FOR],
  ["from", K_FROM],
  ["global", K_GLOBAL],
  ["if", K_IF],
  ["import", K_IMPORT],
  ["in", K_IN],
  ["is", K_IS],
  ["lambda", K_LAMBDA],
  ["nonlocal", K_NONLOCAL],
  ["not", K_NOT],
  ["or", K_OR],
  ["pass", K_PASS],
  ["raise", K_RAISE],
  ["return", K_RETURN],
  ["try", K_TRY],
  ["while", K_WHILE],
  ["with", K_WITH],
  ["yield", K_YIELD],
];

/** Keywords that no expression holds: at the start of a physical line they end any bracket left open before. */
export function startsStatement(kind: number): boolean {
  switch (kind) {
    case K_DEF:
    case K_CLASS:
    case K_IMPORT:
    case K_RETURN:
    case K_WHILE:
    case K_TRY:
    case K_EXCEPT:
    case K_FINALLY:
    case K_WITH:
    case K_RAISE:
    case K_ASSERT:
    case K_DEL:
    case K_GLOBAL:
    case K_NONLOCAL:
    case K_PASS:
    case K_BREAK:
    case K_CONTINUE:
    case K_ELIF:
      return true;
    default:
      return false;
  }
}

/** Keywords of statements that say nothing of interest. */
export function isSilent(kind: number): boolean {
  return kind === K_PASS || kind === K_BREAK || kind === K_CONTINUE || kind === K_GLOBAL || kind === K_NONLOCAL;
}

/** The hash that the lexer computes while it reads a name. */
export function hashName(name: string): number {
  let hash = 0;
  for (let at = 0; at < name.length; at++) hash = (Math.imul(hash, 31) + name.charCodeAt(at)) | 0;
  return hash;
}

export const KEYWORD_SLOTS = 1024;

export interface KeywordTable {
  /** Kind of the keyword in a slot, 0 where it is free. */
  readonly kinds: Uint8Array;
  readonly hashes: Int32Array;
  readonly words: readonly string[];
}

/** No two keywords share a slot, which a test holds, so the lexer looks at one slot only. */
function buildKeywordTable(): KeywordTable {
  const kinds = new Uint8Array(KEYWORD_SLOTS);
  const hashes = new Int32Array(KEYWORD_SLOTS);
  const words = new Array<string>(KEYWORD_SLOTS).fill("");
  for (const [word, kind] of KEYWORDS) {
    const hash = hashName(word);
    const slot = hash & (KEYWORD_SLOTS - 1);
    kinds[slot] = kind;
    hashes[slot] = hash;
    words[slot] = word;
  }
  return { kinds, hashes, words };
}

export const KEYWORD_TABLE: KeywordTable = buildKeywordTable();

export function isOpening(kind: number): boolean {
  return kind === LEFT_PAREN || kind === LEFT_BRACKET || kind === LEFT_BRACE;
}

export function isLiteral(kind: number): boolean {
  return kind === STRING || kind === NUMBER;
}
