import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/main-modules";
import { detect } from "../../../kit/detect";

describe("recon/detectors/main-modules", () => {
  it("offers a package that can be run", async () => {
    const found = await detect(detector, { "tool/__init__.py": "", "tool/__main__.py": 'print("x")\n' });
    assert.deepEqual(found, ["cli tool tool = python -m tool @tool/__main__.py:1"]);
  });
  it("leaves a package whose only function starts a server, which is told as one", async () => {
    const found = await detect(detector, {
      "tool/__main__.py": "from .main import main\n\nmain()\n",
      "tool/main.py":
        'import gevent.pywsgi\nfrom flask import Flask\napp = Flask(__name__)\ndef main():\n    gevent.pywsgi.WSGIServer(("0.0.0.0", 8080), app).serve_forever()\n',
    });
    assert.deepEqual(found, []);
  });
});
