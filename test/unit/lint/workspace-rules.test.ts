import assert from "node:assert/strict";
import { WORKSPACE_RULES } from "../../../src/lint/registry";
import { lintExample } from "./examples";
import { WORKSPACE_CASES } from "./workspace-cases";

const NAMES: Readonly<Record<string, string>> = { C: "compose.yaml", D: "Dockerfile" };

describe("cases of the rules across files", () => {
  for (const rule of WORKSPACE_RULES) {
    const cases = WORKSPACE_CASES[rule.id];
    if (cases === undefined) continue;
    it(`${rule.id} ${rule.code}`, () => {
      const messages = (files: Readonly<Record<string, string>>): readonly string[] => {
        const named = Object.entries(files).map(([path, text]) => [NAMES[path] ?? path, text] as const);
        return lintExample(rule, new Map(named)).map(finding => finding.message);
      };
      for (const files of cases.bad) assert.ok(messages(files).length > 0, `not found in ${JSON.stringify(files)}`);
      for (const files of cases.good) assert.deepEqual(messages(files), [], `found in ${JSON.stringify(files)}`);
      for (const files of cases.bad) for (const message of messages(files)) assert.ok(message.length <= 160, message);
    });
  }

  it("are written for every rule", () => {
    const missing = WORKSPACE_RULES.filter(rule => WORKSPACE_CASES[rule.id] === undefined);
    assert.deepEqual(
      missing.map(rule => rule.id),
      [],
    );
  });
});
