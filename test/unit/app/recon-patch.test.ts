import assert from "node:assert/strict";
import fc from "fast-check";
import { applyPatch, patchBetween } from "../../../src/app/recon-patch";

describe("app/recon-patch", () => {
  it("turns any plain value into any other", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
        assert.deepEqual(applyPatch(before, patchBetween(before, after)), after);
        assert.equal(patchBetween(before, structuredClone(before)), null);
      }),
    );
  });

  it("names only what changed, and keeps the rest as it is", () => {
    const before = { a: [{ line: 1 }, { line: 2 }], b: { c: "x" } };
    const after = { a: [{ line: 1 }, { line: 3 }], b: { c: "x" } };
    const patch = patchBetween(before, after);
    const line = { kind: "record", entries: [["line", { kind: "value", value: 3 }]] };
    assert.deepEqual(patch, { kind: "record", entries: [["a", { kind: "list", items: [[1, line]] }]] });
    assert.equal((applyPatch(before, patch) as typeof before).b, before.b);
  });
});
