import type { CallFact, CheckFact, PythonFacts, Value } from "../../python/facts";
import type { PythonFile } from "../../python/project";
import type { SettingChecks } from "./setting-checks";
import type { UnsetValues } from "./unset-values";
import { keyOf } from "./value-context";
import type { CallValue } from "../../python/scan/recorder";

type Holds = (value: Value) => boolean | null;

/**
 * Whether the program fails where a read gives nothing: a check whose condition holds for an empty value raises or exits
 * (`if not KEY: raise …`, `assert KEY`, `if KEY is None: sys.exit(1)`). Where the check asks for something else as well
 * (`if not TESTING and not KEY`), that must hold too while no variable is set.
 */
export function failsWhenEmpty(
  file: PythonFile,
  read: { readonly offset: number; readonly end: number },
  target: { readonly target: string; readonly scope: number } | undefined,
  unset?: UnsetValues,
  settings?: SettingChecks,
): boolean {
  const { facts } = file;
  const isRead = (value: Value): boolean => {
    if (keyOf(value) === keyOf(read)) return true;
    if (value.kind === "name" && target)
      return value.path === target.target || value.path.endsWith(`.${target.target}`);
    return false;
  };
  const isHere = facts.checks.some(check => {
    const holds: Holds = value => unset?.holds(file, value, check.scope) ?? null;
    const isAnother =
      target && check.scope !== target.scope && target.scope !== -1 && !target.target.startsWith("self.");
    const fails = isAnother
      ? holdsFor(check.test, value => keyOf(value) === keyOf(read), true, holds)
      : check.offset >= read.offset &&
        (holdsFor(check.test, isRead, true, holds) || isListOfMissing(facts, check, read, holds));
    return fails && !isLeftBefore(facts, check, isRead, holds);
  });
  if (isHere || !target || !settings) return isHere;
  return settings.of(file, target).some(({ file: owner, check, isSetting }) => {
    const holds: Holds = value => unset?.holds(owner, value, check.scope) ?? null;
    return holdsFor(check.test, isSetting, true, holds) && !isLeftBefore(owner.facts, check, isSetting, holds);
  });
}

/** Whether the function of a check may have returned before it: `if not KEY: return`, `if is_local(): return`. */
function isLeftBefore(facts: PythonFacts, check: CheckFact, isRead: (value: Value) => boolean, holds: Holds): boolean {
  return facts.leaves.some(
    ({ test, offset, scope }) =>
      scope === check.scope && offset < check.offset && (holdsFor(test, isRead, true, holds) || holds(test) !== false),
  );
}

/** Whether a function has returned where the variable of a read is not set: `if not os.getenv("X", ""): return` before it. */
export function isLeftWhenUnset(facts: PythonFacts, read: CallFact): boolean {
  const [name] = read.arguments;
  if (read.scope < 0 || name?.kind !== "string") return false;
  const isSame = (value: Value): boolean => {
    const [first] = value.kind === "call" && value.callee === read.callee ? value.arguments : [];
    return first?.kind === "string" && first.value === name.value;
  };
  return facts.leaves.some(
    ({ test, offset, scope }) =>
      scope === read.scope && offset < read.offset && holdsFor(test, isSame, true, () => null),
  );
}

/** Whether a condition is certain to hold when what `isRead` recognises is empty (or, with `empty` false, is not). */
function holdsFor(test: Value, isRead: (value: Value) => boolean, empty: boolean, holds: Holds): boolean {
  if (isRead(test)) return !empty;
  if (test.kind !== "operation") return false;
  const { left, right, operator } = test;
  if (operator === "not") return failsUnder(right, isRead, empty, holds);
  if (left === null) return false;
  switch (operator) {
    case "or":
      return holdsFor(left, isRead, empty, holds) || holdsFor(right, isRead, empty, holds);
    case "and": {
      const isIn = (value: Value): boolean => holds(value) === true && !asksForAnother(value);
      const one = holdsFor(left, isRead, empty, holds);
      const other = holdsFor(right, isRead, empty, holds);
      return (one && (other || isIn(right))) || (other && isIn(left));
    }
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

/** `bool(…)` of an empty value, and `all(…)` of a list that holds one. */
function failsInCall({ callee, arguments: [first] }: CallValue, isRead: (value: Value) => boolean): boolean {
  if (callee === "bool") return first !== undefined && isRead(first);
  return callee === "all" && first?.kind === "sequence" && first.items.some(isRead);
}

/** Whether a condition is certain not to hold: the inside of `not …`. */
function failsUnder(test: Value, isRead: (value: Value) => boolean, empty: boolean, holds: Holds): boolean {
  if (isRead(test)) return empty;
  if (test.kind === "call") return empty && failsInCall(test, isRead);
  if (test.kind !== "operation") return false;
  const { left, right, operator } = test;
  if (operator === "not") return holdsFor(right, isRead, empty, holds);
  if (left === null) return false;
  const one = failsUnder(left, isRead, empty, holds);
  const other = failsUnder(right, isRead, empty, holds);
  switch (operator) {
    case "and":
      return one || other;
    case "or": {
      const isOut = (value: Value): boolean => holds(value) === false && !isAnother(value);
      return (one && (other || isOut(right))) || (other && isOut(left));
    }
    case "is not":
    case "!=":
      return empty && isRead(left) && isEmptyLiteral(right);
    default:
      return false;
  }
}

/** What says how the program runs, and gives nothing that another variable could give instead. */
const SWITCH_NAME =
  /(?:^|[_.])(?:debug|test\w*|dev\w*|local\w*|ci|mode|env|environment|stage|is|use|enabled?|disabled?|skip|allow|ignore|no|dry|offline|mock|fake|build\w*|docs?|production|prod)(?:_|$)/i;

/** `not TOKEN`, `TOKEN is None`, `not (USER and PASSWORD)`: the check asks for one of several things, so none alone is needed. */
function asksForAnother(test: Value): boolean {
  if (test.kind !== "operation") return false;
  const { left, right, operator } = test;
  if (operator === "not") return isAnother(right);
  if (operator === "and" || operator === "or") return left !== null && asksForAnother(left) && asksForAnother(right);
  return (operator === "is" || operator === "==") && left !== null && isAnother(left) && isEmptyLiteral(right);
}

/** A value that a variable gives, or several together. */
function isAnother(value: Value): boolean {
  if (value.kind === "name") return !SWITCH_NAME.test(value.path);
  if (value.kind === "call") {
    const [first] = value.arguments;
    return first?.kind === "string" && /env/i.test(value.callee) && !SWITCH_NAME.test(first.value);
  }
  return (
    value.kind === "operation" &&
    /^(?:and|or)$/.test(value.operator) &&
    value.left !== null &&
    isAnother(value.left) &&
    isAnother(value.right)
  );
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
  holds: Holds,
): boolean {
  const { test } = check;
  if (test.kind === "operation" && test.operator === "and" && test.left && holds(test.left) === true)
    return isListOfMissing(facts, { ...check, test: test.right }, read, holds);
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
