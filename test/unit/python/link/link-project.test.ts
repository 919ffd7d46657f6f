import assert from "node:assert/strict";
import type { PythonProject } from "../../../../src/python/project";
import { projectOf } from "../../../kit/python-project";

type Contents = Readonly<Record<string, string>>;

async function link(contents: Contents, name?: string): Promise<PythonProject> {
  return (await projectOf(contents, name)).project;
}

async function edges(contents: Contents, name?: string): Promise<readonly string[]> {
  const { imports } = await link(contents, name);
  return imports.map(({ from, to, kind }) => `${from} -> ${to}${kind === "static" ? "" : ` ${kind}`}`);
}

/** Qualified name of the callee or base of the last statement of app.py. */
async function qualified(contents: Contents, path: string, scope = -1): Promise<string> {
  const project = await link(contents);
  const file = project.file("app.py");
  assert.ok(file);
  return project.qualify(file, path, scope);
}

/** What `x` of app.py resolves to. */
async function resolved(code: string, others: Contents = {}): Promise<unknown> {
  const project = await link({ ...others, "app.py": code });
  const file = project.file("app.py");
  const value = file?.facts.assignments.find(({ target }) => target === "x")?.value;
  assert.ok(file && value);
  const resolution = project.resolve(file, value, file.facts.assignments.find(({ target }) => target === "x")?.scope);
  if (resolution.isOpen) return resolution.variables.length > 0 ? { open: resolution.variables } : "open";
  const found = resolution.value;
  return found.kind === "string" || found.kind === "number" || found.kind === "constant" ? found.value : found.kind;
}

describe("python/link", () => {
  describe("import graph", () => {
    it("finds what Airflow puts on sys.path beside its DAGs", async () => {
      const found = await edges({
        "airflow/dags/load/__init__.py": "",
        "airflow/dags/load/tables.py": "import airflow\nfrom operators.copy import Copy\nfrom shared import start\n",
        "airflow/dags/shared.py": "start = 1\n",
        "airflow/plugins/__init__.py": "",
        "airflow/plugins/operators/__init__.py": "",
        "airflow/plugins/operators/copy.py": "class Copy: ...\n",
        "web/plugins/menus.py": "",
        "web/views.py": "import menus\n",
      });
      assert.deepEqual(found, [
        "airflow/dags/load/tables.py -> airflow/dags/shared.py",
        "airflow/dags/load/tables.py -> airflow/plugins/operators/copy.py",
      ]);
    });
    it("follows absolute, relative, star, conditional, typing and dynamic imports", async () => {
      assert.deepEqual(
        await edges({
          "shop/__init__.py": "",
          "shop/a.py": "from . import b\nfrom .c import thing\nimport shop.d\nfrom shop.e import *\n",
          "shop/b.py": "try:\n    from shop import c\nexcept ImportError:\n    c = None\n",
          "shop/c.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .d import D\nthing = 1\n",
          "shop/d.py": "import importlib\nimportlib.import_module('shop.e')\n",
          "shop/e.py": "",
        }),
        [
          "shop/a.py -> shop/b.py",
          "shop/a.py -> shop/c.py",
          "shop/a.py -> shop/d.py",
          "shop/a.py -> shop/e.py",
          "shop/b.py -> shop/c.py conditional",
          "shop/c.py -> shop/d.py typing",
          "shop/d.py -> shop/e.py dynamic",
        ],
      );
    });

    it("follows files that are run by their paths", async () => {
      const split = "from split_settings.tools import include, optional\n";
      assert.deepEqual(
        await edges({
          "shop/settings/__init__.py": `${split}PARTS = ("parts/base.py", "parts/*.log.py", f"parts/{ENV}.py")\ninclude(*PARTS, optional("settings.dist.py"))\n`,
          "shop/settings/parts/base.py": "",
          "shop/settings/settings.dist.py": "",
          "shop/run.py": "import runpy\nrunpy.run_path('tools/load.py')\n",
          "shop/other.py": "import templates\ntemplates.include('settings/settings.dist.py')\nNAME = 'run.py'\n",
          "tools/load.py": "",
        }),
        [
          "shop/run.py -> tools/load.py dynamic",
          "shop/settings/__init__.py -> shop/settings/parts/base.py dynamic",
          "shop/settings/__init__.py -> shop/settings/settings.dist.py dynamic",
        ],
      );
    });

    it("takes a sample that the application runs for a part of it", async () => {
      const sample = { "settings.dist.py": "", "local.example.py": "" };
      const include = 'from split_settings.tools import include\ninclude("settings.dist.py")\n';
      const project = await link({ "settings.py": include, ...sample });
      assert.equal(project.file("settings.dist.py")?.role, "application");
      assert.equal(project.file("local.example.py")?.role, "example");
    });

    it("finds a src layout from tests and from inside, and namespace packages", async () => {
      const contents = {
        "pyproject.toml": "[project]\nname='x'\n",
        "src/pkg/__init__.py": "",
        "src/pkg/core.py": "",
        "src/space/deep/mod.py": "",
        "src/pkg/user.py": "from pkg.core import x\nfrom space.deep import mod\nimport space.deep.mod\n",
        "tests/test_core.py": "from pkg import core\n",
      };
      assert.deepEqual(await edges(contents), [
        "src/pkg/user.py -> src/pkg/core.py",
        "src/pkg/user.py -> src/space/deep/mod.py",
        "tests/test_core.py -> src/pkg/core.py",
      ]);
      const project = await link(contents);
      assert.equal(project.file("src/space/deep/mod.py")?.module, "space.deep.mod");
      assert.equal(project.file("src/pkg/core.py")?.sourceRoot, "src");
    });

    it("names what nothing imports as the folders below it are named", async () => {
      const names = async (contents: Readonly<Record<string, string>>, path: string) =>
        (await link({ "pyproject.toml": "[project]\nname='x'\n", ...contents })).file(path)?.module;
      const server = { "src/app/server/core.py": "", "src/app/lib/log.py": "" };
      const main = "from src.app.server.core import Core\nfrom src.app.lib import log\n";
      assert.equal(await names({ ...server, "src/app/asgi.py": main }, "src/app/asgi.py"), "src.app.asgi");
      const bare = main.replaceAll("src.app.", "");
      assert.equal(await names({ ...server, "src/app/asgi.py": bare }, "src/app/asgi.py"), "asgi");
      const both = { "src/app/asgi.py": main, "src/app/run.py": "from jobs.one import x\n", "src/app/jobs/one.py": "" };
      assert.equal(await names({ ...server, ...both }, "src/app/asgi.py"), "asgi");
    });

    it("names what lies in no package as what it imports is found", async () => {
      const project = await link({
        "requirements.txt": "fastapi",
        "core/__init__.py": "",
        "core/logic.py": "f = 1\n",
        "lib/log.py": "g = 1\n",
        "services/server.py": "from core.logic import f\n",
        "jobs/run.py": "from lib import log\n",
        "api/main.py": "from core.logic import f\nfrom core import logic\nimport routes\n",
        "api/routes.py": "",
        "tools/alone.py": "import os\n",
        "worker/requirements.txt": "",
        "worker/start.py": "from core.logic import f\n",
        "worker/tasks/one.py": "from core.logic import f\n",
      });
      const names = [
        "services/server",
        "jobs/run",
        "lib/log",
        "api/main",
        "tools/alone",
        "worker/start",
        "worker/tasks/one",
      ];
      assert.deepEqual(
        names.map(name => project.file(`${name}.py`)?.module),
        ["services.server", "jobs.run", "lib.log", "main", "alone", "start", "one"],
      );
    });

    it("leaves code in its folder that is started there or has the name of what is installed", async () => {
      const imports = "from core.logic import f\n";
      const project = await link({
        "core/logic.py": "f = 1\n",
        "kafka/consumer.py": `from kafka import KafkaConsumer\n${imports}`,
        "queue/worker.py": imports,
        "unheard/run.py": `import unheard.client\n${imports}`,
        "other/use.py": "from unheard import Client\n",
        "web/app.py": `open("settings.yaml")\n${imports}`,
        "web/settings.yaml": "",
        "jobs/run.py": `import sys\nsys.path.append("..")\n${imports}`,
        "top/run.py": `open("both.yaml")\n${imports}`,
        "top/both.yaml": "",
        "both.yaml": "",
      });
      assert.deepEqual(
        ["kafka/consumer", "queue/worker", "unheard/run", "web/app", "jobs/run", "top/run"].map(
          name => project.file(`${name}.py`)?.module,
        ),
        ["consumer", "worker", "run", "app", "run", "top.run"],
      );
    });

    it("takes a folder that no import can name for no package", async () => {
      const project = await link({
        "my-shop/__init__.py": "",
        "my-shop/api/__init__.py": "",
        "my-shop/api/app.py": "from models import Job\nfrom worker.app import send\n",
        "my-shop/worker/__init__.py": "",
        "my-shop/worker/app.py": "",
        "my-shop/models.py": "",
      });
      assert.equal(project.file("my-shop/api/app.py")?.module, "api.app");
      assert.equal(project.file("my-shop/models.py")?.module, "models");
    });

    it("names what tests alone import as its own imports need", async () => {
      const names = async (contents: Readonly<Record<string, string>>, path: string) =>
        (await link({ "src/__init__.py": "", "src/core/__init__.py": "settings = 1\n", ...contents })).file(path)
          ?.module;
      const main = { "src/main.py": "from core import settings\n" };
      const tests = { "tests/test_main.py": "from src.main import app\nfrom src.core import settings\n" };
      assert.equal(await names(main, "src/main.py"), "main");
      assert.equal(await names({ ...main, ...tests }, "src/main.py"), "main");
      assert.equal(await names({ "src/main.py": "import os\n", ...tests }, "src/main.py"), "src.main");
      const used = { ...main, "run.py": "from src.main import app\n" };
      assert.equal(await names(used, "src/main.py"), "src.main");
      const relative = { "src/main.py": "from core import settings\nfrom . import core\n" };
      assert.equal(await names(relative, "src/main.py"), "src.main");
      const both = { "src/main.py": "from core import settings\nfrom src.core import settings\n" };
      assert.equal(await names(both, "src/main.py"), "src.main");
    });

    it("takes a folder for a package where relative imports inside need it to be one", async () => {
      const project = await link({
        "my-shop/__init__.py": "def create_app():\n    from . import db\n    from .auth.auth import bp\n",
        "my-shop/db.py": "",
        "my-shop/auth/auth.py": "",
        "either/run.py": "try:\n    from .helper import a\nexcept ImportError:\n    from helper import a\n",
        "either/helper.py": "",
        "shop/app.py": "from .models import Job\n",
        "shop/models.py": "",
        "scripts/run.py": "import helper\n",
        "scripts/helper.py": "",
        "my shop/run.py": "from .helper import a\n",
        "my shop/helper.py": "",
      });
      const moduleOf = (path: string) => project.file(path)?.module;
      assert.deepEqual(
        ["my-shop/__init__.py", "my-shop/db.py", "my-shop/auth/auth.py", "shop/app.py", "shop/models.py"].map(moduleOf),
        ["my-shop", "my-shop.db", "my-shop.auth.auth", "shop.app", "shop.models"],
      );
      assert.deepEqual(["scripts/run.py", "my shop/run.py", "either/run.py"].map(moduleOf), ["run", "run", "run"]);
    });

    it("finds script-directory imports, also where the folder is a package", async () => {
      assert.deepEqual(
        await edges({
          "tools/run.py": "import helper\n",
          "tools/helper.py": "",
          "bot/__init__.py": "",
          "bot/main.py": "import config\nfrom handlers import start\n",
          "bot/config.py": "",
          "bot/handlers.py": "def start(): pass\n",
        }),
        ["bot/main.py -> bot/config.py", "bot/main.py -> bot/handlers.py", "tools/run.py -> tools/helper.py"],
      );
    });

    it("finds what manage.py finds beside it, where its folder is a package", async () => {
      const project = await link({
        "src/__init__.py": "",
        "src/manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'cms.settings')\n",
        "src/utils/__init__.py": "",
        "src/cms/__init__.py": "",
        "src/cms/models.py": "",
        "src/cms/admin.py": "from cms import models\nfrom utils import logic\n",
      });
      assert.deepEqual(
        project.imports.map(({ from, to }) => `${from} -> ${to}`),
        ["src/cms/admin.py -> src/cms/models.py", "src/cms/admin.py -> src/utils/__init__.py"],
      );
      assert.deepEqual(project.file("src/cms/admin.py")?.module, "cms.admin");
      assert.deepEqual([...project.thirdParty.keys()], []);
    });
    it("finds what lies beside in a service whose own folder is a package", async () => {
      const project = await link({
        "mail/__init__.py": "",
        "mail/requirements.txt": "celery\n",
        "mail/Dockerfile": "FROM python:3.11\n",
        "mail/redis.py": "",
        "mail/rpc/main.py": "import redis\nfrom app.core import settings\n",
        "mail/app/__init__.py": "",
        "mail/app/core/__init__.py": "",
        "mail/app/core/settings.py": "",
        "mail/app/tasks.py": "from app.core.settings import X\n",
        "web/app/__init__.py": "",
        "web/app/main.py": "from app import other\n",
        "web/app/other.py": "",
      });
      assert.deepEqual(
        project.imports.map(({ from, to }) => `${from} -> ${to}`),
        [
          "mail/app/tasks.py -> mail/app/core/settings.py",
          "mail/rpc/main.py -> mail/app/core/settings.py",
          "web/app/main.py -> web/app/other.py",
        ],
      );
      assert.equal(project.file("mail/app/tasks.py")?.module, "app.tasks");
      assert.equal(project.file("mail/rpc/main.py")?.module, "rpc.main");
      assert.deepEqual([...project.thirdParty.keys()], ["redis"]);
    });
    it("does not take a file of the same name for an installed package", async () => {
      const contents = {
        "shop/__init__.py": "",
        "shop/celery.py": "from celery import Celery\napp = Celery()\n",
        "shop/tasks.py": "from celery import shared_task\nfrom .celery import app\nimport logging\n",
        "shop/logging.py": "",
        "shop/graphql/__init__.py": "from graphql import GraphQLError\n",
        "shop/api.py": "from graphql import GraphQLError\nfrom . import graphql\n",
        "docker/build.py": "",
        "deploy.py": "import docker\n",
      };
      assert.deepEqual(await edges(contents), [
        "shop/api.py -> shop/graphql/__init__.py",
        "shop/tasks.py -> shop/celery.py",
      ]);
      const { thirdParty } = await link(contents);
      assert.deepEqual([...thirdParty.keys()], ["celery", "docker", "graphql"]);
    });

    it("knows a repository that is itself a package", async () => {
      assert.deepEqual(
        await edges({ "__init__.py": "", "a.py": "from repo import b\nfrom . import b\n", "b.py": "" }, "repo"),
        ["a.py -> b.py"],
      );
    });

    it("keeps several roots apart", async () => {
      assert.deepEqual(
        await edges({
          "services/api/requirements.txt": "",
          "services/api/main.py": "import utils\n",
          "services/api/utils.py": "",
          "services/worker/main.py": "import utils\n",
          "services/worker/utils.py": "",
        }),
        ["services/api/main.py -> services/api/utils.py", "services/worker/main.py -> services/worker/utils.py"],
      );
    });

    it("uses package-dir of setuptools and pythonpath of pytest", async () => {
      assert.deepEqual(
        await edges({
          "setup.cfg": "[options]\npackage_dir =\n    = code\n",
          "code/pkg/__init__.py": "",
          "tests/test_x.py": "import pkg\n",
        }),
        ["tests/test_x.py -> code/pkg/__init__.py"],
      );
    });

    it("lists third-party imports without the standard library of any version", async () => {
      const { thirdParty } = await link({
        "a.py":
          "import os, urllib2, tomllib, requests\nfrom yaml import load\nfrom __future__ import x\nfrom . import gone\n",
      });
      assert.deepEqual([...thirdParty.keys()], ["requests", "yaml"]);
      assert.equal(thirdParty.get("yaml")?.[0]?.path, "a.py");
    });
  });

  it("tells roles apart", async () => {
    const project = await link({
      "app/main.py": "import tools.used\n",
      "app/tests/test_main.py": "",
      "tests/conftest.py": "",
      "scripts/release.py": "",
      "tools/used.py": "",
      "examples/demo.py": "",
      "proto/x_pb2.py": "",
      "setup.py": "",
      "app/migrations/0001_initial.py": "class Migration: pass\n",
      "alembic/versions/ab_c.py": "revision = 'a'\ndown_revision = None\n",
      "deploy/prod.wsgi": "from app.main import application\n",
    });
    assert.deepEqual(Object.fromEntries(project.files.map(({ path, role }) => [path, role])), {
      "alembic/versions/ab_c.py": "migration",
      "app/main.py": "application",
      "app/migrations/0001_initial.py": "migration",
      "app/tests/test_main.py": "test",
      "deploy/prod.wsgi": "script",
      "examples/demo.py": "example",
      "proto/x_pb2.py": "generated",
      "scripts/release.py": "script",
      "setup.py": "build",
      "tests/conftest.py": "test",
      "tools/used.py": "application",
    });
  });

  it("takes a `.wsgi` for the application where it is all there is", async () => {
    const project = await link({ "app.wsgi": "from flask import Flask\napplication = Flask(__name__)\n" });
    assert.equal(project.file("app.wsgi")?.role, "application");
  });

  it("takes the steps of behave, and its hooks, for tests", async () => {
    const project = await link({
      "app.py": "",
      "features/steps/cart.py": "from behave import given\n",
      "features/environment.py": "def before_all(context):\n    pass\n",
      "game/environment.py": "class Environment:\n    def before_step(self):\n        pass\n",
    });
    assert.deepEqual(Object.fromEntries(project.files.map(({ path, role }) => [path, role])), {
      "app.py": "application",
      "features/environment.py": "test",
      "features/steps/cart.py": "test",
      "game/environment.py": "application",
    });
  });

  it("takes a copy of Bottle for the code of others, and no application called so", async () => {
    const project = await link({
      "app.py": "from lib import bottle\n",
      "lib/bottle.py": "class Bottle:\n    pass\n",
      "shop/bottle.py": "class Wine:\n    pass\n",
    });
    assert.equal(project.file("lib/bottle.py")?.role, "generated");
    assert.equal(project.file("shop/bottle.py")?.role, "application");
  });

  it("takes installed and vendored packages for the code of others", async () => {
    const project = await link({
      "app.py": "import requests\n",
      "libs/requests/__init__.py": "",
      "libs/requests-2.32.0.dist-info/RECORD": "",
      "libs/own.py": "",
      "shop/_vendor/six.py": "",
      "shop.egg-info/PKG-INFO": "",
      "shop/views.py": "",
    });
    assert.deepEqual(Object.fromEntries(project.files.map(({ path, role }) => [path, role])), {
      "app.py": "application",
      "libs/own.py": "application",
      "libs/requests/__init__.py": "generated",
      "shop/_vendor/six.py": "generated",
      "shop/views.py": "application",
    });
  });

  it("takes a folder with copies of many distributions for the code of others", async () => {
    const names = ["bs4", "requests", "tornado", "pytz", "msgpack", "dateutil", "humanize", "feedparser"];
    const copies = (folder: string): Contents =>
      Object.fromEntries(names.map(name => [`${folder}/${name}/__init__.py`, ""]));
    const project = await link({
      "app.py": "",
      "lib/__init__.py": "",
      ...copies("lib"),
      "lib/own.py": "",
      ...copies("hooks"),
    });
    const roles = new Map(project.files.map(({ path, role }) => [path, role]));
    assert.equal(roles.get("lib/requests/__init__.py"), "generated");
    assert.equal(roles.get("lib/own.py"), "application");
    assert.equal(roles.get("hooks/requests/__init__.py"), "application");
  });

  it("takes a folder about vendors, or with settings for others, for own code", async () => {
    const project = await link({
      "shop/vendor/models.py": "",
      "shop/vendor/prices.py": "",
      "shop/settings/third_party/redis.py": "",
      "shop/third_party/markdown/core.py": "",
      "shop/recognizers/base.py": "",
      "shop/recognizers/third_party/cloud.py": "from shop.recognizers.base import Base\n",
    });
    assert.deepEqual(Object.fromEntries(project.files.map(({ path, role }) => [path, role])), {
      "shop/recognizers/base.py": "application",
      "shop/recognizers/third_party/cloud.py": "application",
      "shop/settings/third_party/redis.py": "application",
      "shop/third_party/markdown/core.py": "generated",
      "shop/vendor/models.py": "application",
      "shop/vendor/prices.py": "application",
    });
  });

  it("takes templates of projects for no code, and demonstrations in a package for examples", async () => {
    const guarded = 'if __name__ == "__main__":\n    run()\n';
    const project = await link({
      "shop/main.py": "",
      "shop/paths/planner_demo.py": guarded,
      "gradio_demo.py": guarded,
      "{{cookiecutter.name}}/app.py": "",
    });
    assert.deepEqual(Object.fromEntries(project.files.map(({ path, role }) => [path, role])), {
      "gradio_demo.py": "application",
      "shop/main.py": "application",
      "shop/paths/planner_demo.py": "example",
      "{{cookiecutter.name}}/app.py": "generated",
    });
  });

  it("takes a sample with a dot in its name for an example, as no import reaches it", async () => {
    const sample = 'import os\nHOST = os.environ["MYSQL_HOST"]\n';
    const project = await link({
      "shop/settings.py": "DEBUG = False\n",
      "shop/settings.template.py": sample,
      "shop/local_settings.example.py": sample,
      "shop/settings_example.py": sample,
      "shop/page.template_view.py": sample,
    });
    assert.equal(project.file("shop/settings.template.py")?.role, "example");
    assert.equal(project.file("shop/local_settings.example.py")?.role, "example");
    // Modules with such a word in their names may be imported.
    assert.equal(project.file("shop/settings_example.py")?.role, "application");
    assert.equal(project.file("shop/page.template_view.py")?.role, "application");
  });

  it("takes scripts for the application where there is nothing else", async () => {
    const project = await link({ "scripts/job.py": "print(1)\n" });
    assert.equal(project.file("scripts/job.py")?.role, "application");
    const demos = await link({ "demos/chat/app.py": "print(1)\n", "docs/conf.py": "a = 1\n", "setup.py": "" });
    assert.equal(demos.file("demos/chat/app.py")?.role, "application");
    assert.equal(demos.file("docs/conf.py")?.role, "example");
  });

  it("describes modules and packages", async () => {
    const { modules } = await link({
      "shop/__init__.py": '"""The shop. It sells."""\n',
      "shop/views.py": "from shop.models import Item\nclass View: pass\ndef index(): pass\n",
      "shop/models.py": '"""Data of\nthe shop."""\nclass Item: pass\n',
      "shop/sub/leaf.py": "A = 1\nB = 2\n",
    });
    assert.deepEqual(
      modules.map(({ name, kind, files, summary, imports }) => [name, kind, files, summary, imports.join()]),
      [
        ["shop", "package", 4, "The shop.", ""],
        ["shop.models", "module", 1, "Data of the shop.", ""],
        ["shop.sub", "namespace", 1, "Holds leaf.", ""],
        ["shop.sub.leaf", "module", 1, "Sets A, B.", ""],
        ["shop.views", "module", 1, "Defines class View and function index.", "shop.models"],
      ],
    );
  });

  describe("qualify", () => {
    it("follows aliases, from-imports and variables bound to calls", async () => {
      const code =
        "import os as system\nfrom os import environ as e\nfrom flask import Flask\nimport a.b\napp = Flask(__name__)\nother = app\nenv = system.environ\n";
      const contents = { "app.py": code };
      assert.equal(await qualified(contents, "system.getenv"), "os.getenv");
      assert.equal(await qualified(contents, "e.get"), "os.environ.get");
      assert.equal(await qualified(contents, "app.config"), "flask.Flask().config");
      assert.equal(await qualified(contents, "other.run"), "flask.Flask().run");
      assert.equal(await qualified(contents, "env.get"), "os.environ.get");
      assert.equal(await qualified(contents, "a.b.c"), "a.b.c");
      assert.equal(await qualified(contents, "unknown.x"), "unknown.x");
    });

    it("follows re-exports, star imports and first-party objects", async () => {
      const contents = {
        "app.py":
          "from shop import db, make\nfrom shop.all import *\nimport shop.extensions as ext\ncreated = make()\n",
        "shop/__init__.py": "from .extensions import db\nfrom .factory import make\n",
        "shop/extensions.py": "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\n",
        "shop/factory.py": "from flask import Flask\ndef make():\n    app = Flask('x')\n    return app\n",
        "shop/all.py": "from redis import Redis\n",
      };
      assert.equal(await qualified(contents, "db.Model"), "flask_sqlalchemy.SQLAlchemy().Model");
      assert.equal(await qualified(contents, "ext.db.session"), "flask_sqlalchemy.SQLAlchemy().session");
      assert.equal(await qualified(contents, "Redis.from_url"), "redis.Redis.from_url");
      assert.equal(await qualified(contents, "make"), "shop.factory.make");
      assert.equal(await qualified(contents, "created.run"), "flask.Flask().run");
    });

    it("respects scopes: parameters, locals, self", async () => {
      const code = `
from flask import Flask
app = Flask(__name__)
def takes(app):
    return app
def makes():
    from redis import Redis
    client = Redis()
    return client
class Server:
    def __init__(self):
        self.web = Flask("x")
    def run(self):
        self.web.run()
`;
      const contents = { "app.py": code };
      assert.equal(await qualified(contents, "app.run", 0), "app.run");
      assert.equal(await qualified(contents, "client.get", 1), "redis.Redis().get");
      assert.equal(await qualified(contents, "self.web.run", 4), "flask.Flask().run");
      assert.equal(await qualified(contents, "app.run", 4), "flask.Flask().run");
    });

    it("survives circular imports and self-references", async () => {
      const contents = {
        "app.py": "from other import thing\nx = x\ny = y.z()\n",
        "other.py": "from app import thing\n",
      };
      for (const path of ["thing.a", "x.b", "y.c"]) assert.equal(typeof (await qualified(contents, path)), "string");
    });
  });

  describe("resolve", () => {
    it("follows constants within and across files", async () => {
      assert.equal(await resolved("A = 'v'\nx = A\n"), "v");
      assert.equal(await resolved("from conf import HOST\nx = HOST\n", { "conf.py": "HOST = 'db'\n" }), "db");
      assert.equal(await resolved("import conf\nx = conf.HOST\n", { "conf.py": "HOST = 'db'\n" }), "db");
      assert.equal(
        await resolved("from conf import *\nx = HOST\n", {
          "conf.py": "from base import *\n",
          "base.py": "HOST = 'db'\n",
        }),
        "db",
      );
      assert.equal(await resolved("class C:\n    A = 1\nx = C.A\n"), 1);
    });

    it("joins strings of every kind", async () => {
      const head = "H = 'db'\nP = 5432\n";
      assert.equal(await resolved(`${head}x = 'postgres://' + H + '/n'\n`), "postgres://db/n");
      assert.equal(await resolved(`${head}x = f'{H}:{P}'\n`), "db:5432");
      assert.equal(await resolved(`${head}x = '%s:%d' % (H, P)\n`), "db:5432");
      assert.equal(await resolved(`${head}x = '{}:{p}'.format(H, p=P)\n`), "db:5432");
      assert.equal(await resolved(`${head}x = H.upper()\n`), "DB");
      assert.equal(await resolved("x = 60 * 60\n"), 3600);
    });

    it("takes the default of a reader whatever it makes of the text", async () => {
      const head = "import environ\nenv = environ.Env()\n";
      assert.equal(
        await resolved(`${head}x = env.url('PAY', default='https://pay').geturl() + '/v1'\n`),
        "https://pay/v1",
      );
      assert.equal(await resolved(`${head}pay = env.url('PAY', 'https://pay')\nx = pay.geturl()\n`), "https://pay");
      assert.equal(await resolved(`${head}x = env.cache_url('STORE', default='redis://cache')\n`), "redis://cache");
      assert.deepEqual(await resolved(`${head}x = env.db('BASE')\n`), { open: ["BASE"] });
    });

    it("names a variable with what its reader puts in front", async () => {
      const environs = "from environs import Env\nenv = Env()\nwith env.prefixed('BOT_'):\n    x = env.str('TOKEN')\n";
      assert.deepEqual(await resolved(environs), { open: ["BOT_TOKEN"] });
      const environ = "import environ\nenv = environ.Env()\nenv.prefix = 'SHOP_'\n";
      assert.deepEqual(await resolved(`${environ}x = env('URL')\n`), { open: ["SHOP_URL"] });
      const others = { "shop/__init__.py": "", "shop/reader.py": environ };
      assert.deepEqual(await resolved("from shop.reader import env\nx = env('URL')\n", others), { open: ["SHOP_URL"] });
      assert.equal(await resolved(`${environ}x = env('URL', default='d')\n`), "d");
    });
    it("leaves names open that two modules only import from each other", async () => {
      const circle = { "a.py": "from b import Config, make\n", "b.py": "from a import Config, make\n" };
      assert.equal(await resolved("from a import Config\nx = Config().port\n", circle), "open");
      assert.equal(await resolved("from a import make\nsettings = make()\nx = settings.port\n", circle), "open");
      const annotated = "from a import Config\ndef serve(config: Config):\n    x = config.port\n";
      assert.equal(await resolved(annotated, circle), "open");
      const stars = { "a.py": "from b import *\n", "b.py": "from a import *\n" };
      assert.equal(await resolved("from a import *\nx = missing\n", stars), "open");
    });

    it("takes defaults of environment reads, naming the variable", async () => {
      const project = await link({ "app.py": "import os\nx = os.environ.get('X', 'd')\ny = os.environ['Y']\n" });
      const file = project.file("app.py");
      assert.ok(file);
      const [x, y] = file.facts.assignments.map(({ value }) => value && project.resolve(file, value));
      assert.deepEqual([x?.isOpen, x?.value.kind, x?.variables], [false, "string", ["X"]]);
      assert.deepEqual([y?.isOpen, y?.variables], [true, ["Y"]]);
      assert.equal(await resolved("import os\nx = os.getenv('A') or 'fallback'\n"), "fallback");
      assert.equal(await resolved("import os\nx = int(os.getenv('PORT', '80'))\n"), 80);
      assert.deepEqual(await resolved("import os\nx = f\"redis://{os.getenv('H')}\"\n"), { open: ["H"] });
    });

    it("reads a variable through an own function, with the default that it is given", async () => {
      const reader =
        "import os\ndef env(key, default=None):\n    value = os.environ.get(key)\n    return value or default\n";
      const method =
        "import os\nclass Helpers:\n    @staticmethod\n    def read(name, fallback=''):\n        return os.getenv(name, fallback)\n";
      const others = { "shop/__init__.py": "", "shop/helpers.py": reader, "shop/methods.py": method };
      assert.deepEqual(
        await resolved("from shop.helpers import env\nx = env('HOST', 'localhost')\n", others),
        "localhost",
      );
      assert.deepEqual(await resolved("from shop.methods import Helpers\nx = Helpers.read('A')\n", others), "");
      const code = "from shop.helpers import env\ndef other(name):\n    return name\nx = [env('PORT'), other('a')]\n";
      const project = await link({ ...others, "app.py": code });
      const file = project.file("app.py");
      const value = file?.facts.assignments.find(({ target }) => target === "x")?.value;
      assert.ok(file && value?.kind === "sequence");
      assert.deepEqual(
        value.items.map(item => project.resolve(file, item).variables),
        [["PORT"], []],
      );
    });
    it("builds paths relative to the analysed folder", async () => {
      assert.equal(
        await resolved(
          "from pathlib import Path\nBASE = Path(__file__).resolve().parent\nx = BASE / 'data' / 'db.sqlite3'\n",
        ),
        "data/db.sqlite3",
      );
      assert.equal(
        await resolved(
          "import os\nBASE = os.path.dirname(os.path.abspath(__file__))\nx = os.path.join(BASE, 'a', 'b')\n",
        ),
        "a/b",
      );
      const here = "import os\nBASE = os.path.realpath(os.path.dirname(__file__))\n";
      assert.equal(await resolved(`${here}x = f"{BASE}/data/db.sqlite3"\n`), "data/db.sqlite3");
      assert.equal(await resolved(`${here}x = BASE + "/data/db.sqlite3"\n`), "data/db.sqlite3");
      assert.equal(await resolved('BASE = ""\nx = f"{BASE}/data"\n'), "/data");
      assert.equal(
        await resolved("from conf.base import ROOT\nx = ROOT / 'media'\n", {
          "conf/__init__.py": "",
          "conf/base.py": "from pathlib import Path\nROOT = Path(__file__).resolve().parents[1]\n",
        }),
        "media",
      );
    });

    it("looks into literal dicts and settings objects", async () => {
      assert.equal(await resolved("D = {'a': {'b': 'c'}}\nx = D['a']['b']\n"), "c");
      assert.equal(await resolved("D = {'a': 1}\nx = D.get('z', 'none')\n"), "none");
      assert.equal(
        await resolved("from conf import settings\nx = settings.port\n", {
          "conf.py": "class S(Base):\n    port: int = 80\nsettings = S()\n",
        }),
        80,
      );
      assert.equal(
        await resolved("from conf import settings\nx = settings.port\n", {
          "conf.py":
            "class S(Base):\n    port: int = 80\nclass Local(S): pass\nKINDS = {'local': Local()}\nsettings: S = KINDS[mode]\n",
        }),
        80,
      );
      assert.equal(
        await resolved("from django.conf import settings\nx = settings.NAME\n", {
          "site/settings.py": "NAME = 'n'\n",
          "site/__init__.py": "",
        }),
        "n",
      );
    });

    it("leaves open what is not certain", async () => {
      assert.equal(await resolved("A = 1\nA = 2\nx = A\n"), "open");
      assert.equal(await resolved("A = ['a']\nA += ['b']\nx = A\n"), "open");
      assert.equal(await resolved("import os\ndef f(A):\n    x = os.path.join(A, 'b')\nA = 'a'\n"), "open");
      assert.equal(await resolved("x = call()\n"), "open");
      assert.equal(await resolved("x = x\n"), "open");
      assert.equal(await resolved("x = 'a' if y else 'b'\n"), "open");
      assert.equal(await resolved("for i in (1, 2):\n    x = i\n"), "open");
    });
  });

  it("links again after one file changed, with the same answer as from scratch", async () => {
    const before = { "a.py": "import b\n", "b.py": "X = 1\n", "c.py": "from b import X\n" };
    const after = { ...before, "a.py": "import c\n" };
    const { project } = await projectOf(before);
    const fresh = (await projectOf(after)).project;
    const facts = new Map(project.files.map(file => [file.path, file.facts]));
    const changed = fresh.file("a.py");
    assert.ok(changed);
    facts.set("a.py", changed.facts);
    const again = project.relink({ name: "workspace", facts, declaredRoots: [""], text: () => null });
    assert.deepEqual(again.imports, fresh.imports);
    assert.deepEqual(again.modules, fresh.modules);
  });

  it("sees new values after a change that left the imports alone", async () => {
    const before = { "conf.py": "HOST = 'old'\n", "app.py": "from conf import HOST\nx = HOST\n" };
    const { project } = await projectOf(before);
    const fresh = (await projectOf({ ...before, "conf.py": "HOST = 'new'\n" })).project;
    const facts = new Map(project.files.map(file => [file.path, file.facts]));
    const changed = fresh.file("conf.py");
    assert.ok(changed);
    facts.set("conf.py", changed.facts);
    const again = project.relink({ name: "workspace", facts, declaredRoots: [""], text: () => null });
    const app = again.file("app.py");
    assert.ok(app);
    const value = app.facts.assignments.find(({ target }) => target === "x")?.value;
    assert.equal(again.string(app, value), "new");
    assert.equal(again.imports, project.imports);
  });
});
