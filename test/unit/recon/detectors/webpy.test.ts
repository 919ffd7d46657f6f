import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/webpy";
import { detect } from "../../../kit/detect";

describe("recon/detectors/webpy", () => {
  it("finds the object", async () => {
    const found = await detect(detector, {
      "code.py": "import web\nurls = ()\napp = web.application(urls, globals())\n",
    });
    assert.deepEqual(found, [
      "framework webpy @code.py:3",
      "wsgi web code:app = gunicorn code:app --bind 0.0.0.0:8080 :8080 @code.py:3",
    ]);
  });
});
