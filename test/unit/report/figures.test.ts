import assert from "node:assert/strict";
import fc from "fast-check";
import { formatCount } from "../../../src/report/figures";

describe("figures of documents", () => {
  it("group thousands as English does", () => {
    assert.equal(formatCount(12_345), "12,345");
    fc.assert(
      fc.property(
        fc.oneof(
          fc.integer(),
          fc.maxSafeInteger(),
          fc.float({ noNaN: true }).filter(value => !Object.is(value, -0)),
        ),
        count => {
          assert.equal(formatCount(count), count.toLocaleString("en"));
        },
      ),
    );
  });
});
