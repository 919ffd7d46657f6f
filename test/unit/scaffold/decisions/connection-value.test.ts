import assert from "node:assert/strict";
import type { ServiceDesign } from "../../../../src/scaffold/blueprint";
import { connectionValue } from "../../../../src/scaffold/decisions/connection-value";
import { design } from "../service-kit";

const db = design("postgres", "db");
const redis = design("redis", "redis");
const url = (service: ServiceDesign, scheme: string | null, sample: string | null, known = false): string | null =>
  connectionValue("url", service, scheme, sample, known);

describe("the value of a variable of a connection", () => {
  it("keeps Celery's results in RabbitMQ by the address that stands for it", () => {
    assert.equal(connectionValue("results", design("rabbitmq", "rabbitmq"), null, null), "rpc://");
  });

  it("points at the service with the scheme that the code needs", () => {
    assert.equal(url(db, "postgresql+psycopg", null), "postgresql+psycopg://app:${POSTGRES_PASSWORD}@db:5432/app");
    assert.equal(
      url(db, null, "postgresql+asyncpg://u:p@localhost/shop?sslmode=require&application_name=x"),
      "postgresql+asyncpg://app:${POSTGRES_PASSWORD}@db:5432/app?application_name=x",
    );
    assert.equal(
      url(db, null, "postgresql+psycopg_async://u:p@localhost/shop?sslmode=require&application_name=x"),
      "postgresql+psycopg_async://app:${POSTGRES_PASSWORD}@db:5432/app?application_name=x",
    );
    assert.equal(
      url(db, "postgresql", "postgresql+psycopg://localhost/x", true),
      "postgresql+psycopg://app:${POSTGRES_PASSWORD}@db:5432/app",
    );
    assert.match(url(db, "postgresql+asyncpg", "postgres://localhost/x", true) ?? "", /^postgresql\+asyncpg:/);
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
    const broker = "amqp://guest:guest@localhost:5672";
    for (const path of ["/orders", "//", "/%2F"])
      assert.equal(
        url(design("rabbitmq", "rabbitmq"), null, broker + path),
        `amqp://app:\${RABBITMQ_PASSWORD}@rabbitmq:5672${path === "/orders" ? "//" : path}`,
      );
    assert.equal(
      url(design("mongodb", "mongo"), null, null),
      "mongodb://app:${MONGO_PASSWORD}@mongo:27017/app?authSource=admin",
    );
    assert.equal(url(design("elasticsearch", "search"), null, "https://localhost:9200"), "http://search:9200");
  });
});
