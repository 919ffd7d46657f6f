import assert from "node:assert/strict";
import fc from "fast-check";
import { literalPattern } from "../../../src/model/patterns";

describe("a pattern of a name from a file", () => {
  it("matches that name and no other", () => {
    const name = fc.string({ unit: fc.constantFrom(..."aB1_-.*+?^${}()|[]\\/ ") });
    fc.assert(
      fc.property(name, name, (own, other) => {
        assert.equal(new RegExp(`^${literalPattern(own)}$`).test(other), own === other);
        assert.ok(new RegExp(`^${literalPattern(own)}$`).test(own));
      }),
    );
  });
});
