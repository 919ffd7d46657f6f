import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/bentoml";
import { detect } from "../../../kit/detect";

describe("recon/detectors/bentoml", () => {
  it("serves a decorated class", async () => {
    const found = await detect(detector, {
      "service.py": "import bentoml\n\n@bentoml.service(resources={'cpu': '2'})\nclass Summary:\n    pass\n",
    });
    assert.deepEqual(found, [
      "framework bentoml @service.py:4",
      "server web service:Summary = bentoml serve service:Summary --host 0.0.0.0 --port 3000 :3000 @service.py:4",
    ]);
  });

  it("serves an object of the time before", async () => {
    const found = await detect(detector, { "service.py": "import bentoml\nsvc = bentoml.Service('iris')\n" });
    assert.deepEqual(found.slice(-1), [
      "server web service:svc = bentoml serve service:svc --host 0.0.0.0 --port 3000 :3000 @service.py:2",
    ]);
  });
});
