import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/litestar";
import { detect } from "../../../kit/detect";

describe("recon/detectors/litestar", () => {
  it("finds the object", async () => {
    const found = await detect(detector, { "app.py": "from litestar import Litestar\napp = Litestar([])\n" });
    assert.deepEqual(found, [
      "framework litestar @app.py:2",
      "asgi web app:app = uvicorn app:app --host 0.0.0.0 --port 8000 :8000 @app.py:2",
    ]);
  });
});
