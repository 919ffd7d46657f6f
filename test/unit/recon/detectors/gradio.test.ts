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

  it("finds an interface that another file launches", async () => {
    const found = await detect(detector, {
      "ui/interface.py": "import gradio as gr\ndef create():\n    return gr.Blocks()\n",
      "main.py":
        "from ui.interface import create\nasync def main():\n    interface = create()\n" +
        '    interface.launch(server_name="0.0.0.0", server_port=7861)\nmain()\n',
      "browser.py": "from selenium import webdriver\nwebdriver.launch(headless=True)\n",
    });
    assert.deepEqual(
      found.filter(line => line.startsWith("gradio")),
      ["gradio web main.py = python main.py :7861 @main.py:4"],
    );
  });
});
