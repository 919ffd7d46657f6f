import assert from "node:assert/strict";
import fc from "fast-check";
import { countChanges, diffLines, mergeLines, splitLines } from "../../../../src/editor/text/line-diff";

const text = fc.array(fc.constantFrom("a", "b", "c", ""), { maxLength: 8 }).map(lines => lines.join("\n"));

function applied(before: string, after: string): string {
  const lines = splitLines(before);
  const result: string[] = [];
  let at = 0;
  for (const hunk of diffLines(lines, splitLines(after))) {
    result.push(...lines.slice(at, hunk.start), ...hunk.lines);
    at = hunk.end;
  }
  return [...result, ...lines.slice(at)].join("\n");
}

describe("diffLines", () => {
  it("turns any text into any other", () => {
    fc.assert(fc.property(text, text, (before, after) => applied(before, after) === after));
  });

  it("keeps the lines that are the same", () => {
    assert.deepEqual(diffLines(["a", "b", "c"], ["a", "x", "c"]), [{ start: 1, end: 2, lines: ["x"] }]);
  });

  it("counts added and removed lines", () => {
    assert.deepEqual(countChanges("a\nb\nc", "a\nc\nd\ne"), { added: 2, removed: 1 });
  });
});

describe("mergeLines", () => {
  it("takes the one side that changed", () => {
    fc.assert(fc.property(text, text, (base, other) => mergeLines(base, other, base).text === other));
    fc.assert(fc.property(text, text, (base, other) => mergeLines(base, base, other).text === other));
  });

  it("joins changes of different lines", () => {
    assert.deepEqual(mergeLines("a\nb\nc\nd", "A\nb\nc\nd", "a\nb\nc\nD"), { text: "A\nb\nc\nD", overlap: false });
  });

  it("says where both changed the same line, and keeps mine", () => {
    assert.deepEqual(mergeLines("a\nb", "a\nmine", "a\ntheirs"), { text: "a\nmine", overlap: true });
  });
});
