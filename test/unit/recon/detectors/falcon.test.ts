import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/falcon";
import { detect } from "../../../kit/detect";

describe("recon/detectors/falcon", () => {
  it("tells WSGI from ASGI", async () => {
    const found = await detect(detector, {
      "wsgi.py": "import falcon\napp = falcon.App()\n",
      "asgi.py": "import falcon.asgi\napp = falcon.asgi.App()\n",
    });
    assert.deepEqual(found, [
      "framework falcon @asgi.py:2",
      "asgi web asgi:app = uvicorn asgi:app --host 0.0.0.0 --port 8000 :8000 @asgi.py:2",
      "framework falcon @wsgi.py:2",
      "wsgi web wsgi:app = gunicorn wsgi:app --bind 0.0.0.0:8000 :8000 @wsgi.py:2",
    ]);
  });
});
