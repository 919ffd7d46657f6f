import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/package-runners";
import { detect } from "../../../kit/detect";

describe("recon/detectors/package-runners", () => {
  it("reads tasks and the declared entry point", async () => {
    const found = await detect(detector, {
      "pyproject.toml":
        '[tool.fastapi]\nentrypoint = "app:app"\n[tool.poe.tasks]\nmigrate = "alembic upgrade head"\n[tool.pdm.scripts]\nstart = {cmd = "uvicorn app:app --port 8011"}\n',
      "app.py": "app = None\n",
    });
    assert.deepEqual(found, [
      "asgi web app:app = uvicorn app:app --host 0.0.0.0 --port 8000 :8000 @pyproject.toml:2",
      "migrations alembic = alembic upgrade head @pyproject.toml:4",
      "asgi web app:app = uvicorn app:app --port 8011 --host 0.0.0.0 :8011 @pyproject.toml:6",
      "port 8011 task-runner @pyproject.toml:6",
    ]);
  });
});
