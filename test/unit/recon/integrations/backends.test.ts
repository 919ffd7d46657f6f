import assert from "node:assert/strict";
import { serviceOfBackend } from "../../../../src/recon/integrations/backends";

describe("recon/integrations/backends", () => {
  it("tells a service by the parts of the path", () => {
    assert.equal(
      serviceOfBackend("haystack.backends.elasticsearch7_backend.Elasticsearch7SearchEngine"),
      "elasticsearch",
    );
    assert.equal(serviceOfBackend("tortoise.backends.asyncpg"), "postgres");
    assert.equal(serviceOfBackend("tortoise.backends.mysql"), "mysql");
    assert.equal(serviceOfBackend("aiocache.RedisCache"), "redis");
    assert.equal(serviceOfBackend("django_tenants.postgresql_backend"), "postgres");
    assert.equal(serviceOfBackend("storages.backends.gcloud.GoogleCloudStorage"), "gcs");
  });

  it("takes no other dotted path", () => {
    assert.equal(serviceOfBackend("sqlalchemy.dialects.postgresql"), null);
    assert.equal(serviceOfBackend("django.contrib.auth.backends.ModelBackend"), null);
    assert.equal(serviceOfBackend("django.core.cache.backends.locmem.LocMemCache"), null);
    assert.equal(serviceOfBackend("redis backend. Cache"), null);
  });
});
