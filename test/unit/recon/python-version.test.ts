import assert from "node:assert/strict";
import type { PythonChoice } from "../../../src/model/recon";
import { readManifests } from "../../../src/python/manifests/read-manifests";
import { choosePython, pythonVersionPaths } from "../../../src/recon/python-version";
import { settleDependencies } from "../../../src/recon/settle-dependencies";
import { projectOf } from "../../kit/python-project";

async function choose(
  contents: Readonly<Record<string, string>>,
  unit = "",
  units: readonly string[] = [],
): Promise<PythonChoice> {
  const { workspace, project } = await projectOf(contents);
  const reading = await readManifests(workspace);
  await workspace.load(pythonVersionPaths(workspace));
  const settled = settleDependencies(reading, { workspace, unit, units, python: "3.11" });
  const files = project.files.filter(({ path }) => path.startsWith(unit));
  return choosePython({ workspace, reading, settled, unit, units, project, files, pins: [] });
}

function project(range: string, dependencies = ""): string {
  return `[project]\nname = "a"\nrequires-python = "${range}"\ndependencies = [${dependencies}]\n`;
}

describe("choosePython", () => {
  const cases: readonly {
    readonly what: string;
    readonly files: Readonly<Record<string, string>>;
    readonly chosen: string | null;
    readonly problems?: number;
  }[] = [
    {
      what: "what no version of a distribution survives, though its specifier is open",
      files: { "requirements.txt": "blist>=1.3.6\n" },
      chosen: "3.9",
    },
    {
      what: "a release that was made for an earlier Python",
      files: { "requirements.txt": "pyspark==3.1.2\n" },
      chosen: "3.10",
    },
    { what: "nothing said", files: { "main.py": "print(1)\n" }, chosen: "3.11", problems: 0 },
    { what: "a range that admits 3.11", files: { "pyproject.toml": project(">=3.9") }, chosen: "3.11", problems: 0 },
    { what: "a release that a later Python broke", files: { "requirements.txt": "django==1.10.6\n" }, chosen: "3.6" },
    { what: "a release that ends with 3.9", files: { "requirements.txt": "tornado==5.1.1\n" }, chosen: "3.9" },
    { what: "the first release after it", files: { "requirements.txt": "django==2.1\n" }, chosen: "3.11", problems: 0 },
    { what: "a release without wheels for 3.11", files: { "requirements.txt": "pyyaml==5.4.1\n" }, chosen: "3.9" },
    { what: "an older one that still builds", files: { "requirements.txt": "pyyaml==5.3.1\n" }, chosen: "3.11" },
    {
      what: "such a release in a project that runs on 3.11 already",
      files: { "requirements.txt": "numpy==1.22.4\n", ".python-version": "3.11\n" },
      chosen: "3.11",
    },
    {
      what: "such a release under a range that starts later",
      files: { "pyproject.toml": project(">=3.11", '"numpy==1.22.4"') },
      chosen: "3.11",
    },
    { what: "a range from 3.12 on", files: { "pyproject.toml": project(">=3.12") }, chosen: "3.12", problems: 1 },
    { what: "a range that ends before 3.11", files: { "pyproject.toml": project(">=3.8,<3.11") }, chosen: "3.10" },
    {
      what: "Poetry's caret",
      files: { "pyproject.toml": '[tool.poetry]\nname = "a"\n[tool.poetry.dependencies]\npython = "^3.13"\n' },
      chosen: "3.13",
    },
    {
      what: "a pin that excludes 3.11",
      files: { ".python-version": "3.12.4\n", "pyproject.toml": project(">=3.9") },
      chosen: "3.12",
      problems: 1,
    },
    {
      what: "several pins of which one is 3.11",
      files: { ".python-version": "3.12\n3.11.4\n" },
      chosen: "3.11",
      problems: 0,
    },
    { what: "a pin of the major version", files: { ".python-version": "3\n" }, chosen: "3.11", problems: 0 },
    {
      what: "names of other interpreters",
      files: { ".python-version": "pypy3.9\nmyenv\n" },
      chosen: "3.11",
      problems: 0,
    },
    {
      what: "what images run on before an earlier pin",
      files: { "runtime.txt": "python-3.8.10\n", Dockerfile: "FROM python:3.10\n" },
      chosen: "3.10",
    },
    {
      what: "a pin of Python 2 that an image has left",
      files: { "runtime.txt": "python-2.7.18\n", Dockerfile: "FROM python:3.9\n" },
      chosen: "3.9",
    },
    {
      what: "an earlier pin than the image's 3.11",
      files: { "runtime.txt": "python-3.8.10\n", Dockerfile: "FROM python:3.11\n" },
      chosen: "3.11",
      problems: 1,
    },
    {
      what: "an earlier pin than a later image, from which nothing goes back",
      files: { "runtime.txt": "python-3.8.10\n", Dockerfile: "FROM python:3.12\n" },
      chosen: "3.12",
    },
    {
      what: "what uv obeys, whatever an image has",
      files: {
        "pyproject.toml": project(">=3.9"),
        "uv.lock": 'version = 1\nrequires-python = ">=3.9"\n',
        ".python-version": "3.10\n",
        Dockerfile: "FROM python:3.13\n",
      },
      chosen: "3.10",
    },
    {
      what: "an earlier pin where only an image of a tool is later",
      files: { "runtime.txt": "python-3.9.1\n", "Dockerfile.lint": "FROM python:3.12\n" },
      chosen: "3.9",
    },
    {
      what: "an earlier pin where only a development container is later",
      files: { "runtime.txt": "python-3.9.1\n", ".devcontainer/Dockerfile": "FROM python:3.12\n" },
      chosen: "3.9",
    },
    {
      what: "what Pipenv obeys, whatever an image has",
      files: { Pipfile: '[requires]\npython_version = "3.9"\n', Dockerfile: "FROM python:3.10\n" },
      chosen: "3.9",
    },
    {
      what: "a later pin before an image",
      files: { ".python-version": "3.12\n", Dockerfile: "FROM python:3.10\n" },
      chosen: "3.12",
      problems: 1,
    },
    {
      what: "an earlier pin where an image has that too",
      files: {
        "runtime.txt": "python-3.9.1\n",
        Dockerfile: "FROM python:3.9\n",
        "Dockerfile.new": "FROM python:3.10\n",
      },
      chosen: "3.9",
    },
    {
      what: "runtime.txt before .python-version",
      files: { "runtime.txt": "python-3.11.9\n", ".python-version": "3.12\n" },
      chosen: "3.11",
      problems: 1,
    },
    {
      what: "Pipenv, which obeys its own file",
      files: { Pipfile: '[requires]\npython_version = "3.10"\n', "runtime.txt": "python-3.12.1\n" },
      chosen: "3.10",
    },
    {
      what: "a conda environment of another version",
      files: { "environment.yml": "dependencies:\n  - python=3.9\n  - numpy\n" },
      chosen: "3.9",
    },
    {
      what: "a conda environment for development beside a project of its own",
      files: {
        "pyproject.toml": project(">=3.10", '"flask"'),
        "uv.lock": 'version = 1\nrequires-python = ">=3.10"\n[[package]]\nname = "flask"\nversion = "3"\n',
        "environment-dev.yml": "dependencies:\n  - python=3.9\n  - numpy\n",
      },
      chosen: "3.11",
    },
    {
      what: "a pin that the range refuses",
      files: { "mise.toml": '[tools]\npython = "3.7"\n', "pyproject.toml": project(">=3.9") },
      chosen: "3.11",
      problems: 1,
    },
    {
      what: "a range whose last release ends with an earlier version",
      files: { "requirements.txt": "fastapi\npydantic~=1.8.2\n" },
      chosen: "3.10",
    },
    {
      what: "a range that goes on beyond it",
      files: { "requirements.txt": "fastapi\npydantic>=1.8.2,<2\n" },
      chosen: "3.11",
      problems: 0,
    },
    { what: "a pin that has no wheel for it", files: { "requirements.txt": "typed-ast==1.4.2\n" }, chosen: "3.9" },
    { what: "a Pipfile's pin", files: { Pipfile: '[requires]\npython_version = "3.10"\n' }, chosen: "3.10" },
    {
      what: "stale tests and classifiers",
      files: { "tox.ini": "[tox]\nenvlist = py27,py36\n", "pyproject.toml": project(">=3.9") },
      chosen: "3.11",
      problems: 0,
    },
    {
      what: "an image of another version",
      files: { Dockerfile: "FROM python:3.9-slim\n" },
      chosen: "3.11",
      problems: 0,
    },
    { what: "Django 6 in a list", files: { "requirements.txt": "Django>=6.0,<7\n" }, chosen: "3.12", problems: 1 },
    {
      what: "Django 6 among development tools only",
      files: { "requirements.txt": "flask\n", "requirements-dev.txt": "Django==6.0\n" },
      chosen: "3.11",
    },
    {
      what: "type parameters in the code",
      files: { "app.py": "def first[T](items: list[T]) -> T:\n    return items[0]\n\n\nfirst([1])\n" },
      chosen: "3.12",
      problems: 1,
    },
    {
      what: "a name that 3.12 brought",
      files: { "app.py": "from typing import override\n\n\n@override\ndef f(): ...\n" },
      chosen: "3.12",
      problems: 1,
    },
    {
      what: "the same name with another way",
      files: {
        "app.py":
          "try:\n    from typing import override\nexcept ImportError:\n    from typing_extensions import override\n",
      },
      chosen: "3.11",
      problems: 0,
    },
    { what: "Python 2 code", files: { "app.py": "print 'hello'\n" }, chosen: null },
    {
      what: "a stale Python 2 script in a Python 3 project",
      files: { "app.py": "print 'hello'\n", "pyproject.toml": project(">=3.9") },
      chosen: "3.11",
      problems: 1,
    },
    {
      what: "Python 2 code that an image runs on it, whatever a classifier says",
      files: {
        "app.py": "import urlparse\n",
        Dockerfile: "FROM python:2.7\n",
        "setup.cfg": "[metadata]\nname = a\nclassifiers =\n    Programming Language :: Python :: 3.5\n",
      },
      chosen: null,
    },
    {
      what: "Python 2 code beside a classifier of Python 3 and no image",
      files: {
        "app.py": "import urlparse\n",
        "setup.cfg": "[metadata]\nname = a\nclassifiers =\n    Programming Language :: Python :: 3.5\n",
      },
      chosen: "3.11",
    },
    { what: "a pin of Python 2", files: { "runtime.txt": "python-2.7.18\n" }, chosen: null, problems: 1 },
    {
      what: "a range of Python 2",
      files: { "setup.py": 'from setuptools import setup\nsetup(name="a", python_requires="==2.7.*")\n' },
      chosen: null,
      problems: 1,
    },
    {
      what: "constraints that contradict each other",
      files: { "pyproject.toml": project("<3.12", '"Django>=6"') },
      chosen: null,
    },
  ];
  for (const { what, files, chosen, problems } of cases) {
    it(`chooses ${String(chosen)} for ${what}`, async () => {
      const choice = await choose(files);
      assert.equal(choice.chosen, chosen, choice.reason);
      if (problems !== undefined)
        assert.equal(choice.problems.length, problems, JSON.stringify(choice.problems, null, 1));
      assert.ok(choice.reason.length > 10);
    });
  }

  it("does not say that nothing excludes 3.11 where a distribution has no release for it", async () => {
    const { chosen, reason, problems } = await choose({ "pyproject.toml": project(">=3.11", '"numpy==1.22.4"') });
    assert.equal(chosen, "3.11");
    assert.equal(problems.length, 1);
    assert.match(reason, /^Python 3\.11: requires-python .* admits it, but a distribution has no release for it/);
  });

  it("reads the metadata of locked releases, of the main group only", async () => {
    const lock = (group: string): string =>
      `[[package]]\nname = "thing"\nversion = "2.0"\npython-versions = ">=3.13"\ngroups = ["${group}"]\n`;
    const poetry = (group: string): string => `[tool.poetry]\nname = "a"\n[tool.poetry.${group}]\nthing = "*"\n`;
    const main = await choose({ "pyproject.toml": poetry("dependencies"), "poetry.lock": lock("main") });
    assert.equal(main.chosen, "3.13");
    assert.equal(main.problems[0]?.place.path, "pyproject.toml");
    const dev = await choose({ "pyproject.toml": poetry("dev-dependencies"), "poetry.lock": lock("dev") });
    assert.equal(dev.chosen, "3.11");
  });

  it("shows the range as it is written, with its place", async () => {
    const { requires } = await choose({
      "pyproject.toml": '[tool.poetry]\nname = "a"\n[tool.poetry.dependencies]\npython = "^3.11"\n',
    });
    assert.equal(requires?.specifier, "^3.11");
    assert.equal(requires.place.line, 4);
  });

  it("collects versions from everywhere", async () => {
    const { pins } = await choose({
      ".tool-versions": "nodejs 20\npython 3.11.4 3.10.1\n",
      ".github/workflows/ci.yml":
        "jobs:\n  a:\n    strategy:\n      matrix:\n        python-version: [3.9, '3.10']\n    steps:\n      - with:\n          python-version: ${{ matrix.python-version }}\n",
      ".gitlab-ci.yml": "image: python:3.11-slim\n",
      ".travis.yml": "python:\n  - '3.6'\n",
      "docker/Dockerfile.prod":
        "ARG VERSION=3.12\nFROM --platform=linux/amd64 python:${VERSION}-slim AS base\nFROM base\n",
      "noxfile.py": 'import nox\nVERSIONS = ["3.11", "3.12"]\n@nox.session(python=VERSIONS)\ndef tests(session): ...\n',
      "tox.ini": "[tox]\nenvlist = py{39,310}-{a,b}, lint\n",
      "setup.cfg": "[metadata]\nname = a\nclassifiers =\n    Programming Language :: Python :: 3.9\n",
      "app.yaml": "runtime: python312\n",
    });
    assert.deepEqual(
      pins.map(({ version, source, place }) => `${place.path}:${String(place.line)} ${source} ${version}`),
      [
        ".github/workflows/ci.yml:5 ci 3.9",
        ".github/workflows/ci.yml:5 ci 3.10",
        ".gitlab-ci.yml:1 ci 3.11",
        ".tool-versions:2 .tool-versions 3.11.4",
        ".tool-versions:2 .tool-versions 3.10.1",
        ".travis.yml:2 ci 3.6",
        "app.yaml:1 app.yaml 3.12",
        "docker/Dockerfile.prod:2 Dockerfile 3.12",
        "noxfile.py:2 nox 3.11",
        "noxfile.py:2 nox 3.12",
        "setup.cfg:4 classifiers 3.9",
        "tox.ini:2 tox 3.9",
        "tox.ini:2 tox 3.10",
      ],
    );
  });

  it("collects the runtimes of AWS Lambda, each once, and those of no other language", async () => {
    const { pins } = await choose({
      "api/serverless.yml": "provider:\n  runtime: python3.9\nfunctions:\n  a:\n    runtime: nodejs18.x\n",
      "template.yaml":
        "Globals:\n  Function:\n    Runtime: python3.12\nResources:\n  A:\n    Properties:\n      Runtime: python3.12\n",
      "sam.yaml": "Globals:\n  Function:\n    Runtime: python3.10\n",
      "users.template.yaml":
        "Resources:\n  A:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: python3.13\n",
      "web/zappa_settings.json": '{"dev": {"app_function": "app.app", "runtime": "python3.8"}}',
      "chart/template.yaml": "runtime: python3.7\n",
    });
    assert.deepEqual(
      pins.map(({ version, source, place }) => `${place.path}:${String(place.line)} ${source} ${version}`),
      [
        "api/serverless.yml:2 serverless.yml 3.9",
        "sam.yaml:3 sam.yaml 3.10",
        "template.yaml:3 template.yaml 3.12",
        "users.template.yaml:5 users.template.yaml 3.13",
        "web/zappa_settings.json:1 zappa_settings.json 3.8",
      ],
    );
  });

  it("says what 3.11 removed and what later versions will", async () => {
    const { problems } = await choose({
      "app.py":
        "import asyncio\nimport cgi\nimport distutils.util\nfrom collections import Mapping\nfrom inspect import getargspec\n\n\n@asyncio.coroutine\ndef f(): ...\n",
    });
    assert.deepEqual(problems.map(({ what, place }) => `${String(place.line)} ${what}`).sort(), [
      "2 cgi does not exist in Python 3.13 and later",
      "3 distutils does not exist in Python 3.12 and later",
      "4 collections.Mapping does not exist in Python 3.11",
      "5 inspect.getargspec does not exist in Python 3.11",
      "8 asyncio.coroutine does not exist in Python 3.11",
    ]);
  });

  it("takes a module of the workspace for its own", async () => {
    const { problems } = await choose({
      "parser.py": "X = 1\n",
      "app.py": "import parser\nimport Queue\n",
      "Queue.py": "",
    });
    assert.deepEqual(problems, []);
  });

  it("gives each unit its own files, and the pins of the folders above", async () => {
    const files = {
      ".python-version": "3.12\n",
      "services/api/pyproject.toml": project(">=3.10"),
      "services/old/runtime.txt": "python-3.10.1\n",
    };
    const units = ["services/api", "services/old"];
    assert.equal((await choose(files, "services/api", units)).chosen, "3.12");
    assert.equal((await choose(files, "", units)).pins.length, 1);
    assert.equal((await choose(files, "services/old", units)).pins.length, 1);
  });
});
