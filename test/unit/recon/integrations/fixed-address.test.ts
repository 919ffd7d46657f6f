import assert from "node:assert/strict";
import { detector as addresses } from "../../../../src/recon/detectors/integration-addresses";
import { detector as clients } from "../../../../src/recon/detectors/integration-clients";
import { detector as settings } from "../../../../src/recon/detectors/integration-settings";
import type { Detector } from "../../../../src/recon/define-detector";
import { evidenceOf } from "../../../kit/detect";

/** `service user@host:port/database, password at line`, a dash for what the code does not say. */
async function fixedIn(detector: Detector, files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const evidence = await evidenceOf(detector, files);
  return evidence.flatMap(one => {
    if (one.claim !== "integration" || one.fixed === undefined) return [];
    const { host, port, user, database, password } = one.fixed;
    const secret = password === null ? "no password" : `password at ${password.path}:${password.line}`;
    return [`${one.service} ${user ?? "-"}@${host}:${port ?? "-"}/${database ?? "-"}, ${secret}`];
  });
}

describe("recon/integrations/fixed-address", () => {
  it("reads the settings of Django, also through a constant of another file", async () => {
    assert.deepEqual(
      await fixedIn(settings, {
        "shop/private.py": 'DB_PASS = "1234"\n',
        "shop/settings.py":
          'from .private import DB_PASS\nDATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop",\n  "USER": "postgres", "PASSWORD": DB_PASS, "HOST": "127.0.0.1", "PORT": "5433"}}\n',
      }),
      ["postgres postgres@127.0.0.1:5433/shop, password at shop/private.py:1"],
    );
  });
  it("reads an address up to its path where only what comes after is open", async () => {
    const found = (url: string): Promise<readonly string[]> =>
      fixedIn(clients, { "store.py": `import redis\nfrom run import number\nstore = redis.from_url(f"${url}")\n` });
    assert.deepEqual(await found("redis://localhost:6379/{number}"), ["redis -@localhost:6379/-, no password"]);
    for (const open of [
      "redis://localhost:{number}/0",
      "redis://{number}:6379/0",
      "redis://localhost{number}/",
      "redis://:s3cret@localhost/{number}",
    ])
      assert.deepEqual(await found(open), []);
  });
  it("takes no host for unsaid that is taken in or set later", async () => {
    const entry = '"ENGINE": "django.db.backends.postgresql", "NAME": "shop"';
    const plain = `DATABASES = {"default": {${entry}}}\n`;
    const found = (code: string): Promise<readonly string[]> => fixedIn(settings, { "settings.py": code });
    assert.deepEqual(await found(plain), ["postgres -@localhost:-/shop, no password"]);
    const base = 'BASE = {"HOST": "pg.example.com"}\n';
    for (const code of [
      `${base}DATABASES = {"default": {${entry}, **BASE}}\n`,
      `${plain}DATABASES["default"]["HOST"] = "pg.example.com"\n`,
      `${base}${plain}DATABASES["default"].update(BASE)\n`,
    ])
      assert.deepEqual(await found(code), [], code);
  });
  it("reads the first of a list of hosts", async () => {
    assert.deepEqual(
      await fixedIn(settings, {
        "settings.py":
          'CHANNEL_LAYERS = {"default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [("127.0.0.1", 6380)]}}}\n',
      }),
      ["redis -@127.0.0.1:6380/-, no password"],
    );
  });
  it("reads what extensions of Flask take from the configuration", async () => {
    assert.deepEqual(
      await fixedIn(settings, {
        "app.py":
          'app.config["MYSQL_HOST"] = "localhost"\napp.config["MYSQL_USER"] = "root"\napp.config["MYSQL_PASSWORD"] = ""\napp.config["MYSQL_DB"] = "shop"\n',
      }),
      ["mysql root@localhost:-/shop, no password"],
    );
  });
  it("reads a password that is quoted for the address, and the schemes of Tortoise", async () => {
    assert.deepEqual(
      await fixedIn(addresses, {
        "settings.py":
          'from urllib.parse import quote_plus\nPASSWORD = quote_plus("s3cret")\nNAME = "shop"\nURL = f"asyncpg://postgres:{PASSWORD}@127.0.0.1:5432/{NAME}"\n',
      }),
      ["postgres postgres@127.0.0.1:5432/shop, password at settings.py:2"],
    );
    const odd = "from urllib.parse import quote\nURL = f\"postgres://postgres:{quote('a b')}@localhost/shop\"\n";
    assert.deepEqual(await fixedIn(addresses, { "settings.py": odd }), []);
  });
  it("reads addresses as URLs, also as a template of constants", async () => {
    assert.deepEqual(
      await fixedIn(addresses, {
        "db.py":
          'PASSWORD = "s3cret"\nURL = f"mysql+pymysql://shop:{PASSWORD}@localhost/orders"\nBROKER = "amqp://guest:guest@127.0.0.1:5672//"\nOTHER = "redis://cache:6379/0"\n',
      }),
      [
        "mysql shop@localhost:-/orders, password at db.py:1",
        "rabbitmq guest@127.0.0.1:5672//, password at db.py:3",
        "redis -@cache:6379/0, no password",
      ],
    );
  });
  it("reads names that only a network of containers knows, and no others", async () => {
    assert.deepEqual(
      await fixedIn(settings, {
        "orm.py":
          'ORM = {"connections": {"default": {"engine": "tortoise.backends.asyncpg", "credentials": {"host": "pgdb", "port": "5432", "user": "shop", "password": "1234", "database": "orders"}}}}\n',
      }),
      ["postgres shop@pgdb:5432/orders, password at orm.py:1"],
    );
    assert.deepEqual(
      await fixedIn(addresses, {
        "queue.py": 'URL = "amqp://guest:guest@rabbitmq:5672/"\nFAR = "amqp://guest:guest@mq.example.com:5672/"\n',
      }),
      ["rabbitmq guest@rabbitmq:5672/-, password at queue.py:1"],
    );
    assert.deepEqual(
      await fixedIn(clients, {
        "a.py": 'import redis\nstore = redis.Redis("cache", 6379)\n',
        "b.py": 'from peewee import PostgresqlDatabase\ndb = PostgresqlDatabase("shop", user="me", host="pg")\n',
        "c.py": 'from kafka import KafkaConsumer\nKafkaConsumer("orders", bootstrap_servers="kafka:9092")\n',
        "d.py": 'import psycopg2\npsycopg2.connect("shop")\n',
      }),
      ["redis -@cache:6379/-, no password", "postgres me@pg:-/shop, no password", "kafka -@kafka:9092/-, no password"],
    );
  });
  it("leaves out what the environment decides", async () => {
    assert.deepEqual(
      await fixedIn(addresses, {
        "db.py": 'import os\nURL = os.getenv("DATABASE_URL", "postgresql://shop:x@localhost/shop")\n',
      }),
      [],
    );
    assert.deepEqual(
      await fixedIn(settings, {
        "settings.py":
          'import os\nDATABASES = {"default": {"ENGINE": "django.db.backends.mysql", "HOST": os.getenv("DB_HOST", "localhost")}}\n',
      }),
      [],
    );
  });
  it("reads arguments by name, in their order, and in the form of libpq", async () => {
    assert.deepEqual(
      await fixedIn(clients, {
        "a.py": 'import pymysql\npymysql.connect("localhost", "root", "1234", "shop")\n',
        "b.py": 'import psycopg2\npsycopg2.connect("dbname=shop user=postgres host=localhost password=1234")\n',
        "c.py":
          'import os, psycopg2\npsycopg2.connect(host="localhost", user="shop", password=os.environ["PW"], dbname="shop")\n',
      }),
      [
        "mysql root@localhost:-/shop, password at a.py:2",
        "postgres postgres@localhost:-/shop, password at b.py:2",
        "postgres shop@localhost:-/shop, no password",
      ],
    );
  });
  it("knows clients that mean this machine where they are told nothing", async () => {
    assert.deepEqual(
      await fixedIn(clients, {
        "a.py": "import redis\nstore = redis.Redis(db=1)\n",
        "b.py": "from pymongo import MongoClient\nclient = MongoClient()\n",
        "c.py": "import redis\nstore = redis.Redis(connection_pool=pool)\nother = redis.Redis(**options)\n",
      }),
      ["redis -@localhost:-/-, no password", "mongodb -@localhost:-/-, no password"],
    );
  });
  it("shows no password in the lines that it cites", async () => {
    const evidence = await evidenceOf(clients, {
      "a.py": 'import pymysql\npymysql.connect("localhost", "root", "hunter-2", "shop")\n',
    });
    assert.ok(!JSON.stringify(evidence).includes("hunter-2"));
  });
});
