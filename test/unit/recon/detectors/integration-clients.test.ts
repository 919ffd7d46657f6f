import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/integration-clients";
import { evidenceOf, servicesOf } from "../../../kit/detect";

const services = (contents: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  servicesOf(detector, contents);

describe("recon/detectors/integration-clients", () => {
  it("finds a client and the variables of its address", async () => {
    assert.deepEqual(
      await services({
        "cache.py": 'import os\nimport redis\nclient = redis.Redis(host=os.environ.get("REDIS_HOST", "localhost"))\n',
      }),
      ["redis cache REDIS_HOST breaks"],
    );
  });
  it("names the variables that a client gets from settings which Everett reads", async () => {
    assert.deepEqual(
      await services({
        "shop/settings.py":
          'from everett.manager import ConfigManager\nconfig = ConfigManager.basic_config()\nEVENTS_REGION = config("EVENTS_REGION", default="")\n',
        "shop/events.py":
          'import boto3\nfrom django.conf import settings\nqueue = boto3.resource("sqs", region_name=settings.EVENTS_REGION)\n',
      }),
      ["sqs queue EVENTS_REGION"],
    );
  });
  it("finds the clients that boto3 and Sentry's library had before", async () => {
    assert.deepEqual(
      await services({
        "old.py":
          "import boto\nfrom boto.s3.connection import S3Connection\nfrom raven import Client\nfrom raven.contrib.flask import Sentry\nboto.connect_s3()\nS3Connection('a')\nboto.connect_sqs()\nClient()\nSentry(app)\n",
      }),
      ["s3 storage", "s3 storage", "sqs queue", "sentry http", "sentry http"],
    );
  });
  it("finds Firebase's clients, with variables that own functions of settings read", async () => {
    assert.deepEqual(
      await services({
        "settings.py":
          "import os\ndef read(name, default=None):\n    return os.environ.get(name) or default\nclass Config:\n    PROJECT = read('PROJECT_ID', 'shop')\nconfig = Config()\n",
        "store.py":
          "from firebase_admin import firestore\nfrom settings import config\nclient = firestore.Client(project=config.PROJECT)\n",
      }),
      ["firestore database PROJECT_ID"],
    );
  });
  it("finds clients of queues that other libraries hand on, and those that mean localhost without an address", async () => {
    const code = {
      "a.py": "from amqpstorm import Connection\nconnection = Connection('rabbit', 'shop', 'x')\n",
      "b.py": "from aiogram.fsm.storage.redis import Redis\nstore = Redis()\n",
    };
    assert.deepEqual(await services(code), ["rabbitmq queue", "redis cache breaks"]);
    assert.deepEqual(
      await services({ "c.py": "from arq.connections import RedisSettings\nsettings = RedisSettings()\n" }),
      ["redis cache breaks"],
    );
  });
  it("finds the brokers of Huey and Dramatiq, which mean localhost without an address", async () => {
    const huey = (given: string): Promise<readonly string[]> =>
      services({ "q.py": `import os\nfrom huey import RedisHuey\nhuey = RedisHuey(${given})\n` });
    assert.deepEqual(await huey(""), ["redis cache breaks"]);
    assert.deepEqual(await huey('os.environ["QUEUE_NAME"], immediate=False'), ["redis cache breaks"]);
    assert.deepEqual(await huey('"mail", host=os.environ["REDIS_HOST"]'), ["redis cache REDIS_HOST"]);
    assert.deepEqual(await huey('"mail", connection_pool=pool'), ["redis cache"]);
    const broker = (given: string): Promise<readonly string[]> =>
      services({
        "b.py": `from dramatiq.brokers.rabbitmq import RabbitmqBroker\nbroker = RabbitmqBroker(${given})\n`,
      });
    assert.deepEqual(await broker("middleware=[]"), ["rabbitmq queue breaks"]);
    assert.deepEqual(await broker("parameters=[]"), ["rabbitmq queue"]);
  });
  it("follows what the caller of an own class or function gives it", async () => {
    const store = (made: string, signature = "host, user"): Promise<readonly string[]> =>
      services({
        "store.py": `import pymysql\nclass Store:\n    def __init__(self, ${signature}):\n        self.host = host\n        self.link = pymysql.connect(host=self.host, user=user)\n`,
        "main.py": `import os\nfrom store import Store\n${made}\n`,
      });
    assert.deepEqual(await store('Store(os.environ["DB_HOST"], user=os.environ["DB_USER"])'), [
      "mysql database DB_HOST,DB_USER",
    ]);
    assert.deepEqual(await store("def main():\n    Store()\nmain()", 'host="localhost", user="root"'), [
      "mysql database breaks",
    ]);
    // Two that differ, spread arguments, and a class that nothing makes.
    assert.deepEqual(await store('Store(os.environ["A"], "x")\nStore(os.environ["B"], "x")'), ["mysql database"]);
    assert.deepEqual(await store("Store(**options)", 'host="localhost", user="root"'), ["mysql database"]);
    assert.deepEqual(await store("Store(*pair)", 'host="localhost", user="root"'), ["mysql database"]);
    assert.deepEqual(await store("", 'host="localhost", user="root"'), ["mysql database"]);
  });
  it("gives no argument in a row to a parameter behind a star, and tells nothing of a class that others extend", async () => {
    const fixedHost = async (parameters: string, given: string): Promise<string | null | undefined> => {
      const [evidence] = await evidenceOf(detector, {
        "store.py": `import redis\ndef connect(${parameters}):\n    return redis.Redis(host=host)\nconnect(${given})\n`,
      });
      return evidence?.claim === "integration" ? evidence.fixed?.host : null;
    };
    assert.equal(await fixedHost('label, host="db"', '"first", "second"'), "second");
    for (const parameters of ['*labels, host="db"', 'a, b, *, host="db"']) {
      assert.equal(await fixedHost(parameters, '"first", "second"'), "db", parameters);
      assert.equal(await fixedHost(parameters, '"first", "second", host="third"'), "third", parameters);
    }
    const store =
      "import redis\nclass Store:\n    def __init__(self, host):\n        self.link = redis.Redis(host=host)\n";
    const made = '\nif __name__ == "__main__":\n    Store("localhost")\n';
    assert.deepEqual(await services({ "store.py": store + made }), ["redis cache breaks"]);
    for (const [start, base] of [
      ["from store import Store", "Store"],
      ["import store", "store.Store"],
    ])
      assert.deepEqual(
        await services({
          "store.py": store + made,
          "own.py": `${start ?? ""}\nclass OwnStore(${base ?? ""}):\n    def __init__(self):\n        super().__init__(open("host").read())\n`,
        }),
        ["redis cache"],
      );
  });
  it("tells the login that the defaults of parameters make", async () => {
    const [evidence] = await evidenceOf(detector, {
      "store.py":
        'import mysql.connector\nclass Store:\n    def __init__(self, database="shop", host="db", user="root"):\n        self.link = mysql.connector.connect(user=user, host=host, database=database)\n\ndef main():\n    store = Store()\n',
    });
    assert.ok(evidence?.claim === "integration" && evidence.fixed);
    const { host, user, database } = evidence.fixed;
    assert.deepEqual({ host, user, database }, { host: "db", user: "root", database: "shop" });
  });
  it("takes a proxy for no part of an address", async () => {
    assert.deepEqual(
      await services({
        "hub.py":
          'import os\nimport redis\nhub = redis.Redis(host=os.environ["HUB_HOST"], proxy=os.environ.get("HTTPS_PROXY"))\n',
      }),
      ["redis cache HUB_HOST"],
    );
  });
  it("finds peers over gRPC, triple stores and clusters", async () => {
    assert.deepEqual(
      await services({
        "peer.py":
          'import os\nimport grpc\nfrom SPARQLWrapper import SPARQLWrapper\nfrom kubernetes import config\nchannel = grpc.insecure_channel(os.getenv("MOM", "localhost:50051"))\nstore = SPARQLWrapper(os.environ["ENDPOINT"])\nconfig.load_incluster_config()\n',
      }),
      ["grpc http MOM breaks", "sparql http ENDPOINT", "kubernetes http"],
    );
  });
  it("finds clients of asyncio, of AWS and of mail", async () => {
    assert.deepEqual(
      await services({
        "clients.py":
          'import boto3\nimport smtplib\nfrom redis import asyncio as aioredis\nqueue = boto3.client("sqs")\nstore = aioredis.from_url(address)\nmail = smtplib.SMTP("mail.internal")\n',
      }),
      ["sqs queue", "redis cache", "smtp mail"],
    );
  });
  it("finds where bots keep what they were told", async () => {
    assert.deepEqual(
      await services({
        "loader.py":
          'from aiogram.contrib.fsm_storage.redis import RedisStorage2\nfrom aiogram.fsm.storage.redis import RedisStorage\na = RedisStorage2()\nb = RedisStorage2("localhost", 6379, db=5)\nc = RedisStorage.from_url("redis://cache:6379/0")\n',
      }),
      ["redis cache breaks", "redis cache breaks", "redis cache"],
    );
  });
  it("finds clients of Tornado's MongoDB driver, of peewee and of SQLite by other names", async () => {
    assert.deepEqual(
      await services({
        "stores.py":
          'from motor import MotorClient\nfrom peewee import PostgresqlDatabase\nfrom sqlite3 import dbapi2 as sqlite3\nfrom sqlitedict import SqliteDict\nfrom aiopeewee import AioMySQLDatabase\na = MotorClient()\nb = PostgresqlDatabase("shop")\nc = sqlite3.connect("as.db")\nd = SqliteDict("x.db")\ne = AioMySQLDatabase("shop")\n',
      }),
      ["mongodb database", "postgres database", "sqlite database", "sqlite database", "mysql database"],
    );
  });
  it("marks a client whose module may be missing as optional", async () => {
    assert.deepEqual(
      await services({
        "runner.py":
          "try:\n    from cassandra.cluster import Cluster\nexcept ImportError:\n    Cluster = None\n\ndef run(conf):\n    return Cluster(conf)\n",
      }),
      ["cassandra database optional"],
    );
  });
  it("ignores other classes of the same libraries", async () => {
    assert.deepEqual(
      await services({
        "errors.py":
          'import boto3\nfrom redis.asyncio.retry import Retry\nfrom redis.backoff import NoBackoff\nretry = Retry(NoBackoff(), 0)\nec2 = boto3.client("ec2")\n',
      }),
      [],
    );
  });
  it("ignores mail that goes nowhere and databases in memory", async () => {
    assert.deepEqual(
      await services({
        "settings.py": 'EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"\n',
        "shop.py":
          'import sqlite3\nfrom django.core.mail import send_mail\nsend_mail("a", "b", "c", ["d"])\ndb = sqlite3.connect(":memory:")\n',
      }),
      [],
    );
  });
});
