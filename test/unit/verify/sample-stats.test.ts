import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import type { Engine, StatsSample } from "../../../src/model/ports";
import type { StartedService } from "../../../src/verify/run-stack";
import { sampleStats, watchCpu } from "../../../src/verify/sample-stats";
import { containerDetail } from "../engine/fake-port";

function started(name: string, containerId: string, state: "running" | "exited"): StartedService {
  return { name, containerId, startMs: 0, detail: containerDetail({ state }) };
}

describe("samples that end with an error", () => {
  it("end nothing else, although nobody waits for them yet", async () => {
    const engine = {
      stats: (_id: string, onSample: (sample: StatsSample) => void) => {
        onSample({ cpuPercent: 0, memoryBytes: 7 } as StatsSample);
        return Promise.reject(new Error("The engine is gone."));
      },
    };
    const web = [started("web", "a", "running")];
    const rejected: unknown[] = [];
    const note = (reason: unknown): unknown => rejected.push(reason);
    const others = process.listeners("unhandledRejection");
    process.removeAllListeners("unhandledRejection").on("unhandledRejection", note);
    try {
      const sampling = sampleStats(engine as unknown as Engine, web);
      const taken = watchCpu(engine, web);
      await setTimeout(5);
      assert.equal(sampling.isSampled("web"), true);
      assert.equal((await sampling.end()).get("web")?.memoryPeak, 7);
      assert.deepEqual([...(await taken())], [["web", 0]]);
    } finally {
      process.off("unhandledRejection", note);
      for (const other of others) process.on("unhandledRejection", other);
    }
    assert.deepEqual(rejected, []);
  });
});

describe("the processors that a service takes", () => {
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
