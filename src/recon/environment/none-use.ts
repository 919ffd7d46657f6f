import type { CallFact } from "../../python/facts";
import { keyOf, type ValueContext } from "./value-context";

/** Conversions that refuse None. */
const CONVERSION =
  /^(?:(?:builtins\.)?(?:int|float|len)|(?:decimal\.)?Decimal|(?:json\.)?loads|(?:ast\.)?literal_eval)$/;

/**
 * Whether what is done with a read right where it stands fails on None: `int(os.getenv("X"))`,
 * `os.getenv("X").encode()`, `os.getenv("X") + "/path"`. What stands behind a test of the same expression
 * (`x and x.split()`) is only done where there is something.
 */
export function failsOnNone(context: ValueContext, read: CallFact): boolean {
  const parent = context.parent(read);
  if (!parent || isTested(context, parent)) return false;
  if (parent.kind === "call") {
    if (parent.base && keyOf(parent.base) === keyOf(read)) return true;
    const [first] = parent.arguments;
    return first !== undefined && keyOf(first) === keyOf(read) && CONVERSION.test(parent.callee);
  }
  return parent.kind === "operation" && parent.operator === "+" && parent.left !== null;
}

function isTested(context: ValueContext, value: { readonly offset: number; readonly end: number }): boolean {
  for (let at = value, parent = context.parent(at); parent; at = parent, parent = context.parent(at)) {
    if (parent.kind === "choice") return true;
    if (parent.kind !== "operation" || !/^(?:and|or)$/.test(parent.operator)) continue;
    if (parent.operator === "and" && keyOf(parent.right) === keyOf(at)) return true;
  }
  return false;
}
