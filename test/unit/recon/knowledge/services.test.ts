import assert from "node:assert/strict";
import { serviceOf, serviceOfDjangoBackend, serviceOfScheme } from "../../../../src/recon/knowledge/services";

describe("services", () => {
  it("tells the service, also behind a variant of its image", () => {
    assert.deepEqual(serviceOf("GeoAlchemy2"), { service: "postgres", confidence: "high" });
    assert.equal(serviceOf("pymongo")?.service, "mongodb");
    assert.equal(serviceOf("boto3")?.confidence, "low");
    assert.equal(serviceOf("requests"), null);
  });

  it("reads schemes with and without a driver", () => {
    assert.equal(serviceOfScheme("postgresql+asyncpg"), "postgres");
    assert.equal(serviceOfScheme("mysql+unheardof"), "mysql");
    assert.equal(serviceOfScheme("https"), null);
  });

  it("reads Django's backends", () => {
    assert.equal(serviceOfDjangoBackend("django.contrib.gis.db.backends.postgis"), "postgres");
    assert.equal(serviceOfDjangoBackend("shop.backends.Own"), null);
  });
});
