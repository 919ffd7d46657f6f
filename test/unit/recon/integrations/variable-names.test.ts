import assert from "node:assert/strict";
import {
  isAddressOfPages,
  isAddressVariable,
  serviceOfVariable,
} from "../../../../src/recon/integrations/variable-names";

describe("recon/integrations/variable-names", () => {
  it("tells a service by a word", () => {
    const names = [
      "POSTGRES_HOST",
      "PAPERLESS_REDIS_URL",
      "PGHOST",
      "SHOP_PGNAME",
      "EMAIL_HOST_USER",
      "AWS_STORAGE_BUCKET_NAME",
      "TM_SENTRY_BACKEND_DSN",
    ];
    assert.deepEqual(
      names.map(name => serviceOfVariable(name).service),
      ["postgres", "redis", "postgres", "postgres", "smtp", "s3", "sentry"],
    );
  });

  it("tells a family where a name says no more", () => {
    const names = ["DATABASE_URL", "DB_HOST", "SQL_ENGINE_URI", "SQLALCHEMY_URL", "CELERY_BROKER_URL", "CACHE_URL"];
    assert.deepEqual(
      names.map(name => serviceOfVariable(name).family),
      ["database", "database", "database", "database", "queue", "cache"],
    );
  });

  it("knows each part of a connection, whichever word stands for the database", () => {
    for (const database of ["DATABASE", "DB", "SQL", "APP_DB", "DB_PRIMARY"])
      for (const part of ["HOST", "HOSTNAME", "ADDR", "PORT", "USER", "PASS", "PWD", "NAME", "CONNECTION"])
        assert.equal(serviceOfVariable(`${database}_${part}`).family, "database", `${database}_${part}`);
    for (const name of ["SQL_ECHO", "DB_POOL_SIZE", "DATABASE_BACKUP_FOLDER", "HOSTNAME", "DBA_HOSTNAME"])
      assert.equal(serviceOfVariable(name).family, null, name);
  });

  it("tells one of several connections, and what names a queue from what reaches it", () => {
    const names = [
      "DB_READ_REPLICA_HOST",
      "DB_READWRITE_URI",
      "DATABASE_WRITE_USER",
      "DATABASE_DB",
      "TASK_QUEUE_URL",
      "CELERY_FEEDS_QUEUE",
    ];
    assert.deepEqual(
      names.map(name => serviceOfVariable(name).family),
      ["database", "database", "database", "database", "queue", null],
    );
    // The word before it says more than `DSN` does.
    assert.deepEqual(
      ["CACHE_DSN", "BROKER_DSN", "SITE_DSN"].map(name => serviceOfVariable(name).family),
      ["cache", "queue", "database"],
    );
    assert.deepEqual(
      ["KARAPACE_BOOTSTRAP_URI", "STATSD_PORT", "SNOWFLAKE_USER", "GS_BUCKET_NAME", "DYNAMODB_URL"].map(
        name => serviceOfVariable(name).service,
      ),
      ["kafka", "statsd", "snowflake", "gcs", "dynamodb"],
    );
  });

  it("reads the names of nested settings", () => {
    assert.deepEqual(
      ["DATABASE__HOST", "APP_CONFIG__DB__PASSWORD", "CACHE__URL", "APP__DATABASE__POOL_SIZE"].map(
        name => serviceOfVariable(name).family,
      ),
      ["database", "database", "cache", null],
    );
  });

  it("tells nothing by parts of words", () => {
    for (const name of ["PREDISPOSED", "USER_EMAIL", "HOST", "NATSUKO", "DEBUG"])
      assert.deepEqual(serviceOfVariable(name), { service: null, family: null });
  });

  it("tells addresses from details, and pages from APIs", () => {
    assert.deepEqual(["REDIS_URL", "DB_HOST", "DB_USER"].map(isAddressVariable), [true, true, false]);
    assert.deepEqual(["FRONTEND_URL", "SITE_URL", "TIKA_ENDPOINT", "API_URL"].map(isAddressOfPages), [
      true,
      true,
      false,
      false,
    ]);
  });
});
