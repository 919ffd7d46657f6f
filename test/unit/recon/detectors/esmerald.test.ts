import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/esmerald";
import { detect } from "../../../kit/detect";

describe("recon/detectors/esmerald", () => {
  it("finds the object", async () => {
    const found = await detect(detector, { "main.py": "from esmerald import Esmerald\napp = Esmerald()\n" });
    assert.deepEqual(found, [
      "framework esmerald @main.py:2",
      "asgi web main:app = uvicorn main:app --host 0.0.0.0 --port 8000 :8000 @main.py:2",
    ]);
  });
});
