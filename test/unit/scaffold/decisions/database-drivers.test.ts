import assert from "node:assert/strict";
import { missingDrivers, missingLogin } from "../../../../src/scaffold/decisions/database-drivers";
import { readRecon } from "../../../../src/recon/read-recon";
import { memoryFiles } from "../../../kit/memory-files";
import type { Integration } from "../../../../src/model/recon";
import { applied, changesOf } from "../plan-kit";
import { at, dependency, entryPoint, integration, recon } from "../recon-kit";

const NONE: ReadonlySet<string> = new Set();

function drivers(dependencies: readonly string[], ...integrations: readonly Integration[]): readonly string[] {
  const found = recon({ dependencies: dependencies.map(name => dependency(name)), integrations });
  return missingDrivers(found, NONE).map(({ name }) => name);
}

const url = (service: string, scheme: string): Integration => ({ ...integration(service, []), via: "url", scheme });
const settings = (service: string): Integration => ({ ...integration(service, []), via: "settings" });

describe("a driver that nothing declares", () => {
  it("is the one that SQLAlchemy's address names, or takes where it names none", () => {
    assert.deepEqual(drivers(["flask-sqlalchemy"], url("mysql", "mysql+pymysql")), ["pymysql"]);
    assert.deepEqual(drivers(["sqlalchemy"], url("postgres", "postgresql+asyncpg")), ["asyncpg"]);
    assert.deepEqual(drivers(["sqlalchemy"], url("postgres", "postgresql")), ["psycopg2-binary"]);
    assert.deepEqual(drivers(["sqlmodel"], url("mysql", "mysql")), ["mysqlclient"]);
  });

  it("is the one of Django's back end", () => {
    assert.deepEqual(drivers(["django"], settings("postgres")), ["psycopg2-binary"]);
    assert.deepEqual(drivers(["django"], settings("mysql")), ["mysqlclient"]);
  });

  it("signs in to MySQL by what PyMySQL does not bring, to MariaDB without it", () => {
    const names = (dependencies: Parameters<typeof recon>[0], imported: ReadonlySet<string> = NONE) =>
      missingLogin(recon(dependencies), imported, null).map(({ name }) => name);
    const mysql = { ...url("mysql", "mysql+pymysql"), places: [at("config.py:4")] };
    assert.deepEqual(names({ dependencies: [dependency("pymysql")], integrations: [mysql] }), ["cryptography"]);
    assert.deepEqual(names({ dependencies: [dependency("aiomysql")], integrations: [mysql] }), ["cryptography"]);
    assert.deepEqual(names({ integrations: [mysql] }, new Set(["pymysql"])), ["cryptography"]);
    for (const enough of [
      [dependency("pymysql"), dependency("cryptography")],
      [dependency("pymysql", { extras: ["rsa"] })],
      [dependency("mysqlclient")],
    ])
      assert.deepEqual(names({ dependencies: enough, integrations: [mysql] }), []);
    const maria = { ...mysql, service: "mariadb" };
    assert.deepEqual(names({ dependencies: [dependency("pymysql")], integrations: [maria] }), []);
  });

  it("signs in to the MariaDB of their Compose file without it, whatever the address calls it", async () => {
    const added = async (image: string): Promise<boolean> => {
      const texts = {
        "requirements.txt": "flask\nsqlalchemy\npymysql\n",
        "compose.yaml": `services:\n  db:\n    image: ${image}\n`,
        "app.py":
          'from flask import Flask\nfrom sqlalchemy import create_engine\ne = create_engine("mysql+pymysql://a:b@localhost/x")\napp = Flask(__name__)\n',
      };
      const found = await readRecon(memoryFiles(texts), { name: "shop" });
      const text = applied(texts, await changesOf(found, texts))["Dockerfile"] ?? "";
      assert.match(text, /gunicorn/);
      return text.includes("cryptography");
    };
    assert.equal(await added("mysql:8"), true);
    assert.equal(await added("mysql"), true);
    assert.equal(await added("mysql:5.7-debian"), false);
    assert.equal(await added("mariadb:11"), false);
  });

  it("is the one for SQLite that can wait, where tests alone have it", () => {
    const tests = (parts: Parameters<typeof dependency>[1]) =>
      missingDrivers(
        recon({
          dependencies: [dependency("sqlalchemy", { extras: ["asyncio"] }), dependency("aiosqlite", parts)],
          integrations: [url("sqlite", "sqlite+aiosqlite")],
        }),
        NONE,
      ).map(({ name }) => name);
    assert.deepEqual(tests({ group: "test" }), ["aiosqlite"]);
    assert.deepEqual(tests({}), []);
    assert.deepEqual(drivers(["sqlalchemy"], url("sqlite", "sqlite")), []);
    assert.deepEqual(
      drivers(["sqlalchemy", "asyncpg"], url("sqlite", "sqlite+aiosqlite"), url("postgres", "postgresql+asyncpg")),
      [],
    );
  });

  it("is not added beside one that is declared or imported", () => {
    assert.deepEqual(drivers(["django", "psycopg"], settings("postgres")), []);
    assert.deepEqual(drivers(["sqlalchemy", "aiomysql"], url("mysql", "mysql+pymysql")), []);
    const found = recon({ dependencies: [dependency("django")], integrations: [settings("mysql")] });
    assert.deepEqual(missingDrivers(found, new Set(["pymysql"])), []);
  });

  it("is not guessed where nothing loads one by an address, or several servers are meant", () => {
    assert.deepEqual(drivers(["flask"], url("postgres", "postgresql")), []);
    assert.deepEqual(drivers(["django"], settings("mysql"), settings("postgres")), []);
    assert.deepEqual(drivers(["django"], { ...settings("mysql"), optional: true }), []);
  });

  it("is installed with the headers that it is compiled with", async () => {
    const found = recon({
      packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
      dependencies: [dependency("django")],
      entryPoints: [entryPoint("wsgi", "site.wsgi:application", "gunicorn site.wsgi")],
      integrations: [settings("mysql")],
    });
    const texts = { "requirements.txt": "django\n", "manage.py": "" };
    const dockerfile = applied(texts, await changesOf(found, texts))["Dockerfile"] ?? "";
    assert.match(dockerfile, /apt-get install .*default-libmysqlclient-dev.*pkg-config/);
    assert.match(dockerfile, /pip install mysqlclient/);
    assert.match(dockerfile, /apt-get install -y --no-install-recommends libmariadb3/);
  });
});
