import assert from "node:assert/strict";
import fc from "fast-check";
import type { ThresholdVerdict, Verification } from "../../../src/model/verification";
import { formatCompared, formatCount, ownReason, verdictWords } from "../../../src/report/figures";
import { toJunit } from "../../../src/report/junit";
import { stepSummary } from "../../../src/report/step-summary";
import { thresholdChart } from "../../../src/report/svg";
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

describe("a figure beside its limit", () => {
  const shown = (measured: number, limit: number, unit: ThresholdVerdict["unit"]): string => {
    const words = formatCompared({ measured, limit, unit });
    return `${words.measured} of ${words.limit}`;
  };

  it("has as many digits as tell the two apart", () => {
    assert.equal(shown(1021, 1000, "ms"), "1.02 s of 1.00 s");
    assert.equal(shown(1_000_400_000, 1_000_000_000, "bytes"), "1.0004 GB of 1.0000 GB");
    assert.equal(shown(250_300_000, 250_000_000, "bytes"), "250.3 MB of 250.0 MB");
    assert.equal(shown(0.04, 0, "percent"), "0.04 % of 0 %");
    assert.equal(shown(99.8, 100, "per second"), "99.8 a second of 100 a second");
  });

  it("has no more digits where they differ, or are the same", () => {
    assert.equal(shown(3900, 1000, "ms"), "3.9 s of 1.0 s");
    assert.equal(shown(1000, 1000, "ms"), "1.0 s of 1.0 s");
    assert.equal(shown(3_000_000_001, 3_000_000_000, "bytes"), "3.0 GB of 3.0 GB");
    assert.equal(formatCompared({ measured: null, limit: 0, unit: "count" }).measured, "not measured");
  });

  it("is told so by every document", () => {
    const sample = sampleVerification();
    const [first] = sample.thresholds;
    assert.ok(first);
    const near = { ...first, key: "probe.p95.web", measured: 1021, limit: 1000, unit: "ms" as const, held: false };
    const verification: Verification = { ...sample, thresholds: [near] };
    for (const text of [
      toJunit(verification, "shop"),
      stepSummary(verification, "shop"),
      verificationCommands(verification).join("\n"),
      thresholdChart(verification.thresholds),
    ])
      assert.match(text, /1\.02 s[^]*1\.00 s/);
  });
});
