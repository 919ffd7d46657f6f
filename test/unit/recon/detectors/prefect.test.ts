import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/prefect";
import { detect } from "../../../kit/detect";

const FLOW = "from prefect import flow\n\n@flow(log_prints=True)\ndef load():\n    pass\n";

describe("recon/detectors/prefect", () => {
  it("runs the script that serves flows, wherever they are defined", async () => {
    const found = await detect(detector, {
      "flows.py": FLOW,
      "serve.py":
        "from flows import load\n\nif __name__ == '__main__':\n    load.serve(name='nightly', cron='0 3 * * *')\n",
    });
    assert.deepEqual(found, ["framework prefect @flows.py:4", "worker flows serve.py = python serve.py @serve.py:4"]);
  });

  it("starts nothing where a flow is only called, or where another object serves", async () => {
    const found = await detect(detector, { "flows.py": `${FLOW}\nload()\nother.serve()\n` });
    assert.deepEqual(found, ["framework prefect @flows.py:4"]);
  });
});
