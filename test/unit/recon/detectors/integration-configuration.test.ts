import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/integration-configuration";
import { dependency, evidenceOf } from "../../../kit/detect";

const DRIVERS = ["psycopg2", "redis", "confluent-kafka"].map(name => dependency(name));

/** `service user@host:port/database, password at line, breaks`. */
async function configured(files: Readonly<Record<string, string>>, drivers = DRIVERS): Promise<readonly string[]> {
  return (await evidenceOf(detector, files, drivers)).map(one => {
    if (one.claim !== "integration") throw new Error(`expected an integration, not ${one.claim}`);
    const { fixed, service, place, breaksInContainer } = one;
    const address = fixed
      ? `${fixed.user ?? "-"}@${fixed.host}:${fixed.port ?? "-"}/${fixed.database ?? "-"}${fixed.password ? `, password at ${fixed.password.line}` : ""}`
      : "elsewhere";
    return `${service} ${address} @${place.path}:${place.line}${breaksInContainer === null ? "" : " breaks"}`;
  });
}

const YAML_READER = 'import yaml\nwith open("config/config.yaml") as f:\n    CONFIG = yaml.safe_load(f)\n';

describe("recon/detectors/integration-configuration", () => {
  it("reads sections of YAML by what they are called", async () => {
    const found = await configured({
      "app.py": YAML_READER,
      "config/config.yaml":
        "redis:\n  host: localhost\n  port: 6380\npostgres:\n  database: shop\n  user: me\n  password: s3cret\n  host: pg\nkafka_client:\n  bootstrap.servers: mq.example.com:9092\nweb:\n  host: 0.0.0.0\n  port: 8080\n",
    });
    assert.deepEqual(found, [
      "redis -@localhost:6380/- @config/config.yaml:2 breaks",
      "postgres me@pg:-/shop, password at 7 @config/config.yaml:8",
      "kafka elsewhere @config/config.yaml:10",
    ]);
  });
  it("reads INI and TOML, whole addresses and flat names, and takes a database for the one that has a driver", async () => {
    const ini = await configured({
      "app.py":
        'import configparser\nconfig = configparser.ConfigParser()\nconfig.read(["/etc/shop.ini", "shop.ini"])\n',
      "shop.ini":
        "[database]\nhost = 127.0.0.1\nport = 5433\nname = shop\n[Store]\nredisHost = cache\nredisPort = 6381\n",
    });
    assert.deepEqual(ini, ["postgres -@127.0.0.1:5433/shop @shop.ini:2 breaks", "redis -@cache:6381/- @shop.ini:6"]);
    const toml = await configured({
      "shop/settings.py":
        'import tomllib\nfrom pathlib import Path\nwith (Path(__file__).parent / "settings.toml").open("rb") as f:\n    S = tomllib.load(f)\n',
      "shop/settings.toml": '[database]\nurl = "postgresql://me:pw@db:5432/shop"\n',
    });
    assert.deepEqual(toml, ["postgres me@db:5432/shop, password at 2 @shop/settings.toml:2"]);
  });
  it("leaves out what the code does not read, has no client of, or fills in later", async () => {
    const data = "redis:\n  host: localhost\n";
    assert.deepEqual(await configured({ "app.py": YAML_READER, "deploy.yaml": data }), []);
    assert.deepEqual(await configured({ "app.py": 'NAME = "config.yaml"\n', "config.yaml": data }), []);
    assert.deepEqual(await configured({ "app.py": YAML_READER, "tests/config.yaml": data }), []);
    assert.deepEqual(
      await configured({ "app.py": YAML_READER, "config/config.yaml": "mongo:\n  host: localhost\n" }),
      [],
    );
    assert.deepEqual(
      await configured({ "app.py": YAML_READER, "config/config.yaml": "redis:\n  host: ${REDIS_HOST}\n" }),
      [],
    );
    const two = [...DRIVERS, dependency("pymysql")];
    assert.deepEqual(
      await configured({ "app.py": YAML_READER, "config/config.yaml": "database:\n  host: localhost\n" }, two),
      [],
    );
  });
  it("takes the parts of an address by their exact names", async () => {
    const found = await configured({
      "app.py": YAML_READER,
      "config/config.yaml":
        "database:\n  host: localhost\n  app_name: Shop Web\n  metrics_port: 9187\n  port: 5433\n  admin_user: postgres\n  user: shop\n  dbname: shopdb\n",
    });
    assert.deepEqual(found, ["postgres shop@localhost:5433/shopdb @config/config.yaml:2 breaks"]);
  });
  it("leaves out files that the code does not name and sections that are not in force", async () => {
    const reader = 'import yaml\nCONFIG = yaml.safe_load(open("config.yml"))\n';
    const files = {
      "app.py": reader,
      "config.yml": "redis:\n  host: cache.example.com\n",
      "deploy/ansible/config.yml": "redis:\n  host: localhost\n  port: 6999\n",
    };
    assert.deepEqual(await configured(files), ["redis elsewhere @config.yml:2"]);
    const off =
      "redis:\n  enabled: false\n  host: localhost\ntest_database:\n  host: localhost\nlegacy_db:\n  host: mainframe\n";
    assert.deepEqual(await configured({ "app.py": reader, "config.yml": off }), []);
  });
  it("shows no password in the lines that it cites", async () => {
    const found = await evidenceOf(
      detector,
      {
        "app.py": YAML_READER,
        "config/config.yaml":
          "redis:\n  host: localhost\n  password: hunter-2\npostgres:\n  url: postgresql://me:hunter-2@db/shop\n",
      },
      DRIVERS,
    );
    assert.equal(found.length, 2);
    assert.ok(!JSON.stringify(found).includes("hunter-2"));
  });
});
