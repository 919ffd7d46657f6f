import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/readiness-local-data";
import { evidenceOf } from "../../../kit/detect";

async function lines(contents: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await evidenceOf(detector, contents)).map(one =>
    one.claim === "readiness" ? `${one.rule} ${one.place.path}:${one.place.line} ${one.what}` : one.claim,
  );
}

describe("recon/detectors/readiness-local-data", () => {
  it("finds what is written by a relative path", async () => {
    assert.deepEqual(
      await lines({ "app.py": 'import os\nos.makedirs("logs", exist_ok=True)\nopen("state.json", "w")\n' }),
      [
        "local-data app.py:2 logs is written beside the code",
        "local-data app.py:3 state.json is written beside the code",
      ],
    );
  });
  it("lets reading be", async () => {
    assert.deepEqual(await lines({ "app.py": 'open("conf.json")\nopen("model.bin", "rb")\n' }), []);
  });
  it("lets absolute paths and variables be", async () => {
    assert.deepEqual(
      await lines({ "app.py": 'import os\nimport conf\nopen("/data/state.json", "w")\nos.makedirs(conf.folder)\n' }),
      [],
    );
  });
});
