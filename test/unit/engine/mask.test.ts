import assert from "node:assert/strict";
import { createMask } from "../../../src/engine/mask";

describe("createMask", () => {
  it("replaces every secret, the longest first", () => {
    const mask = createMask(["abcd", "abcdef"]);
    assert.equal(mask("x abcdef y abcd z"), "x ••• y ••• z");
  });

  it("masks a secret of several lines line by line", () => {
    assert.equal(createMask(["first line\nsecond\n"])("got second"), "got •••");
  });

  it("leaves values alone that are too short to tell from other text", () => {
    assert.equal(createMask(["a", "", " "])("a banana"), "a banana");
  });
});
