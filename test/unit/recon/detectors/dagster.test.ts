import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/dagster";
import { detect } from "../../../kit/detect";

describe("recon/detectors/dagster", () => {
  it("starts the web server and the daemon of the definitions", async () => {
    const found = await detect(detector, {
      "shop/__init__.py": "",
      "shop/definitions.py": "import dagster as dg\ndefs = dg.Definitions(assets=[])\n",
    });
    assert.deepEqual(found, [
      "framework dagster @shop/definitions.py:2",
      "server web shop.definitions = dagster-webserver -m shop.definitions --host 0.0.0.0 --port 3000 :3000 @shop/definitions.py:2",
      "beat daemon shop.definitions = dagster-daemon run -m shop.definitions @shop/definitions.py:2",
    ]);
  });

  it("starts nothing for definitions that no module offers", async () => {
    const found = await detect(detector, { "app.py": "from dagster import Definitions\nprint(Definitions())\n" });
    assert.deepEqual(found, ["framework dagster @app.py:2"]);
  });
});
