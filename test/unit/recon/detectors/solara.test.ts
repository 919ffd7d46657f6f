import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/solara";
import { detect } from "../../../kit/detect";

describe("recon/detectors/solara", () => {
  it("serves the file that defines the page, not those of its parts", async () => {
    const found = await detect(detector, {
      "app.py": "import solara\nfrom parts import Card\n\n@solara.component\ndef Page():\n    Card()\n",
      "parts.py": "import solara\n\n@solara.component\ndef Card():\n    solara.Text('x')\n",
    });
    assert.deepEqual(found, [
      "framework solara @app.py:5",
      "server web app.py = solara run app.py --host 0.0.0.0 --port 8765 --production :8765 @app.py:5",
    ]);
  });
});
