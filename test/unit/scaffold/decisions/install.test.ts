import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import { memoryFiles } from "../../../kit/memory-files";
import { applied, blueprintOf, changesOf } from "../plan-kit";

const LOCK =
  '[metadata]\nlock-version = "2.0"\npython-versions = ">=3.11"\ncontent-hash = "0"\n' +
  ["aiohttp 3.9.5", "alembic 1.13.1", "psycopg2-binary 2.9.9", "pytest 8.0.0"]
    .map(line => line.split(" "))
    .map(([name, version]) => `[[package]]\nname = "${name}"\nversion = "${version}"\noptional = false\nfiles = []\n`)
    .join("");

async function decided(group: string, keys: readonly string[], alembic = '"^1.13"'): Promise<readonly unknown[]> {
  const texts = {
    "pyproject.toml": `[tool.poetry]\nname = "shop"\nversion = "1"\n[tool.poetry.dependencies]\npython = ">=3.11"\naiohttp = "^3.9"\n[tool.poetry.group.${group}.dependencies]\nalembic = ${alembic}\npsycopg2-binary = "^2.9"\n`,
    "poetry.lock": LOCK,
    "shop/__init__.py": "",
    "shop/__main__.py":
      'from aiohttp import web\napp = web.Application()\nif __name__ == "__main__":\n    web.run_app(app, port=8080)\n',
    "alembic.ini": "[alembic]\nscript_location = migrations\n",
    "migrations/env.py":
      'import os\nfrom alembic import context\nfrom sqlalchemy import create_engine\nengine = create_engine(os.environ["DATABASE_URL"])\n',
    "migrations/versions/0001.py": 'revision = "1"\ndown_revision = None\ndef upgrade(): ...\n',
  };
  const { plan } = await blueprintOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts);
  return keys.map(key => plan.decisions.find(one => one.key === key)?.value);
}

describe("scaffold/decisions/install", () => {
  it("takes the group that alone brings the program that migrates", async () => {
    assert.deepEqual(await decided("migrations", ["migrate.command", "install.groups.production", "install.groups"]), [
      ["alembic", "upgrade", "head"],
      ["migrations"],
      [],
    ]);
  });

  it("adds the program that migrates where only a group for development has it", async () => {
    const [groups, added] = await decided("dev", ["install.groups.production", "install.add"]);
    assert.deepEqual(groups, []);
    assert.deepEqual(added, ["alembic==1.13.1"]);
  });

  it("installs the project where setup.py makes the command that starts it", async () => {
    const texts = {
      "requirements.txt": "aiohttp==3.9.5\n",
      "setup.py":
        'from setuptools import find_packages, setup\nsetup(name="shop", packages=find_packages(), entry_points={"console_scripts": ["{0}-api = {0}.api:main".format("shop")]})\n',
      "shop/__init__.py": "",
      "shop/api.py": "from aiohttp import web\napp = web.Application()\ndef main():\n    web.run_app(app, port=8080)\n",
    };
    const { plan } = await blueprintOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts);
    const values = ["web.command", "install.project"].map(key => plan.decisions.find(one => one.key === key)?.value);
    assert.deepEqual(values, [["shop-api"], true]);
  });

  it("installs the project where a console script of it migrates the database, though none starts it", async () => {
    const cli =
      "import click\nfrom flask_migrate import upgrade\n@click.group()\ndef main(): ...\n@main.command()\ndef migrate():\n    upgrade()\n";
    const texts = (scripts: string, setup = ""): Readonly<Record<string, string>> => ({
      "pyproject.toml": `[project]\nname = "shop"\nversion = "1"\ndependencies = ["flask", "flask-migrate", "psycopg2-binary"]\n${scripts}[build-system]\nrequires = ["flit_core"]\nbuild-backend = "flit_core.buildapi"\n`,
      ...(setup === "" ? {} : { "setup.py": setup }),
      "shop/__init__.py":
        '"""Shop."""\nimport os\nfrom flask import Flask\nfrom flask_sqlalchemy import SQLAlchemy\napp = Flask(__name__)\napp.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DATABASE_URL"]\ndb = SQLAlchemy(app)\nfrom flask_migrate import Migrate\nMigrate(app, db)\n',
      "shop/cli.py": cli,
      "migrations/env.py": "from alembic import context\n",
      "migrations/script.py.mako": "down_revision = ${down_revision}\n",
      "migrations/versions/0001.py": 'revision = "1"\ndown_revision = None\ndef upgrade(): ...\n',
    });
    const decisions = async (files: Readonly<Record<string, string>>): Promise<readonly unknown[]> => {
      const { plan } = await blueprintOf(await readRecon(memoryFiles(files), { name: "shop" }), files);
      return ["migrate.command", "install.project"].map(key => plan.decisions.find(one => one.key === key)?.value);
    };
    const script = '[project.scripts]\nshop-admin = "shop.cli:main"\n';
    assert.deepEqual(await decisions(texts(script)), [["shop-admin", "migrate"], true]);
    assert.deepEqual((await decisions(texts("")))[1], false);
  });

  it("adds no program by its name that the project takes from an address of its own", async () => {
    const fork = '{git = "https://example.com/fork/alembic.git", rev = "main"}';
    assert.deepEqual(await decided("dev", ["install.add"], fork), [[]]);
  });

  it("takes what started code imports from the smallest extra or group that has it, pip's groups too", async () => {
    const texts = (more: string): Readonly<Record<string, string>> => ({
      "pyproject.toml": `[project]\nname="shop"\nversion="1"\ndependencies=["fastapi", "uvicorn"]\n${more}\n`,
      "shop/__init__.py": "",
      "shop/main.py": "from fastapi import FastAPI\nimport yaml\napp = FastAPI()\n",
    });
    const decisions = async (more: string) =>
      (await blueprintOf(await readRecon(memoryFiles(texts(more)), { name: "shop" }), texts(more))).plan.decisions;
    const why = async (key: string, more: string): Promise<string> =>
      (await decisions(more)).find(one => one.key === key)?.reason ?? "";
    const of = async (more: string): Promise<readonly unknown[]> => {
      const all = await decisions(more);
      return ["install.extras", "install.groups.production", "install.add"].map(
        key => all.find(one => one.key === key)?.value,
      );
    };
    const extras = 'all=["pyyaml", "rich"]\nfiles=["pyyaml"]\nlook=["rich"]';
    assert.deepEqual(await of(`[project.optional-dependencies]\n${extras}`), [["files"], [], []]);
    assert.deepEqual(await of(`[dependency-groups]\n${extras}`), [[], ["files"], []]);
    for (const [kinds, taken] of [
      ['cu124=["pyyaml"]\ncpu=["pyyaml", "rich"]', ["cpu"]],
      ['look-gpu=["pyyaml"]\nlook=["pyyaml", "rich"]', ["look"]],
      ['prod=["pyyaml", "rich"]\nfiles=["pyyaml"]', ["prod"]],
    ] as const)
      assert.deepEqual(await of(`[project.optional-dependencies]\n${kinds}`), [taken, [], []]);
    const both = '[project.optional-dependencies]\nall=["pyyaml", "rich"]\n[dependency-groups]\nfiles=["pyyaml"]';
    assert.deepEqual(await of(both), [[], ["files"], []]);
    assert.deepEqual(await of(both.replace('"pyyaml", "rich"', '"rich"')), [[], ["files"], []]);
    const dev = '[dependency-groups]\ndev=["pyyaml>=6", "pytest"]';
    assert.deepEqual(await of(dev), [[], [], ["pyyaml>=6"]]);
    assert.match(await why("install.add", dev), /^What is started needs pyyaml, which only groups for work/);
    assert.match(
      await why("install.groups.production", both),
      /needs pyyaml, which no smaller extra or group brings\.$/,
    );
    assert.match(
      await why("install.extras", `[project.optional-dependencies]\n${extras}`),
      /no smaller extra or group/,
    );
  });

  it("gives pytest the plug-ins whose options its settings name, in whichever file", async () => {
    const added = async (file: string, settings: string, requirements = ""): Promise<string | undefined> => {
      const texts = {
        "requirements.txt": `flask==3.0.0\n${requirements}`,
        [file]: settings,
        "app.py": "from flask import Flask\napp = Flask(__name__)\n",
        "tests/test_app.py": "def test_it(): ...\n",
      };
      const changes = await changesOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts);
      return /pip install (debugpy.*)$/m.exec(applied(texts, changes)["Dockerfile"] ?? "")?.[1];
    };
    const own = "debugpy==1.8.22 pytest==9.2.0";
    assert.equal(
      await added("setup.cfg", "[tool:pytest]\naddopts =\n    --cov shop --cov-report=xml\n    -n auto\n"),
      `${own} pytest-cov==7.1.0 pytest-xdist==3.8.0`,
    );
    assert.equal(
      await added("pyproject.toml", '[tool.pytest.ini_options]\naddopts = ["--timeout=5", "-q"]\n'),
      `${own} pytest-timeout==2.4.0`,
    );
    assert.equal(await added("pytest.ini", "[pytest]\naddopts = -ra --strict-markers\n"), own);
    // One that fits the pytest that is required.
    const listed = "pytest==7.4.0\n";
    assert.equal(await added("pytest.ini", "[pytest]\naddopts = --cov\n", listed), "debugpy==1.8.22 pytest-cov");
    const both = `${listed}pytest-cov==4.1.0\n`;
    assert.equal(await added("pytest.ini", "[pytest]\naddopts = --cov\n", both), "debugpy==1.8.22");
  });
});
