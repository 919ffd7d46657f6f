import assert from "node:assert/strict";
import { isNeighbourName, neighbourAddress, type Neighbour } from "../../../../src/scaffold/decisions/neighbours";

const AROUND: readonly Neighbour[] = [
  { unit: "catalog", service: "catalog", port: 50051 },
  { unit: "users-api", service: "users-api", port: 8001 },
];

const address = (name: string, sample: string, own = "gateway"): string | null =>
  neighbourAddress(sample, name, AROUND, own);

describe("the address of another unit", () => {
  it("is known by the variable's name or by the port", () => {
    assert.equal(address("USERS_URL", "http://localhost:9999/v1"), "http://users-api:8001/v1");
    assert.equal(address("BACKEND", "http://127.0.0.1:8001"), "http://users-api:8001");
    assert.equal(address("GRPC_TARGET", "localhost:50051"), "catalog:50051");
    assert.equal(address("CATALOG_ADDR", "127.0.0.1:7000"), "catalog:50051");
    assert.equal(address("CATALOG_HOST", "localhost"), "catalog");
  });

  it("is taken from a name alone only where that tells of nothing else", () => {
    for (const name of ["HOST_CATALOG", "CATALOG_PORT", "USERS_API_URL", "USER_SERVICE_HOST"])
      assert.ok(isNeighbourName(name, AROUND), name);
    for (const name of ["EMAIL_HOST_USER", "USER_MAIL_PORT", "USER_DIRECTORY_LDAP_HOST", "SFTP_USER_HOST_KEY"])
      assert.ok(!isNeighbourName(name, AROUND), name);
  });

  it("is not guessed for a host that bears no name of one, a place to listen, or another machine", () => {
    assert.equal(address("HOST", "localhost"), null);
    assert.equal(address("GRPC_TARGET", "localhost:7000"), null);
    assert.equal(address("BIND_ADDRESS", "localhost:50051"), null);
    assert.equal(address("GRPC_TARGET", "localhost:50051", "catalog"), null);
    assert.equal(address("CATALOG_ADDR", "catalog.example.org:50051"), null);
    assert.equal(address("CATALOG_PATH", "localhost/files"), null);
  });
});
