import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/chainlit";
import { detect } from "../../../kit/detect";

describe("recon/detectors/chainlit", () => {
  it("runs the chat", async () => {
    const found = await detect(detector, {
      "chat.py": "import chainlit as cl\n\n@cl.on_message\nasync def main(message):\n    pass\n",
    });
    assert.deepEqual(found, ["framework chainlit @chat.py:3"]);
  });
});
