import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/pyramid";
import { detect } from "../../../kit/detect";

describe("recon/detectors/pyramid", () => {
  it("serves the production file", async () => {
    const found = await detect(detector, {
      "site_/__init__.py":
        "from pyramid.config import Configurator\n\ndef main(settings):\n    return Configurator().make_wsgi_app()\n",
      "production.ini": "[app:main]\nuse = egg:site\n[server:main]\nport = 6544\n",
    });
    assert.deepEqual(found, [
      "framework pyramid @site_/__init__.py:4",
      "port 6544 server-config @production.ini:4",
      "framework pyramid @production.ini:1",
      "wsgi web production.ini = pserve production.ini :6544 @production.ini:1",
    ]);
  });
});
