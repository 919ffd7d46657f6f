import assert from "node:assert/strict";
import fc from "fast-check";
import { joinMarkers, poetryToPep440, pythonMarker } from "../../../../src/python/packaging/constraints";

describe("poetryToPep440", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["^1.2.3", ">=1.2.3,<2.0.0"],
    ["^1.2", ">=1.2,<2.0"],
    ["^0.2.3", ">=0.2.3,<0.3.0"],
    ["^0.0.3", ">=0.0.3,<0.0.4"],
    ["^0", ">=0,<1"],
    ["~1.2.3", ">=1.2.3,<1.3.0"],
    ["~1.2", ">=1.2,<1.3"],
    ["~1", ">=1,<2"],
    ["~=1.4", "~=1.4"],
    ["1.2.3", "==1.2.3"],
    ["1.2.*", "==1.2.*"],
    ["*", ""],
    [">=1,<2", ">=1,<2"],
    [">= 1, < 2", ">=1,<2"],
    [">=3.8 <4.0", ">=3.8,<4.0"],
    ["^2.0 || ^3.0", ">=2.0,<3.0 || >=3.0,<4.0"],
    ["<2|>3", "<2 || >3"],
  ];
  for (const [written, expected] of cases) {
    it(`reads ${written}`, () => {
      assert.equal(poetryToPep440(written), expected);
    });
  }

  it("ends on any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."^~<>=!|*.,0123456789 ab") }), text => {
        assert.equal(typeof poetryToPep440(text), "string");
        pythonMarker(text);
      }),
    );
  });
});

describe("pythonMarker", () => {
  it("writes a range as a marker", () => {
    assert.equal(pythonMarker("^3.8"), 'python_version >= "3.8" and python_version < "4.0"');
    assert.equal(pythonMarker("*"), null);
    assert.equal(pythonMarker("<3.8 || >=3.11"), 'python_version < "3.8" or python_version >= "3.11"');
  });

  it("keeps precedence when markers are joined", () => {
    assert.equal(joinMarkers("a == 'x' or b == 'y'", "c == 'z'"), "(a == 'x' or b == 'y') and c == 'z'");
    assert.equal(joinMarkers(null, "c == 'z'"), "c == 'z'");
    assert.equal(joinMarkers(null, undefined), null);
  });
});
