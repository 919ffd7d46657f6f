import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/connexion";
import { detect } from "../../../kit/detect";

describe("recon/detectors/connexion", () => {
  it("is served by ASGI", async () => {
    const found = await detect(detector, { "run.py": "import connexion\napp = connexion.FlaskApp(__name__)\n" });
    assert.deepEqual(found, [
      "framework connexion @run.py:2",
      "asgi web run:app = uvicorn run:app --host 0.0.0.0 --port 8080 :8080 @run.py:2",
    ]);
  });
});
