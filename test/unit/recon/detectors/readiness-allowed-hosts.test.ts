import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/readiness-allowed-hosts";
import { evidenceOf } from "../../../kit/detect";

async function lines(contents: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await evidenceOf(detector, contents)).map(one =>
    one.claim === "readiness" ? `${one.rule} ${one.place.path}:${one.place.line} ${one.what}` : one.claim,
  );
}

describe("recon/detectors/readiness-allowed-hosts", () => {
  it("finds a fixed list", async () => {
    assert.deepEqual(await lines({ "settings.py": 'ALLOWED_HOSTS = ["shop.example.org"]\n' }), [
      "allowed-hosts settings.py:1 only shop.example.org may be asked for",
    ]);
  });
  it("lets the star and the empty list be", async () => {
    assert.deepEqual(await lines({ "settings.py": 'ALLOWED_HOSTS = ["*"]\n', "other.py": "ALLOWED_HOSTS = []\n" }), []);
  });
  it("lets a variable and development settings be", async () => {
    assert.deepEqual(
      await lines({
        "settings.py": 'import os\nALLOWED_HOSTS = os.environ["HOSTS"].split(",")\n',
        "conf/dev.py": 'ALLOWED_HOSTS = ["localhost"]\n',
      }),
      [],
    );
  });
});
