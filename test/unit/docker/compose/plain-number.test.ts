import assert from "node:assert/strict";
import fc from "fast-check";
import { readInterpolations } from "../../../../src/docker/compose/interpolation";
import { readEnvFile } from "../../../../src/docker/compose/env-file";
import { misreadAs } from "../../../../src/docker/compose/plain-number";

describe("misreadAs", () => {
  // What `docker compose config` 2.40 printed.
  const observed: Readonly<Record<string, string | null>> = {
    "3.10": "3.1",
    "010": "8",
    "08": "8",
    "-010": "-8",
    "1e3": "1000",
    "1e7": "1e+07",
    "1e21": "1e+21",
    "1.5e-7": "1.5e-07",
    "0x1F": "31",
    "0o17": "15",
    "0b11": "3",
    "1_000": "1000",
    "1_0.5": "10.5",
    "+5": "5",
    ".5": "0.5",
    "1.0": "1",
    "12345678.0": "1.2345678e+07",
    "123456789012345678901": "1.2345678901234568e+20",
    "2024-01-01": "refused",
    "2024-13-01": null,
    "22:30": null,
    "8000": null,
    "1.5": null,
    "1.2.3": null,
    yes: null,
  };
  for (const [raw, becomes] of Object.entries(observed)) {
    it(`${raw} becomes ${String(becomes)}`, () => assert.equal(misreadAs(raw), becomes));
  }
});

describe("interpolation", () => {
  it("reads names, operators and nesting", () => {
    const { found, problems } = readInterpolations("$A-${B:-x${C}}-$$D-${E?no $F}-$");
    assert.deepEqual(problems, []);
    assert.deepEqual(
      found.map(each => [each.name, each.operator, each.nested.map(inner => inner.name)]),
      [
        ["A", null, []],
        ["B", ":-", ["C"]],
        ["E", "?", []],
      ],
    );
  });

  it("never throws, and finds spans within the text", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("$", "{", "}", "A", ":", "-", "?", "1", " ")), parts => {
        const text = parts.join("");
        for (const each of [...readInterpolations(text).found, ...readInterpolations(text).problems]) {
          assert.ok(each.span.start >= 0 && each.span.end <= text.length);
        }
      }),
    );
  });
});

describe("readEnvFile", () => {
  it("reads quotes, comments, export and lines that run on", () => {
    const text = "# c\nexport A=1 # x\nB='a # b'\nC=\"a\nb\"\nD: 2\nE=\nbad line\nF=x#y\n";
    assert.deepEqual(
      readEnvFile(text).map(line => [line.name, line.value]),
      [
        ["A", "1"],
        ["B", "a # b"],
        ["C", "a\nb"],
        ["D", "2"],
        ["E", ""],
        ["F", "x#y"],
      ],
    );
  });

  it("never throws, and finds spans within the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), text => {
        for (const { span } of readEnvFile(text)) assert.ok(span.start >= 0 && span.end <= text.length);
      }),
    );
  });
});
