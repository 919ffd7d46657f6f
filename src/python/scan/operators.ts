import * as T from "./token-kinds";

/** Binding strength of comparisons; higher binds tighter (operator precedence, language reference 6.17). */
export const COMPARISON = 4;
export const MULTIPLICATION = 10;

const TABLE: readonly (readonly [number, number, string])[] = [
  [T.K_OR, 1, "or"],
  [T.K_AND, 2, "and"],
  [T.K_IN, COMPARISON, "in"],
  [T.K_IS, COMPARISON, "is"],
  [T.K_NOT, COMPARISON, "not in"],
  [60, COMPARISON, "<"],
  [62, COMPARISON, ">"],
  [T.EQUALS, COMPARISON, "=="],
  [T.NOT_EQUAL, COMPARISON, "!="],
  [T.DIFFERENT, COMPARISON, "!="],
  [T.LESS_EQUAL, COMPARISON, "<="],
  [T.GREATER_EQUAL, COMPARISON, ">="],
  [T.BAR, 5, "|"],
  [94, 6, "^"],
  [38, 7, "&"],
  [T.SHIFT_LEFT, 8, "<<"],
  [T.SHIFT_RIGHT, 8, ">>"],
  [T.PLUS, 9, "+"],
  [T.MINUS, 9, "-"],
  [T.STAR, MULTIPLICATION, "*"],
  [T.SLASH, MULTIPLICATION, "/"],
  [T.DOUBLE_SLASH, MULTIPLICATION, "//"],
  [37, MULTIPLICATION, "%"],
  [T.AT, MULTIPLICATION, "@"],
  [T.DOUBLE_STAR, 12, "**"],
];

/** Binding strength by token kind, 0 for what is no binary operator. */
export const BINARY_PRECEDENCE: Uint8Array = precedences();
export const BINARY_NAMES: readonly string[] = operatorNames();

function precedences(): Uint8Array {
  const table = new Uint8Array(256);
  for (const [kind, precedence] of TABLE) table[kind] = precedence;
  return table;
}

function operatorNames(): string[] {
  const names = new Array<string>(256).fill("");
  for (const [kind, , name] of TABLE) names[kind] = name;
  return names;
}

const OPERAND_STARTS: ReadonlySet<number> = new Set([
  T.NAME,
  T.NUMBER,
  T.STRING,
  T.LEFT_PAREN,
  T.LEFT_BRACKET,
  T.LEFT_BRACE,
  T.MINUS,
  T.PLUS,
  T.TILDE,
  T.STAR,
  T.DOUBLE_STAR,
  T.BACKTICK,
  T.ELLIPSIS,
  T.K_NONE,
  T.K_TRUE,
  T.K_FALSE,
  T.K_NOT,
  T.K_LAMBDA,
  T.K_AWAIT,
  T.K_YIELD,
  T.K_ASYNC,
]);

/** Whether an expression can start with this token. */
export function startsOperand(kind: number): boolean {
  return OPERAND_STARTS.has(kind);
}

/** What follows `print` in Python 2 and could not follow a name in Python 3. */
export function startsPrinted(next: number, afterNext: number): boolean {
  switch (next) {
    case T.STRING:
    case T.NUMBER:
    case T.NAME:
    case T.BACKTICK:
    case T.K_NONE:
    case T.K_TRUE:
    case T.K_FALSE:
    case T.K_LAMBDA:
      return true;
    case T.K_NOT:
      return afterNext !== T.K_IN;
    default:
      return false;
  }
}
