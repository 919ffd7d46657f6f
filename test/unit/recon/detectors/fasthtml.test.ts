import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/fasthtml";
import { detect } from "../../../kit/detect";

describe("recon/detectors/fasthtml", () => {
  it("takes the first of what fast_app returns", async () => {
    const found = await detect(detector, {
      "main.py": "from fasthtml.common import fast_app, serve\napp, rt = fast_app()\nserve()\n",
    });
    assert.deepEqual(found, [
      "framework fasthtml @main.py:2",
      "asgi web main:app = uvicorn main:app --host 0.0.0.0 --port 5001 :5001 @main.py:2",
    ]);
  });
});
