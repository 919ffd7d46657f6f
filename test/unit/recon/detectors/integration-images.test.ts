import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/integration-images";
import { evidenceOf } from "../../../kit/detect";

async function services(contents: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await evidenceOf(detector, contents)).map(one => {
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

describe("recon/detectors/integration-images", () => {
  it("finds service containers of Compose and of CI", async () => {
    assert.deepEqual(
      await services({
        "compose.yaml": "services:\n  app:\n    build: .\n  db:\n    image: postgis/postgis:16\n",
        ".github/workflows/ci.yml": "jobs:\n  test:\n    services:\n      cache:\n        image: redis:7\n",
      }),
      ["redis cache", "postgres database"],
    );
  });
  it("ignores what is built here", async () => {
    assert.deepEqual(
      await services({ "compose.yaml": "services:\n  redis:\n    build: ./redis\n    image: redis:own\n" }),
      [],
    );
  });
  it("ignores images of applications", async () => {
    assert.deepEqual(
      await services({
        "compose.yaml": "services:\n  web:\n    image: ghcr.io/me/redis-commander:1\n  proxy:\n    image: traefik:3\n",
      }),
      [],
    );
  });
});
