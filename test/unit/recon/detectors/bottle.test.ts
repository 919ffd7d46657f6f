import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/bottle";
import { detect } from "../../../kit/detect";

describe("recon/detectors/bottle", () => {
  it("finds the object", async () => {
    const found = await detect(detector, { "app.py": "from bottle import Bottle\napp = Bottle()\n" });
    assert.deepEqual(found, [
      "framework bottle @app.py:2",
      "wsgi web app:app = gunicorn app:app --bind 0.0.0.0:8080 :8080 @app.py:2",
    ]);
  });
});
