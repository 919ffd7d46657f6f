import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/nicegui";
import { detect } from "../../../kit/detect";

describe("recon/detectors/nicegui", () => {
  it("runs the script with its port", async () => {
    const found = await detect(detector, { "main.py": "from nicegui import ui\nui.run(port=8088)\n" });
    assert.deepEqual(found, [
      "framework nicegui @main.py:2",
      "port 8088 code @main.py:2",
      "server web main.py = python main.py :8088 @main.py:2",
    ]);
  });
});
