import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/chalice";
import { detect } from "../../../kit/detect";

const CONFIGURED = { ".chalice/config.json": "{}", "api/.chalice/config.json": "{}" };
const LOCAL = "chalice local --no-autoreload --host 0.0.0.0 --port 8000 :8000";

describe("recon/detectors/chalice", () => {
  it("serves the application of app.py as Chalice does on a machine of one's own", async () => {
    const found = await detect(detector, {
      ...CONFIGURED,
      "api/app.py":
        "from chalice import Chalice\napp = Chalice(app_name='shop')\n\n@app.route('/')\ndef index():\n    return {}\n",
    });
    assert.deepEqual(found, ["framework chalice @api/app.py:2", `server web app:app = ${LOCAL} in api @api/app.py:2`]);
  });

  it("knows a class of the project's own", async () => {
    const found = await detect(detector, {
      ...CONFIGURED,
      "server/__init__.py": "from chalice import Chalice\n\nclass Server(Chalice):\n    pass\n",
      "app.py": "from server import Server\napp = Server(app_name='shop')\n",
    });
    assert.equal(found[1], `server web app:app = ${LOCAL} @app.py:2`);
  });

  it("serves nothing from another file than the one that Chalice loads, nor an application of events alone", async () => {
    const found = await detect(detector, {
      ...CONFIGURED,
      "other.py": "from chalice import Chalice\napp = Chalice(app_name='shop')\n",
    });
    assert.deepEqual(found, ["framework chalice @other.py:2"]);
    const events = await detect(detector, {
      ...CONFIGURED,
      "app.py":
        "from chalice import Chalice, Rate\napp = Chalice(app_name='shop')\n\n@app.schedule(Rate(1))\ndef tick(event):\n    pass\n",
    });
    assert.deepEqual(events, ["framework chalice @app.py:2"]);
  });

  it("serves nothing where its configuration is missing, without which it ends at once", async () => {
    const found = await detect(detector, {
      "app.py":
        "from chalice import Chalice\napp = Chalice(app_name='shop')\n\n@app.route('/')\ndef index():\n    return {}\n",
      "api/.chalice/config.json": "{}",
    });
    assert.deepEqual(found, ["framework chalice @app.py:2"]);
  });
});
