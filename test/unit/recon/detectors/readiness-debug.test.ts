import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/readiness-debug";
import { evidenceOf } from "../../../kit/detect";

async function lines(contents: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await evidenceOf(detector, contents)).map(one =>
    one.claim === "readiness" ? `${one.rule} ${one.place.path}:${one.place.line} ${one.what}` : one.claim,
  );
}

describe("recon/detectors/readiness-debug", () => {
  it("finds debug that is on", async () => {
    assert.deepEqual(await lines({ "settings.py": "DEBUG = True\n" }), ["debug-on settings.py:1 DEBUG is on"]);
  });
  it("finds a default that is on", async () => {
    assert.deepEqual(await lines({ "settings.py": 'import os\nDEBUG = os.environ.get("DEBUG", "true")\n' }), [
      "debug-on settings.py:2 DEBUG is on unless it is switched off",
    ]);
  });
  it("lets settings be that production switches off", async () => {
    assert.deepEqual(
      await lines({
        "conf/__init__.py": "",
        "conf/base.py": "DEBUG = True\n",
        "conf/production.py": "from .base import *\nDEBUG = False\n",
      }),
      [],
    );
  });
  it("lets development settings and classes be", async () => {
    assert.deepEqual(
      await lines({ "conf/dev.py": "DEBUG = True\n", "config.py": "class DevelopmentConfig:\n    DEBUG = True\n" }),
      [],
    );
  });
  it("lets a guarded server be", async () => {
    assert.deepEqual(
      await lines({
        "app.py":
          'from flask import Flask\napp = Flask(__name__)\nif __name__ == "__main__":\n    app.run(debug=True)\n',
      }),
      [],
    );
  });
});
