import assert from "node:assert/strict";
import { roleOf, writtenRole } from "../../../../src/scaffold/decisions/variable-role";
import { design } from "../service-kit";

const db = design("postgres", "db");
const redis = design("redis", "redis");

describe("variables of a connection", () => {
  it("keep Celery's results in RabbitMQ by the address that stands for it, and in Redis by its own", () => {
    const rabbit = design("rabbitmq", "rabbitmq");
    assert.equal(roleOf("CELERY_BROKER_URL", null, rabbit), "url");
    for (const name of ["CELERY_RESULT_BACKEND", "RESULT_BACKEND_URL"]) {
      assert.equal(roleOf(name, null, rabbit), "results", name);
      assert.equal(roleOf(name, "amqp://localhost//", rabbit), "results", name);
      assert.equal(roleOf(name, null, redis), "url", name);
    }
  });

  it("get their part from their name", () => {
    const roles: Readonly<Record<string, string | null>> = {
      DATABASE_URL: "url",
      DB_HOST: "host",
      POSTGRES_PORT: "port",
      DB_USER: "user",
      DB_PASSWORD: "password",
      DB_NAME: "database",
      POSTGRES_DB: "database",
      SHOP_MODE: null,
    };
    for (const [name, role] of Object.entries(roles)) assert.equal(roleOf(name, null, db), role, name);
    assert.equal(roleOf("REDIS_DB", "0", redis), null);
    assert.equal(roleOf("SHOP_REDIS", null, redis), "url");
    for (const name of ["USE_REDIS", "SHOP_ENABLE_REDIS", "MOCK_REDIS", "REDIS"])
      assert.equal(roleOf(name, null, redis), null, name);
    assert.equal(roleOf("SHOP_POSTGRES", null, db), null);
    assert.equal(roleOf("POSTGRES_ASYNC_PREFIX", "postgresql+asyncpg://", db), null);
    assert.equal(roleOf("SQLITE_URL_PREFIX", "sqlite:///", db), null);
    assert.equal(roleOf("POSTGRES_NAME", "postgresql+asyncpg", db), null);
    assert.equal(roleOf("DB_SCHEMA", "public", db), null);
    assert.equal(roleOf("DB_SCHEMA", "shop", design("mysql", "db")), "database");
    assert.equal(roleOf("CACHE_LOCATION", "localhost:11211", redis), "address");
    assert.equal(roleOf("REDIS_BROKER", "localhost:6379", redis), "address");
    assert.equal(roleOf("REDIS_BROKER", null, redis), "url");
    assert.equal(roleOf("CACHELOCATION", null, redis), "url");
    assert.equal(roleOf("AZURE_REDIS_CONNECTIONSTRING", null, redis), "url");
    assert.equal(roleOf("DB_CONN", null, redis), "url");
    assert.equal(roleOf("DB_MAX_CONN", null, redis), null);
  });

  it("get their part from the word before the one that tells several servers apart", () => {
    const mysql = design("mysql", "db");
    const names = ["POSTGRES_HOST_CART", "POSTGRES_PORT_CART", "POSTGRES_USER_CART", "POSTGRES_PASSWORD_CART"];
    const roles = [...names, "POSTGRES_DB_CART"].map(name => roleOf(name, null, db, names));
    // What would be there in place of the parts is left out beside them.
    assert.equal(roleOf("POSTGRES_URL_OVERRIDE", null, db, ["POSTGRES_HOST"]), null);
    assert.deepEqual(roles, ["host", "port", "user", "password", "database"]);
    assert.equal(roleOf("MYSQL_USER_RO", "reader", mysql, ["MYSQL_USER_RO", "MYSQL_HOST_RO"]), "user");
    assert.equal(roleOf("REDIS_HOST_SESSIONS", null, redis), "host");
    assert.equal(roleOf("REDIS_HOST_SESSIONS", "localhost", redis), "host");
    // A detail that no other part of a connection has.
    assert.equal(roleOf("POSTGRES_PASSWORD_LENGTH", null, db, ["POSTGRES_PASSWORD_LENGTH", "POSTGRES_HOST"]), null);
    assert.equal(roleOf("POSTGRES_HOST_AUTH_METHOD", null, db, ["POSTGRES_HOST"]), null);
    assert.equal(roleOf("REDIS_HOST_TIMEOUT", "5", redis, ["REDIS_HOST"]), null);
    assert.equal(roleOf("REDIS_PASSWORD_ENABLED", null, redis, ["REDIS_PASSWORD", "REDIS_TLS_ENABLED"]), null);
  });

  it("are a login or a host where the name of one is asked for", () => {
    assert.equal(roleOf("POSTGRES_USER_NAME", null, db), "user");
    assert.equal(roleOf("DB_HOST_NAME", null, db), "host");
  });

  it("get their part from the key that the code gives them to, whatever they are called", () => {
    const role = (name: string, text: string, service = db): string | null =>
      writtenRole(
        { name, places: [{ path: "settings.py", line: 1, column: 1, text, confidence: "high" }] },
        null,
        service,
      );
    assert.equal(role("HOST_NAME", '    "HOST": os.environ.get("HOST_NAME", "db"),'), "host");
    assert.equal(role("SHOP_ROLE", "'USER': env('SHOP_ROLE'), 'NAME': env('SHOP_DB')"), "user");
    assert.equal(role("SHOP_DB", "'USER': env('SHOP_ROLE'), 'NAME': env('SHOP_DB')"), "database");
    assert.equal(role("SHOP_MAIN", 'connect(host=os.environ["SHOP_MAIN"])'), "host");
    assert.equal(role("HOST_NAME", 'HOST = os.environ["HOST_NAME"]'), null);
    assert.equal(role("DATABASE_URL", '"HOST": urlparse(os.environ["DATABASE_URL"]).hostname'), null);
    assert.equal(role("HOST_NAME", '"HOST": env("HOST_NAME")', redis), null);
  });
});
