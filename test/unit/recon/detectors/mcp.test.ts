import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/mcp";
import { detect } from "../../../kit/detect";

describe("recon/detectors/mcp", () => {
  it("runs the server", async () => {
    const found = await detect(detector, {
      "server.py": 'from mcp.server.fastmcp import FastMCP\nmcp = FastMCP("x")\nmcp.run()\n',
    });
    assert.deepEqual(found, [
      "framework mcp @server.py:3",
      "server web server.py = python server.py :8000 @server.py:3",
    ]);
  });
});
