import assert from "node:assert/strict";
import fc from "fast-check";
import type { Verification } from "../../../src/model/verification";
import { formatCount, untoldCauses } from "../../../src/report/figures";
import { toJunit } from "../../../src/report/junit";
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

describe("what failed", () => {
  const because = "The image holds the value of KEY in /app/.env.";
  const cause = { what: `web: ${because}`, log: "", place: null };
  const sample = sampleVerification();
  const [held] = sample.thresholds;
  const secrets = (changes: object): Verification["thresholds"][number] =>
    ({ ...held, key: "image.secrets.web", held: false, because, ...changes }) as Verification["thresholds"][number];

  it("is said once where a missed threshold says it", () => {
    assert.deepEqual(untoldCauses({ thresholds: [secrets({})], causes: [cause] }), []);
    const verification = { ...sample, thresholds: [secrets({})], causes: [cause] };
    assert.equal(toJunit(verification, "shop").match(/<failure/g)?.length, 1);
  });

  it("is said beside thresholds that held, of another service, or that count several, and where it has a log", () => {
    const kept = [{ held: true }, { key: "image.secrets.api" }, { because: `${because} And 1 more.` }];
    for (const changes of kept)
      assert.deepEqual(untoldCauses({ thresholds: [secrets(changes)], causes: [cause] }), [cause]);
    const logged = { ...cause, log: "last line" };
    assert.deepEqual(untoldCauses({ thresholds: [secrets({})], causes: [logged] }), [logged]);
  });
});
