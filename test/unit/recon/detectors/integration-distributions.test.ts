import assert from "node:assert/strict";
import type { Dependency } from "../../../../src/model/recon";
import { detector } from "../../../../src/recon/detectors/integration-distributions";
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

describe("recon/detectors/integration-distributions", () => {
  it("tells a service by its driver", async () => {
    assert.deepEqual(await services({ "main.py": "import app\n" }, [dependency("psycopg2-binary")]), [
      "postgres database",
    ]);
  });
  it("tells the broker of an extra", async () => {
    assert.deepEqual(await services({ "main.py": "import app\n" }, [dependency("celery", { extras: ["redis"] })]), [
      "redis cache",
    ]);
  });
  it("ignores libraries that serve many ends", async () => {
    assert.deepEqual(
      await services({ "main.py": "import app\n" }, [
        dependency("boto3"),
        dependency("celery"),
        dependency("requests"),
      ]),
      [],
    );
  });
  it("ignores development groups and what others bring", async () => {
    assert.deepEqual(
      await services({ "main.py": "import app\n" }, [
        dependency("psycopg2", { group: "dev" }),
        dependency("redis", { direct: false }),
      ]),
      [],
    );
  });
});
