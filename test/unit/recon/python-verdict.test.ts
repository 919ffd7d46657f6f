import assert from "node:assert/strict";
import { lockedPackage } from "../../../src/python/manifests/lock-types";
import { verdictOn311 } from "../../../src/recon/python-verdict";

function verdict(name: string, specifier: string, lock?: Parameters<typeof lockedPackage>[0], range?: string): string {
  const dependency = { name, specifier, conda: false, applies: true };
  return verdictOn311(dependency, lock ? lockedPackage(lock) : null, range ?? null).verdict;
}

function lock(wheels: readonly string[], more: { hasSdist?: boolean; requiresPython?: string } = {}) {
  return { name: "thing", version: "1.0", offset: 0, wheels, hasSdist: more.hasSdist ?? true, ...more };
}

describe("verdictOn311", () => {
  it("believes the wheels of a lock first", () => {
    assert.equal(verdict("thing", "", lock(["thing-1.0-cp311-cp311-manylinux_2_17_x86_64.whl"])), "ok");
    assert.equal(verdict("thing", "", lock(["thing-1.0-py3-none-any.whl"])), "ok");
    assert.equal(verdict("thing", "", lock(["thing-1.0-cp38-cp38-manylinux_2_17_x86_64.whl"])), "unknown");
    assert.equal(
      verdict("thing", "", lock(["thing-1.0-cp38-cp38-manylinux_2_17_x86_64.whl"], { hasSdist: false })),
      "no",
    );
  });

  it("draws nothing from the wheels of a lock that was made for other Pythons", () => {
    const wheels = ["lxml-6.0.2-cp313-cp313-manylinux_2_17_x86_64.whl"];
    assert.equal(verdict("lxml", "", { ...lock(wheels), name: "lxml", version: "6.0.2" }, ">=3.13"), "ok");
    assert.equal(verdict("thing", "", lock(wheels), ">=3.13"), "unknown");
  });

  it("reads what the locked release requires", () => {
    assert.equal(verdict("thing", "", lock([], { requiresPython: ">=3.12" })), "no");
  });

  it("asks the table for pins and ranges", () => {
    assert.equal(verdict("numpy", "==1.19.2"), "no");
    assert.equal(verdict("numpy", "==1.26.4"), "ok");
    assert.equal(verdict("numpy", "<1.22"), "no");
    assert.equal(verdict("numpy", ">=1.19"), "ok");
    assert.equal(verdict("django", "~=6.0"), "no");
    assert.equal(verdict("aioredis", ""), "no");
    assert.equal(verdict("nobody-knows-this", "==1.0"), "unknown");
    assert.equal(verdict("nobody-knows-this", ">=1.0"), "ok");
  });

  it("leaves out what the marker leaves out", () => {
    const dependency = { name: "dataclasses", specifier: "", conda: false, applies: false };
    assert.equal(verdictOn311(dependency, null).verdict, "ok");
  });
});
