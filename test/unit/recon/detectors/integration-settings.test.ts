import assert from "node:assert/strict";
import type { Dependency } from "../../../../src/model/recon";
import { detector } from "../../../../src/recon/detectors/integration-settings";
import { evidenceOf, dependency } from "../../../kit/detect";

async function services(
  contents: Readonly<Record<string, string>>,
  dependencies: readonly Dependency[] = [],
): Promise<readonly string[]> {
  return (await evidenceOf(detector, contents, dependencies)).map(one => {
    assert.equal(one.claim, "integration");
    return one.claim === "integration"
      ? [
          one.service,
          one.kind,
          one.host,
          one.scheme,
          one.variables.join(","),
          one.breaksInContainer && "breaks",
          one.optional && "optional",
        ]
          .filter(part => part !== undefined && part !== "" && part !== null && part !== false)
          .join(" ")
      : "";
  });
}

describe("recon/detectors/integration-settings", () => {
  it("reads the back end of a database with its variables", async () => {
    assert.deepEqual(
      await services({
        "settings.py":
          'import os\nDATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "HOST": os.getenv("DB_HOST", "localhost"), "NAME": "shop"}}\n',
      }),
      ["postgres database DB_HOST breaks"],
    );
  });
  it("reads back ends by the habit of their paths", async () => {
    assert.deepEqual(
      await services({
        "settings.py":
          'import os\nWAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.elasticsearch8", "URLS": [os.environ["ES_URL"]]}}\nCHANNEL_LAYERS = {"default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [("redis", 6379)]}}}\nSTORAGES = {"default": {"BACKEND": "storages.backends.s3.S3Storage"}}\n',
      }),
      ["elasticsearch search ES_URL", "redis queue", "s3 storage"],
    );
  });
  it("reads settings that name a service", async () => {
    assert.deepEqual(
      await services({
        "settings.py":
          'import os\nEMAIL_HOST = os.getenv("EMAIL_HOST", "localhost")\nSENTRY_DSN = os.getenv("SENTRY_DSN", "")\n',
      }),
      ["smtp mail EMAIL_HOST breaks", "sentry http SENTRY_DSN"],
    );
  });
  it("takes a database without a driver as an option", async () => {
    assert.deepEqual(
      await services(
        {
          "settings.py":
            'import os\nif os.getenv("DB") == "mysql":\n    DATABASES = {"default": {"ENGINE": "django.db.backends.mysql"}}\nelse:\n    DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}\n',
        },
        [dependency("psycopg")],
      ),
      ["mysql database optional", "postgres database"],
    );
  });
  it("ignores words in paths that are no back ends", async () => {
    assert.deepEqual(
      await services({
        "settings.py":
          'INSTALLED_APPS = ["django.contrib.postgres", "health_check.contrib.redis"]\nLOGGERS = {"elasticsearch.trace": 1}\n',
      }),
      [],
    );
  });
  it("ignores empty settings and comparisons", async () => {
    assert.deepEqual(
      await services({
        "settings.py":
          'import conf\nEMAIL_HOST = ""\nSENTRY_DSN = None\nIS_LITE = conf.engine == "django.db.backends.sqlite3"\n',
      }),
      [],
    );
  });

  it("calls a back end optional where its branch is not taken while no variable is set", async () => {
    const settings = (test: string): string =>
      `import os\nUSE_S3 = os.getenv("USE_S3", "0") == "1"\nif ${test}:\n    STORAGES = {"default": {"BACKEND": "storages.backends.s3.S3Storage"}}\n`;
    assert.deepEqual(await services({ "settings.py": settings("USE_S3") }), ["s3 storage optional"]);
    assert.deepEqual(await services({ "settings.py": settings('"BUCKET" in os.environ') }), ["s3 storage optional"]);
    assert.deepEqual(await services({ "settings.py": settings("not USE_S3") }), ["s3 storage"]);
    assert.deepEqual(await services({ "settings.py": settings("unknown()") }), ["s3 storage"]);
  });
});
