import assert from "node:assert/strict";
import {
  buildValue,
  FERNET_STAND_IN,
  connectionValue,
  roleOf,
  unneeded,
  writtenRole,
} from "../../../../src/scaffold/decisions/environment-values";
import type { ServiceDesign } from "../../../../src/scaffold/blueprint";
import { services } from "../../../../src/scaffold/service-registry";
import { variable } from "../recon-kit";

function design(id: string, name: string): ServiceDesign {
  const definition = services.find(service => service.id === id);
  assert.ok(definition, id);
  const { user, database, passwordVariable } = definition.access;
  const password = passwordVariable === null ? null : `\${${passwordVariable}}`;
  return {
    name,
    definition,
    image: definition.image,
    data: null,
    volume: null,
    memory: "512M",
    user,
    database,
    passwordVariable,
    password,
    units: [null],
    exists: false,
    buckets: [],
    fixed: null,
    open: null,
  };
}
const db = design("postgres", "db");
const redis = design("redis", "redis");
const url = (service: ServiceDesign, scheme: string | null, sample: string | null, known = false): string | null =>
  connectionValue("url", service, scheme, sample, known);

describe("variables of a connection", () => {
  it("keep Celery's results in RabbitMQ by the address that stands for it, and in Redis by its own", () => {
    const rabbit = design("rabbitmq", "rabbitmq");
    assert.equal(roleOf("CELERY_BROKER_URL", null, rabbit), "url");
    for (const name of ["CELERY_RESULT_BACKEND", "RESULT_BACKEND_URL"]) {
      assert.equal(roleOf(name, null, rabbit), "results", name);
      assert.equal(roleOf(name, "amqp://localhost//", rabbit), "results", name);
      assert.equal(roleOf(name, null, redis), "url", name);
    }
    assert.equal(connectionValue("results", rabbit, null, null), "rpc://");
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
    for (const name of ["USE_REDIS", "SHOP_ENABLE_REDIS", "REDIS"]) assert.equal(roleOf(name, null, redis), null, name);
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

  it("point at the service with the scheme that the code needs", () => {
    assert.equal(url(db, "postgresql+psycopg", null), "postgresql+psycopg://app:${POSTGRES_PASSWORD}@db:5432/app");
    assert.equal(
      url(db, null, "postgresql+asyncpg://u:p@localhost/shop?sslmode=require&application_name=x"),
      "postgresql+asyncpg://app:${POSTGRES_PASSWORD}@db:5432/app?application_name=x",
    );
    assert.equal(
      url(db, "postgresql", "postgresql+psycopg://localhost/x", true),
      "postgresql+psycopg://app:${POSTGRES_PASSWORD}@db:5432/app",
    );
    assert.equal(
      url(db, null, "dbname=portal host=localhost user=portal"),
      "dbname=app host=db port=5432 user=app password=${POSTGRES_PASSWORD}",
    );
    assert.equal(
      url(db, "postgresql", "shop:pw@localhost:5432/shop", true),
      "app:${POSTGRES_PASSWORD}@db:5432/app",
      "the code puts the scheme before it",
    );
    assert.equal(url(redis, null, "redis://localhost:6379/3"), "redis://redis:6379/3");
    assert.equal(url(redis, null, "rediss://:secret@cache.example/1"), "redis://redis:6379/1");
    assert.equal(url(design("rabbitmq", "rabbitmq"), null, null), "amqp://app:${RABBITMQ_PASSWORD}@rabbitmq:5672//");
    assert.equal(
      url(design("mongodb", "mongo"), null, null),
      "mongodb://app:${MONGO_PASSWORD}@mongo:27017/app?authSource=admin",
    );
    assert.equal(url(design("elasticsearch", "search"), null, "https://localhost:9200"), "http://search:9200");
  });

  it("have a stand-in of the words and the length that their type takes", () => {
    const valueOf = (type: string | null, name = "X"): string => buildValue(type, name, null, null);
    assert.equal(valueOf('Literal["dev", "prod", "test"]'), "prod");
    assert.equal(valueOf("Literal['low', 'high']"), "low");
    assert.equal(valueOf("Literal[3, 5]"), "3");
    assert.equal(valueOf('Literal["", "x"]'), "x");
    assert.equal(valueOf("Literal[True]"), "True");
    assert.equal(valueOf('Literal["a]b", "c"]'), "a]b");
    assert.equal(valueOf("tuple[str, int]"), '["build",1]');
    assert.equal(valueOf("tuple[str, ...]"), "[]");
    assert.equal(valueOf("list[str]"), "[]");
    assert.equal(valueOf(null, "PASSWORD_RESET_TIMEOUT"), "60");
    assert.equal(valueOf("int", "ACCESS_TOKEN_EXPIRE_MINUTES"), "60");
    assert.equal(valueOf("str", "JWT_ALGORITHM"), "HS256");
    assert.equal(valueOf(null, "ALGORITHM"), "HS256");
    assert.equal(valueOf(null, "SESSION_COOKIE_SAMESITE"), "Lax");
  });

  it("have a stand-in that the code can read while the image is built", () => {
    assert.equal(buildValue("int", "WORKERS", null, null), "1");
    assert.equal(buildValue(null, "DATABASE_URL", null, "postgresql"), "postgresql://build:build@localhost/build");
    assert.equal(buildValue(null, "API_URL", "https://api.example/v1", null), "https://localhost");
    for (const [type, value] of [
      // The HttpUrl of pydantic 1 wants a domain with a dot.
      ["HttpUrl", "http://app.example.com"],
      ["AnyHttpUrl", "http://app.example.com"],
      ["EmailStr", "app@example.com"],
      ["PostgresDsn", "postgresql://build:build@localhost/build"],
      ["RedisDsn", "redis://build:build@localhost/0"],
      ["AmqpDsn", "amqp://build:build@localhost/build"],
      ["List[HttpUrl]", "[]"],
      ["dict[str, int]", "{}"],
      ['Literal["print", "mail"]', "print"],
      ["UUID", "00000000-0000-4000-8000-000000000000"],
      ["IPvAnyAddress", "127.0.0.1"],
    ])
      assert.equal(buildValue(type ?? "", "SHOP", null, null), value, type);
    assert.equal(buildValue(null, "SECRET_KEY", null, null), "build");
    assert.equal(Buffer.from(FERNET_STAND_IN, "base64").length, 32);
  });
});

describe("a variable that one read has a default for", () => {
  it("gets that default where another read fails without a value", () => {
    const name = (parts: Parameters<typeof variable>[1]) => unneeded(variable("ADMIN_NAME", parts));
    const both = { required: true, hasDefault: true, default: "admin" };
    assert.deepEqual(name(both), { source: "value", value: "${ADMIN_NAME:-admin}" });
    assert.deepEqual(name({ ...both, default: "" }), { source: "value", value: "${ADMIN_NAME:-}" });
    assert.deepEqual(name({ ...both, required: false }), { source: "file", value: null });
    assert.deepEqual(name({ ...both, secret: true }), { source: "file", value: null });
    assert.deepEqual(name({ ...both, default: "a${b}" }), { source: "file", value: null });
  });
});
