import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/reflex";
import { detect } from "../../../kit/detect";

describe("recon/detectors/reflex", () => {
  it("runs the project", async () => {
    const found = await detect(detector, { "rxconfig.py": 'import reflex as rx\nconfig = rx.Config(app_name="x")\n' });
    assert.deepEqual(found, [
      "framework reflex @rxconfig.py:2",
      "server web rxconfig.py = reflex run --env prod :3000 @rxconfig.py:2",
    ]);
  });
});
