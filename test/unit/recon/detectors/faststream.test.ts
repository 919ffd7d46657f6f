import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/faststream";
import { detect } from "../../../kit/detect";

describe("recon/detectors/faststream", () => {
  it("names the object", async () => {
    const found = await detect(detector, { "serve.py": "from faststream import FastStream\napp = FastStream(None)\n" });
    assert.deepEqual(found, [
      "framework faststream @serve.py:2",
      "worker worker serve:app = faststream run serve:app @serve.py:2",
    ]);
  });
});
