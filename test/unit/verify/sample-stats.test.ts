import assert from "node:assert/strict";
import type { StatsSample } from "../../../src/model/ports";
import type { StartedService } from "../../../src/verify/run-stack";
import { watchCpu } from "../../../src/verify/sample-stats";
import { containerDetail } from "../engine/fake-port";

describe("the processors that a service takes", () => {
  const started = (name: string, containerId: string, state: "running" | "exited"): StartedService => ({
    name,
    containerId,
    startMs: 0,
    detail: containerDetail({ state }),
  });

  it("are those of all its containers, without samples that compare with nothing", async () => {
    const samples: Readonly<Record<string, readonly number[]>> = { a: [0, 40, 60], b: [0, 20, 20], db: [0] };
    const asked: string[] = [];
    const engine = {
      stats(id: string, onSample: (sample: StatsSample) => void) {
        asked.push(id);
        for (const cpuPercent of samples[id] ?? []) onSample({ cpuPercent } as StatsSample);
        return Promise.resolve();
      },
    };
    const taken = watchCpu(engine, [
      started("web", "a", "running"),
      started("web", "b", "running"),
      started("db", "db", "running"),
      started("migrate", "m", "exited"),
    ]);
    assert.deepEqual(
      [...(await taken())],
      [
        ["web", 70],
        ["db", 0],
      ],
    );
    assert.deepEqual(asked, ["a", "b", "db"]);
  });
});
