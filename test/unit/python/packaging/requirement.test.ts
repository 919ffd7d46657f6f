import assert from "node:assert/strict";
import fc from "fast-check";
import { parseRequirement } from "../../../../src/python/packaging/requirement";

describe("parseRequirement", () => {
  it("reads a bare name", () => {
    assert.deepEqual(parseRequirement("Flask"), {
      name: "flask",
      rawName: "Flask",
      extras: [],
      specifier: "",
      url: null,
      marker: null,
    });
  });

  it("reads extras, versions and a marker", () => {
    const found = parseRequirement('uvicorn[standard, Foo_Bar] >= 0.20 , <1 ; python_version < "3.12"');
    assert.deepEqual(found?.extras, ["standard", "foo-bar"]);
    assert.equal(found?.specifier, ">=0.20,<1");
    assert.equal(found?.marker, 'python_version < "3.12"');
  });

  it("reads a direct reference", () => {
    const found = parseRequirement('pip @ git+https://example.org/pip.git@1.3;x#egg=pip ; sys_platform == "linux"');
    assert.equal(found?.url, "git+https://example.org/pip.git@1.3;x#egg=pip");
    assert.equal(found?.marker, 'sys_platform == "linux"');
  });

  it("reads the old form in parentheses", () => {
    assert.equal(parseRequirement("name (>=2,<3)")?.specifier, ">=2,<3");
  });

  for (const bad of ["", "-r x.txt", "name >", "name[extra", "==1.0", "./path", "a b", "name == 1.0 junk"]) {
    it(`refuses ${JSON.stringify(bad)}`, () => {
      assert.equal(parseRequirement(bad), null);
    });
  }

  it("never throws and finds what was written", () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
    const version = fc.stringMatching(/^[1-9][0-9]?\.[0-9]$/);
    fc.assert(
      fc.property(name, fc.array(name, { maxLength: 3 }), version, (own, extras, number) => {
        const written = `${own}${extras.length > 0 ? `[${extras.join(",")}]` : ""}>=${number}`;
        const found = parseRequirement(written);
        assert.equal(found?.name, own);
        assert.deepEqual(found?.extras, extras);
        assert.equal(found?.specifier, `>=${number}`);
      }),
    );
    fc.assert(fc.property(fc.string(), text => parseRequirement(text) !== undefined));
  });
});
