import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/supervisor";
import { detect } from "../../../kit/detect";

describe("recon/detectors/supervisor", () => {
  it("makes a process of each program", async () => {
    const found = await detect(detector, {
      "supervisord.conf": "[supervisord]\nnodaemon=true\n[program:site]\ncommand=gunicorn app:app -b 0.0.0.0:8015\n",
      "app.py": "app = None\n",
    });
    assert.deepEqual(found, [
      "wsgi site app:app = gunicorn app:app -b 0.0.0.0:8015 :8015 @supervisord.conf:4",
      "port 8015 server-config @supervisord.conf:4",
    ]);
  });
});
