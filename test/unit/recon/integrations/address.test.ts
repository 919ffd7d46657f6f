import assert from "node:assert/strict";
import { addressProblem, isLoopback, readAddress } from "../../../../src/recon/integrations/address";

describe("recon/integrations/address", () => {
  it("reads the parts", () => {
    assert.deepEqual(readAddress("postgresql+psycopg://app:x@db:5432/shop"), {
      scheme: "postgresql+psycopg",
      service: "postgres",
      host: "db",
      path: "/shop",
    });
    assert.equal(readAddress("mongodb://{account}{host}")?.host, "");
    assert.equal(readAddress("redis://[::1]:6379/0")?.host, "[::1]");
    assert.equal(readAddress("sqla+postgresql://db/x")?.scheme, "postgresql");
  });

  it("reads a driver with an underscore, which SQLAlchemy has", () => {
    assert.equal(readAddress("postgresql+psycopg_async://app@db:5432/shop")?.scheme, "postgresql+psycopg_async");
    assert.equal(readAddress("my_http://db/shop"), null);
  });

  it("knows no service of other schemes and of sockets of others", () => {
    assert.equal(readAddress("https://db.internal"), null);
    assert.equal(readAddress("ftp-like text"), null);
    assert.equal(readAddress("unix:///run/gunicorn.sock"), null);
    assert.equal(readAddress("unix:///run/redis.sock")?.service, "redis");
  });

  it("says what does not work in a container", () => {
    assert.match(addressProblem("redis://localhost:6379") ?? "", /^localhost is the container itself/);
    assert.match(addressProblem("127.0.0.1:11211") ?? "", /^127/);
    assert.match(addressProblem("redis://") ?? "", /^Without a host/);
    assert.match(addressProblem("/var/run/redis.sock") ?? "", /socket file/);
    assert.equal(addressProblem("redis://cache:6379"), null);
    assert.equal(addressProblem("sqlite:///localhost.db"), null);
    assert.equal(addressProblem("host.docker.internal"), null);
    assert.equal(addressProblem("docker.for.mac.localhost"), null);
  });

  it("tells loopback names", () => {
    assert.deepEqual(["localhost", "127.0.0.1", "::1", "0.0.0.0"].map(isLoopback), [true, true, true, true]);
    assert.deepEqual(["localhost.org", "128.0.0.1", ""].map(isLoopback), [false, false, false]);
  });
});
