import assert from "node:assert/strict";
import fc from "fast-check";
import { expandText, expandWords } from "../../../../src/recon/commands/expand";

const known = new Map([
  ["PORT", "8000"],
  ["OPTIONS", "--workers 2 --threads 4"],
  ["LOOP", "$LOOP"],
]);

describe("recon/commands/expand", () => {
  it("replaces names, braces and defaults", () => {
    assert.equal(expandText("0.0.0.0:${PORT:-80}", known), "0.0.0.0:8000");
    assert.equal(expandText("0.0.0.0:${OTHER:-80}", known), "0.0.0.0:80");
    assert.equal(expandText("$PORT/$PORT", known), "8000/8000");
    assert.equal(expandText("${OTHER:-$PORT}", known), "8000");
  });

  it("keeps what nothing is known of and names it", () => {
    assert.deepEqual(expandWords(["--host", "${HOST}"], known), { words: ["--host", "${HOST}"], open: ["HOST"] });
  });

  it("makes words of a variable with several and none of an empty one", () => {
    assert.deepEqual(expandWords(["$OPTIONS"], known).words, ["--workers", "2", "--threads", "4"]);
    assert.deepEqual(expandWords(["$NONE", "x"], new Map([["NONE", ""]])).words, ["x"]);
  });

  it("takes the working directory off the front of a path", () => {
    assert.deepEqual(expandWords(["twistd", "-ny", "$(pwd)/shop.tac", "$PWD/x"], known).words, [
      "twistd",
      "-ny",
      "shop.tac",
      "x",
    ]);
  });

  it("ends for a variable that names itself", () => {
    assert.equal(expandText("$LOOP", known), "$LOOP");
  });

  it("ends for any text", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("$", "{", "}", ":-", "A", "B", "$$", " "), { maxLength: 20 }), parts => {
        expandText(
          parts.join(""),
          new Map([
            ["A", "${B:-$A}"],
            ["B", "$A$B"],
          ]),
        );
      }),
    );
  });
});
