import assert from "node:assert/strict";
import { readPoetryLock } from "../../../../src/python/manifests/poetry-lock";

describe("readPoetryLock", () => {
  it("reads version 2 with groups, markers and files", () => {
    const { lock } = readPoetryLock(
      "poetry.lock",
      `[[package]]
name = "Jinja2"
version = "3.1.4"
python-versions = ">=3.7"
groups = ["main", "dev"]
markers = "python_version < \\"3.13\\""
files = [
    {file = "jinja2-3.1.4-py3-none-any.whl", hash = "sha256:x"},
    {file = "jinja2-3.1.4.tar.gz", hash = "sha256:y"},
]

[package.dependencies]
MarkupSafe = ">=2.0"
colorama = {version = "*", markers = "sys_platform == \\"win32\\"", optional = true}

[metadata]
lock-version = "2.1"
python-versions = "^3.10"
`,
    );
    const [jinja] = lock?.packages ?? [];
    assert.equal(jinja?.name, "jinja2");
    assert.equal(jinja.requiresPython, ">=3.7");
    assert.deepEqual(jinja.groups, ["main", "dev"]);
    assert.deepEqual(jinja.markers, ['python_version < "3.13"']);
    assert.deepEqual(jinja.wheels, ["jinja2-3.1.4-py3-none-any.whl"]);
    assert.equal(jinja.hasSdist, true);
    assert.deepEqual(
      jinja.edges.map(({ name, marker }) => [name, marker]),
      [
        ["markupsafe", null],
        ["colorama", 'sys_platform == "win32"'],
      ],
    );
    assert.equal(lock?.requiresPython?.specifier, ">=3.10,<4.0");
  });

  it("reads version 1 with categories and files under metadata", () => {
    const { lock } = readPoetryLock(
      "poetry.lock",
      `[[package]]
name = "pytest"
version = "7.0"
category = "dev"
python-versions = "*"

[package.source]
type = "directory"
url = "../lib"

[metadata.files]
pytest = [{file = "pytest-7.0-py3-none-any.whl", hash = "x"}]
`,
    );
    const [pytest] = lock?.packages ?? [];
    assert.deepEqual(pytest?.groups, ["dev"]);
    assert.equal(pytest.requiresPython, null);
    assert.deepEqual(pytest.wheels, ["pytest-7.0-py3-none-any.whl"]);
    assert.equal(pytest.source, "project");
  });
});
