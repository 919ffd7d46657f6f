import assert from "node:assert/strict";
import { readManifests } from "../../../src/python/manifests/read-manifests";
import { namedDrivers } from "../../../src/recon/named-imports/named-drivers";
import { namedModules } from "../../../src/recon/named-imports/named-modules";
import { settleDependencies } from "../../../src/recon/settle-dependencies";
import { sharedByMembers } from "../../../src/recon/shared-manifests";
import { undeclaredImports, unprovidedImports, unusedDependencies } from "../../../src/recon/usage";
import { projectOf } from "../../kit/python-project";

async function usage(contents: Readonly<Record<string, string>>, used: readonly string[] = []) {
  const { workspace, project } = await projectOf(contents);
  const reading = await readManifests(workspace);
  const settled = settleDependencies(reading, { workspace, unit: "", units: [], python: "3.11" });
  const options = {
    workspace,
    project,
    files: project.files,
    isOwn: () => true,
    dependencies: settled.dependencies,
    named: [...namedModules(project), ...namedDrivers(project)],
    ...sharedByMembers(reading, settled.lock, ""),
  };
  const unprovided = unprovidedImports(options);
  return {
    undeclared: undeclaredImports(options, unprovided).map(
      ({ module, distribution }) => `${module} ${String(distribution)}`,
    ),
    unused: unusedDependencies({ ...options, settled, used, unprovided }).map(({ name }) => name),
  };
}

describe("undeclaredImports", () => {
  it("knows whose the modules of web frameworks are", async () => {
    const code = { "app.py": "from sanic import Sanic\nimport quart\nfrom litestar import Litestar\n" };
    assert.deepEqual((await usage(code)).undeclared, ["sanic sanic", "quart quart", "litestar litestar"]);
  });

  it("takes a fork for what holds the module of the same name", async () => {
    const found = await usage({ "requirements.txt": "py-cord==2.6.0\nPyNaCl\n", "bot.py": "import discord\n" });
    assert.deepEqual([found.undeclared, found.unused], [[], []]);
  });

  it("names a distribution that no table knows as the README has it", async () => {
    const code = { "backend.py": "import bottle\nfrom bottle_sqlite import SQLitePlugin\n" };
    assert.deepEqual((await usage(code)).undeclared, ["bottle bottle", "bottle_sqlite null"]);
    const told = { ...code, "readme.md": "* Run `pip install bottle`\n* Run `pip3 install -U bottle-sqlite`\n" };
    assert.deepEqual((await usage(told)).undeclared, ["bottle bottle", "bottle_sqlite bottle-sqlite"]);
    const prose = {
      ...code,
      "readme.md": "First pip install the requirements and bottle-sqlite.\n\n    pip install -r bottle-sqlite\n",
    };
    assert.deepEqual((await usage(prose)).undeclared, ["bottle bottle", "bottle_sqlite null"]);
  });

  it("names the distribution that holds a part of a shared package", async () => {
    const found = await usage({
      "requirements.txt": "flask\n",
      "app.py": "import flask\nfrom google.cloud import secretmanager, storage\nfrom google.auth import default\n",
    });
    assert.deepEqual(found.undeclared, [
      "google.cloud.secretmanager google-cloud-secret-manager",
      "google.cloud.storage google-cloud-storage",
      "google.auth google-auth",
    ]);
  });

  it("counts what Django loads by the names in its settings, but what stands under a condition", async () => {
    const found = await usage({
      "requirements.txt": "django\n",
      "manage.py":
        "import os\nfrom django.core.management import execute_from_command_line\n" +
        'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\nexecute_from_command_line()\n',
      "orders/__init__.py": "",
      "shop/settings.py":
        'INSTALLED_APPS = ["django.contrib.admin", "channels_redis", "rest_framework.authtoken", "orders", "quxapp"]\n' +
        'MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware", "django.middleware.common.CommonMiddleware"]\n' +
        'if DEBUG:\n    INSTALLED_APPS += ["debug_toolbar"]\n',
    });
    assert.deepEqual(found.undeclared, [
      "channels_redis channels-redis",
      "rest_framework djangorestframework",
      "corsheaders django-cors-headers",
    ]);
  });

  it("counts the driver that an address names, but what stands under a condition or is declared", async () => {
    const found = await usage({
      "requirements.txt": "sqlalchemy\npymysql\n",
      "app/db.py":
        "from sqlalchemy import URL\nfrom sqlalchemy.ext.asyncio import create_async_engine\n" +
        'engine = create_async_engine(f"postgresql+asyncpg://{user}:{password}@{host}/shop")\n' +
        'old = "mysql+pymysql://root@db/shop"\n' +
        'if LOCAL:\n    engine = create_async_engine("sqlite+aiosqlite:///shop.db")\n' +
        'other = URL.create(drivername="postgresql+psycopg", host=host)\n' +
        'plain = "postgresql://db/shop"\n',
    });
    assert.deepEqual(found.undeclared, ["asyncpg asyncpg", "psycopg psycopg"]);
  });

  it("takes dotted distributions for what their modules say", async () => {
    const found = await usage({
      "requirements.txt": "dogpile.cache\n",
      "app.py": "from dogpile.cache import region\n",
    });
    assert.deepEqual(found, { undeclared: [], unused: [] });
  });

  it("takes a module for that of a declared distribution which ends in its name", async () => {
    const found = await usage({
      "requirements.txt": "flask\nquxstar-debug-toolbar\n",
      "app.py": "import flask\nfrom debug_toolbar import Toolbar\n",
    });
    assert.deepEqual(found.undeclared, []);
  });

  it("takes a sorted list for frozen though one of its lines was edited by hand", async () => {
    const frozen =
      "amqp billiard cffi cfgv distlib distro dnspython ecdsa filelock humanize identify jiter kombu nodeenv oauthlib packaging pathspec pycparser six vine";
    const pins = frozen.split(" ").map(name => `${name}==1.0\n`);
    const unused = async (...lines: readonly string[]): Promise<number> =>
      (await usage({ "requirements.txt": lines.join(""), "app.py": "import flask\n" })).unused.length;
    assert.equal(await unused(...pins.slice(0, 9), "flask>=2\n", ...pins.slice(9)), 0);
    assert.ok((await unused(...[...pins].reverse(), "flask>=2\n")) > 9);
    assert.ok((await unused(...pins.slice(0, 9), "flask>=2\ngunicorn>=8\n", ...pins.slice(9))) > 9);
  });

  it("takes a part of an own package that the build writes for own code", async () => {
    const found = await usage({
      "pyproject.toml": '[project]\nname = "hatch"\n',
      "src/hatch/__init__.py": "",
      "src/hatch/cli.py": "from hatch._version import __version__\n",
      "tests/test_cli.py": "from hatch.cli import main\nfrom hatch._version import __version__\n",
    });
    assert.deepEqual(found.undeclared, []);
  });

  it("leaves out scripts with metadata of their own", async () => {
    const metadata = '# /// script\n# dependencies = ["pandas"]\n# ///\n';
    const script = "import pandas\n";
    assert.deepEqual((await usage({ "tool.py": metadata + script, "requirements.txt": "flask\n" })).undeclared, []);
    assert.deepEqual((await usage({ "tool.py": script, "requirements.txt": "flask\n" })).undeclared, ["pandas pandas"]);
  });

  it("finds what stands in a folder of bundled distributions", async () => {
    const { undeclared } = await usage({
      "requirements.txt": "lxml\n",
      "app/main.py": "import flask, requests, lxml\nimport celery\n",
      "libs/flask/__init__.py": "import werkzeug\nimport simplejson\n",
      "libs/requests/__init__.py": "",
      "libs/werkzeug/__init__.py": "",
      "libs/six.py": "",
    });
    assert.deepEqual(undeclared, ["celery celery"]);
  });

  it("leaves an unknown module open where a declared distribution may hold it", async () => {
    const open = { "requirements.txt": "flask\nexpressions-for-us\n", "app.py": "import flask\nimport quxlang\n" };
    assert.deepEqual(await usage(open), { undeclared: [], unused: [] });
    assert.deepEqual((await usage({ ...open, "requirements.txt": "flask\n" })).undeclared, ["quxlang null"]);
  });

  it("matches import names to distributions", async () => {
    const { undeclared } = await usage({
      "requirements.txt":
        "PyYAML\nopencv-python-headless\npython-slugify\nflask\nmysql-replication\ngoogle-cloud-storage\nruamel.yaml\n",
      "app.py":
        "import yaml, cv2, slugify, werkzeug, pymysqlreplication\nfrom google.cloud import storage\nimport ruamel.yaml\nimport tenacity\nimport os, sys\n",
    });
    assert.deepEqual(undeclared, ["tenacity tenacity"]);
  });

  it("leaves out what the code can do without", async () => {
    const { undeclared } = await usage({
      "requirements.txt": "flask\n",
      "app.py": `import flask
from typing import TYPE_CHECKING
try:
    import ujson as json
except ImportError:
    import json
if TYPE_CHECKING:
    import pandas


def lazy():
    import redis
    try:
        import celery
    except ImportError:
        celery = None
`,
    });
    assert.deepEqual(undeclared, ["redis redis"]);
  });

  it("takes names of files for the workspace's own", async () => {
    const { undeclared } = await usage({
      "requirements.txt": "flask\n",
      "bot/main.py": "import settings_local\nimport legacy\n",
      "old/legacy/x.py": "",
    });
    assert.deepEqual(undeclared, ["settings_local null"]);
  });
});

describe("unusedDependencies", () => {
  it("counts SQLAlchemy as used where Celery keeps its messages or results in a database", async () => {
    const files = (backend: string): Record<string, string> => ({
      "requirements.txt": "celery\nsqlalchemy\n",
      "tasks.py": `import os\nfrom celery import Celery\nDB = os.environ["DB"]\napp = Celery("t", backend="${backend}" + DB)\n`,
    });
    assert.deepEqual((await usage(files("db+"))).unused, []);
    assert.deepEqual((await usage(files("cache+"))).unused, ["sqlalchemy"]);
  });

  it("reports what nothing imports, names or runs", async () => {
    const { unused } = await usage({
      "requirements.txt":
        "flask\nboltons\ngunicorn\npsycopg2-binary\npytest-cov\ntypes-requests\nopenpyxl\npandas\ndjango-cors-headers\n",
      "app.py": "import flask, pandas\nINSTALLED_APPS = ['corsheaders']\n",
    });
    assert.deepEqual(unused, ["boltons"]);
  });

  it("counts what brings a distribution that is imported and that nothing else brings", async () => {
    const list = (names: string): Readonly<Record<string, string>> => ({
      "requirements.txt": names,
      "app.py": "from google.cloud import storage\nstorage.Client()\n",
    });
    const alone = await usage(list("firebase-admin==6.4\npytz\n"));
    assert.deepEqual([alone.undeclared, alone.unused], [[], ["pytz"]]);
    assert.deepEqual((await usage(list("firebase-admin==6.4\ngoogle-cloud-storage\n"))).unused, ["firebase-admin"]);
  });

  it("counts plug-ins of the project itself, which it finds by their entry points", async () => {
    const { unused } = await usage({
      "pyproject.toml":
        '[project]\nname = "shop"\nversion = "1"\ndependencies = ["flask", "shop-plugin-mail", "boltons"]\n',
      "shop/__init__.py": "import flask\n",
    });
    assert.deepEqual(unused, ["boltons"]);
  });

  it("counts commands and what evidence names", async () => {
    const files = {
      "requirements.txt": "flask\nhonyaku\nboltons\nsupervisor-tool\n",
      "app.py": "import flask\n",
      Procfile: "web: honyaku serve\n",
    };
    assert.deepEqual((await usage(files)).unused, ["boltons", "supervisor-tool"]);
    assert.deepEqual((await usage(files, ["boltons"])).unused, ["supervisor-tool"]);
  });

  it("leaves out what a lock needs anyway, and full freezes", async () => {
    const names = Array.from({ length: 16 }, (_, index) => `package-${String(index)}==1.0\n`).join("");
    assert.deepEqual((await usage({ "requirements.txt": names, "app.py": "import package_1\n" })).unused, []);
    const { unused } = await usage({
      "pyproject.toml": '[tool.poetry]\nname = "a"\n[tool.poetry.dependencies]\nflask = "*"\nzipp = "*"\n',
      "poetry.lock":
        '[[package]]\nname = "flask"\nversion = "3"\n[package.dependencies]\nzipp = "*"\n[[package]]\nname = "zipp"\nversion = "3"\n',
      "app.py": "import flask\n",
    });
    assert.deepEqual(unused, []);
  });

  it("counts a driver named in a formatted address, and an application named without its prefix", async () => {
    const { unused } = await usage({
      "requirements.txt": "zz-file-resubmit\nfancydriver\nother-unused-thing\n",
      "app.py":
        'def url(path):\n    return f"sqlite+fancydriver:///{path}"\nURL = f"sqlite+fancydriver:///{url}"\nINSTALLED_APPS = ["file_resubmit"]\n',
    });
    assert.deepEqual(unused, ["other-unused-thing"]);
  });
});
