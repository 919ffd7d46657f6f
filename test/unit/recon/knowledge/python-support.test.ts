import assert from "node:assert/strict";
import {
  addedNames,
  floorOf,
  hasPureWheel,
  neverWorks,
  removedModules,
  removedNames,
  supports311,
} from "../../../../src/recon/knowledge/python-support";

describe("python support", () => {
  it("knows the first release for 3.11", () => {
    assert.equal(supports311("numpy", "1.23.2")?.verdict, "ok");
    assert.equal(supports311("numpy", "1.23.1")?.verdict, "no");
    assert.equal(supports311("Django", "6.0.1")?.verdict, "no");
    assert.equal(supports311("nobody-knows-this", "1"), null);
  });

  it("knows wheels for every Python 3 as far as they were seen", () => {
    assert.equal(hasPureWheel("Click", "8.1.7"), true);
    assert.equal(hasPureWheel("click", "6.0"), false);
    assert.equal(hasPureWheel("click", "99.0"), false);
    assert.equal(hasPureWheel("nobody-knows-this", "1"), false);
  });

  it("knows what never works", () => {
    assert.equal(neverWorks("pycrypto")?.verdict, "no");
    assert.equal(neverWorks("blist")?.verdict, "no");
    assert.equal(supports311("pyspark", "3.1.2")?.verdict, "no");
    assert.equal(neverWorks("flask"), null);
  });

  it("knows the floors that releases set", () => {
    assert.equal(floorOf("django", ">=6.0,<7"), "3.12");
    assert.equal(floorOf("django", ">=4.2"), "3.8");
    assert.equal(floorOf("django", "<7"), null);
    assert.equal(floorOf("numpy", "==2.5.1"), "3.12");
  });

  it("knows the standard library's changes", () => {
    assert.equal(removedModules.get("distutils")?.removed, "3.12");
    assert.equal(removedNames.get("collections.Mapping")?.removed, "3.10");
    assert.equal(addedNames.get("typing.override"), "3.12");
  });
});
