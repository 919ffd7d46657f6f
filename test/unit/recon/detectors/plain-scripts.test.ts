import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/plain-scripts";
import { detect } from "../../../kit/detect";

describe("recon/detectors/plain-scripts", () => {
  it("tells the likeliest files only", async () => {
    const found = await detect(detector, {
      "main.py": 'if __name__ == "__main__":\n    print(1)\n',
      "helpers.py": "def f():\n    pass\n",
      "lib/deep/x.py": 'if __name__ == "__main__":\n    print(2)\n',
    });
    assert.deepEqual(found, ["script main main.py = python main.py @main.py:1"]);
  });
});
