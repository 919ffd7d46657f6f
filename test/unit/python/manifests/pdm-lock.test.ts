import assert from "node:assert/strict";
import { readPdmLock } from "../../../../src/python/manifests/pdm-lock";

describe("readPdmLock", () => {
  it("reads packages, and those with extras beside them", () => {
    const { lock } = readPdmLock(
      "pdm.lock",
      `[metadata]
groups = ["default", "dev"]

[[metadata.targets]]
requires_python = ">=3.10"

[[package]]
name = "psycopg"
version = "3.1"
requires_python = ">=3.8"
groups = ["default"]
dependencies = ["typing-extensions>=4.1", "tzdata; sys_platform == \\"win32\\""]
files = [{file = "psycopg-3.1-py3-none-any.whl", hash = "x"}]

[[package]]
name = "psycopg"
version = "3.1"
extras = ["binary"]
dependencies = ["psycopg-binary==3.1", "psycopg==3.1"]
`,
    );
    const [plain, extra] = lock?.packages ?? [];
    assert.equal(lock?.requiresPython?.specifier, ">=3.10");
    assert.equal(plain?.requiresPython, ">=3.8");
    assert.equal(plain.edges[1]?.marker, 'sys_platform == "win32"');
    assert.deepEqual(
      extra?.edges.map(edge => [edge.name, edge.extra]),
      [["psycopg-binary", "binary"]],
    );
  });
});
