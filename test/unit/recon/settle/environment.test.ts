import assert from "node:assert/strict";
import type { Evidence } from "../../../../src/model/evidence";
import { settleEnvironment } from "../../../../src/recon/settle/environment";

function read(name: string, facts: Partial<Extract<Evidence, { claim: "environment" }>> = {}): Evidence {
  return {
    claim: "environment",
    name,
    default: null,
    hasDefault: false,
    required: false,
    type: null,
    secret: true,
    scope: "application",
    place: { path: "app.py", line: 1, column: 1, text: "", confidence: "high" },
    ...facts,
  };
}

describe("recon/settle/environment", () => {
  it("calls no switch and no number secret, and keeps their defaults", () => {
    const [price, use, token] = settleEnvironment([
      read("TOKEN_PRICING", { type: "float", default: "0.002", hasDefault: true }),
      read("USE_TOKEN", { type: "bool", default: "False", hasDefault: true }),
      read("X_TOKEN", { type: "str", default: "abc", hasDefault: true }),
    ]);
    assert.deepEqual([price?.secret, price?.default], [false, "0.002"]);
    assert.deepEqual([use?.secret, use?.default], [false, "False"]);
    assert.deepEqual([token?.secret, token?.default, token?.hasDefault], [true, null, true]);
  });
});
