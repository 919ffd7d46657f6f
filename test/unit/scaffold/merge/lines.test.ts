import assert from "node:assert/strict";
import { mergeLines } from "../../../../src/scaffold/merge/lines";

describe("the merge of ignore files", () => {
  it("adds missing lines at the end", () => {
    assert.deepEqual(mergeLines("*.pyc\n**/.venv/", "# Secrets\n.env\n**/.venv\n"), {
      kind: "merged",
      text: "*.pyc\n**/.venv/\n\n.env\n",
      note: "1 line is added at the end.",
    });
  });

  it("does not take a line that holds at the top alone for one that holds everywhere", () => {
    const merged = mergeLines(".env\n*.env\n/.venv/\n", "**/.env\n**/.venv\n");
    assert.equal(merged.kind === "merged" ? merged.text : "", ".env\n*.env\n/.venv/\n\n**/.env\n**/.venv\n");
    assert.deepEqual(mergeLines("**/secrets/\n", "/secrets\n"), { kind: "same" });
    assert.deepEqual(mergeLines("!.env\n", "**/.env\n"), { kind: "same" });
  });

  it("respects an exception that the person made", () =>
    assert.deepEqual(mergeLines("!docs\n", "docs\n"), { kind: "same" }));

  it("keeps Windows line ends", () => {
    const merged = mergeLines("a\r\n", "b\n");
    assert.equal(merged.kind === "merged" ? merged.text : "", "a\r\n\r\nb\r\n");
  });
});
