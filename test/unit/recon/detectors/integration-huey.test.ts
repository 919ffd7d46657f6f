import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/integration-huey";
import { evidenceOf, servicesOf } from "../../../kit/detect";

const settings = (text: string): Readonly<Record<string, string>> => ({
  "site_/settings.py": `import os\nHUEY = {"name": "shop", ${text}}\n`,
});

describe("recon/detectors/integration-huey", () => {
  it("reads where the connection of the settings leads", async () => {
    const written = settings('"connection": {"host": "localhost", "port": 6380, "db": 1}');
    assert.deepEqual(await servicesOf(detector, written), ["redis queue breaks"]);
    const [one] = await evidenceOf(detector, written);
    assert.deepEqual(one?.claim === "integration" && [one.fixed?.host, one.fixed?.port], ["localhost", 6380]);
    assert.deepEqual(await servicesOf(detector, settings('"connection": {"host": os.environ["REDIS_HOST"]}')), [
      "redis queue REDIS_HOST",
    ]);
    assert.deepEqual(await servicesOf(detector, settings('"url": os.environ["QUEUE_URL"]')), ["redis queue QUEUE_URL"]);
  });

  it("knows stores that are no Redis", async () => {
    assert.deepEqual(await servicesOf(detector, settings('"huey_class": "huey.SqliteHuey"')), []);
  });
});
