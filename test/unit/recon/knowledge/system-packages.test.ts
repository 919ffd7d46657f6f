import assert from "node:assert/strict";
import table from "../../../../src/recon/knowledge/system-packages.json";
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
    assert.deepEqual(
      ["5.9.0", "5.9.4"].map(version => needs("psutil", version)[0]),
      ["gcc libc6-dev", ""],
    );
    assert.deepEqual(needs("psycopg2-binary", "2.9.3"), ["gcc libc6-dev libpq-dev", "libpq5"]);
  });

  it("has at run time what is linked while it is built", () => {
    assert.match(needs("pillow", "8.0.0")[1] ?? "", /^libjpeg62-turbo .*libopenjp2-7$/);
    // Every slim image of Python has what these are linked against.
    const there = /^lib(?:c6|ffi|ssl|z|bz2|lzma|expat1|sqlite3)-dev$|^lib[a-z-]*stdc/;
    const bare = Object.entries(table.packages as Record<string, { build?: string[]; run?: string[] }>)
      .filter(
        ([, { build = [], run = [] }]) =>
          run.length === 0 && build.some(name => /^lib.*-dev$/.test(name) && !there.test(name)),
      )
      .map(([name]) => name);
    assert.deepEqual(bare, []);
  });

  it("has on top what only earlier releases load", () => {
    assert.match(needs("weasyprint", "52.5")[1] ?? "", /libpangocairo-1\.0-0/);
    assert.doesNotMatch(needs("weasyprint", "62.3")[1] ?? "", /pangocairo/);
    assert.doesNotMatch(needs("weasyprint")[1] ?? "", /pangocairo/);
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
