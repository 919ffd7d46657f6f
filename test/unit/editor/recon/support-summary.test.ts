import assert from "node:assert/strict";
import { supportSummary } from "../../../../src/editor/recon/support-summary";

const answers = (...verdicts: readonly ("ok" | "no" | "unknown")[]) =>
  new Map(verdicts.map((verdict, index) => [`p${String(index)}==1`, { verdict, why: "" }]));

describe("supportSummary", () => {
  it("counts what has a wheel, and names only what does not", () => {
    assert.equal(supportSummary(answers("ok", "ok"), 2), "2 of 2 packages have a wheel for Python 3.11.");
    assert.equal(
      supportSummary(answers("ok", "no", "unknown"), 5),
      "1 of 5 packages have a wheel for Python 3.11; 1 does not support it, 1 would be built from sources, 2 got no answer in time.",
    );
  });
});
