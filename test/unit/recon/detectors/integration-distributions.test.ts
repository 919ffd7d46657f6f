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
