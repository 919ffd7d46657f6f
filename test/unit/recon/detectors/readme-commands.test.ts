import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/readme-commands";
import { detect } from "../../../kit/detect";

describe("recon/detectors/readme-commands", () => {
  it("believes what the workspace holds", async () => {
    const found = await detect(detector, {
      "README.md": "# Shop\n\n    $ uvicorn app:app --reload\n    $ flask run\n    $ gunicorn other:app\n",
      "app.py": "app = None\n",
    });
    assert.deepEqual(found, [
      "asgi web app:app = uvicorn app:app --host 0.0.0.0 --port 8000 :8000 @README.md:3",
      "framework flask @README.md:4",
    ]);
  });
});
