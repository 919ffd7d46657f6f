import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/blacksheep";
import { detect } from "../../../kit/detect";

describe("recon/detectors/blacksheep", () => {
  it("finds the object", async () => {
    const found = await detect(detector, { "server.py": "from blacksheep import Application\napp = Application()\n" });
    assert.deepEqual(found, [
      "framework blacksheep @server.py:2",
      "asgi web server:app = uvicorn server:app --host 0.0.0.0 --port 8000 :8000 @server.py:2",
    ]);
  });
});
