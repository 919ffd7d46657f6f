import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/integration-images";
import { servicesOf } from "../../../kit/detect";

const services = (contents: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  servicesOf(detector, contents);

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
  it("calls optional what only tests, examples and tools run", async () => {
    const compose = "services:\n  db:\n    image: postgres:16\n";
    assert.deepEqual(await services({ "tools/oidc/compose.yaml": compose }), ["postgres database optional"]);
    assert.deepEqual(await services({ "deploy/compose.yaml": compose }), ["postgres database"]);
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
