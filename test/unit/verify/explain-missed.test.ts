import assert from "node:assert/strict";
import { explainMissed, type Explanations } from "../../../src/verify/explain-missed";
import type { Judged } from "../../../src/verify/thresholds";
import type { Verifying } from "../../../src/verify/verifying";

describe("why a service missed its time to stop", () => {
  const recon = { units: [], entryPoints: [] };
  const verifying = { request: { recon }, imports: new Map() } as unknown as Verifying;
  const known: Explanations = { images: [], findings: new Map(), services: [], places: new Map() };
  const because = (measured: number): string | null =>
    explainMissed({ key: "stop.graceful.web", measured, held: false } as Judged, verifying, known).because;

  it("is that it was killed, where it took all the time that it had", () => {
    assert.match(because(30_040) ?? "", /^It did not end at SIGTERM, so it was killed/);
  });

  it("is not told where it ended by itself, if later than before", () => assert.equal(because(2200), null));
});

describe("why lint errors missed their limit", () => {
  it("is the first of them, with how many more there are", () => {
    const place = { path: "Dockerfile", line: 3, column: 1, text: "", confidence: "high" } as const;
    const because = (count: number): string | null => {
      const lintErrors = Array.from({ length: count }, (_, index) => ({ what: `Fault ${index + 1}.`, place }));
      const verifying = { request: { lintErrors } } as unknown as Verifying;
      const known: Explanations = { images: [], findings: new Map(), services: [], places: new Map() };
      return explainMissed({ key: "lint.errors", measured: count, held: false } as Judged, verifying, known).because;
    };
    assert.equal(because(1), "Fault 1.");
    assert.equal(because(3), "Fault 1. And 2 more.");
  });
});
