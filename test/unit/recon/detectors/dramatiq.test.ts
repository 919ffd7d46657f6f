import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/dramatiq";
import { detect } from "../../../kit/detect";

describe("recon/detectors/dramatiq", () => {
  it("loads the broker first", async () => {
    const found = await detect(detector, {
      "broker.py": "import dramatiq\ndramatiq.set_broker(None)\n",
      "mails.py": "import dramatiq\n\n@dramatiq.actor\ndef send():\n    pass\n",
    });
    assert.deepEqual(found, [
      "framework dramatiq @broker.py:1",
      "worker worker broker = dramatiq broker mails @broker.py:2",
    ]);
  });
});
