import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/uwsgi-configuration";
import { detect } from "../../../kit/detect";

describe("recon/detectors/uwsgi-configuration", () => {
  it("takes module, port and attached processes", async () => {
    const found = await detect(detector, {
      "uwsgi.ini": "[uwsgi]\nmodule = app:app\nhttp-socket = :8014\nattach-daemon = celery -A app worker\n",
      "app.py": "app = None\n",
    });
    assert.deepEqual(found, [
      "port 8014 server-config @uwsgi.ini:3",
      "wsgi web app:app = uwsgi --ini uwsgi.ini --module app:app :8014 @uwsgi.ini:2",
      "framework celery @uwsgi.ini:4",
      "worker worker app = celery -A app worker @uwsgi.ini:4",
    ]);
  });
});
