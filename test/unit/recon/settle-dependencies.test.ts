import assert from "node:assert/strict";
import type { Dependency } from "../../../src/model/recon";
import { settleContents } from "../../kit/manifests";

function rows(dependencies: readonly Dependency[]): readonly string[] {
  return dependencies
    .map(({ name, group, direct, locked, applies }) => {
      const lock = locked === null ? "" : `@${locked}`;
      return `${group}: ${name}${lock}${direct ? "" : " (transitive)"}${applies ? ` ${applies}` : ""}`;
    })
    .sort();
}

function named(dependencies: readonly Dependency[], name: string): Dependency {
  const found = dependencies.find(dependency => dependency.name === name);
  assert.ok(found, `${name} was not settled`);
  return found;
}

const POETRY = `[tool.poetry]
name = "shop"
[tool.poetry.dependencies]
python = "^3.10"
flask = "^3.0"
[tool.poetry.group.dev.dependencies]
pytest = "^8"
`;
const POETRY_LOCK = `[[package]]
name = "flask"
version = "3.0.3"
files = [{file = "flask-3.0.3-py3-none-any.whl", hash = "x"}]
[package.dependencies]
click = ">=8"
[[package]]
name = "click"
version = "8.1.7"
[package.dependencies]
colorama = {version = "*", markers = "platform_system == \\"Windows\\""}
[[package]]
name = "colorama"
version = "0.4.6"
[[package]]
name = "pytest"
version = "8.2.0"
[package.dependencies]
iniconfig = "*"
click = "*"
[[package]]
name = "iniconfig"
version = "2.0.0"
`;

describe("settleDependencies", () => {
  it("takes a list for the local machine beside the one of production for development", async () => {
    const groupOf = async (other: string, more: Readonly<Record<string, string>> = {}): Promise<string | undefined> => {
      const { settled } = await settleContents({
        ...more,
        "requirements.txt": `-r requirements/${other}.txt\n`,
        [`requirements/${other}.txt`]: "django\n",
        "requirements/local.txt": `-r ${other}.txt\nruff\n`,
        Dockerfile: "FROM python:3.11\nCOPY . .\nRUN pip install -r requirements.txt\n",
        "Dockerfile.dev": "FROM python:3.11\nCOPY . .\nRUN pip install -r requirements/local.txt\n",
      });
      return named(settled.dependencies, "ruff").group;
    };
    assert.equal(await groupOf("production"), "dev");
    assert.equal(await groupOf("base"), "main");
    assert.equal(await groupOf("production", { "requirements/local_worker.txt": "-r local.txt\nwatchfiles\n" }), "dev");
    const flask = async (contents: Readonly<Record<string, string>>): Promise<string> =>
      named((await settleContents(contents)).settled.dependencies, "flask").group;
    const folder = "requirements";
    const local = { [`${folder}/local.txt`]: "flask\n" };
    assert.equal(await flask({ ...local, [`${folder}/production.txt`]: "-r local.txt\ngunicorn\n" }), "main");
    assert.equal(await flask({ "requirements-local-prod.txt": "flask\n" }), "main");
    const image = "FROM python:3.11\nCOPY . .\nRUN pip install -r requirements/local.txt\n";
    assert.equal(await flask({ Dockerfile: image, ...local, [`${folder}/prod.txt`]: "gunicorn\n" }), "main");
  });

  it("installs from the folder that a Dockerfile or the list of development tools names, not from a shallower one", async () => {
    const application = {
      "src/backend/requirements.txt": "fastapi==0.115.0\n",
      "evaluation/requirements.txt": "rich\n",
    };
    const list = async (contents: Readonly<Record<string, string>>): Promise<string | undefined> =>
      (await settleContents({ ...application, ...contents })).settled.packageManager.place?.path;
    const dev = { "requirements-dev.txt": "-r src/backend/requirements.txt\nruff\n" };
    assert.equal(await list(dev), "src/backend/requirements.txt");
    const image = "FROM python:3.11-slim\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n";
    assert.equal(await list({ "src/backend/Dockerfile": image }), "src/backend/requirements.txt");
    assert.equal(await list({ ...dev, "requirements.txt": "django\n" }), "requirements.txt");
  });

  it("adds what a lock holds, to the group that needs it, with markers judged for Linux", async () => {
    const { settled } = await settleContents({ "pyproject.toml": POETRY, "poetry.lock": POETRY_LOCK });
    assert.deepEqual(rows(settled.dependencies), [
      "dev: iniconfig@2.0.0 (transitive)",
      "dev: pytest@8.2.0",
      "main: click@8.1.7 (transitive)",
      "main: colorama@0.4.6 (transitive) no",
      "main: flask@3.0.3",
    ]);
    assert.equal(settled.packageManager.name, "poetry");
    assert.equal(settled.packageManager.lock, "poetry.lock");
    assert.deepEqual(settled.problems, []);
  });

  it("takes what a lock of Pipenv without its Pipfile was asked for as declared", async () => {
    const packages = { flask: { index: "pypi", version: "==3.0.3" }, click: { version: "==8.1.7" } };
    const lock = JSON.stringify({
      _meta: {},
      default: packages,
      develop: { pytest: { index: "pypi", version: "==8.2.0" } },
    });
    const { settled } = await settleContents({ "Pipfile.lock": lock });
    assert.deepEqual(rows(settled.dependencies), [
      "dev: pytest@8.2.0",
      "main: click@8.1.7 (transitive)",
      "main: flask@3.0.3",
    ]);
  });

  it("takes an export of the lock for no list of its own, and reports what only the list holds", async () => {
    const { settled } = await settleContents({
      "pyproject.toml": POETRY,
      "poetry.lock": POETRY_LOCK,
      "requirements.txt": "flask==3.0.3\nclick==8.1.7\nredis==5.0\n",
    });
    assert.ok(!settled.dependencies.some(({ name }) => name === "redis"));
    assert.equal(named(settled.dependencies, "flask").place.path, "pyproject.toml");
    assert.deepEqual(
      settled.problems.map(({ code, place }) => [code, place.line]),
      [["list-ignored", 3]],
    );
  });

  it("says that a lock is out of date", async () => {
    const { settled } = await settleContents({
      "pyproject.toml": POETRY.replace("^3.0", "^2.0").replace("pytest", "black"),
      "poetry.lock": POETRY_LOCK,
    });
    assert.deepEqual(
      settled.problems.map(({ code }) => code),
      ["lock-out-of-date", "lock-out-of-date"],
    );
  });

  it("pairs sources with compiled lists", async () => {
    const { settled } = await settleContents({
      "requirements.in": "flask\n",
      "requirements.txt":
        "# This file is autogenerated by pip-compile\nflask==3.0.3\n    # via -r requirements.in\nclick==8.1.7\n    # via flask\n",
      "requirements-dev.in": "-c requirements.txt\npytest\n",
      "requirements-dev.txt":
        "# This file is autogenerated by pip-compile\npytest==8.2.0\n    # via -r requirements-dev.in\nclick==8.1.7\n    # via pytest\n",
    });
    assert.deepEqual(rows(settled.dependencies), [
      "dev: pytest@8.2.0",
      "main: click@8.1.7 (transitive)",
      "main: flask@3.0.3",
    ]);
    assert.equal(named(settled.dependencies, "flask").place.path, "requirements.in");
    assert.equal(settled.packageManager.name, "pip-tools");
    assert.equal(settled.packageManager.lock, "requirements.txt");
  });

  it("tells groups by names of files and by who includes them", async () => {
    const { settled } = await settleContents({
      "requirements.txt": "-r requirements/production.txt\n",
      "requirements/production.txt": "-r base.txt\n-r aws.txt\ngunicorn\n",
      "requirements/base.txt": "flask\n",
      "requirements/aws.txt": "boto3\n",
      "requirements/gpu.txt": "torch\n",
      "requirements/test.txt": "-r base.txt\npytest\n",
      "docs/requirements.txt": "sphinx\n",
    });
    assert.deepEqual(rows(settled.dependencies), [
      "docs: sphinx",
      "gpu: torch",
      "main: boto3",
      "main: flask",
      "main: gunicorn",
      "test: pytest",
    ]);
    assert.equal(settled.packageManager.name, "pip");
  });

  it("does not take a list that gathers everything for a sign that all is main", async () => {
    const { settled } = await settleContents({
      "requirements.txt": "-r requirements/main.txt\n-r requirements/lint.txt\n-r requirements/tests.txt\n",
      "requirements/main.txt": "flask\n",
      "requirements/lint.txt": "ruff\n",
      "requirements/tests.txt": "pytest\n",
    });
    assert.deepEqual(rows(settled.dependencies), ["lint: ruff", "main: flask", "test: pytest"]);
  });

  it("knows what is direct in a freeze from the project's own list", async () => {
    const names = Array.from({ length: 16 }, (_, index) => `package-${String(index)}`);
    const { settled } = await settleContents({
      "setup.py": 'from setuptools import setup\nsetup(name="shop", install_requires=["package-1"])\n',
      "requirements.txt": names.map(name => `${name}==1.0\n`).join(""),
    });
    assert.deepEqual(
      settled.dependencies.filter(({ direct }) => direct).map(({ name }) => name),
      ["package-1"],
    );
    assert.equal(settled.dependencies.length, 16);
    const { specifier, place } = named(settled.dependencies, "package-1");
    assert.deepEqual([specifier, place.path], ["==1.0", "requirements.txt"], "pip installs what the freeze has");
  });

  it("lists a local project as a dependency, and what it needs as transitive", async () => {
    const contents = {
      "services/api/requirements.txt": "../../libs/common\nfastapi\n",
      "libs/common/pyproject.toml": '[project]\nname = "acme-common"\ndependencies = ["redis>=5"]\n',
      "services/worker/requirements.txt": "rq\n",
    };
    const { settled } = await settleContents(contents, {
      unit: "services/api",
      units: ["services/worker"],
    });
    assert.deepEqual(rows(settled.dependencies), ["main: acme-common", "main: fastapi", "main: redis (transitive)"]);
    const root = await settleContents(contents, { units: ["services/api", "services/worker"] });
    assert.deepEqual(root.settled.dependencies, []);
  });

  it("finds the lock of a uv workspace above a member", async () => {
    const { settled } = await settleContents(
      {
        "pyproject.toml": '[tool.uv.workspace]\nmembers = ["packages/*"]\n',
        "packages/api/pyproject.toml": '[project]\nname = "api"\ndependencies = ["flask"]\n',
        "uv.lock": `version = 1
[[package]]
name = "api"
source = { virtual = "packages/api" }
dependencies = [{ name = "flask" }]
[[package]]
name = "flask"
version = "3.0.3"
source = { registry = "x" }
dependencies = [{ name = "click" }]
[[package]]
name = "click"
version = "8.1.7"
source = { registry = "x" }
[[package]]
name = "other"
version = "1"
source = { registry = "x" }
`,
      },
      { unit: "packages/api" },
    );
    assert.equal(settled.packageManager.lock, "uv.lock");
    assert.deepEqual(rows(settled.dependencies), ["main: click@8.1.7 (transitive)", "main: flask@3.0.3"]);
  });

  it("chooses among the versions of a lock by their markers", async () => {
    const lock = `version = 1
[[package]]
name = "shop"
source = { virtual = "." }
dependencies = [
  { name = "numpy", version = "1.26.4", source = { registry = "x" }, marker = "python_full_version < '3.12'" },
  { name = "numpy", version = "2.3.0", source = { registry = "x" }, marker = "python_full_version >= '3.12'" },
]
[[package]]
name = "numpy"
version = "1.26.4"
source = { registry = "x" }
resolution-markers = ["python_full_version < '3.12'"]
[[package]]
name = "numpy"
version = "2.3.0"
source = { registry = "x" }
resolution-markers = ["python_full_version >= '3.12'"]
`;
    const contents = {
      "pyproject.toml": '[project]\nname = "shop"\ndependencies = ["numpy"]\n[tool.uv]\n',
      "uv.lock": lock,
    };
    const old = await settleContents(contents);
    assert.equal(named(old.settled.dependencies, "numpy").locked, "1.26.4");
    const later = await settleContents(contents, { python: "3.12" });
    assert.equal(named(later.settled.dependencies, "numpy").locked, "2.3.0");
  });

  it("names system packages, and git for what comes from a repository", async () => {
    const { settled } = await settleContents({
      "requirements.txt":
        "psycopg2==2.9.9\npsycopg2-binary==2.9.9\nnumpy==1.26.4\nlib @ git+https://x.example/lib.git\npython-magic\n",
    });
    const found = (name: string): unknown => named(settled.dependencies, name).systemPackages;
    assert.deepEqual(found("psycopg2"), { build: ["gcc", "libc6-dev", "libpq-dev"], runtime: ["libpq5"] });
    assert.deepEqual(found("psycopg2-binary"), { build: [], runtime: [] });
    assert.deepEqual(found("numpy"), { build: [], runtime: [] });
    assert.deepEqual(found("lib"), { build: ["git"], runtime: [] });
    assert.deepEqual(found("python-magic"), { build: [], runtime: ["libmagic1"] });
  });

  it("reports lists that contradict each other", async () => {
    const { settled } = await settleContents({
      "setup.py": 'from setuptools import setup\nsetup(name="x", install_requires=["flask>=3"])\n',
      "requirements.txt": "flask==2.0\n--extra-index-url https://u:secret@packages.example/simple\n",
    });
    assert.deepEqual(settled.problems.map(({ code }) => code).sort(), ["lists-disagree", "other-index"]);
    const other = settled.problems.find(({ code }) => code === "other-index");
    assert.ok(other && !`${other.message}${other.place.text}`.includes("secret"));
  });

  it("settles nothing where there is nothing", async () => {
    const { settled } = await settleContents({ "main.py": "print()\n" });
    assert.deepEqual(settled.dependencies, []);
    assert.deepEqual(settled.packageManager, { name: "none", lock: null, place: null });
  });

  it("leaves out a list that is called old, unless an image, a list or nothing else speaks for it", async () => {
    const names = async (contents: Readonly<Record<string, string>>): Promise<readonly string[]> =>
      rows((await settleContents(contents)).settled.dependencies);
    const lists = { "requirements.txt": "flask\n", "requirements-legacy.txt": "cffi==1.15.0\n" };
    assert.deepEqual(await names(lists), ["main: flask"]);
    assert.deepEqual(await names({ ...lists, "requirements-all.txt": "-r requirements-legacy.txt\n" }), [
      "main: cffi",
      "main: flask",
    ]);
    assert.deepEqual(
      await names({ ...lists, Dockerfile: "FROM python:3.11\nRUN pip install -r requirements-legacy.txt\n" }),
      ["main: cffi", "main: flask"],
    );
    assert.deepEqual(await names({ "requirements-legacy.txt": "cffi==1.15.0\n" }), ["main: cffi"]);
  });
});
