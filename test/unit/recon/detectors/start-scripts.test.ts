import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/start-scripts";
import { detect } from "../../../kit/detect";

describe("recon/detectors/start-scripts", () => {
  it("follows a start script from the project above its folder", async () => {
    const found = await detect(detector, {
      "bin/start.sh": '#!/bin/sh\nexec gunicorn --bind 127.0.0.1:5000 "portal:create_app()"\n',
      "portal.py": "def create_app():\n    pass\n",
    });
    assert.deepEqual(found, [
      "wsgi web portal:create_app() = gunicorn --bind 0.0.0.0:5000 portal:create_app() :5000 @bin/start.sh:2",
      "port 5000 task-runner @bin/start.sh:2",
    ]);
  });
});
