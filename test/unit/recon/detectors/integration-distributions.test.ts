import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/integration-distributions";
import { dependency, servicesOf } from "../../../kit/detect";

describe("recon/detectors/integration-distributions", () => {
  it("tells a service by its driver", async () => {
    assert.deepEqual(await servicesOf(detector, { "main.py": "import app\n" }, [dependency("psycopg2-binary")]), [
      "postgres database",
    ]);
  });
  it("tells the broker of an extra", async () => {
    assert.deepEqual(
      await servicesOf(detector, { "main.py": "import app\n" }, [dependency("celery", { extras: ["redis"] })]),
      ["redis cache"],
    );
  });
  it("ignores libraries that serve many ends", async () => {
    assert.deepEqual(
      await servicesOf(detector, { "main.py": "import app\n" }, [
        dependency("boto3"),
        dependency("celery"),
        dependency("requests"),
      ]),
      [],
    );
  });
  it("takes a library that nothing loads for a remnant, but not a driver, nor one that a setting names", async () => {
    const declared = [dependency("paho-mqtt"), dependency("pymongo"), dependency("asyncpg")];
    assert.deepEqual(await servicesOf(detector, { "main.py": "import app\n" }, declared), ["postgres database"]);
    assert.deepEqual(
      await servicesOf(detector, { "main.py": "import paho.mqtt.client as mqtt\nDRIVER = 'pymongo'\n" }, declared),
      ["mqtt queue", "mongodb database", "postgres database"],
    );
    const onlyTests = { "main.py": "import app\n", "tests/test_mqtt.py": "import paho.mqtt.client\n" };
    assert.deepEqual(await servicesOf(detector, onlyTests, [dependency("paho-mqtt")]), []);
  });
  it("ignores development groups and what others bring", async () => {
    assert.deepEqual(
      await servicesOf(detector, { "main.py": "import app\n" }, [
        dependency("psycopg2", { group: "dev" }),
        dependency("redis", { direct: false }),
      ]),
      [],
    );
  });
});
