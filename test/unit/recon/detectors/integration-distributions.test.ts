import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/integration-distributions";
import { dependency, servicesOf } from "../../../kit/detect";

describe("recon/detectors/integration-distributions", () => {
  it("tells a service by its driver", async () => {
    assert.deepEqual(await servicesOf(detector, { "main.py": "import app\n" }, [dependency("psycopg2-binary")]), [
      "postgres database",
    ]);
  });
  it("takes a driver for a remnant where Django's settings fix another database, but not where an address decides", async () => {
    const site = (databases: string): Readonly<Record<string, string>> => ({
      "manage.py":
        'import os\nfrom django.core.management import execute_from_command_line\nif __name__ == "__main__":\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\n    execute_from_command_line([])\n',
      "site_/__init__.py": "",
      "site_/settings.py": `ROOT_URLCONF = "site_.urls"\nINSTALLED_APPS = []\n${databases}`,
    });
    const drivers = [dependency("psycopg2-binary"), dependency("mysqlclient")];
    const fixed = 'DATABASES = {"default": {"ENGINE": "django.db.backends.mysql", "NAME": "x"}}\n';
    assert.deepEqual(await servicesOf(detector, site(fixed), drivers), ["mysql database"]);
    const both = ["postgres database", "mysql database"];
    const chosen = 'import dj_database_url\nDATABASES["default"].update(dj_database_url.config())\n';
    assert.deepEqual(await servicesOf(detector, site(`${fixed}${chosen}`), drivers), both);
    const open = 'import os\nDATABASES = {"default": {"ENGINE": os.environ["ENGINE"]}}\n';
    assert.deepEqual(await servicesOf(detector, site(open), drivers), both);
  });
  it("takes the driver of a database for a remnant where all imports are known and nothing speaks of one", async () => {
    const code = "import os\nfrom quart import Quart\napp = Quart(__name__)\nurl = os.environ['AMQP_URL']\n";
    const declared = [dependency("quart"), dependency("databases"), dependency("asyncpg")];
    assert.deepEqual(await servicesOf(detector, { "main.py": code }, declared), []);
    const told = [
      "import sqlalchemy\n",
      "import celery\n",
      "import own_platform\n",
      "where = os.environ['DB_HOST']\n",
      "def connect(dsn): ...\n",
      "url = 'postgresql://shop@db/shop'\n",
    ];
    for (const more of told)
      assert.deepEqual(await servicesOf(detector, { "main.py": code + more }, declared), ["postgres database"], more);
    const platform = [...declared, dependency("apache-airflow")];
    assert.deepEqual(await servicesOf(detector, { "main.py": code }, platform), ["postgres database"]);
  });
  it("tells the broker of an extra", async () => {
    assert.deepEqual(
      await servicesOf(detector, { "main.py": "import app\n" }, [dependency("celery", { extras: ["redis"] })]),
      ["redis cache"],
    );
  });
  it("ignores libraries that serve many ends", async () => {
    assert.deepEqual(
      await servicesOf(detector, { "main.py": "import app\n" }, [
        dependency("boto3"),
        dependency("celery"),
        dependency("requests"),
      ]),
      [],
    );
  });
  it("takes a library that nothing loads for a remnant, but not a driver, nor one that a setting names", async () => {
    const declared = [dependency("paho-mqtt"), dependency("pymongo"), dependency("asyncpg")];
    assert.deepEqual(await servicesOf(detector, { "main.py": "import app\n" }, declared), ["postgres database"]);
    assert.deepEqual(
      await servicesOf(detector, { "main.py": "import paho.mqtt.client as mqtt\nDRIVER = 'pymongo'\n" }, declared),
      ["mqtt queue", "mongodb database"],
    );
    const same = [dependency("aiokafka"), dependency("python-arango")];
    assert.deepEqual(await servicesOf(detector, { "main.py": "import app\n" }, same), ["arangodb database"]);
    assert.deepEqual(await servicesOf(detector, { "main.py": "import aiokafka\n" }, [dependency("aiokafka")]), [
      "kafka queue",
    ]);
    const onlyTests = { "main.py": "import app\n", "tests/test_mqtt.py": "import paho.mqtt.client\n" };
    assert.deepEqual(await servicesOf(detector, onlyTests, [dependency("paho-mqtt")]), []);
  });
  it("ignores development groups and what others bring", async () => {
    assert.deepEqual(
      await servicesOf(detector, { "main.py": "import app\n" }, [
        dependency("psycopg2", { group: "dev" }),
        dependency("redis", { direct: false }),
      ]),
      [],
    );
  });
});
