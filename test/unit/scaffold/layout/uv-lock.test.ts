import assert from "node:assert/strict";
import { isUvLockStale } from "../../../../src/scaffold/layout/uv-lock";
import { openWorkspace } from "../../../../src/workspace/workspace";
import { memoryFiles } from "../../../kit/memory-files";

const PROJECT =
  '[project]\nname = "shop"\nversion = "1.0"\ndependencies = ["Flask~=3.1.2", "httpx[http2] >=0.27, <1 ; python_version > \'3\'", "own @ git+https://example.com/own"]\n[project.optional-dependencies]\nserver = ["gunicorn"]\n[dependency-groups]\ndev = ["pytest>=8"]\nall = ["ruff", {include-group = "dev"}]\n';
const LOCK = `version = 1
requires-python = ">=3.11"

[[package]]
name = "flask"
version = "3.1.2"
source = { registry = "index" }

[[package]]
name = "shop"
version = "1.0"
source = { editable = "." }
dependencies = [{ name = "flask" }]

[package.metadata]
requires-dist = [
    { name = "flask", specifier = "~=3.1.2" },
    { name = "gunicorn", marker = "extra == 'server'" },
    { name = "httpx", extras = ["http2"], marker = "python_version > '3'", specifier = ">=0.27,<1" },
    { name = "own", git = "https://example.com/own" },
]

[package.metadata.requires-dev]
all = [{ name = "pytest", specifier = ">=8" }, { name = "ruff" }]
dev = [{ name = "pytest", specifier = ">=8" }]
`;

async function isStale(project: string, lock = LOCK): Promise<boolean> {
  const workspace = await openWorkspace("shop", memoryFiles({ "pyproject.toml": project, "uv.lock": lock }));
  await workspace.load(["pyproject.toml", "uv.lock"]);
  return isUvLockStale(workspace, "uv.lock");
}

describe("a lock of uv", () => {
  it("is current where it repeats what the project says, in any spelling and order", async () => {
    assert.equal(await isStale(PROJECT), false);
  });

  it("is stale after another version, dependency, bound, extra or group", async () => {
    for (const [before, after] of [
      ['version = "1.0"', 'version = "1.1.dev0"'],
      ['"Flask~=3.1.2", ', ""],
      ["~=3.1.2", "~=3.2"],
      ['server = ["gunicorn"]', 'server = ["gunicorn", "uvicorn"]'],
      ['dev = ["pytest>=8"]', 'dev = ["pytest>=9"]'],
    ] as const)
      assert.equal(await isStale(PROJECT.replace(before, after)), true, after);
  });

  it("is stale where a member that another one requires is called virtual", async () => {
    const other =
      '\n[[package]]\nname = "api"\nversion = "1"\nsource = { editable = "api" }\n[package.metadata]\nrequires-dist = [{ name = "shop", virtual = "." }]\n';
    const lock = LOCK.replace("editable", "virtual") + other;
    assert.equal(await isStale(PROJECT, lock), true);
    assert.equal(await isStale(`${PROJECT}[tool.uv]\npackage = false\n`, lock), false);
  });

  it("is stale where the project has become a package since", async () => {
    const virtual = LOCK.replace("editable", "virtual");
    assert.equal(await isStale(PROJECT, virtual), false);
    assert.equal(await isStale(`${PROJECT}[build-system]\nrequires = ["setuptools"]\n`, virtual), true);
    assert.equal(await isStale(`${PROJECT}[tool.uv]\npackage = true\n`, virtual), true);
  });

  it("is taken for current where only a build could tell, and where it holds nothing", async () => {
    assert.equal(await isStale(PROJECT.replace('version = "1.0"', 'dynamic = ["version"]')), false);
    const dynamic = PROJECT.replace(/dependencies = \["Flask.*\]\n/, 'dynamic = ["dependencies"]\n');
    assert.equal(await isStale(dynamic), false);
    assert.equal(await isStale(PROJECT, ""), false);
  });
});
