import assert from "node:assert/strict";
import fc from "fast-check";
import { splitWords } from "../../../src/workspace/split-words";

describe("workspace/split-words", () => {
  it("splits a command as a shell does", () => {
    assert.deepEqual(splitWords(`bash -c "sleep 2 && run 'x y'" --a=b\\ c`), [
      "bash",
      "-c",
      "sleep 2 && run 'x y'",
      "--a=b c",
    ]);
    assert.deepEqual(splitWords(`a "b c" 'd "e' f\\ g ""`), ["a", "b c", 'd "e', "f g", ""]);
    assert.deepEqual(splitWords('"\\$HOME \\`id\\` \\n"'), ["$HOME `id` \\n"]);
  });

  it("gives back words that have no blanks and quotes", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[\w./:=-]+$/), { maxLength: 8 }), words => {
        assert.deepEqual(splitWords(words.join("  ")), words);
      }),
    );
  });
});
