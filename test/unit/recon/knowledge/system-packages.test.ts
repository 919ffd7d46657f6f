import assert from "node:assert/strict";
import { systemPackagesOf } from "../../../../src/recon/knowledge/system-packages";

function needs(name: string, version: string | null = null, extras: readonly string[] = [], hasWheel?: boolean) {
  const { build, runtime } = systemPackagesOf({ name, version, extras, hasWheel });
  return [build.join(" "), runtime.join(" ")];
}

describe("systemPackagesOf", () => {
  it("knows what is always built, what only runs, and what needs nothing", () => {
    assert.deepEqual(needs("psycopg2"), ["gcc libc6-dev libpq-dev", "libpq5"]);
    assert.deepEqual(needs("psycopg2-binary"), ["", ""]);
    assert.deepEqual(needs("pdf2image"), ["", "poppler-utils"]);
    assert.deepEqual(needs("flask"), ["", ""]);
  });

  it("builds a release that is older than the first wheel", () => {
    assert.deepEqual(needs("pillow", "12.0.0"), ["", ""]);
    assert.match(needs("pillow", "8.0.0")[0] ?? "", /libjpeg62-turbo-dev/);
    assert.deepEqual(needs("psycopg2-binary", "2.9.3"), ["gcc libc6-dev libpq-dev", "libpq5"]);
  });

  it("believes the wheels of a lock", () => {
    assert.match(needs("lxml", "6.0.0", [], false).join(" "), /libxml2-dev.*libxml2/);
    assert.deepEqual(needs("lxml", "3.0.0", [], true), ["", ""]);
  });

  it("lets extras replace a row", () => {
    assert.deepEqual(needs("psycopg"), ["", "libpq5"]);
    assert.deepEqual(needs("psycopg", null, ["binary"]), ["", ""]);
    assert.deepEqual(needs("psycopg", null, ["c"]), ["gcc libc6-dev libpq-dev", "libpq5"]);
  });

  it("names Alpine's packages", () => {
    const alpine = systemPackagesOf({ name: "mysqlclient", version: null, extras: [] }, "alpine");
    assert.deepEqual(alpine.build, ["gcc", "musl-dev", "pkgconf", "mariadb-connector-c-dev"]);
    assert.deepEqual(alpine.runtime, ["mariadb-connector-c"]);
  });
});
