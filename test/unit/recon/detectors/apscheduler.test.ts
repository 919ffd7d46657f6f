import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/apscheduler";
import { detect } from "../../../kit/detect";

describe("recon/detectors/apscheduler", () => {
  it("runs a blocking scheduler and leaves a background one to its process", async () => {
    const found = await detect(detector, {
      "clock.py":
        "from apscheduler.schedulers.blocking import BlockingScheduler\nscheduler = BlockingScheduler()\nscheduler.start()\n",
      "web.py":
        "from apscheduler.schedulers.background import BackgroundScheduler\nscheduler = BackgroundScheduler()\n",
    });
    assert.deepEqual(found, [
      "framework apscheduler @clock.py:2",
      "beat scheduler clock.py = python clock.py @clock.py:2",
      "framework apscheduler @web.py:2",
    ]);
  });
});
