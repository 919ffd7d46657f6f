import type { ExpressionParser } from "./expressions";
import * as T from "./token-kinds";

/** Tokens of a header that is cheap to read. */
const MOST_TOKENS = 10;

/** `for name in NAMES:` and `for name, option in NAMES.items():` say what a name in the body stands for. */
export function isLoopOverConstant({ text, starts, kinds, at, count }: ExpressionParser): boolean {
  if (count - at > MOST_TOKENS) return false;
  const after = kinds.indexOf(T.K_IN, at) + 1;
  const start = starts[after] as number;
  return (
    after > 0 && after < count && kinds[after] === T.NAME && /^_?[A-Z][A-Z0-9_]/.test(text.slice(start, start + 3))
  );
}
