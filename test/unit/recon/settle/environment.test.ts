import assert from "node:assert/strict";
import type { Evidence } from "../../../../src/model/evidence";
import { settleEnvironment } from "../../../../src/recon/settle/environment";

function read(name: string, facts: Partial<Extract<Evidence, { claim: "environment" }>> = {}): Evidence {
  return {
    claim: "environment",
    name,
    default: null,
    hasDefault: false,
    required: false,
    type: null,
    secret: true,
    scope: "application",
    place: { path: "app.py", line: 1, column: 1, text: "", confidence: "high" },
    ...facts,
  };
}

describe("recon/settle/environment", () => {
  it("calls no switch and no number secret, and keeps their defaults", () => {
    const [price, use, token] = settleEnvironment([
      read("TOKEN_PRICING", { type: "float", default: "0.002", hasDefault: true }),
      read("USE_TOKEN", { type: "bool", default: "False", hasDefault: true }),
      read("X_TOKEN", { type: "str", default: "abc", hasDefault: true }),
    ]);
    assert.deepEqual([price?.secret, price?.default], [false, "0.002"]);
    assert.deepEqual([use?.secret, use?.default], [false, "False"]);
    assert.deepEqual([token?.secret, token?.default, token?.hasDefault], [true, null, true]);
  });

  it("prefers what a read goes on with to an empty default", () => {
    const [mode, note] = settleEnvironment([
      read("MODE", { secret: false, default: "", hasDefault: true }),
      read("MODE", { secret: false, default: "development", hasDefault: true }),
      read("NOTE", { secret: false, default: "", hasDefault: true }),
    ]);
    assert.deepEqual([mode?.default, note?.default], ["development", ""]);
    const place = { path: "cli.py", line: 1, column: 1, text: "", confidence: "high" } as const;
    const [switched] = settleEnvironment([
      read("DATABASE_URL", { secret: false, default: "", hasDefault: true }),
      read("DATABASE_URL", { secret: false, default: "sqlite:///x.db", hasDefault: true, place }),
    ]);
    assert.deepEqual([switched?.secret, switched?.default], [true, null], "another program says nothing of this one");
    const [needed, filled] = settleEnvironment([
      read("MODE", { secret: false, required: true }),
      read("MODE", { secret: false, default: "", hasDefault: true }),
      read("MODE", { secret: false, default: "development", hasDefault: true, place }),
      read("PLACE", { secret: false, required: true }),
      read("PLACE", { secret: false, default: "here", hasDefault: true }),
      read("PLACE", { secret: false, default: "there", hasDefault: true, place }),
    ]);
    assert.deepEqual([needed?.default, filled?.default], ["development", "here"]);
  });

  it("hides a password whatever the code makes of it", () => {
    const address = "redis://user:s3cret@cache:6379/0";
    const [found] = settleEnvironment([
      read("CACHE_ADDR", { secret: false, type: "bool", default: address, hasDefault: true }),
    ]);
    assert.deepEqual([found?.secret, found?.default], [true, null]);
  });

  it("calls an address secret that has a password, or a place for one and no default that shows it", () => {
    const plain = (name: string, text: string | null = null): Evidence =>
      read(name, { secret: false, type: "str", default: text, hasDefault: text !== null });
    const found = settleEnvironment([
      plain("AMQP_URL", "amqp://guest:guest@localhost/"),
      plain("API_URL"),
      plain("BROKER", "amqp://shop:pw@broker"),
      plain("DATABASE_URL"),
      plain("EMAIL_URL", "smtp://me@shop.example:pw@mail:25"),
      plain("KAFKA_URL"),
      plain("REDIS_URL", "redis://localhost:6379/0"),
      plain("SENTRY_DSN"),
      plain("STORAGE_CONNECTION_STRING"),
    ]);
    assert.deepEqual(
      found.filter(({ secret }) => secret).map(({ name }) => name),
      ["AMQP_URL", "BROKER", "DATABASE_URL", "EMAIL_URL", "STORAGE_CONNECTION_STRING"],
    );
    assert.deepEqual(
      found.filter(one => one.default !== null).map(({ name }) => name),
      ["REDIS_URL"],
    );
    assert.deepEqual(found.map(({ hasDefault }) => hasDefault).filter(Boolean).length, 4);
  });
});
