import type { Value } from "../facts";

export function negated(right: Value): Value {
  return { kind: "operation", operator: "not", left: null, right, offset: right.offset, end: right.end };
}

export function both(left: Value, right: Value): Value {
  return { kind: "operation", operator: "and", left, right, offset: left.offset, end: right.end };
}

export function isMainTest(test: Value): boolean {
  if (test.kind !== "operation" || test.operator !== "==" || test.left === null) return false;
  const sides = [test.left, test.right];
  return (
    sides.some(side => side.kind === "name" && side.path === "__name__") &&
    sides.some(side => side.kind === "string" && side.value === "__main__")
  );
}

export function isTypeChecking(value: Value): boolean {
  return value.kind === "name" && (value.path === "TYPE_CHECKING" || value.path.endsWith(".TYPE_CHECKING"));
}
