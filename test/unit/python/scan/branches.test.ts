import assert from "node:assert/strict";
import { scanPython } from "../../../../src/python/scan/scan-python";
import type { Value } from "../../../../src/python/facts";

/** A condition as Python would write it, as far as these tests need. */
function written(value: Value | null): string {
  if (value === null) return "-";
  if (value.kind === "name") return value.path;
  if (value.kind !== "operation") return "?";
  const right = written(value.right);
  return value.left === null ? `not(${right})` : `(${written(value.left)} ${value.operator} ${right})`;
}

describe("python/scan/branches", () => {
  it("gives a check the tests of all branches around it, and what kept elif and else from being passed over", () => {
    const { checks } = scanPython(`
if a:
    if not b:
        raise E
if a:
    pass
elif b:
    raise E
elif c:
    pass
else:
    raise E
for x in y:
    if a:
        raise E
def f():
    if not key:
        raise E
if a:
    assert b
`);
    assert.deepEqual(
      checks.map(({ test }) => written(test)),
      ["(a and not(b))", "(not(a) and b)", "((not(a) and not(b)) and not(c))", "a", "not(key)", "(a and not(b))"],
    );
  });

  it("records branches that hold calls outside of functions, without a test where they are none", () => {
    const text = `
import os
if a:
    A = os.getenv("A")
else:
    B = os.environ["B"]
for x in y:
    C = os.getenv("C")
def f():
    if a:
        return os.getenv("D")
if b:
    pass
`;
    const { branches } = scanPython(text);
    assert.deepEqual(
      branches.map(({ test, offset, end }) => [written(test), text.slice(offset, end).trim()]),
      [
        ["a", 'A = os.getenv("A")'],
        ["not(a)", 'B = os.environ["B"]'],
        ["-", 'C = os.getenv("C")'],
      ],
    );
  });

  it("gives up on more branches than people nest", () => {
    const depth = 40;
    const lines = Array.from({ length: depth }, (_, at) => `${" ".repeat(at)}if a${at}:`);
    const { checks } = scanPython(`${lines.join("\n")}\n${" ".repeat(depth)}raise E\n`);
    assert.deepEqual(
      checks.map(({ test }) => test.kind),
      ["other"],
    );
  });
});
