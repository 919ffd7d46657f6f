import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/readiness-localhost-address";
import { evidenceOf } from "../../../kit/detect";

async function lines(contents: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await evidenceOf(detector, contents)).map(one =>
    one.claim === "readiness" ? `${one.rule} ${one.place.path}:${one.place.line} ${one.what}` : one.claim,
  );
}

describe("recon/detectors/readiness-localhost-address", () => {
  it("takes names that are only compared with for none", async () => {
    const code = '_BLOCKED_HOSTNAMES = ("localhost", "metadata.google.internal")\n';
    assert.deepEqual(await lines({ "guard.py": code }), []);
  });
  it("finds defaults and settings", async () => {
    assert.deepEqual(
      await lines({
        "settings.py":
          'import os\nshown = "http://localhost:1080 (mail)"\nREDIS_URL = os.getenv("REDIS_URL", "redis://localhost:6379/0")\nMAIL_SERVER = os.getenv("MAIL_SERVER", "localhost")\nDATABASES = {"default": {"HOST": "127.0.0.1"}}\n',
      }),
      [
        "localhost-address settings.py:3 REDIS_URL points at localhost:6379",
        "localhost-address settings.py:4 MAIL_SERVER points at localhost",
        "localhost-address settings.py:5 HOST points at 127.0.0.1",
      ],
    );
  });
  it("leaves out what a configuration for tests holds", async () => {
    const code = 'class Testing(Config):\n    SEARCH_URL = "http://localhost:9200/x"\n';
    assert.deepEqual(await lines({ "settings.py": code }), []);
    assert.equal((await lines({ "settings.py": code.replace("Testing", "TestRailClient") })).length, 1);
    assert.deepEqual(await lines({ "settings.py": code.replace("Testing", "TestConfig") }), []);
  });
  it("leaves out the origins of browsers that a function lists", async () => {
    assert.deepEqual(
      await lines({
        "main.py":
          'def _cors_allow_origins():\n    default = ["http://localhost:5173", "http://127.0.0.1:5173"]\n    return default\n',
      }),
      [],
    );
  });
  it("finds what a client is given", async () => {
    assert.deepEqual(
      await lines({ "db.py": 'import psycopg2\nconnection = psycopg2.connect(host="localhost", dbname="shop")\n' }),
      ["localhost-address db.py:2 psycopg2.connect connects to localhost"],
    );
  });
  it("lets addresses of pages and origins be", async () => {
    assert.deepEqual(
      await lines({
        "settings.py":
          'CORS_ALLOWED_ORIGINS = ["http://localhost:3000"]\nSITE_URL = "x"\nSITE_ROOT = "http://localhost:8000"\nFRONTEND_URL = "http://localhost:5173"\nCSRF_TRUSTED_ORIGINS = ["http://127.0.0.1"]\n',
      }),
      [],
    );
  });
  it("lets comparisons and queries be", async () => {
    assert.deepEqual(
      await lines({
        "views.py":
          'from shop.models import Site\nSite.objects.get(hostname="localhost").delete()\nIS_SET = URL != "http://localhost:8080"\n',
      }),
      [],
    );
  });
  it("lets listeners and development settings be", async () => {
    assert.deepEqual(
      await lines({
        "run.py": 'HOST = "127.0.0.1"\nAPI_HOST = "0.0.0.0"\n',
        "settings/dev.py": 'REDIS_URL = "redis://localhost"\n',
      }),
      [],
    );
  });
});
