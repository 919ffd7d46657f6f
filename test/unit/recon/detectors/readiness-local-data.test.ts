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
  it("lets folders of the system and variables be, and says what lies elsewhere in the container", async () => {
    assert.deepEqual(
      await lines({ "app.py": 'import os\nimport conf\nopen("/tmp/state.json", "w")\nos.makedirs(conf.folder)\n' }),
      [],
    );
    assert.deepEqual(
      await lines({
        "settings.py": 'open("/data/state.json", "w")\nMEDIA_ROOT = "/vol/web/media"\nSTATIC = "/vol/static"\n',
      }),
      [
        "local-data settings.py:1 /data/state.json is written in the container",
        "local-data settings.py:2 /vol/web/media is written in the container",
      ],
    );
  });
  it("follows folders of the code, settings and methods of paths", async () => {
    const code = `
import os
from pathlib import Path
from flask import Flask
app = Flask(__name__)
app.config["ROOT"] = os.path.dirname(os.path.abspath(__file__))
app.config["KEYS"] = os.getenv("KEYS", os.path.join(app.config["ROOT"], "keys"))
os.makedirs(app.config["KEYS"])
DATA = Path(__file__).parent.parent / "data"
DATA.mkdir(exist_ok=True)
LOG = DATA / "log.txt"
LOG.open("a")
LOG.open()
DATA.joinpath("now.txt").write_text("")
`;
    const views = `
import shutil
from shop.main import app
def save():
    shutil.copy("/tmp/x", app.config["KEYS"] + "/x.pem")
`;
    assert.deepEqual(await lines({ "shop/__init__.py": "", "shop/main.py": code, "shop/views.py": views }), [
      "local-data shop/main.py:8 shop/keys is written beside the code",
      "local-data shop/main.py:10 data is written beside the code",
      "local-data shop/main.py:12 data/log.txt is written beside the code",
      "local-data shop/main.py:14 data/now.txt is written beside the code",
      "local-data shop/views.py:5 shop/keys/x.pem is written beside the code",
    ]);
  });
  it("takes the folder that a parameter has by default, where it is made", async () => {
    const store = 'class Store:\n    def __init__(self, storage_dir: str = "data/orders", template_dir="templates"):\n';
    assert.deepEqual(await lines({ "store.py": `from pathlib import Path\n${store}        pass\n` }), []);
    assert.deepEqual(
      await lines({
        "store.py": `from pathlib import Path\ntest_dir = "TESTS"\n${store}        Path(storage_dir).mkdir(parents=True)\n`,
      }),
      ["local-data store.py:4 data/orders is written beside the code"],
    );
  });
  it("follows a path into the function that writes it", async () => {
    assert.deepEqual(
      await lines({
        "shop/__init__.py": "",
        "shop/utils.py": 'def load_or_make(path):\n    with open(path, "w") as f:\n        f.write("x")\n',
        "shop/settings.py":
          'import os\nfrom .utils import load_or_make\nBASE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))\nSECRET_FILE = os.path.join(BASE, "secret.txt")\nSECRET_KEY = load_or_make(SECRET_FILE)\n',
      }),
      ["local-data shop/settings.py:5 secret.txt is written beside the code"],
    );
  });
});
