import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/bokeh";
import { detect } from "../../../kit/detect";

describe("recon/detectors/bokeh", () => {
  it("serves a document", async () => {
    const found = await detect(detector, { "plot.py": "from bokeh.plotting import curdoc\ncurdoc().add_root(None)\n" });
    assert.deepEqual(found, [
      "framework bokeh @plot.py:2",
      "server web plot.py = bokeh serve plot.py --address 0.0.0.0 --port 5006 --allow-websocket-origin=* :5006 @plot.py:2",
    ]);
  });
});
