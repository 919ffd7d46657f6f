import assert from "node:assert/strict";
import { mergeJsonList } from "../../../../src/scaffold/merge/json";

const OURS = `${JSON.stringify({ version: "0.2.0", configurations: [{ name: "Docker: attach", port: 5678 }] }, null, 2)}\n`;
const textOf = (before: string): string => {
  const merged = mergeJsonList(before, OURS);
  return merged.kind === "merged" ? merged.text : merged.kind;
};

describe("the merge of launch.json", () => {
  it("adds a configuration and keeps comments", () => {
    const before = '{\n  // mine\n  "configurations": [\n    { "name": "mine" }, // last\n  ],\n}\n';
    const text = textOf(before);
    assert.match(text, /\/\/ mine/);
    assert.match(text, /"name": "Docker: attach"/);
    assert.equal(mergeJsonList(text, OURS).kind, "same");
  });

  it("fills an empty list", () => {
    assert.deepEqual(JSON.parse(textOf('{ "configurations": [] }')), {
      configurations: [{ name: "Docker: attach", port: 5678 }],
    });
  });

  it("leaves what has no list as a conflict", () => assert.equal(textOf("{}"), "conflict"));
});
