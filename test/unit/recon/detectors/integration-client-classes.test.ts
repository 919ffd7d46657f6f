import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/integration-client-classes";
import { servicesOf } from "../../../kit/detect";

describe("recon/detectors/integration-client-classes", () => {
  it("finds classes that are clients, and no others of the name", async () => {
    assert.deepEqual(
      await servicesOf(detector, {
        "index.py":
          "from elasticsearch import Elasticsearch\nfrom shop import Redis\n\nclass Index(Elasticsearch):\n    pass\n\nclass Cache(Redis):\n    pass\n",
      }),
      ["elasticsearch search"],
    );
  });
});
