import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/panel";
import { detect } from "../../../kit/detect";

describe("recon/detectors/panel", () => {
  it("serves what is servable", async () => {
    const found = await detect(detector, { "board.py": 'import panel as pn\npn.Column("x").servable()\n' });
    assert.deepEqual(found, [
      "framework panel @board.py:2",
      "server web board.py = panel serve board.py --address 0.0.0.0 --port 5006 --allow-websocket-origin=* :5006 @board.py:2",
    ]);
  });
});
