import type { ExpressionParser } from "./expressions";
import type { Recorder } from "./recorder";
import * as T from "./token-kinds";

/** Exceptions whose handler means "it may be absent": a missing key, a missing module, or anything at all. */
const ABSENCE = new Set([
  "KeyError",
  "LookupError",
  "ImportError",
  "ModuleNotFoundError",
  "Exception",
  "BaseException",
  "StandardError",
  "ImproperlyConfigured",
  "UndefinedValueError",
  "EnvError",
]);

/**
 * Reads the header of an `except` clause up to its colon and says whether it catches absence. Notes `except*` (3.11),
 * `except A, e` of Python 2 and `except A, B` of Python 3.14 (PEP 758).
 */
export function readExceptHeader(parser: ExpressionParser, recorder: Recorder, isRead: boolean): boolean {
  const offset = parser.offset();
  parser.at++;
  if (parser.kind() === T.STAR) {
    recorder.syntax("except-star", offset, "3.11", null);
    parser.at++;
  }
  if (parser.kind() === T.COLON) return true;
  const { kinds, starts, ends, partners, text, count } = parser;
  const first = parser.at;
  let catches = false;
  let commas = 0;
  let lastName = -1;
  let at = first;
  for (; at < count; at++) {
    const kind = kinds[at] as number;
    if (kind === T.COLON) break;
    if (kind === T.COMMA) commas++;
    else if (kind === T.NAME) {
      lastName = at;
      if (ABSENCE.has(text.slice(starts[at], ends[at]))) catches = true;
    } else if (kind === T.LEFT_PAREN) {
      for (let inner = at; inner < (partners[at] as number); inner++) {
        if (kinds[inner] === T.NAME && ABSENCE.has(text.slice(starts[inner], ends[inner]))) catches = true;
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
