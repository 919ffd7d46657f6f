import assert from "node:assert/strict";
import { buildValue, FORMED_STAND_INS, standIn } from "../../../../src/scaffold/decisions/build-value";
import { variable } from "../recon-kit";

describe("a stand-in while the image is built", () => {
  it("has the words and the length that their type takes", () => {
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
    assert.equal(valueOf("int", "EMAIL_PORT"), "25");
    assert.equal(valueOf(null, "APP_PORT"), "1");
    assert.equal(valueOf(null, "CELERY_TIMEZONE"), "UTC");
    assert.equal(valueOf("str", "LOG_LEVEL"), "INFO");
    assert.equal(valueOf("int", "LOG_LEVEL"), "1");
    assert.equal(valueOf("str", "API_V1_PREFIX"), "/api");
    assert.equal(valueOf("str", "COMMAND_PREFIX"), "build");
    assert.equal(valueOf(null, "STATIC_URL"), "/static/");
    assert.equal(valueOf(null, "MEDIA_URL"), "/media/");
    assert.equal(valueOf("AnyUrl", "MEDIA_URL"), "http://localhost");
    assert.equal(valueOf("AnyUrl", "STATIC_URL"), "http://localhost");
    assert.equal(valueOf("str", "CATALOG_LEVEL"), "build");
    assert.equal(valueOf("str", "APP_LOGLEVEL"), "INFO");
  });

  it("is as long as the keys that Django makes, where it is a secret", () => {
    assert.ok(standIn(variable("SECRET_KEY", { secret: true }), null, null).length >= 50);
    assert.equal(standIn(variable("GREETING"), null, null), "build");
  });

  it("is what the code can read", () => {
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
    assert.equal(Buffer.from(FORMED_STAND_INS.get("fernet") ?? "", "base64").length, 32);
  });
});
