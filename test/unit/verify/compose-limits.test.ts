import assert from "node:assert/strict";
import { withLimits } from "../../../src/verify/compose-limits";
import type { ServiceReport } from "../../../src/model/verification";

const service = (name: string, memoryBytes: number, cpus: number): ServiceReport => ({
  name,
  state: "running",
  healthy: true,
  startMs: 0,
  start: { containerMs: null, migrationMs: null, importMs: null, serverMs: null },
  memoryIdleBytes: 0,
  memoryPeakBytes: 0,
  cpuIdlePercent: 0,
  cpuPeakPercent: 0,
  probe: null,
  ping: null,
  suggested: { memoryBytes, cpus, workers: null },
});
const MIB = 1_048_576;

describe("suggested limits in a Compose file", () => {
  it("are added below the service, and nothing else changes", () => {
    const before =
      'services:\n  web: # the shop\n    build: .\n    ports: ["8000:8000"]\n\n  db:\n    image: postgres\n';
    assert.equal(
      withLimits(before, [service("web", 256 * MIB, 0.75)]),
      'services:\n  web: # the shop\n    build: .\n    ports: ["8000:8000"]\n    deploy:\n      resources:\n        limits:\n          memory: 256M\n          cpus: "0.75"\n\n  db:\n    image: postgres\n',
    );
  });

  it("replace those that stand there, wherever the mapping ends", () => {
    const before =
      "services:\n  web:\n    deploy:\n      resources:\n        limits:\n          memory: 1G # too much\n    image: a\n";
    assert.equal(
      withLimits(before, [service("web", 128 * MIB, 1)]),
      'services:\n  web:\n    deploy:\n      resources:\n        limits:\n          memory: 128M # too much\n          cpus: "1"\n    image: a\n',
    );
  });

  it("leave flow style, unknown services and broken files alone", () => {
    for (const text of ["services:\n  web: { image: a }\n", "services:\n  other:\n    image: a\n", "services: [\n", ""])
      assert.equal(withLimits(text, [service("web", 128 * MIB, 1)]), text);
  });

  it("end a last line that had no end", () => {
    assert.match(
      withLimits("services:\n  web:\n    image: a", [service("web", 64 * MIB, 1)]),
      /image: a\n {4}deploy:\n[\s\S]*cpus: "1"\n$/,
    );
  });
});
