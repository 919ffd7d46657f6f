import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import { memoryFiles } from "../../../kit/memory-files";

/** Each service of a workspace with two drivers, and whether it is optional. */
async function services(code: string, more: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const manifest = { "requirements.txt": "sqlalchemy\nmysqlclient\npsycopg2-binary\n" };
  const { integrations } = await readRecon(memoryFiles({ ...manifest, "app.py": code, ...more }), { name: "sample" });
  return integrations.map(({ service, optional }) => `${service}${optional ? " optional" : ""}`);
}

const engine = (address: string): string =>
  `import os\nfrom sqlalchemy import create_engine\nengine = create_engine(${address})\n`;
const POSTGRES = engine('"postgresql://shop@db/shop"');
const SQLITE = engine('"sqlite:///shop.db"');

describe("recon/settle/spare-drivers", () => {
  it("a driver beside a server that the code names is optional", async () => {
    assert.deepEqual(await services(POSTGRES), ["mysql optional", "postgres"]);
    const compose = { "compose.yaml": "services:\n  db:\n    image: postgres:17\n" };
    assert.deepEqual(await services(engine('os.environ["DATABASE_URL"]'), compose), ["mysql optional", "postgres"]);
  });
  it("the dialect of an extra does not make PostgreSQL another server", async () => {
    const project =
      '[project]\nname = "shop"\nversion = "1"\ndependencies = ["psycopg2-binary"]\n[project.optional-dependencies]\ncockroach = ["sqlalchemy-cockroachdb"]\n';
    const code = 'import psycopg2\nconnection = psycopg2.connect(host="pg.internal", dbname="shop")\n';
    const found = await services(code, { "requirements.txt": "", "pyproject.toml": project });
    assert.ok(found.includes("postgres"), found.join(", "));
  });
  it("an address that stands in the settings alone needs no store where the lock has no client", async () => {
    const locked = (...names: readonly string[]): Readonly<Record<string, string>> => ({
      "requirements.txt": "",
      Pipfile: `[packages]\n${names.map(name => `${name} = "*"\n`).join("")}`,
      "Pipfile.lock": JSON.stringify({
        _meta: {},
        default: Object.fromEntries(names.map(name => [name, { version: "==1.0" }])),
        develop: {},
      }),
    });
    const settings = 'class Settings:\n    REDIS_URL = "redis://localhost"\n';
    assert.deepEqual(await services(settings, locked("flask")), ["redis optional"]);
    assert.deepEqual(await services(settings, locked("flask", "coredis")), ["redis"], "a client of any name");
    assert.deepEqual(
      await services(settings, { "requirements.txt": "flask\n" }),
      ["redis"],
      "what comes along is unknown",
    );
    for (const more of [
      { Dockerfile: "FROM python:3.13\nRUN pip install redis\n" },
      { "requirements.txt": "redis\n", Dockerfile: "FROM python:3.13\nRUN pip install -r requirements.txt\n" },
    ])
      assert.deepEqual(
        await services(settings, { ...locked("flask"), ...more }),
        ["redis"],
        "installed beside the lock",
      );
    const queue = 'class Settings:\n    QUEUE = "amqp://queue:5672"\n';
    assert.deepEqual(await services(queue, locked("flask", "puka")), ["rabbitmq"], "a client whose name says nothing");
    const asked = 'import os\nREDIS_URL = os.getenv("REDIS_URL", "redis://localhost")\n';
    assert.deepEqual(await services(asked, locked("flask")), ["redis"]);
  });
  it("two drivers beside SQLite are a choice, one may be for production", async () => {
    assert.deepEqual(await services(SQLITE), ["mysql optional", "postgres optional", "sqlite"]);
    assert.deepEqual(await services(SQLITE, { "requirements.txt": "sqlalchemy\npsycopg2-binary\n" }), [
      "postgres",
      "sqlite optional",
    ]);
  });
  it("several servers that only CI tests with beside SQLite are a choice as well, one is what production has", async () => {
    const ci = (...images: readonly string[]): Readonly<Record<string, string>> => ({
      ".github/workflows/ci.yml": `on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    services:\n${images.map(image => `      ${image}:\n        image: ${image}:17\n`).join("")}`,
    });
    assert.deepEqual(await services(SQLITE, ci("postgres", "mariadb")), [
      "mariadb optional",
      "postgres optional",
      "sqlite",
    ]);
    assert.deepEqual(await services(SQLITE, ci("postgres")), ["mysql", "postgres", "sqlite optional"]);
    assert.deepEqual(await services(POSTGRES, ci("postgres", "mariadb")), ["mariadb optional", "postgres"]);
  });
  it("a driver stays needed where its server is imported, or named by a text, a variable or Compose", async () => {
    const needed = ["mysql", "postgres"];
    assert.deepEqual(await services(`${POSTGRES}import MySQLdb\n`), needed);
    assert.deepEqual(await services(`${POSTGRES}from sqlalchemy.dialects import mysql\n`), needed);
    assert.deepEqual(await services(`${POSTGRES}DRIVER = "mysql+mysqldb"\n`), needed);
    assert.deepEqual(await services(`${POSTGRES}HOST = os.environ["MYSQL_HOST"]\n`), needed);
    const compose = { "compose.yaml": "services:\n  db:\n    image: mariadb:11\n" };
    assert.deepEqual(await services(POSTGRES, compose), ["mariadb", "postgres"]);
  });
  it("what is said of MySQL is about MariaDB where only an image of that is named", async () => {
    const image = (name: string): Readonly<Record<string, string>> => ({
      "requirements.txt": "sqlalchemy\npymysql\n",
      "compose.yaml": `services:\n  db:\n    image: ${name}\n`,
    });
    const address = engine('os.environ.get("DATABASE_URL", "mysql+pymysql://shop@db/shop")');
    assert.deepEqual(await services(address, image("mariadb:11")), ["mariadb"]);
    assert.deepEqual(await services(address, image("mysql:8")), ["mysql"]);
    const ci = (name: string): Readonly<Record<string, string>> => ({
      "requirements.txt": "sqlalchemy\npymysql\n",
      ".github/workflows/ci.yml": `on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    services:\n      db:\n        image: ${name}\n`,
    });
    assert.deepEqual(await services(address, ci("mariadb:11.8")), ["mariadb"]);
    assert.deepEqual(await services(address, ci("mysql:8")), ["mysql"]);
    assert.deepEqual(await services(address, { ...image("mysql:8"), ...ci("mariadb:11.8") }), ["mariadb", "mysql"]);
    const both = "services:\n  db:\n    image: mariadb:11\n  old:\n    image: mysql:8\n";
    assert.deepEqual(await services(address, { ...image(""), "compose.yaml": both }), ["mariadb", "mysql"]);
    const drivers = { "requirements.txt": "sqlalchemy\npymysql\nmariadb\n" };
    assert.ok((await services(address, drivers)).includes("mysql"), "a driver of MariaDB reaches MySQL as well");
    const second = address + 'other = create_engine("mariadb+mariadbconnector://shop@other/shop")\n';
    assert.deepEqual(await services(second, drivers), ["mariadb", "mysql"]);
  });
  it("nothing is decided where nothing names a server", async () => {
    assert.deepEqual(await services(engine('os.environ["DATABASE_URL"]')), ["mysql", "postgres"]);
    assert.deepEqual(await services(`${SQLITE}other = create_engine(os.environ["DATABASE_URL"])\n`), [
      "mysql",
      "postgres",
      "sqlite optional",
    ]);
  });
  it("what PostgreSQL's driver says is about CockroachDB where only that is named", async () => {
    const roach = { "requirements.txt": "sqlalchemy\npsycopg2-binary\nsqlalchemy-cockroachdb\n" };
    const address = engine('os.environ.get("DB_URI", "cockroachdb://root@localhost:26257/shop")');
    assert.deepEqual(await services(address, roach), ["cockroachdb"]);
    const compose = {
      "requirements.txt": "psycopg2-binary\n",
      "compose.yaml": "services:\n  roach:\n    image: cockroachdb/cockroach:v23.1.0\n",
    };
    assert.deepEqual(await services("import psycopg2\npsycopg2.connect(host='roach')\n", compose), ["cockroachdb"]);
    assert.deepEqual(await services(`${address}REPLICA = "postgresql://shop@db/shop"\n`, roach), [
      "cockroachdb",
      "postgres",
    ]);
  });
});
