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
  it("says where the home folder is meant", async () => {
    assert.deepEqual(
      await lines({ "app.py": 'import os\nos.makedirs(os.path.join(os.path.expanduser("~"), ".cache", "shop"))\n' }),
      ["local-data app.py:2 ~/.cache/shop is written in the home folder"],
    );
  });
  it("finds a database that is a file, and none in memory or behind a URI", async () => {
    assert.deepEqual(
      await lines({
        "app.py":
          'import sqlite3\nimport aiosqlite as sql\nimport redis\nsqlite3.connect("shop.db")\nsql.connect("data/bot.db")\nsqlite3.connect(":memory:")\nsqlite3.connect("file:x.db?mode=ro", uri=True)\nredis.connect("cache")\n',
      }),
      [
        "local-data app.py:4 shop.db is written beside the code",
        "local-data app.py:5 data/bot.db is written beside the code",
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
