import assert from "node:assert/strict";
import { bySameWords } from "../../../src/model/same-words";

describe("model/same-words", () => {
  it("keeps the order of the first of each, and everything in its own order", () => {
    const said = ["a1", "b1", "a2", "c1", "b2"];
    assert.deepEqual(
      bySameWords(said, ([letter = ""]) => [letter]),
      [["a1", "a2"], ["b1", "b2"], ["c1"]],
    );
    assert.deepEqual(
      bySameWords([], () => []),
      [],
    );
  });

  it("does not take two words for one", () => {
    const said = [
      ["ab", "c"],
      ["a", "bc"],
    ];
    assert.equal(bySameWords(said, words => words).length, 2);
  });
});
