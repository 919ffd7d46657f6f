import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/faust";
import { detect } from "../../../kit/detect";

describe("recon/detectors/faust", () => {
  it("names the module", async () => {
    const found = await detect(detector, { "stream.py": 'import faust\napp = faust.App("x")\n' });
    assert.deepEqual(found, [
      "framework faust @stream.py:2",
      "worker worker stream = faust -A stream worker -l info :6066 @stream.py:2",
    ]);
  });
});
