import assert from "node:assert/strict";
import { StatsRecord } from "../../../../src/editor/containers/stats-record";
import type { SampleView } from "../../../../src/panel/protocol";

function sample(container: string, seconds: number, cpuPercent = 1, memoryBytes = 10): SampleView {
  const none = { memoryLimit: 0, networkIn: 0, networkOut: 0, blockRead: 0, blockWrite: 0 };
  return { container, label: container, at: seconds * 1000, cpuPercent, memoryBytes, ...none };
}

describe("StatsRecord", () => {
  it("keeps ten minutes, and peaks for longer", () => {
    const record = new StatsRecord();
    record.add(sample("web", 0, 90, 500));
    record.add(sample("web", 300));
    record.add(sample("web", 700));
    assert.deepEqual(
      record.all(700_000).map(({ at }) => at),
      [300_000, 700_000],
    );
    assert.deepEqual(record.peaks, [{ container: "web", cpuPercent: 90, memoryBytes: 500 }]);
  });

  it("tells the containers of one service apart", () => {
    const record = new StatsRecord();
    record.add(sample("shop-web-1", 1, 5));
    record.add(sample("shop-web-2", 1, 50));
    assert.deepEqual(
      record.peaks.map(({ container, cpuPercent }) => [container, cpuPercent]),
      [
        ["shop-web-1", 5],
        ["shop-web-2", 50],
      ],
    );
  });

  it("keeps when a container was killed, also when that is told again or no more", () => {
    const record = new StatsRecord();
    record.add(sample("web", 1));
    record.killed("web", [5000]);
    record.killed("web", [5000, 9000]);
    record.killed("web", []);
    assert.deepEqual(record.kills, [
      { container: "web", at: 5000 },
      { container: "web", at: 9000 },
    ]);
  });

  it("forgets a container that was not measured for ten minutes", () => {
    const record = new StatsRecord();
    record.add(sample("web", 0));
    assert.deepEqual(record.all(601_000), []);
    assert.deepEqual(record.peaks, []);
  });
});
