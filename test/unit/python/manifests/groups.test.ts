import assert from "node:assert/strict";
import { groupOfFile, groupOfHeading, groupOfName } from "../../../../src/python/manifests/groups";

describe("groupOfFile", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["requirements.txt", "main"],
    ["requirements/base.txt", "main"],
    ["requirements/production.txt", "main"],
    ["requirements_py3.txt", "main"],
    ["requirements.lock", "main"],
    ["requirements-dev.txt", "dev"],
    ["dev-requirements.txt", "dev"],
    ["requirements/test.txt", "test"],
    ["requirements-testing.in", "test"],
    ["docs/requirements.txt", "docs"],
    ["requirements/docs.txt", "docs"],
    ["tests/requirements.txt", "test"],
    ["examples/one/requirements.txt", "examples"],
    ["requirements-gpu.txt", "gpu"],
    ["requirements/lint.txt", "lint"],
    ["environment.yml", "main"],
    ["environment-dev.yml", "dev"],
    ["backend/requirements.txt", "main"],
  ];
  for (const [path, group] of cases) {
    it(`puts ${path} into ${group}`, () => {
      assert.equal(groupOfFile(path).group, group);
    });
  }
});

describe("groupOfHeading", () => {
  const cases: readonly (readonly [string, string | null])[] = [
    ["dev", "dev"],
    ["Testing tools", "test"],
    ["dev/tests", "dev"],
    ["Development dependencies only", "dev"],
    ["Docs", "docs"],
    ["app", null],
    ["test client for the API", null],
    ["Database", null],
    ["", null],
  ];
  for (const [heading, group] of cases) {
    it(`reads "${heading}" as ${String(group)}`, () => {
      assert.equal(groupOfHeading(heading), group);
    });
  }
});

describe("groupOfName", () => {
  it("knows synonyms and keeps other names", () => {
    assert.equal(groupOfName("Development"), "dev");
    assert.equal(groupOfName("tests"), "test");
    assert.equal(groupOfName("documentation"), "docs");
    assert.equal(groupOfName("redis"), "redis");
  });
});
