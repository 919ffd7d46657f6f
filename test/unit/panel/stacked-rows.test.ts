import assert from "node:assert/strict";
import fc from "fast-check";
import { rowsBetween, rowTops } from "../../../src/panel/stacked-rows";

describe("rowsBetween", () => {
  it("gives the rows that are seen and some to spare", () => {
    const tops = rowTops(Array.from({ length: 300 }, (_, at) => (at % 3 === 0 ? 42 : 26)));
    assert.deepEqual(rowsBetween(tops, 0, 300, 0), [0, 10]);
    const [first, last] = rowsBetween(tops, 4000, 4300);
    assert.ok(last - first < 30, `${first} to ${last}`);
  });

  it("leaves out no row of which a part is seen", () => {
    const heights = fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 60 });
    fc.assert(
      fc.property(heights, fc.nat(2000), fc.nat(600), (given, from, seen) => {
        const tops = rowTops(given);
        const [first, last] = rowsBetween(tops, from, from + seen, 0);
        for (const [index, height] of given.entries()) {
          const top = tops[index] ?? 0;
          const isSeen = top < from + seen && top + height > from;
          if (isSeen && (index < first || index >= last)) return false;
        }
        return true;
      }),
    );
  });

  it("gives nothing of an empty list", () => {
    assert.deepEqual(rowsBetween(rowTops([]), 0, 500), [0, 0]);
  });
});
