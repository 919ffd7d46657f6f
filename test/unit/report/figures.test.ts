import assert from "node:assert/strict";
import fc from "fast-check";
import type { Verification } from "../../../src/model/verification";
import { formatCount, ownReason, verdictWords } from "../../../src/report/figures";
import { toJunit } from "../../../src/report/junit";
import { stepSummary } from "../../../src/report/step-summary";
import { verificationCommands } from "../../../src/report/workflow-commands";
import { sampleVerification } from "../../kit/samples";

describe("figures of documents", () => {
  it("group thousands as English does", () => {
    assert.equal(formatCount(12_345), "12,345");
    fc.assert(
      fc.property(
        fc.oneof(
          fc.integer(),
          fc.maxSafeInteger(),
          fc.float({ noNaN: true }).filter(value => !Object.is(value, -0)),
        ),
        count => {
          assert.equal(formatCount(count), count.toLocaleString("en"));
        },
      ),
    );
  });
});

describe("what an image holds", () => {
  const secret = (path: string) => ({
    what: `web: The image holds the value of KEY in ${path}.`,
    log: "",
    place: null,
  });
  const sample = sampleVerification();
  const missed = { ...sample.thresholds[0], held: false } as Verification["thresholds"][number];
  const because = "The image holds the value of KEY in /app/.env.";

  it("is told once, as a problem, however much of it there is", () => {
    for (const found of [["/app/.env"], ["/app/.env", "/app/.env.old"]]) {
      const more = found.length > 1 ? " And 1 more." : "";
      const thresholds = [{ ...missed, key: "image.secrets.web", because: because + more }];
      const verification: Verification = { ...sample, thresholds, causes: found.map(secret) };
      assert.match(
        verdictWords(verification),
        new RegExp(`^${String(found.length)} problems?, 0 of 1 threshold held$`),
      );
      for (const text of [
        toJunit(verification, "shop").replaceAll(/ message="[^"]*"/g, ""),
        stepSummary(verification, "shop"),
        verificationCommands(verification).join("\n"),
      ])
        assert.equal(text.match(/The image holds/g)?.length, found.length, text);
    }
  });

  it("is not taken for what made another threshold be missed", () => {
    assert.equal(ownReason({ key: "image.bytes.web", because }), because);
    assert.equal(ownReason({ key: "image.findings.web", because }), null);
  });
});
