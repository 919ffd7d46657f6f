import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/quart";
import { dependency, detect } from "../../../kit/detect";

describe("recon/detectors/quart", () => {
  it("prefers the declared ASGI server", async () => {
    const found = await detect(detector, { "app.py": "from quart import Quart\napp = Quart(__name__)\n" }, [
      dependency("hypercorn"),
    ]);
    assert.deepEqual(found, [
      "framework quart @app.py:2",
      "asgi web app:app = hypercorn app:app --bind 0.0.0.0:8000 :8000 @app.py:2",
    ]);
  });
});
