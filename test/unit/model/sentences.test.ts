import assert from "node:assert/strict";
import { sentences } from "../../../src/model/sentences";

describe("sentences", () => {
  it("closes each part once and leaves out what says nothing", () => {
    assert.equal(sentences("It failed.", " exit code 1 ", "", "Try again!"), "It failed. exit code 1. Try again!");
    assert.equal(sentences("Said:", "no (from versions: none)"), "Said: no (from versions: none).");
    assert.equal(sentences("", " "), "");
  });
});
