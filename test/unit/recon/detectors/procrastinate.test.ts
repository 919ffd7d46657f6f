import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/procrastinate";
import { detect } from "../../../kit/detect";

describe("recon/detectors/procrastinate", () => {
  it("names the object", async () => {
    const found = await detect(detector, { "q.py": "import procrastinate\napp = procrastinate.App(connector=None)\n" });
    assert.deepEqual(found, [
      "framework procrastinate @q.py:2",
      "worker worker q.app = procrastinate --app=q.app worker @q.py:2",
    ]);
  });
});
