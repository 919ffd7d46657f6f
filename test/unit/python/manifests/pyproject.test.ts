import assert from "node:assert/strict";
import { declaredIn, readContents, readOne } from "../../../kit/manifests";

describe("readPyproject", () => {
  it("reads PEP 621 with extras, and leaves the project's own extras out", async () => {
    const file = await readOne("pyproject.toml", {
      "pyproject.toml": `[project]
name = "Shop"
requires-python = ">=3.10"
classifiers = ["Programming Language :: Python :: 3.10", "Programming Language :: Python :: 3 :: Only"]
dependencies = ["flask>=2", "uvicorn[standard] ; sys_platform != 'win32'"]
[project.optional-dependencies]
tests = ["pytest"]
redis = ["redis>=5"]
all = ["shop[redis]"]
`,
    });
    assert.deepEqual(declaredIn(file), [
      "main: flask>=2",
      "main: uvicorn[standard]",
      "test: pytest",
      "redis: redis>=5",
    ]);
    assert.equal(file.requiresPython?.specifier, ">=3.10");
    assert.deepEqual(
      file.pins.map(({ version }) => version),
      ["3.10"],
    );
    assert.equal(file.projectName, "shop");
  });

  it("reads PEP 735 groups and says which group is missing", async () => {
    const file = await readOne("pyproject.toml", {
      "pyproject.toml": `[dependency-groups]
dev = ["ruff", {include-group = "test"}, {include-group = "gone"}]
test = ["pytest>=8"]
`,
    });
    assert.deepEqual(declaredIn(file), ["dev: ruff", "test: pytest>=8"]);
    assert.deepEqual(
      file.problems.map(({ code }) => code),
      ["group-missing"],
    );
  });

  it("reads Poetry 1 with old and new groups, extras, git and alternatives", async () => {
    const file = await readOne("pyproject.toml", {
      "pyproject.toml": `[tool.poetry]
name = "shop"
[tool.poetry.dependencies]
python = "^3.9"
django = "^4.2"
psycopg2 = { version = "^2.9", optional = true }
lib = { git = "https://x.example/lib.git", branch = "main" }
numpy = [{ version = "1.24", python = "<3.10" }, { version = "^1.26", python = ">=3.10" }]
[tool.poetry.extras]
pg = ["psycopg2"]
[tool.poetry.dev-dependencies]
black = "*"
[tool.poetry.group.docs.dependencies]
sphinx = "^7"
`,
    });
    assert.deepEqual(declaredIn(file), [
      "main: django>=4.2,<5.0",
      "pg: psycopg2>=2.9,<3.0",
      "main: lib",
      "main: numpy==1.24",
      "main: numpy>=1.26,<2.0",
      "dev: black",
      "docs: sphinx>=7,<8",
    ]);
    assert.equal(file.requiresPython?.written, "^3.9");
    assert.equal(file.requiresPython.specifier, ">=3.9,<4.0");
    assert.equal(file.declared[2]?.url, "git+https://x.example/lib.git");
    assert.equal(file.declared[3]?.marker, 'python_version < "3.10"');
  });

  it("reads Poetry 2, whose own table only adds sources", async () => {
    const file = await readOne("pyproject.toml", {
      "pyproject.toml": `[project]
name = "shop"
requires-python = ">=3.11"
dependencies = ["flask>=3"]
[tool.poetry.dependencies]
flask = { source = "inner" }
local = { path = "../local" }
`,
    });
    assert.deepEqual(declaredIn(file), ["main: flask>=3", "main: local"]);
  });

  it("reads PDM, uv, Hatch and Flit", async () => {
    const pdm = await readOne("pyproject.toml", {
      "pyproject.toml": `[project]\nname = "a"\n[tool.pdm.dev-dependencies]\ntest = ["pytest", "-e file:///\${PROJECT_ROOT}/x#egg=x"]\n`,
    });
    assert.deepEqual(declaredIn(pdm), ["test: pytest", "test: x"]);
    const uv = await readOne("pyproject.toml", {
      "pyproject.toml": `[project]\nname = "a"\n[tool.uv]\ndev-dependencies = ["ruff"]\n[tool.uv.workspace]\nmembers = ["packages/*"]\n`,
    });
    assert.deepEqual(declaredIn(uv), ["dev: ruff"]);
    assert.deepEqual(uv.workspaceMembers, ["packages/*"]);
    const hatch = await readOne("pyproject.toml", {
      "pyproject.toml": `[project]\nname = "a"\n[tool.hatch.envs.default]\ndependencies = ["pytest"]\n[tool.hatch.envs.docs]\nextra-dependencies = ["mkdocs"]\n`,
    });
    assert.deepEqual(declaredIn(hatch), ["dev: pytest", "docs: mkdocs"]);
    const own = await readOne("hatch.toml", {
      "hatch.toml": `[envs.default]\ndependencies = ["pytest"]\n[envs.docs]\nextra-dependencies = ["mkdocs"]\n`,
    });
    assert.deepEqual(declaredIn(own), ["dev: pytest", "docs: mkdocs"]);
    const flit = await readOne("pyproject.toml", {
      "pyproject.toml": `[tool.flit.metadata]\nmodule = "a"\nrequires = ["click"]\nrequires-python = ">=3.8"\n[tool.flit.metadata.requires-extra]\ntest = ["pytest"]\n`,
    });
    assert.deepEqual(declaredIn(flit), ["main: click", "test: pytest"]);
    assert.equal(flit.requiresPython?.specifier, ">=3.8");
  });

  it("follows dynamic fields into files", async () => {
    const file = await readOne("pyproject.toml", {
      "pyproject.toml": `[project]\nname = "a"\ndynamic = ["dependencies"]\n[tool.setuptools.dynamic]\ndependencies = {file = ["deps/base.txt"]}\noptional-dependencies.dev = {file = "dev.txt"}\n`,
      "deps/base.txt": "flask\n",
      "dev.txt": "pytest\n",
    });
    assert.deepEqual(file.includes, ["deps/base.txt", "dev.txt"]);
  });

  it("says where the list is computed by a builder that it does not know", async () => {
    const codes = async (toml: string, more: Readonly<Record<string, string>> = {}) =>
      (await readOne("pyproject.toml", { "pyproject.toml": toml, ...more })).problems.map(({ code }) => code);
    const own = '[project]\nname = "a"\ndynamic = ["version", "dependencies"]\n[build-system]\nbuild-backend = "own"\n';
    assert.deepEqual(await codes(own), ["dependencies-computed"]);
    assert.deepEqual(await codes(own.replace(', "dependencies"', "")), []);
    assert.deepEqual(await codes(own.replace('"own"', '"setuptools.build_meta"')), []);
    assert.deepEqual(await codes(`${own}[tool.poetry.dependencies]\nflask = "*"\n`), []);
    // Other builders hand on to setuptools, or read a list beside it.
    for (const beside of ["setup.py", "setup.cfg", "requirements.txt"])
      assert.deepEqual(await codes(own.replace('"own"', '"pbr.build"'), { [beside]: "" }), [], beside);
    assert.deepEqual(await codes(`${own}[tool.poetry.dependencies]\npython = ">=3.10"\n`), []);
    const hook = `${own.replace('"own"', '"hatchling.build"')}[tool.hatch.metadata.hooks.`;
    assert.deepEqual(await codes(`${hook}custom]\n`), ["dependencies-computed"]);
    assert.deepEqual(await codes(`${hook}uv-dynamic-versioning]\ndependencies = ["flask"]\n`), []);
    assert.deepEqual(await codes(`${own}[tool.setuptools.dynamic]\ndependencies = {file = "a.txt"}\n`), []);
  });

  it("is no manifest where it only configures other tools", async () => {
    const { files } = await readContents({ "pyproject.toml": "[tool.ruff]\nline-length = 100\n" });
    assert.deepEqual(files, []);
  });

  it("takes a table that only builds for no manager", async () => {
    const file = await readOne("pyproject.toml", {
      "pyproject.toml": `[project]\nname = "a"\n[tool.hatch.build.targets.wheel]\npackages = ["a"]\n[tool.pdm.build]\nincludes = []\n`,
    });
    assert.deepEqual(file.tools, []);
  });
});
