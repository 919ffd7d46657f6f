import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/robyn";
import { detect } from "../../../kit/detect";

describe("recon/detectors/robyn", () => {
  it("runs the script", async () => {
    const found = await detect(detector, {
      "app.py":
        'from robyn import Robyn\napp = Robyn(__file__)\nif __name__ == "__main__":\n    app.start(port=8081)\n',
    });
    assert.deepEqual(found, [
      "framework robyn @app.py:2",
      "port 8081 code @app.py:4",
      "server web app.py = python app.py :8081 @app.py:4",
    ]);
  });
});
