import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/systemd";
import { detect } from "../../../kit/detect";

describe("recon/detectors/systemd", () => {
  it("reads what a unit starts", async () => {
    const found = await detect(detector, {
      "deploy/shop.service":
        "[Unit]\nDescription=Shop\n[Service]\nExecStart=/srv/venv/bin/gunicorn app:app --bind 127.0.0.1:8016\n",
      "app.py": "app = None\n",
    });
    assert.deepEqual(found, [
      "wsgi shop app:app = gunicorn app:app --bind 0.0.0.0:8016 :8016 @deploy/shop.service:4",
      "port 8016 server-config @deploy/shop.service:4",
    ]);
  });
});
