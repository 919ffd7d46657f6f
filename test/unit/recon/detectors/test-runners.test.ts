import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/test-runners";
import { detect } from "../../../kit/detect";

describe("recon/detectors/test-runners", () => {
  it("believes configuration first", async () => {
    const found = await detect(detector, {
      "pyproject.toml": '[tool.pytest.ini_options]\npythonpath = ["."]\n',
      "tests/test_a.py": "import unittest\n",
    });
    assert.deepEqual(found, [
      "tests pytest = pytest @pyproject.toml:1",
      "tests unittest = python -m unittest discover -s tests @tests/test_a.py:1",
    ]);
  });
});
