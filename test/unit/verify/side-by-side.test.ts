import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { DrydockError } from "../../../src/model/error";
import { sideBySide } from "../../../src/verify/side-by-side";

describe("work side by side", () => {
  it("answers in the items' order, with no more at once than is allowed", async () => {
    let running = 0;
    let most = 0;
    const answers = await sideBySide(
      [5, 1, 4, 2, 3],
      async item => {
        most = Math.max(most, ++running);
        await sleep(item * 4);
        running--;
        return item * 10;
      },
      undefined,
      2,
    );
    assert.deepEqual(answers, [50, 10, 40, 20, 30]);
    assert.equal(most, 2);
  });

  it("ends with the first failure once everything under way has ended, and begins nothing more", async () => {
    const seen: string[] = [];
    const run = sideBySide(
      ["fails", "slow", "never"],
      async (item, signal) => {
        seen.push(item);
        if (item === "fails") throw new DrydockError("engine-lost", "It is gone.", "", "");
        await sleep(5000, undefined, { signal }).catch(() => sleep(20));
        seen.push(`${item} ended`);
        throw new Error("stopped");
      },
      undefined,
      2,
    );
    await assert.rejects(run, { code: "engine-lost" });
    assert.deepEqual(seen, ["fails", "slow", "slow ended"]);
  });

  it("that is cancelled says so, though the work itself ends without a word", async () => {
    const stop = new AbortController();
    const seen: number[] = [];
    const run = sideBySide(
      [1, 2, 3],
      async item => {
        seen.push(item);
        stop.abort();
        await sleep(1);
      },
      stop.signal,
      1,
    );
    await assert.rejects(run, { code: "cancelled" });
    assert.deepEqual(seen, [1]);
  });
});
