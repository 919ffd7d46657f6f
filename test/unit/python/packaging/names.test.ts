import assert from "node:assert/strict";
import fc from "fast-check";
import { isName, normalizeName } from "../../../../src/python/packaging/names";

describe("normalizeName", () => {
  it("folds case and runs of separators", () => {
    assert.equal(normalizeName("Flask_SQLAlchemy"), "flask-sqlalchemy");
    assert.equal(normalizeName("ruamel.yaml"), "ruamel-yaml");
    assert.equal(normalizeName("zope--._interface"), "zope-interface");
  });

  it("leaves neither blanks nor separators at the ends, in whatever order they stand", () => {
    assert.equal(normalizeName(" flask _"), "flask");
    assert.equal(normalizeName("_ -flask"), "flask");
    assert.equal(normalizeName("! _"), "!");
  });

  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(fc.string(), text => {
        const once = normalizeName(text);
        assert.equal(normalizeName(once), once);
      }),
    );
  });
});

describe("isName", () => {
  it("wants letters or digits at both ends", () => {
    assert.ok(isName("a"));
    assert.ok(isName("zope.interface"));
    assert.ok(!isName("-a"));
    assert.ok(!isName("a-"));
    assert.ok(!isName("a b"));
    assert.ok(!isName(""));
  });
});
