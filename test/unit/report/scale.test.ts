import assert from "node:assert/strict";
import { scaleWords } from "../../../src/report/scale";

describe("report/scale", () => {
  const words = (growth: number | null, taken: { web: number; proxy: number; load: number; machine: number }): string =>
    scaleWords({
      service: "web",
      growth,
      cpus: 2,
      steps: [1, 3].map(replicas => ({
        replicas,
        requestsPerSecond: 400,
        p50Ms: 40,
        p95Ms: 90,
        errorPercent: 0,
        cpu: { services: { db: 4, web: taken.web }, proxy: taken.proxy, load: taken.load },
        machinePercent: taken.machine,
      })),
    });
  const so = "3 containers of web answer 0.85 times the requests of one.";

  it("says from the samples what was the limit", () => {
    assert.equal(
      words(0.85, { web: 110, proxy: 40, load: 36, machine: 98 }),
      `${so} Of 2 processors 98 % was taken (of one each: db 4 %, web 110 %, the proxy 40 %, the load 36 %, all else 6 %), so this machine is the limit: measure where there are more.`,
    );
    assert.match(
      words(0.85, { web: 60, proxy: 91, load: 40, machine: 97 }),
      /The proxy of this check took 91 % of the one processor that it can use, so it may be the limit, and not web\.$/,
    );
    assert.match(words(0.85, { web: 60, proxy: 91, load: 99, machine: 97 }), /The load of this check took 99 %/);
  });

  it("blames something else only where processors were free", () => {
    assert.match(
      words(0.85, { web: 20, proxy: 10, load: 8, machine: 24 }),
      /Of 2 processors 24 % was taken .*, so web waits for something else than a processor/,
    );
  });

  it("names no limit where more containers answer more, or one was measured", () => {
    const full = { web: 180, proxy: 90, load: 90, machine: 100 };
    assert.equal(words(2.4, full), "3 containers of web answer 2.4 times the requests of one.");
    assert.equal(words(null, full), "One of web was measured.");
  });
});
