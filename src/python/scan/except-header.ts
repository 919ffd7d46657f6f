import type { ExpressionParser } from "./expressions";
import type { Recorder } from "./recorder";
import * as T from "./token-kinds";

/** Exceptions whose handler means "it may be absent": a missing key, or anything at all. */
const ABSENCE = new Set([
  "KeyError",
  "LookupError",
  "Exception",
  "BaseException",
  "StandardError",
  "ImproperlyConfigured",
  "UndefinedValueError",
  "EnvError",
]);

/** Exceptions that a missing module raises. */
const MISSING_MODULE = new Set(["ImportError", "ModuleNotFoundError"]);

/** Exceptions that None brings about where a text is expected: `int(None)`, `None.split()`, a field of pydantic. */
const REFUSAL = new Set(["TypeError", "AttributeError", "ValidationError"]);

/** What a handler expects: that something is absent, that a module is, or only that None was given for it. */
export type Caught = "absence" | "module" | "refusal";

/**
 * Reads the header of an `except` clause up to its colon and says what it catches. Notes `except*` (3.11),
 * `except A, e` of Python 2 and `except A, B` of Python 3.14 (PEP 758).
 */
export function readExceptHeader(parser: ExpressionParser, recorder: Recorder, isRead: boolean): Caught | null {
  const offset = parser.offset();
  parser.at++;
  if (parser.kind() === T.STAR) {
    recorder.syntax("except-star", offset, "3.11", null);
    parser.at++;
  }
  if (parser.kind() === T.COLON) return "absence";
  const { kinds, starts, ends, partners, text, count } = parser;
  const first = parser.at;
  let catches: Caught | null = null;
  const note = (token: number): void => {
    const name = text.slice(starts[token], ends[token]);
    if (ABSENCE.has(name)) catches = "absence";
    else if (MISSING_MODULE.has(name)) catches = catches === "absence" ? catches : "module";
    else if (REFUSAL.has(name)) catches ??= "refusal";
  };
  let commas = 0;
  let lastName = -1;
  let at = first;
  for (; at < count; at++) {
    const kind = kinds[at] as number;
    if (kind === T.COLON) break;
    if (kind === T.COMMA) commas++;
    else if (kind === T.NAME) {
      lastName = at;
      note(at);
    } else if (kind === T.LEFT_PAREN) {
      for (let inner = at; inner < (partners[at] as number); inner++) {
        if (kinds[inner] === T.NAME) note(inner);
      }
      at = partners[at] as number;
    } else if (kind === T.LEFT_BRACKET) at = partners[at] as number;
  }
  if (commas > 0) {
    // With two items both languages accept the line: Python 2 binds the second, by custom in lower case.
    const name = lastName < 0 ? "" : text.slice(starts[lastName], ends[lastName]);
    const isBinding =
      commas === 1 && kinds[first] !== T.LEFT_PAREN
        ? /^[a-z_]/.test(name) && kinds[lastName - 1] === T.COMMA
        : commas === 1;
    if (isBinding) recorder.syntax("except-comma", offset, null, "2.7");
    else recorder.syntax("except-without-parentheses", offset, "3.14", null);
  }
  if (isRead) {
    // Calls in the header are rare but are calls.
    parser.expressionList();
    if (parser.kind() === T.K_AS) parser.at += 2;
  }
  if (parser.at < at) parser.at = Math.min(at, count);
  return catches;
}
