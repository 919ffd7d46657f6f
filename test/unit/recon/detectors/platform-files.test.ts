import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/platform-files";
import { detect } from "../../../kit/detect";

describe("recon/detectors/platform-files", () => {
  it("reads processes and ports of fly.toml", async () => {
    const found = await detect(detector, {
      "fly.toml":
        '[processes]\nweb = "uvicorn app:app"\n[http_service]\ninternal_port = 8012\n[deploy]\nrelease_command = "alembic upgrade head"\n',
      "app.py": "app = None\n",
    });
    assert.deepEqual(found, [
      "port 8012 platform-file @fly.toml:4",
      "asgi web app:app = uvicorn app:app --host 0.0.0.0 --port 8012 :8012 @fly.toml:2",
      "migrations alembic = alembic upgrade head @fly.toml:6",
    ]);
  });
  it("reads services of render.yaml in their folders", async () => {
    const found = await detect(detector, {
      "render.yaml": "services:\n  - type: web\n    rootDir: api\n    startCommand: gunicorn main:app\n",
      "api/main.py": "app = None\n",
    });
    assert.deepEqual(found, ["wsgi web main:app = gunicorn --bind 0.0.0.0:8000 main:app :8000 in api @render.yaml:4"]);
  });
});
