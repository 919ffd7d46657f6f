import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/gradio";
import { detect } from "../../../kit/detect";

describe("recon/detectors/gradio", () => {
  it("runs what is launched", async () => {
    const found = await detect(detector, {
      "demo_app.py":
        'import gradio as gr\nui = gr.Interface(fn=str, inputs="text", outputs="text")\nui.launch(server_port=7861)\n',
    });
    assert.deepEqual(found, [
      "framework gradio @demo_app.py:2",
      "port 7861 code @demo_app.py:3",
      "gradio web demo_app.py = python demo_app.py :7861 @demo_app.py:3",
    ]);
  });
});
