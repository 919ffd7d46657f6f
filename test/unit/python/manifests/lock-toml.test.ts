import assert from "node:assert/strict";
import fc from "fast-check";
import { readLockToml } from "../../../../src/python/manifests/lock-toml";

describe("readLockToml", () => {
  it("reads tables, sub-tables, arrays and inline tables of each record", () => {
    const text = [
      "version = 1",
      "[[package]]",
      'name = "a"',
      'source = { registry = "x", deep.er = 1 }',
      "dependencies = [",
      '    { name = "b", extra = ["c"] }, # a comment',
      "]",
      "[package.optional-dependencies]",
      'fast = [{ name = "d" }]',
      "[[package]]",
      "name = 'b'",
      "[metadata]",
      'python = "\\u0041\\n"',
      'files."x.y" = """long"""',
    ].join("\n");
    const { top, records, problems } = readLockToml(text, "package");
    assert.deepEqual(problems, []);
    assert.equal(records.length, 2);
    assert.equal(records[1]?.offset, text.lastIndexOf("[[package]]"));
    assert.equal(
      JSON.stringify(records[0]?.table),
      '{"name":"a","source":{"registry":"x","deep":{"er":1}},"dependencies":[{"name":"b","extra":["c"]}],"optional-dependencies":{"fast":[{"name":"d"}]}}',
    );
    assert.equal(JSON.stringify(top), '{"version":1,"metadata":{"python":"A\\n","files":{"x.y":"long"}}}');
  });

  it("keeps what stands before an error", () => {
    const { records, problems } = readLockToml('[[package]]\nname = "a"\n<<<<<<< HEAD\n', "package");
    assert.equal(records[0]?.table["name"], "a");
    assert.equal(problems.length, 1);
  });

  it("takes no key for a prototype", () => {
    const { records } = readLockToml('[[package]]\n__proto__ = { polluted = "yes" }\n', "package");
    assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
    assert.equal(records.length, 1);
  });

  it("ends on any text", () => {
    const unit = fc.constantFrom(..."[]{}=\"'\\,.# \n\tabc019-_");
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 150 }), text => {
        readLockToml(`[[package]]\n${text}`, "package");
      }),
    );
  });
});
