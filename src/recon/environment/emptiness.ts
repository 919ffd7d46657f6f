import type { CheckFact, PythonFacts, Value } from "../../python/facts";
import { keyOf } from "./value-context";

/**
 * Whether the program fails where a read gives nothing: a check whose condition holds for an empty value raises or exits
 * (`if not KEY: raise …`, `assert KEY`, `if KEY is None: sys.exit(1)`). A check that needs something else as well
 * (`if not DEBUG and not KEY`) does not count.
 */
export function failsWhenEmpty(
  facts: PythonFacts,
  read: { readonly offset: number; readonly end: number },
  target: { readonly target: string; readonly scope: number } | undefined,
): boolean {
  const isRead = (value: Value): boolean => {
    if (keyOf(value) === keyOf(read)) return true;
    if (value.kind === "name" && target)
      return value.path === target.target || value.path.endsWith(`.${target.target}`);
    return false;
  };
  return facts.checks.some(check => {
    if (target && check.scope !== target.scope && target.scope !== -1 && !target.target.startsWith("self.")) {
      return holdsFor(check.test, value => keyOf(value) === keyOf(read), true);
    }
    return check.offset >= read.offset && (holdsFor(check.test, isRead, true) || isListOfMissing(facts, check, read));
  });
}

/** Whether a condition is certain to hold when what `isRead` recognises is empty (or, with `empty` false, is not). */
function holdsFor(test: Value, isRead: (value: Value) => boolean, empty: boolean): boolean {
  if (isRead(test)) return !empty;
  if (test.kind !== "operation") return false;
  const { left, right, operator } = test;
  if (operator === "not") return failsUnder(right, isRead, empty);
  if (left === null) return false;
  switch (operator) {
    case "or":
      return holdsFor(left, isRead, empty) || holdsFor(right, isRead, empty);
    case "is":
    case "==":
      return empty && isRead(left) && isEmptyLiteral(right);
    case "is not":
    case "!=":
      return !empty && isRead(left) && isEmptyLiteral(right);
    default:
      return false;
  }
}

/** Whether a condition is certain not to hold: the inside of `not …`. */
function failsUnder(test: Value, isRead: (value: Value) => boolean, empty: boolean): boolean {
  if (isRead(test)) return empty;
  if (test.kind === "call" && (test.callee === "all" || test.callee === "bool")) {
    const [first] = test.arguments;
    if (test.callee === "bool") return first !== undefined && isRead(first) && empty;
    return empty && first?.kind === "sequence" && first.items.some(isRead);
  }
  if (test.kind !== "operation") return false;
  const { left, right, operator } = test;
  if (operator === "not") return holdsFor(right, isRead, empty);
  if (left === null) return false;
  if (operator === "and") return failsUnder(left, isRead, empty) || failsUnder(right, isRead, empty);
  if (operator === "is not" || operator === "!=") return empty && isRead(left) && isEmptyLiteral(right);
  return false;
}

function isEmptyLiteral(value: Value): boolean {
  if (value.kind === "constant") return value.value === null;
  return value.kind === "string" && value.value === "";
}

/** `missing = [name for name in NAMES if not os.getenv(name)]`, then `if missing: raise`. */
function isListOfMissing(
  facts: PythonFacts,
  check: CheckFact,
  read: { readonly offset: number; readonly end: number },
): boolean {
  const { test } = check;
  if (test.kind !== "name") return false;
  return facts.assignments.some(
    ({ target, value, scope }) =>
      target === test.path &&
      scope === check.scope &&
      value?.kind === "other" &&
      value.offset <= read.offset &&
      read.end <= value.end,
  );
}
