import assert from "node:assert/strict";
import fc from "fast-check";
import { evaluateMarker, linuxEnvironment, parseMarker } from "../../../../src/python/packaging/markers";

const linux = linuxEnvironment("3.11");

describe("evaluateMarker", () => {
  const cases: readonly (readonly [string, boolean | null])[] = [
    ['python_version >= "3.8"', true],
    ['python_version < "3.11"', false],
    ['"3.8" <= python_version', true],
    ['python_version == "3.*"', true],
    ['python_full_version <= "3.11.2"', false],
    ['python_version in "2.7, 3.11"', true],
    ["sys_platform == 'win32'", false],
    ["sys_platform != 'win32'", true],
    ["os_name == 'nt' or platform_system == 'Linux'", true],
    ["platform_machine == 'x86_64'", null],
    ["platform_machine == 'x86_64' or platform_machine == 'aarch64'", true],
    ["platform_machine == 'arm64' and sys_platform == 'darwin'", false],
    ["platform_release == '5'", null],
    ["platform_release == '5' and sys_platform == 'win32'", false],
    ["platform_release == '5' or sys_platform == 'linux'", true],
    ["extra == 'dev'", false],
    ["sys.platform == 'linux'", true],
    ["python_implementation == 'CPython'", true],
    ["not a marker", null],
    ["", null],
    ["python_version >= '3.8' and (sys_platform == 'linux' or os_name == 'nt')", true],
  ];
  for (const [marker, expected] of cases) {
    it(`${marker || "empty text"} is ${String(expected)}`, () => {
      assert.equal(evaluateMarker(marker, linux), expected);
    });
  }

  it("knows the extras that were asked for", () => {
    assert.equal(evaluateMarker("extra == 'Dev_Tools'", linuxEnvironment("3.11", ["dev-tools"])), true);
  });

  it("never throws, and joins as Kleene's logic does", () => {
    fc.assert(fc.property(fc.string(), text => evaluateMarker(text, linux) !== undefined));
    const known = fc.constantFrom("sys_platform == 'linux'", "sys_platform == 'win32'", "platform_release == '5'");
    fc.assert(
      fc.property(known, known, (left, right) => {
        const [a, b] = [evaluateMarker(left, linux), evaluateMarker(right, linux)];
        const both = evaluateMarker(`${left} and ${right}`, linux);
        assert.equal(both, a === false || b === false ? false : a === null || b === null ? null : true);
        const either = evaluateMarker(`${left} or ${right}`, linux);
        assert.equal(either, a === true || b === true ? true : a === null || b === null ? null : false);
      }),
    );
  });

  it("refuses nesting without end", () => {
    assert.equal(parseMarker(`${"(".repeat(500)}os_name == 'x'${")".repeat(500)}`), null);
  });
});
