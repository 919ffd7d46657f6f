import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/starlette";
import { detect } from "../../../kit/detect";

describe("recon/detectors/starlette", () => {
  it("finds an application in a src layout of an installed project", async () => {
    const found = await detect(detector, {
      "pyproject.toml": '[project]\nname = "x"\n[build-system]\nrequires = ["hatchling"]\n',
      "src/site_app/__init__.py": "",
      "src/site_app/web.py": "from starlette.applications import Starlette\napp = Starlette()\n",
    });
    assert.deepEqual(found, [
      "framework starlette @src/site_app/web.py:2",
      "asgi web site_app.web:app = uvicorn site_app.web:app --host 0.0.0.0 --port 8000 :8000 @src/site_app/web.py:2",
    ]);
  });
});
