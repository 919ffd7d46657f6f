import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/tornado";
import { detect } from "../../../kit/detect";

describe("recon/detectors/tornado", () => {
  it("reads the port of listen", async () => {
    const found = await detect(detector, {
      "main.py":
        'import tornado.web\n\ndef main():\n    app = tornado.web.Application([])\n    app.listen(8889)\n\nif __name__ == "__main__":\n    main()\n',
    });
    assert.deepEqual(found, [
      "framework tornado @main.py:4",
      "port 8889 code @main.py:5",
      "server web main.py = python main.py :8889 @main.py:5",
    ]);
  });
});
