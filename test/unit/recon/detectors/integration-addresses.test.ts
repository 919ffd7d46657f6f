import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/integration-addresses";
import { servicesOf } from "../../../kit/detect";

const services = (contents: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  servicesOf(detector, contents);

describe("recon/detectors/integration-addresses", () => {
  it("reads the default of a variable", async () => {
    assert.deepEqual(
      await services({
        "settings.py": 'import os\nREDIS_URL = os.environ.get("REDIS_URL", "redis://localhost:6379/0")\n',
      }),
      ["redis cache redis REDIS_URL breaks"],
    );
  });
  it("tells a queue by the name it is bound to", async () => {
    assert.deepEqual(await services({ "settings.py": 'CELERY_BROKER_URL = "redis://broker:6379/0"\n' }), [
      "redis queue redis",
    ]);
  });
  it("takes the new scheme of a replacement only", async () => {
    assert.deepEqual(
      await services({
        "settings.py":
          'import os\nURL = os.environ["DATABASE_URL"].replace("postgres://", "postgresql+psycopg://", 1)\n',
      }),
      ["postgres database postgresql+psycopg DATABASE_URL"],
    );
  });
  it("reads an address built from parts", async () => {
    assert.deepEqual(
      await services({
        "db.py":
          'import os\nfrom sqlalchemy import URL\nurl = URL.create("mysql+pymysql", host=os.environ["DB_HOST"], database="shop")\n',
      }),
      ["mysql database mysql+pymysql DB_HOST"],
    );
  });
  it("reads a template and a database file put together", async () => {
    assert.deepEqual(
      await services({
        "db.py":
          'import os\nimport base\nURL = f"postgresql+asyncpg://{base.user}:{base.word}@{base.host}/shop"\nFILE = "sqlite:///" + os.path.join(base.folder, "app.db")\n',
      }),
      ["postgres database postgresql+asyncpg", "sqlite database sqlite"],
    );
  });
  it("strips what Celery puts before a scheme", async () => {
    assert.deepEqual(await services({ "settings.py": 'CELERY_RESULT_BACKEND = "db+postgresql://db/results"\n' }), [
      "postgres database postgresql",
    ]);
  });
  it("ignores schemes that are only compared or looked for", async () => {
    assert.deepEqual(
      await services({
        "check.py":
          'import conf\nif conf.URL.startswith("sqs://"):\n    kind = 1\nfor scheme in ("postgres://", "mysql://"):\n    pass\nIS = conf.URL == "redis://localhost"\n',
      }),
      [],
    );
  });
  it("ignores help texts, sockets of others and databases in memory", async () => {
    assert.deepEqual(
      await services({
        "cli.py":
          'import argparse, docker\nparser = argparse.ArgumentParser()\nparser.add_argument("--url", help="redis://localhost:6379/0")\nclient = docker.DockerClient(base_url="unix://var/run/docker.sock")\nDATABASE_URL = "sqlite://"\n',
      }),
      [],
    );
  });
  it("ignores tests", async () => {
    assert.deepEqual(
      await services({ "app.py": "import os\n", "tests/test_app.py": 'URL = "redis://localhost"\n' }),
      [],
    );
  });

  it("knows the scheme of a template that has it in parts", async () => {
    assert.deepEqual(
      await servicesOf(detector, {
        "a.py":
          'import os\nDIALECT = "mysql"\nDRIVER = "pymysql"\nHOST = os.environ["DB_HOST"]\nURI = "{}+{}://{}:{}@{}/shop".format(DIALECT, DRIVER, "me", os.environ["WORD"], HOST)\n',
        "b.py":
          'import os\nENGINE = os.environ["ENGINE"]\nURI = f"{ENGINE}://{os.environ[\'AT\']}/shop"\nLINK = f"{scheme}://{host}"\n',
      }),
      ["mysql database mysql+pymysql WORD,DB_HOST"],
    );
  });
});
