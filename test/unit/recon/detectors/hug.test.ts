import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/hug";
import { detect } from "../../../kit/detect";

describe("recon/detectors/hug", () => {
  it("finds the object", async () => {
    const found = await detect(detector, { "api.py": "import hug\napi = hug.API(__name__)\n" });
    assert.deepEqual(found, [
      "framework hug @api.py:2",
      "wsgi web api:api = gunicorn api:api --bind 0.0.0.0:8000 :8000 @api.py:2",
    ]);
  });
});
