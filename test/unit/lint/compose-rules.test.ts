import assert from "node:assert/strict";
import { COMPOSE_RULES } from "../../../src/lint/registry";
import { lintCompose } from "../../../src/lint/runner";
import { COMPOSE_CASES } from "./compose-cases";
import { composeFileOf } from "./compose-file";

describe("cases of the rules on Compose files", () => {
  for (const rule of COMPOSE_RULES) {
    const cases = COMPOSE_CASES[rule.id];
    if (cases === undefined) continue;
    it(`${rule.id} ${rule.code}`, () => {
      const found = (text: string): number =>
        lintCompose(composeFileOf(text), "compose.yaml", { rules: [rule], select: "all" }).length;
      for (const text of cases.bad) assert.ok(found(text) > 0, `not found in ${JSON.stringify(text)}`);
      for (const text of cases.good) assert.equal(found(text), 0, `found in ${JSON.stringify(text)}`);
    });
  }

  it("are written for every rule that one file shows", () => {
    const missing = COMPOSE_RULES.filter(rule => COMPOSE_CASES[rule.id] === undefined && typeof rule.bad === "string");
    assert.deepEqual(
      missing.map(rule => rule.id),
      [],
    );
  });
});
