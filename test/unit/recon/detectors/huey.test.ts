import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/huey";
import { detect } from "../../../kit/detect";

describe("recon/detectors/huey", () => {
  it("names the object", async () => {
    const found = await detect(detector, { "tasks.py": 'from huey import RedisHuey\nhuey = RedisHuey("x")\n' });
    assert.deepEqual(found, [
      "framework huey @tasks.py:2",
      "worker worker tasks.huey = huey_consumer tasks.huey @tasks.py:2",
    ]);
  });
});
