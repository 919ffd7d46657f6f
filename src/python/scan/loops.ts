import type { ExpressionParser } from "./expressions";
import * as T from "./token-kinds";

/** Tokens of a header that is cheap to read. */
const MOST_TOKENS = 12;

/** `for name in NAMES:` and `for name, option in self.NAMES.items():` say what a name in the body stands for. */
export function isLoopOverConstant({ text, starts, kinds, at, count }: ExpressionParser): boolean {
  if (count - at > MOST_TOKENS) return false;
  let after = kinds.indexOf(T.K_IN, at) + 1;
  const isOwn = /^(?:self|cls)\./.test(text.slice(starts[after], (starts[after] as number) + 5));
  if (after > 0 && isOwn) after += 2;
  const start = starts[after] as number;
  return (
    after > 0 && after < count && kinds[after] === T.NAME && /^_?[A-Z][A-Z0-9_]/.test(text.slice(start, start + 3))
  );
}
