import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/sanic";
import { detect } from "../../../kit/detect";

describe("recon/detectors/sanic", () => {
  it("uses its own server", async () => {
    const found = await detect(detector, { "server.py": 'from sanic import Sanic\napp = Sanic("x")\n' });
    assert.deepEqual(found, [
      "framework sanic @server.py:2",
      "server web server:app = sanic server:app --host=0.0.0.0 --port=8000 :8000 @server.py:2",
    ]);
  });
});
