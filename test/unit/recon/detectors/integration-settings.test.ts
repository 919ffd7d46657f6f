import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/integration-settings";
import { dependency, servicesOf } from "../../../kit/detect";

describe("recon/detectors/integration-settings", () => {
  it("reads the back end of a database with its variables", async () => {
    assert.deepEqual(
      await servicesOf(detector, {
        "settings.py":
          'import os\nDATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "HOST": os.getenv("DB_HOST", "localhost"), "NAME": "shop"}}\n',
      }),
      ["postgres database DB_HOST breaks"],
    );
  });
  it("reads the variables of a database whose back end only one of them names, by the one driver", async () => {
    const settings = {
      "settings.py":
        'import os\nDATABASES = {\n    "default": {\n        "ENGINE": os.getenv("ENGINE"),\n        "NAME": os.getenv("NAME"),\n        "HOST": os.getenv("HOST"),\n    }\n}\n',
    };
    assert.deepEqual(await servicesOf(detector, settings, [dependency("psycopg2-binary")]), [
      "postgres database ENGINE,NAME,HOST",
    ]);
    assert.deepEqual(await servicesOf(detector, settings), []);
    assert.deepEqual(await servicesOf(detector, settings, [dependency("psycopg"), dependency("mysqlclient")]), []);
  });
  it("reads back ends by the habit of their paths", async () => {
    assert.deepEqual(
      await servicesOf(detector, {
        "settings.py":
          'import os\nWAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.elasticsearch8", "URLS": [os.environ["ES_URL"]]}}\nCHANNEL_LAYERS = {"default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [("redis", 6379)]}}}\nSTORAGES = {"default": {"BACKEND": "storages.backends.s3.S3Storage"}}\n',
      }),
      ["elasticsearch search ES_URL", "redis queue", "s3 storage"],
    );
  });
  it("reads settings that name a service", async () => {
    assert.deepEqual(
      await servicesOf(detector, {
        "settings.py":
          'import os\nEMAIL_HOST = os.getenv("EMAIL_HOST", "localhost")\nSENTRY_DSN = os.getenv("SENTRY_DSN", "")\n',
      }),
      ["smtp mail EMAIL_HOST breaks", "sentry http SENTRY_DSN"],
    );
  });
  it("takes a database without a driver as an option", async () => {
    assert.deepEqual(
      await servicesOf(
        detector,
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
      await servicesOf(detector, {
        "settings.py":
          'INSTALLED_APPS = ["django.contrib.postgres", "health_check.contrib.redis"]\nLOGGERS = {"elasticsearch.trace": 1}\n',
      }),
      [],
    );
  });
  it("ignores empty settings and comparisons", async () => {
    assert.deepEqual(
      await servicesOf(detector, {
        "settings.py":
          'import conf\nEMAIL_HOST = ""\nSENTRY_DSN = None\nIS_LITE = conf.engine == "django.db.backends.sqlite3"\n',
      }),
      [],
    );
  });

  it("calls a back end optional where its branch is not taken while no variable is set", async () => {
    const settings = (test: string): string =>
      `import os\nUSE_S3 = os.getenv("USE_S3", "0") == "1"\nif ${test}:\n    STORAGES = {"default": {"BACKEND": "storages.backends.s3.S3Storage"}}\n`;
    assert.deepEqual(await servicesOf(detector, { "settings.py": settings("USE_S3") }), ["s3 storage optional"]);
    assert.deepEqual(await servicesOf(detector, { "settings.py": settings('"BUCKET" in os.environ') }), [
      "s3 storage optional",
    ]);
    assert.deepEqual(await servicesOf(detector, { "settings.py": settings("not USE_S3") }), ["s3 storage"]);
    assert.deepEqual(await servicesOf(detector, { "settings.py": settings("unknown()") }), ["s3 storage"]);
  });
});
