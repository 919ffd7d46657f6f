import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/arq";
import { detect } from "../../../kit/detect";

describe("recon/detectors/arq", () => {
  it("names the settings class", async () => {
    const found = await detect(detector, {
      "work.py": "from arq import cron\n\nclass WorkerSettings:\n    functions = []\n",
    });
    assert.deepEqual(found, [
      "framework arq @work.py:1",
      "worker worker work.WorkerSettings = arq work.WorkerSettings @work.py:3",
    ]);
  });
});
