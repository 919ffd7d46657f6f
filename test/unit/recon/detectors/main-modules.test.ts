import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/main-modules";
import { detect } from "../../../kit/detect";

describe("recon/detectors/main-modules", () => {
  it("offers a package that can be run", async () => {
    const found = await detect(detector, { "tool/__init__.py": "", "tool/__main__.py": 'print("x")\n' });
    assert.deepEqual(found, ["cli tool tool = python -m tool @tool/__main__.py:1"]);
  });
});
