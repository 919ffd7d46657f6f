import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/launch-configuration";
import { detect } from "../../../kit/detect";

describe("recon/detectors/launch-configuration", () => {
  it("reads Python configurations", async () => {
    const found = await detect(detector, {
      ".vscode/launch.json":
        '{\n  // how we run it\n  "configurations": [\n    { "type": "debugpy", "module": "uvicorn", "args": ["app:app", "--port", "8017"] }\n  ]\n}\n',
      "app.py": "app = None\n",
    });
    assert.deepEqual(found, [
      "asgi web app:app = python -m uvicorn app:app --port 8017 --host 0.0.0.0 :8017 @.vscode/launch.json:4",
    ]);
  });

  it("passes over a template's manage.py that is nowhere", async () => {
    const text =
      '{ "configurations": [{ "type": "python", "program": "${workspaceFolder}/manage.py", "args": ["runserver"] }] }\n';
    const other = { ".vscode/launch.json": text, "backend.py": "import bottle\n" };
    assert.deepEqual(await detect(detector, other), []);
    assert.notDeepEqual(await detect(detector, { ...other, "manage.py": "import click\n" }), []);
  });
});
