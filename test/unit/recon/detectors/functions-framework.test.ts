import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/functions-framework";
import { detect } from "../../../kit/detect";

describe("recon/detectors/functions-framework", () => {
  it("serves each function by its name", async () => {
    const found = await detect(detector, {
      "main.py": "import functions_framework\n\n@functions_framework.http\ndef hello(request):\n    return 'x'\n",
      "events.py": "from functions_framework import cloud_event\n\n@cloud_event\ndef stored(event):\n    pass\n",
    });
    assert.deepEqual(
      found.filter(line => line.startsWith("server")),
      [
        "server web events.py = functions-framework --source events.py --target stored --host 0.0.0.0 --port 8080 :8080 @events.py:4",
        "server web main.py = functions-framework --target hello --host 0.0.0.0 --port 8080 :8080 @main.py:4",
      ],
    );
  });

  it("leaves other decorators alone", async () => {
    const found = await detect(detector, {
      "main.py": "import functions_framework\n\n@http\ndef hello(request):\n    pass\n",
    });
    assert.deepEqual(found, []);
  });
});
