import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/taskfile";
import { detect } from "../../../kit/detect";

describe("recon/detectors/taskfile", () => {
  it("reads commands of tasks", async () => {
    const found = await detect(detector, {
      "Taskfile.yml": 'version: "3"\ntasks:\n  serve:\n    cmds:\n      - uvicorn app:app --port 8010\n',
      "app.py": "app = None\n",
    });
    assert.deepEqual(found, [
      "asgi web app:app = uvicorn app:app --port 8010 --host 0.0.0.0 :8010 @Taskfile.yml:5",
      "port 8010 task-runner @Taskfile.yml:5",
    ]);
  });
});
