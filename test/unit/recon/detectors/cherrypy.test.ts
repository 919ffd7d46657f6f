import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/cherrypy";
import { detect } from "../../../kit/detect";

describe("recon/detectors/cherrypy", () => {
  it("runs the script", async () => {
    const found = await detect(detector, { "site_main.py": "import cherrypy\ncherrypy.quickstart(object())\n" });
    assert.deepEqual(found, [
      "framework cherrypy @site_main.py:2",
      "server web site_main.py = python site_main.py :8080 @site_main.py:2",
    ]);
  });
});
