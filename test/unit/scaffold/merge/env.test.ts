import assert from "node:assert/strict";
import { mergeEnv } from "../../../../src/scaffold/merge/env";

describe("the merge of a sample file", () => {
  it("adds variables with their comment, but none that is mentioned", () => {
    const merged = mergeEnv(
      "A=1\n# B=\n",
      "# Head\n\n# a.py:1: required\nA=\n# b.py:2: optional\n# B=2\n# c.py:3: required\nC=\n",
    );
    assert.deepEqual(merged, {
      kind: "merged",
      text: "A=1\n# B=\n\n# c.py:3: required\nC=\n",
      note: "1 variable is added at the end.",
    });
  });

  it("is the same where all are there", () => assert.deepEqual(mergeEnv("A=1\n", "A=\n"), { kind: "same" }));
});
