import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/shiny";
import { detect } from "../../../kit/detect";

describe("recon/detectors/shiny", () => {
  it("finds the object", async () => {
    const found = await detect(detector, { "app.py": "from shiny import App, ui\napp = App(ui.page_fluid(), None)\n" });
    assert.deepEqual(found, [
      "framework shiny @app.py:2",
      "asgi web app:app = uvicorn app:app --host 0.0.0.0 --port 8000 :8000 @app.py:2",
    ]);
  });
});
