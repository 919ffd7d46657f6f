import assert from "node:assert/strict";
import fc from "fast-check";
import { at, asStrings, asText, toValue, type ParsedData } from "../../../src/workspace/data-node";
import { parseIni } from "../../../src/workspace/ini";
import { parseJson } from "../../../src/workspace/json";
import { parseToml } from "../../../src/workspace/toml";
import { parseYaml } from "../../../src/workspace/yaml";

const slice = (text: string, node: { span: { start: number; end: number } } | undefined): string =>
  node ? text.slice(node.span.start, node.span.end) : "";

describe("TOML with offsets", () => {
  const text =
    '[project]\nname = "shop"\ndependencies = [\n  "flask>=3",  # web\n]\n[[tool.uv.index]]\nname = "a"\n[[tool.uv.index]]\nname = "b"\n[tool.poetry.group.dev.dependencies]\npytest = { version = "^8", extras = ["x"] }\n';

  it("reads tables, arrays of tables, inline tables and keeps where each value stands", () => {
    const { root, problems } = parseToml(text);
    assert.deepEqual(problems, []);
    assert.deepEqual(asStrings(at(root, "project", "dependencies")), ["flask>=3"]);
    assert.equal(slice(text, at(root, "project", "name")), '"shop"');
    assert.deepEqual(toValue(at(root, "tool", "uv", "index")), [{ name: "a" }, { name: "b" }]);
    assert.equal(asText(at(root, "tool", "poetry", "group", "dev", "dependencies", "pytest", "version")), "^8");
  });

  it("keeps what stands above a broken line and says where it broke", () => {
    const { root, problems } = parseToml('[project]\nname = "shop"\nversion 1\n');
    assert.equal(asText(at(root, "project", "name")), "shop");
    assert.equal(problems.length, 1);
    assert.ok((problems[0]?.offset ?? 0) >= 24);
  });
});

describe("YAML with offsets", () => {
  it("keeps versions as they were written, follows aliases and merges, and reads the last of repeated keys", () => {
    const { root } = parseYaml("base: &b {a: 1, c: 3}\nv: 3.10\nuse:\n  <<: *b\n  a: 2\nagain: *b\nx: 1\nx: 2\n");
    assert.equal(asText(at(root, "v")), "3.10");
    assert.deepEqual(toValue(at(root, "use")), { c: 3, a: 2 });
    assert.deepEqual(toValue(at(root, "again")), { a: 1, c: 3 });
    assert.equal(asText(at(root, "x")), "2");
  });

  it("stays small where aliases multiply", () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) =>
        `l${level}: &l${level} [${Array(9)
          .fill(level === 0 ? "x" : `*l${level - 1}`)
          .join(", ")}]`,
    );
    assert.ok(parseYaml(levels.join("\n")).root);
  });
});

describe("INI as configparser reads it", () => {
  it("reads continued values, both separators and comments", () => {
    const text = "# top\n[options]\ninstall_requires =\n    flask\n    redis>=4\n[tool:pytest]\naddopts: -q\n";
    const { root } = parseIni(text);
    assert.equal(asText(at(root, "options", "install_requires")), "flask\nredis>=4");
    assert.equal(asText(at(root, "tool:pytest", "addopts")), "-q");
    assert.equal(slice(text, at(root, "tool:pytest", "addopts")), "-q");
  });
});

describe("JSON with offsets", () => {
  it("accepts comments and trailing commas", () => {
    assert.deepEqual(toValue(parseJson('{ // c\n "a": [1, 2,], /* d */ "b": "\\u00e9" }').root), { a: [1, 2], b: "é" });
  });

  it("says where it broke", () => {
    assert.deepEqual(parseJson('{"a" 1}').problems, [{ message: 'Expected ":" after a key', offset: 5 }]);
  });
});

describe("every parser of data", () => {
  const parsers: readonly [string, (text: string) => ParsedData][] = [
    ["TOML", parseToml],
    ["YAML", parseYaml],
    ["INI", parseIni],
    ["JSON", parseJson],
  ];
  for (const [name, parse] of parsers) {
    it(`${name}: any text gives a value and problems within it, never an exception`, () => {
      fc.assert(
        fc.property(
          fc.oneof(
            fc.string({ unit: "binary" }),
            fc.string({ unit: fc.constantFrom(..."[]{}=:\"'#\n\t ,.-&*a1<!|>%@") }),
          ),
          text => {
            for (const { offset } of parse(text).problems) assert.ok(offset >= 0 && offset <= text.length);
          },
        ),
        { numRuns: 300 },
      );
    });
  }

  it("JSON: agrees with JSON.parse on all JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        assert.deepEqual(JSON.stringify(toValue(parseJson(JSON.stringify(value)).root)), JSON.stringify(value));
      }),
    );
  });
});
