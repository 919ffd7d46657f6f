import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/notebooks";
import { dependency, detect } from "../../../kit/detect";

describe("recon/detectors/notebooks", () => {
  it("serves a folder of notebooks where Jupyter runs", async () => {
    const found = await detect(detector, { "analysis.ipynb": '{"cells": []}', "docs/how.ipynb": "{}" }, [
      dependency("jupyterlab"),
    ]);
    assert.deepEqual(found, [
      "framework jupyter @requirements.txt:1",
      "notebook notebook analysis.ipynb = jupyter lab --ip 0.0.0.0 --port 8888 --no-browser :8888 @analysis.ipynb:1",
    ]);
  });
  it("serves one by Voila", async () => {
    const found = await detect(detector, { "report.ipynb": "{}" }, [dependency("voila")]);
    assert.deepEqual(found, [
      "framework voila @requirements.txt:1",
      "notebook notebook report.ipynb = voila report.ipynb --no-browser --Voila.ip=0.0.0.0 :8866 @report.ipynb:1",
    ]);
  });
});
