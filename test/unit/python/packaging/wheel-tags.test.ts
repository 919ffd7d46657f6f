import assert from "node:assert/strict";
import fc from "fast-check";
import { fitsLinux, parseWheelName, platformOf, type WheelName } from "../../../../src/python/packaging/wheel-tags";

function wheel(file: string): WheelName {
  const parsed = parseWheelName(file);
  assert.ok(parsed);
  return parsed;
}

describe("parseWheelName", () => {
  it("reads names, addresses and build numbers", () => {
    const numpy = wheel(
      "https://x.example/a/numpy-1.26.4-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl#sha256=1",
    );
    assert.equal(numpy.name, "numpy");
    assert.equal(numpy.version, "1.26.4");
    assert.deepEqual(numpy.platforms, ["manylinux_2_17_x86_64", "manylinux2014_x86_64"]);
    assert.equal(wheel("Foo_Bar-1.0-2-py3-none-any.whl").name, "foo-bar");
  });

  it("refuses the rest", () => {
    assert.equal(parseWheelName("numpy-1.26.4.tar.gz"), null);
    assert.equal(parseWheelName("x.whl"), null);
    fc.assert(fc.property(fc.string(), text => parseWheelName(text) !== undefined));
  });
});

describe("fitsLinux", () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ["a-1-py3-none-any.whl", "3.11", true],
    ["a-1-py2.py3-none-any.whl", "3.11", true],
    ["a-1-py2-none-any.whl", "3.11", false],
    ["a-1-py312-none-any.whl", "3.11", false],
    ["a-1-cp311-cp311-manylinux_2_17_x86_64.whl", "3.11", true],
    ["a-1-cp311-cp311-musllinux_1_2_x86_64.whl", "3.11", false],
    ["a-1-cp310-cp310-manylinux_2_17_x86_64.whl", "3.11", false],
    ["a-1-cp37-abi3-manylinux_2_17_x86_64.whl", "3.11", true],
    ["a-1-cp312-abi3-manylinux_2_17_x86_64.whl", "3.11", false],
    ["a-1-cp311-cp311-win_amd64.whl", "3.11", false],
    ["a-1-pp310-pypy310_pp73-manylinux_2_17_x86_64.whl", "3.11", false],
    ["a-1-py3-none-manylinux2014_x86_64.whl", "3.11", true],
  ];
  for (const [file, python, expected] of cases) {
    it(`${file} ${expected ? "fits" : "does not fit"} ${python}`, () => {
      assert.equal(fitsLinux(wheel(file), python), expected);
    });
  }

  it("tells the two C libraries apart", () => {
    assert.equal(platformOf(wheel("a-1-cp311-cp311-musllinux_1_2_x86_64.whl")), "musl");
    assert.ok(fitsLinux(wheel("a-1-cp311-cp311-musllinux_1_2_x86_64.whl"), "3.11", "musl"));
  });
});
