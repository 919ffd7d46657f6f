import assert from "node:assert/strict";
import { findPath } from "../../../../src/scaffold/layout/path-expression";

describe("a word that a line makes a path of", () => {
  it("stands behind a name that says so, behind a call, or beside a slash", () => {
    for (const line of [
      'UPLOAD_DIR = "data"',
      'self.path: str = "data"',
      'add_option("--output-dir", default="data")',
      'os.makedirs("data")',
      'base / "data"',
      '"data" / name',
      'os.makedirs(\n    "data"',
    ])
      assert.equal(findPath(line, "data"), line.indexOf('"data"'), line);
  });

  it("is none in a list, as a key, or far behind such a name", () => {
    const far = `path = 1; x = (${"1, ".repeat(200)}"data")`;
    for (const line of ['paths = ["data"', 'file = row["data"]', 'kind = "data"', 'x = file.get("data")', far])
      assert.equal(findPath(line, "data"), -1, line);
  });

  it("is looked for in a time that grows with the line alone", () => {
    const pairs = `T = (${'"file", 1, "path", 2, '.repeat(6000)}x[0], ${'"data", '.repeat(2000)})`;
    const annotated = `T = (${'"file: a, '.repeat(6000)}", x[0], ${'"data", '.repeat(2000)})`;
    const start = performance.now();
    for (const line of [pairs, annotated]) assert.equal(findPath(line, "data"), -1);
    assert.ok(performance.now() - start < 1000);
  });
});
