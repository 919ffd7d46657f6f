import assert from "node:assert/strict";
import { scaleWords } from "../../../src/report/scale";

describe("report/scale", () => {
  const words = (growth: number | null, cpus: number): string =>
    scaleWords({
      service: "web",
      growth,
      cpus,
      steps: [1, 3].map(replicas => ({ replicas, requestsPerSecond: 400, p95Ms: 90, errorPercent: 0 })),
    });

  it("blames no service where the machine has no processor for each container", () => {
    const so = "3 containers of web answer 0.85 times the requests of one.";
    assert.equal(
      words(0.85, 2),
      `${so} 2 processors of this machine may be the limit, since the proxy and the load take their part as well: measure where there are more.`,
    );
    assert.equal(words(0.85, 16), `${so} Something else than web limits them.`);
    assert.equal(words(2.4, 2), "3 containers of web answer 2.4 times the requests of one.");
    assert.equal(words(null, 2), "One of web was measured.");
  });
});
