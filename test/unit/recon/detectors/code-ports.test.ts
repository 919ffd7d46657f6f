import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/code-ports";
import { detect } from "../../../kit/detect";

describe("recon/detectors/code-ports", () => {
  it("reads literals and defaults", async () => {
    const found = await detect(detector, {
      "a.py": 'import os\nimport uvicorn\nuvicorn.run("x:app", port=int(os.environ.get("PORT", 8018)))\n',
    });
    assert.deepEqual(found, ["port 8018 code @a.py:3"]);
  });
});
