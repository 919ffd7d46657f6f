import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/chainlit";
import { detect } from "../../../kit/detect";

describe("recon/detectors/chainlit", () => {
  it("runs the chat", async () => {
    const found = await detect(detector, {
      "chat.py": "import chainlit as cl\n\n@cl.on_message\nasync def main(message):\n    pass\n",
    });
    assert.deepEqual(found, [
      "framework chainlit @chat.py:3",
      "server web chat.py = chainlit run chat.py --host 0.0.0.0 --port 8000 --headless :8000 @chat.py:3",
    ]);
  });
});
