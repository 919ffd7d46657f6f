import assert from "node:assert/strict";
import fc from "fast-check";
import { isEnvSample, parseEnv } from "../../../../src/scaffold/layout/env-samples";

describe("environment files", () => {
  it("are samples by name", () => {
    for (const name of [".env.example", ".env.sample", "a/.env.dist", "env.example", ".env-template"])
      assert.equal(isEnvSample(name), true, name);
    for (const name of [".env", ".env.local", ".env.production", "environment.yml"])
      assert.equal(isEnvSample(name), false, name);
  });

  it("give values without quotes and comments", () => {
    const values = parseEnv("A=1 # one\nexport B='x # y'\nC=\"d\"\n# D=2\nE=\nnonsense\n");
    assert.deepEqual(
      [...values],
      [
        ["A", "1"],
        ["B", "x # y"],
        ["C", "d"],
        ["E", ""],
      ],
    );
  });

  it("are read back whatever the value", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9:/@.-]*$/), value => parseEnv(`NAME=${value}`).get("NAME") === value),
    );
  });
});
