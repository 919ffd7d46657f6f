import assert from "node:assert/strict";
import { NO_SETTINGS } from "../../../src/settings/settings";
import { readRecon, type ReadReconOptions } from "../../../src/recon/read-recon";
import type { Recon } from "../../../src/model/recon";
import { memoryFiles } from "../../kit/memory-files";

function recon(contents: Readonly<Record<string, string>>, options: Partial<ReadReconOptions> = {}): Promise<Recon> {
  return readRecon(memoryFiles(contents), { name: "sample", ...options });
}

function entries(found: Recon): readonly string[] {
  return found.entryPoints.map(({ kind, name, target, command }) => `${kind} ${name} ${target} = ${command.join(" ")}`);
}

const FLASK = "from flask import Flask\napp = Flask(__name__)\n";
const FASTAPI = "from fastapi import FastAPI\napp = FastAPI()\n";

describe("recon/read-recon", () => {
  it("gives the same bytes twice, apart from the timings", async () => {
    const contents = { "app.py": FLASK, Procfile: "web: gunicorn app:app\n", "requirements.txt": "flask\n" };
    const text = async (): Promise<string> => JSON.stringify({ ...(await recon(contents)), timings: null });
    assert.equal(await text(), await text());
  });

  it("ignores one of several APIs by the variable that gives its host, and the only one by its service", async () => {
    const code = (...names: readonly string[]): string =>
      `import os, requests\n${names.map(name => `requests.get(os.environ["${name}"])\n`).join("")}`;
    const apis = async (finding: string, ...names: readonly string[]): Promise<readonly string[]> => {
      const settings = {
        ...NO_SETTINGS,
        recon: { ...NO_SETTINGS.recon, ignore: [{ finding, path: null, why: null }] },
      };
      const found = await recon({ "app.py": code(...names), "requirements.txt": "requests\n" }, { settings });
      return found.integrations.flatMap(({ service, variables }) => (service === "http-api" ? variables : []));
    };
    assert.deepEqual(await apis("integration/http-api/STOCK_URL", "STOCK_URL", "PARTNER_URL"), ["PARTNER_URL"]);
    assert.deepEqual(await apis("integration/http-api", "STOCK_URL", "PARTNER_URL"), ["PARTNER_URL", "STOCK_URL"]);
    assert.deepEqual(await apis("integration/http-api", "STOCK_URL"), []);
  });

  it("of an empty folder finds nothing and throws nothing", async () => {
    const found = await recon({});
    assert.deepEqual(entries(found), []);
    assert.equal(found.migrations, null);
    assert.deepEqual(found.units, []);
  });

  it("tells no scheduler that the code suggests beside a worker that is one", async () => {
    const contents = {
      "shop/__init__.py": "",
      "shop/celery.py":
        "from celery import Celery\napp = Celery('shop')\napp.conf.beat_schedule = {'a': {'task': 'a'}}\n@app.task\ndef a(): ...\n",
    };
    const kinds = async (command: string): Promise<readonly string[]> =>
      (await recon({ ...contents, Procfile: `worker: ${command}\n` })).entryPoints.map(({ kind }) => kind).sort();
    assert.deepEqual(await kinds("celery -A shop.celery worker"), ["beat", "worker"]);
    assert.deepEqual(await kinds("celery -A shop.celery worker -E -B -l info"), ["worker"]);
  });

  it("tells no worker of the command that serves, left running by a recipe", async () => {
    const shop = {
      "pyproject.toml":
        '[project]\nname = "shop"\ndependencies = ["fastapi", "uvicorn"]\n[project.scripts]\nshop = "shop.server:main"\n',
      "shop/__init__.py": "",
      "shop/__main__.py": "from fastapi import FastAPI\napp = FastAPI()\n",
      "shop/server.py": "import uvicorn\ndef main():\n    uvicorn.run('shop.__main__:app', port=5000)\n",
    };
    const kinds = async (recipe: string): Promise<readonly string[]> =>
      (await recon({ ...shop, Makefile: `openapi:\n\t${recipe} &\n\tsleep 15\n` })).entryPoints.map(({ kind }) => kind);
    assert.deepEqual(await kinds("PORT=5003 uv run shop"), ["asgi"]);
    assert.ok((await kinds("celery -A shop.jobs worker")).includes("worker"));
  });

  it("starts no application of Celery in a folder whose deployment starts another one, and each of folders apart", async () => {
    const celery = "from celery import Celery\napp = Celery('shop')\n@app.task\ndef a(): ...\n";
    const targets = async (other: string, procfile: Readonly<Record<string, string>>): Promise<readonly string[]> =>
      (await recon({ "shop/__init__.py": "", "shop/celery.py": celery, [other]: celery, ...procfile })).entryPoints
        .filter(({ kind }) => kind === "worker")
        .map(({ target }) => target)
        .sort();
    const deployed = { Procfile: "worker: celery -A shop worker\n" };
    assert.deepEqual(await targets("old_tasks.py", deployed), ["shop"]);
    assert.deepEqual(await targets("old_tasks.py", {}), ["old_tasks", "shop"]);
    const used = { ...deployed, "web.py": "from old_tasks import a\na.delay()\n" };
    assert.deepEqual(await targets("old_tasks.py", used), ["old_tasks", "shop"], "sent by a module of its own");
    const recipe = { Makefile: "worker:\n\tcelery -A shop worker\n" };
    assert.deepEqual(await targets("old_tasks.py", recipe), ["old_tasks", "shop"], "a recipe deploys nothing");
    const tested = { ...deployed, "tests/test_tasks.py": "from old_tasks import a\n" };
    assert.deepEqual(await targets("old_tasks.py", tested), ["shop"]);
    const apart = { "billing/requirements.txt": "celery\n", "requirements.txt": "celery\n", ...deployed };
    assert.deepEqual(await targets("billing/tasks.py", apart), ["shop", "tasks"]);
  });

  describe("precedence of commands", () => {
    const contents = {
      "app.py": FLASK,
      "compose.yaml": "services:\n  site:\n    build: .\n    command: gunicorn app:app -b :8001\n",
      Dockerfile: 'FROM python:3.11\nCOPY . /a\nWORKDIR /a\nCMD ["gunicorn", "app:app", "-b", ":8002"]\n',
      Procfile: "web: gunicorn app:app -b :8003\n",
    };
    it("is Compose, then Dockerfile, then Procfile, then code; the place shows the code", async () => {
      const all = await recon(contents);
      assert.deepEqual(entries(all), ["wsgi site app:app = gunicorn app:app -b 0.0.0.0:8001"]);
      assert.deepEqual(
        [all.entryPoints[0]?.place.path, all.entryPoints[0]?.commandPlace?.path],
        ["app.py", "compose.yaml"],
      );
      const { "compose.yaml": _compose, ...noCompose } = contents;
      assert.deepEqual(entries(await recon(noCompose)), ["wsgi web app:app = gunicorn app:app -b 0.0.0.0:8002"]);
      const { Dockerfile: _dockerfile, ...procfile } = noCompose;
      assert.deepEqual(entries(await recon(procfile)), ["wsgi web app:app = gunicorn app:app -b 0.0.0.0:8003"]);
    });

    it("does not list the script that serves what a deployment serves from the same file", async () => {
      const found = await recon({
        "app.py": [
          "from flask import Flask",
          "class Server:",
          "    def __init__(self):",
          "        self.app = Flask(__name__)",
          "def create_app():",
          "    server = Server()",
          "    return server.app",
          'if __name__ == "__main__":',
          "    app = create_app()",
          '    app.run(host="0.0.0.0", port=3000)',
        ].join("\n"),
        Procfile: "web: gunicorn 'app:create_app()' -b :8000\n",
      });
      assert.deepEqual(entries(found), ["wsgi web app:create_app() = gunicorn app:create_app() -b 0.0.0.0:8000"]);
    });

    it("drops a target that does not exist beside one that does", async () => {
      const found = await recon({ "app.py": FLASK, Procfile: "web: gunicorn app:server\n" });
      assert.deepEqual(entries(found), ["wsgi web app:app = gunicorn app:app --bind 0.0.0.0:8000"]);
      assert.deepEqual(
        found.problems.map(({ code }) => code),
        ["command-target-missing"],
      );
    });

    it("takes the command of production and the reload of development", async () => {
      const found = await recon({
        "app.py": FASTAPI,
        "compose.yaml": "services:\n  web:\n    build: .\n    command: uvicorn app:app --reload --host 0.0.0.0\n",
        Dockerfile: "FROM python:3.11\nWORKDIR /a\nCOPY . .\nCMD uvicorn app:app --host 0.0.0.0 --workers 4\n",
      });
      assert.match(found.entryPoints[0]?.command.join(" ") ?? "", /^uvicorn app:app/);
      assert.match(found.entryPoints[0]?.devCommand.join(" ") ?? "", /--reload/);
    });
  });

  it("finds no server in a library", async () => {
    const found = await recon({
      "pyproject.toml": '[project]\nname = "lib"\n[build-system]\nrequires = ["hatchling"]\n',
      "src/lib/__init__.py": "def wrap(app):\n    return app\n",
      "src/lib/flask_support.py":
        "from flask import Flask\n\nclass Extension:\n    def make(self):\n        return Flask('x')\n",
      "examples/app.py": FLASK,
      "docs/conf.py": "project = 'x'\n",
      "tests/test_x.py": FLASK,
      "README.md": "    $ flask run\n    $ uvicorn example:app\n",
    });
    assert.deepEqual(entries(found), []);
  });

  it("tells guesses only where nothing better is known", async () => {
    assert.deepEqual(entries(await recon({ "main.py": "print('x')\n" })), ["script main main.py = python main.py"]);
    assert.deepEqual(entries(await recon({ "main.py": "import app\napp.run()\n", "app.py": FLASK })).length, 1);
  });

  it("runs tests without what measures them", async () => {
    const found = await recon({
      "requirements.txt": "django\n",
      "app.py": "",
      ".github/workflows/ci.yml": "jobs:\n  a:\n    steps:\n      - run: coverage run --source=x ./manage.py test\n",
    });
    assert.deepEqual(found.tests?.command, ["python", "./manage.py", "test"]);
  });

  describe("units", () => {
    it("installs services without manifests from the list above them, which is told once", async () => {
      const dockerfile = 'FROM python:3.11\nWORKDIR /app\nCOPY . .\nCMD ["uvicorn", "app.main:app"]\n';
      const found = await recon({
        "requirements.txt": "fastapi\nuvicorn\nredis\nleft-over-library\n",
        "a/Dockerfile": dockerfile,
        "a/app/main.py": FASTAPI,
        "b/Dockerfile": dockerfile,
        "b/app/main.py": `import redis\n${FASTAPI}`,
      });
      assert.deepEqual(
        found.units.map(({ name, recon: { packageManager, dependencies } }) =>
          [name, packageManager?.name, dependencies.length].join(" "),
        ),
        ["a pip 4", "b pip 4"],
      );
      assert.deepEqual(found.undeclared, []);
      assert.deepEqual(
        found.dependencies.map(({ name }) => name),
        ["fastapi", "uvicorn", "redis", "left-over-library"],
      );
      assert.deepEqual(found.units[0]?.recon.unused, []);
    });

    it("knows the tools that the root of a workspace declares, and members that one depends on", async () => {
      const found = await recon({
        "pyproject.toml":
          '[project]\nname = "all"\ndependencies = []\n[dependency-groups]\ndev = ["pytest"]\n[tool.uv.workspace]\nmembers = ["api", "core"]\n',
        "uv.lock":
          'version = 1\n[[package]]\nname = "api"\nversion = "1"\nsource = { virtual = "api" }\ndependencies = [{ name = "fastapi" }, { name = "core" }]\n[[package]]\nname = "core"\nversion = "1"\nsource = { editable = "core" }\n[[package]]\nname = "fastapi"\nversion = "0.115"\n[[package]]\nname = "pytest"\nversion = "8"\n',
        "api/pyproject.toml": '[project]\nname = "api"\ndependencies = ["fastapi", "core"]\n',
        "api/app/main.py": `from core.greet import greet\n${FASTAPI}`,
        "api/app/tests/conftest.py": "import pytest\n",
        "core/pyproject.toml": '[project]\nname = "core"\ndependencies = []\n',
        "core/core/__init__.py": "",
        "core/core/greet.py": "def greet(): ...\n",
      });
      assert.deepEqual(
        found.units.map(({ name }) => name),
        ["api"],
      );
      assert.deepEqual(found.undeclared, []);
      assert.deepEqual(found.unused, []);
    });

    const monorepo = {
      "services/api/requirements.txt": "fastapi\n",
      "services/api/main.py": `from common.settings import URL\n${FASTAPI}`,
      "services/mail/requirements.txt": "celery\n",
      "services/mail/jobs.py": 'from celery import Celery\napp = Celery("jobs")\n\n@app.task\ndef send():\n    pass\n',
      "common/__init__.py": "",
      "common/settings.py": 'import os\nURL = os.environ["SHARED_URL"]\n',
      "docs/requirements.txt": "sphinx\n",
      "docs/conf.py": "project = 'x'\n",
    };

    it("are folders with a manifest and something to start", async () => {
      const found = await recon(monorepo);
      assert.deepEqual(
        found.units.map(({ name, path }) => `${name} ${path}`),
        ["api services/api", "mail services/mail"],
      );
      assert.deepEqual(entries(found.units[0]?.recon ?? found), [
        "asgi web main:app = uvicorn main:app --host 0.0.0.0 --port 8000",
      ]);
      assert.equal(found.units[0]?.recon.entryPoints[0]?.workingDirectory, "services/api");
      assert.deepEqual(found.entryPoints.length, 2);
    });

    it("are none where the only one imports itself from above", async () => {
      const files = {
        "src/requirements.txt": "fastapi\nuvicorn\n",
        "src/__init__.py": "",
        "src/app/__init__.py": "",
        "src/app/main.py": FASTAPI,
      };
      const found = await recon(files);
      assert.deepEqual(found.units, []);
      assert.deepEqual(entries(found), [
        "asgi web src.app.main:app = uvicorn src.app.main:app --host 0.0.0.0 --port 8000",
      ]);
      const { "src/__init__.py": _package, ...apart } = files;
      assert.equal((await recon({ ...apart, "src/app/__init__.py": "" })).units.length, 1);
    });

    it("give the root their version where they share one, and none where they differ", async () => {
      const pinned = (api: string, mail: string) => ({
        ...monorepo,
        "services/api/.python-version": `${api}\n`,
        "services/mail/.python-version": `${mail}\n`,
      });
      const same = (await recon(pinned("3.13", "3.13"))).python;
      assert.deepEqual([same.chosen, same.reason], ["3.13", "Python 3.13: what every service is made with."]);
      const other = (await recon(pinned("3.13", "3.11"))).python;
      assert.deepEqual(
        [other.chosen, other.reason],
        [null, "Each service has a version of its own: api 3.13, mail 3.11."],
      );
    });

    it("know the variables of libraries that they use", async () => {
      const found = await recon(monorepo);
      assert.deepEqual(
        found.units.map(({ recon: own }) => own.environment.some(({ name }) => name === "SHARED_URL")),
        [true, false],
      );
    });

    it("are one where an application stands beside a front end", async () => {
      const found = await recon({
        "backend/requirements.txt": "flask\n",
        "backend/app.py": FLASK,
        "frontend/package.json": "{}",
      });
      assert.deepEqual(
        found.units.map(({ path }) => path),
        ["backend"],
      );
    });

    it("are folders with a program each, which share at most a list above them", async () => {
      const apart = {
        "requirements.txt": "fastapi\nuvicorn\npika\n",
        "orders/main.py": `from database import URL\n${FASTAPI}`,
        "orders/database.py": "URL = 1\n",
        "users/main.py": `from database import URL\n${FASTAPI}`,
        "users/database.py": "URL = 2\n",
      };
      const paths = async (files: Record<string, string>) => (await recon(files)).units.map(({ path }) => path);
      assert.deepEqual(await paths(apart), ["orders", "users"]);
      const [orders] = (await recon(apart)).units;
      assert.deepEqual(orders?.recon.dependencies.map(({ name }) => name).sort(), ["fastapi", "pika", "uvicorn"]);
      const server = (name: string): string =>
        `from aiohttp import web\nfrom ${name}.settings import PORT\napp = web.Application()\nif __name__ == "__main__":\n    web.run_app(app, port=PORT)\n`;
      const together = {
        "req.txt": "aiohttp\n",
        "cart/main.py": server("cart"),
        "cart/__init__.py": "",
        "cart/settings.py": "PORT = 8001\n",
        "cart/fill_all.py": "import stock.settings\n",
        "stock/main.py": server("stock"),
        "stock/__init__.py": "",
        "stock/settings.py": "PORT = 8002\n",
      };
      assert.deepEqual(await paths(together), ["cart", "stock"]);
      assert.deepEqual(
        (await recon(together)).units.map(
          ({ recon: { entryPoints } }) => `${entryPoints[0]?.command.join(" ")} in ${entryPoints[0]?.workingDirectory}`,
        ),
        ["python -m cart.main in ", "python -m stock.main in "],
      );
      assert.deepEqual(await paths({ ...together, "stock/settings.py": "from cart.settings import PORT\n" }), []);
      assert.deepEqual(await paths({ ...together, Procfile: "web: python -m cart.main\n" }), []);
      assert.deepEqual(await paths({ ...apart, "main.py": FASTAPI }), []);
      assert.deepEqual(await paths({ ...apart, "pyproject.toml": '[project]\nname = "a"\nversion = "1"\n' }), []);
    });

    it("are the services below a list that they share", async () => {
      const found = await recon({
        "packages/requires.txt": "flask\n",
        "packages/one/setup.py": "from setuptools import setup\nsetup(name='one')\n",
        "packages/one/app.py": FLASK,
        "packages/two/setup.py": "from setuptools import setup\nsetup(name='two')\n",
        "packages/two/app.py": FLASK,
      });
      assert.deepEqual(
        found.units.map(({ path }) => path),
        ["packages/one", "packages/two"],
      );
    });

    it("are none where src has only the packaging of what the root declares", async () => {
      const found = await recon({
        "requirements.txt": "flask\n",
        "src/setup.py": "from setuptools import setup\nsetup(name='x', py_modules=['app'])\n",
        "src/app.py": FLASK,
      });
      assert.deepEqual(found.units, []);
      assert.equal(found.entryPoints[0]?.workingDirectory, "src");
      assert.deepEqual(
        found.dependencies.map(({ name }) => name),
        ["flask"],
      );
    });

    it("are none where the root itself is built and declared", async () => {
      const found = await recon({
        "requirements.txt": "flask\n",
        Dockerfile: "FROM python:3.11\nCOPY . .\nCMD gunicorn --chdir src app:app\n",
        "src/requirements.txt": "flask\n",
        "src/app.py": FLASK,
      });
      assert.deepEqual(found.units, []);
    });

    it("are those that the settings name", async () => {
      const settings = { ...NO_SETTINGS, units: { shop: { path: "services/api", decisions: {} } } };
      const found = await recon(monorepo, { settings });
      assert.deepEqual(
        found.units.map(({ name, path }) => `${name} ${path}`),
        ["shop services/api"],
      );
      const only = await recon(monorepo, { settings, unit: "shop" });
      assert.deepEqual(only.units, []);
      await assert.rejects(recon(monorepo, { settings, unit: "shp" }), { code: "usage", todo: "Did you mean shop?" });
      assert.deepEqual(entries(only), ["asgi web main:app = uvicorn main:app --host 0.0.0.0 --port 8000"]);
    });
  });

  describe("settings", () => {
    const contents = { "app.py": `import os\n${FLASK}PORT = os.environ.get("PORT", "5000")\n` };

    it("ignore findings, and correct them", async () => {
      const settings = {
        ...NO_SETTINGS,
        recon: {
          exclude: [],
          ignore: [{ finding: "entry-point/web", path: null, why: null }],
          correct: [
            { finding: "environment/PORT", set: { default: "8080", required: "no" }, line: 3 },
            { finding: "environment/GONE", set: { default: "x" }, line: 4 },
          ],
        },
      };
      const found = await recon(contents, { settings });
      assert.deepEqual(entries(found), []);
      assert.equal(found.environment.find(({ name }) => name === "PORT")?.default, "8080");
      assert.equal(found.environment.find(({ name }) => name === "PORT")?.required, false);
      assert.deepEqual(
        found.problems.map(({ code, place }) => `${code} ${place.line}`),
        ["correction-unused 4"],
      );
    });
  });

  it("stops when it is cancelled", async () => {
    const controller = new AbortController();
    controller.abort();
    await assert.rejects(recon({ "app.py": FLASK }, { signal: controller.signal }), { code: "cancelled" });
  });
});
