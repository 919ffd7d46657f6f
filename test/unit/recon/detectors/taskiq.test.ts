import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/taskiq";
import { detect } from "../../../kit/detect";

describe("recon/detectors/taskiq", () => {
  it("names the broker", async () => {
    const found = await detect(detector, {
      "tkq.py": 'from taskiq_redis import ListQueueBroker\nbroker = ListQueueBroker("redis://r")\n',
    });
    assert.deepEqual(found, [
      "framework taskiq @tkq.py:2",
      "worker worker tkq:broker = taskiq worker tkq:broker @tkq.py:2",
    ]);
  });
});
