import assert from "node:assert/strict";
import type { Recon } from "../../../src/model/recon";
import { readRecon } from "../../../src/recon/read-recon";
import { memoryFiles } from "../../kit/memory-files";

/** What real applications hold that simple readers get wrong: services, entry points and imports. */
async function recon(contents: Readonly<Record<string, string>>): Promise<Recon> {
  return readRecon(memoryFiles(contents), { name: "app" });
}

const services = ({ integrations }: Recon): readonly string[] =>
  integrations.map(({ service, variables, breaksInContainer }) =>
    [service, ...variables, ...(breaksInContainer === null ? [] : ["breaks"])].join(" "),
  );
const commands = ({ entryPoints }: Recon): readonly string[] =>
  entryPoints.map(({ kind, command, port }) => `${kind}: ${command.join(" ")}${port === null ? "" : ` :${port}`}`);
const codes = ({ problems }: Recon): readonly string[] => problems.map(({ code }) => code);
const edges = ({ imports }: Recon): readonly string[] => imports.map(({ from, to }) => `${from} ${to}`);

const FLASK = "from flask import Flask\napp = Flask(__name__)\n";
const CELERY =
  "from celery import Celery\ncelery = Celery('a', broker='redis://redis')\n@celery.task\ndef work(): pass\n";

describe("recon of what real applications hold: services", () => {
  it("tells each process that a supervisor keeps running of one file, and a file once that is called alike", async () => {
    const program = (name: string, words: string): string => `[program:${name}]\ncommand=python3 run.py${words}\n`;
    const told = async (programs: string): Promise<readonly string[]> =>
      commands(await recon({ "supervisord.conf": programs, "run.py": "import sys\nwork(sys.argv)\n" }));
    assert.deepEqual(await told(program("fetch", " --part fetch") + program("check", " --part check")), [
      "worker: python run.py --part fetch",
      "worker: python run.py --part check",
    ]);
    assert.deepEqual(await told(program("fetch", "") + program("again", "")), ["worker: python run.py"]);
    const environments = await recon({
      "deploy/prod/supervisord.conf": program("sync", " --config prod.ini"),
      "deploy/staging/supervisord.conf": program("sync", " --config staging.ini"),
      "run.py": "import sys\nwork(sys.argv)\n",
    });
    assert.deepEqual(commands(environments), ["worker: python run.py --config prod.ini"]);
  });

  it("takes no word, no console mail and no bucket read by HTTPS for a service", async () => {
    const words = await recon({
      "requirements.txt": "flask\nrequests\n",
      "app.py": `${FLASK}# uses redis and postgres\nTEXT = 'redis is nice, so is postgres'\nimport requests\nrequests.get('https://my-bucket.s3.amazonaws.com/file.csv')\n`,
    });
    assert.deepEqual(services(words), ["http-api"]);
    const mail = await recon({
      "requirements.txt": "django\n",
      "web/settings.py":
        "EMAIL_BACKEND = 'django.core.mail.backends.console.EmailBackend'\nINSTALLED_APPS = []\nROOT_URLCONF = 'web.urls'\n",
      "web/mail.py": "from django.core.mail import send_mail\nsend_mail('a', 'b', 'c', ['d'])\n",
    });
    assert.deepEqual(services(mail), []);
  });

  it("tells each API that only a variable knows once, and none that has an address as well", async () => {
    const found = await recon({
      "requirements.txt": "requests\npydantic-settings\n",
      "app.py":
        "import os, requests\nfrom conf import settings\nBASE = os.getenv('CASE_URL')\nrequests.get(BASE + '/a')\nrequests.get(f'{BASE}/b')\nrequests.get(os.environ['IAC_URL'])\nTIKA_URL = os.getenv('TIKA_URL', 'http://tika:9998')\nrequests.put(TIKA_URL)\n",
      "tool.py": "import os, requests\nrequests.put(os.environ['TIKA_URL'] + '/x')\n",
      "conf.py":
        "from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    mirth_url: str = 'http://localhost:9004'\n    other_url: str = 'http://localhost:9005'\nsettings = Settings()\n",
    });
    assert.deepEqual(services(found), [
      "http-api CASE_URL",
      "http-api IAC_URL",
      "http-api MIRTH_URL OTHER_URL breaks",
      "http-api TIKA_URL",
    ]);
  });

  it("reads what scripts of Python run to build", async () => {
    const { buildScripts } = await recon({
      "requirements.txt": "flask\n",
      "tasks.py":
        'from invoke import task\n@task\ndef test(c, args=""):\n    c.run("poetry run pytest " + args)\n    c.run("docker build .")\n',
      "noxfile.py": 'import nox\n@nox.session\ndef lint(session):\n    session.run("ruff", "check")\n',
      "ops/web.cloudbuild.yaml": "steps:\n  - name: docker\n    args: ['build', '-t', 'x', '.']\n",
    });
    assert.deepEqual(
      buildScripts.map(({ path, uses }) => `${path} ${uses.join(" ")}`),
      ["noxfile.py lint test", "ops/web.cloudbuild.yaml build", "tasks.py build docker"],
    );
    assert.deepEqual((await recon({ "requirements.txt": "celery\n", "tasks.py": CELERY })).buildScripts, []);
  });

  it("says nothing of how a person tries what an image gives to another server", async () => {
    const app = `${FLASK}if __name__ == "__main__":\n    app.run(host="127.0.0.1")\n`;
    const rules = async (command: string): Promise<readonly string[]> =>
      (
        await recon({
          "requirements.txt": "flask\ngunicorn\n",
          "app.py": app,
          Dockerfile: `FROM python:3.11\nCOPY . .\nCMD ${command}\n`,
        })
      ).readiness.map(({ rule }) => rule);
    assert.deepEqual(await rules('["gunicorn", "-b", "0.0.0.0:8000", "app:app"]'), []);
    assert.deepEqual(await rules('["python", "app.py"]'), ["loopback-bind"]);
  });

  it("tells a database of another image in Compose from what the code needs", async () => {
    const files = (own: string): Readonly<Record<string, string>> => ({
      "requirements.txt": "flask\nredis\n",
      "app.py": `${FLASK}import os, redis\nredis.Redis(host=os.environ['REDIS_HOST'])\n`,
      "compose.yaml": `services:\n  web:\n    build: .\n${own}  matomo:\n    image: matomo\n    depends_on: [matomo-db]\n  matomo-db:\n    image: mariadb:10\n`,
    });
    assert.deepEqual(services(await recon(files(""))), ["redis REDIS_HOST"]);
    const named = "    environment:\n      DB_URL: mysql://matomo-db/x\n";
    assert.deepEqual(services(await recon(files(named))), ["mariadb", "redis REDIS_HOST"]);
  });

  it("sees a broker in a database, a queue in a file and an eager mode", async () => {
    const database = await recon({
      "requirements.txt": "celery\nsqlalchemy\n",
      "app.py":
        "import os\nfrom celery import Celery\ndb = os.environ.get('DB', 'sqlite:///x.db')\napp = Celery('a', broker=os.environ.get('BROKER') or 'sqla+' + db)\n@app.task\ndef x(): pass\n",
    });
    assert.deepEqual(
      services(database).map(line => line.split(" ")[0]),
      ["sqlite"],
    );
    const eager = await recon({
      "requirements.txt": "celery\n",
      "tasks.py":
        "import os\nfrom celery import Celery\napp = Celery('a', broker=os.environ.get('BROKER', ''))\napp.conf.task_always_eager = True\n@app.task\ndef x(): pass\n",
    });
    assert.deepEqual(services(eager), []);
  });

  it("knows the engine by the scheme, whatever is rewritten or filled in", async () => {
    const rewritten = await recon({
      "requirements.txt": "sqlalchemy\npsycopg\n",
      "db.py":
        "import os\nfrom sqlalchemy import create_engine\nurl = os.environ['DATABASE_URL'].replace('postgres://', 'postgresql://')\nengine = create_engine(url)\n",
    });
    assert.deepEqual(services(rewritten), ["postgres DATABASE_URL"]);
    const templates = await recon({
      "requirements.txt": "sqlalchemy\nasyncpg\nmotor\n",
      "db.py": "DSN = 'postgresql+asyncpg://{user}:{password}@{host}/{name}'\nMONGO = 'mongodb://{account}{host}'\n",
    });
    assert.deepEqual(services(templates), ["mongodb", "postgres"]);
  });

  it("knows Redis, object storage and search by their many clients", async () => {
    const cache = await recon({
      "requirements.txt": "aiocache\n",
      "a.py": "from aiocache import caches\ncaches.set_config({'default': {'cache': 'aiocache.RedisCache'}})\n",
    });
    assert.deepEqual(services(cache), ["redis"]);
    const clients = await recon({
      "requirements.txt": "asyncio_redis\nminio\n",
      "a.py":
        "import asyncio_redis\nfrom minio import Minio\nasyncio_redis.Connection.create(host='localhost', port=6379)\nMinio('localhost:9000')\n",
    });
    assert.deepEqual(services(clients), ["redis breaks", "s3 breaks"]);
    const search = await recon({
      "requirements.txt": "django\ndjango-haystack\nelasticsearch\n",
      "web/settings.py":
        "INSTALLED_APPS = ['haystack']\nHAYSTACK_CONNECTIONS = {'default': {'ENGINE': 'haystack.backends.elasticsearch7_backend.Elasticsearch7SearchEngine', 'URL': 'http://127.0.0.1:9200/'}}\n",
    });
    assert.deepEqual(services(search), ["elasticsearch breaks"]);
  });

  it("counts only addresses that reach a request, and knows what is kept in files", async () => {
    const data = await recon({
      "requirements.txt": "requests\n",
      "a.py":
        "import requests\nSITES = {'a': 'https://a.acme.io', 'b': 'https://b.acme.io'}\nLICENSE = 'https://opensource.org/licenses/MIT'\nrequests.get('https://api.acme.io/v1')\n",
    });
    assert.deepEqual(
      data.integrations.flatMap(({ host }) => host ?? []),
      ["api.acme.io"],
    );
    const state = await recon({
      "requirements.txt": "flask\nflask-sqlalchemy\n",
      "app.py": `${FLASK}app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite:////tmp/x.db'\napp.config['UPLOAD_FOLDER'] = 'uploads'\n`,
    });
    assert.deepEqual(services(state), ["sqlite", "uploads"]);
  });
});

describe("recon of what real applications hold: entry points", () => {
  it("checks what a Procfile names, also by what the server takes", async () => {
    const served = (procfile: string, code: string): Promise<Recon> =>
      recon({ "requirements.txt": "flask\ndash\ngunicorn\n", Procfile: `web: gunicorn ${procfile}\n`, "app.py": code });
    const right = ["wsgi: gunicorn app:app --bind 0.0.0.0:8000 :8000"];
    for (const wrong of ["app.server.app:app", "app:server"]) {
      const found = await served(wrong, FLASK);
      assert.deepEqual([commands(found), codes(found)], [right, ["command-target-missing"]]);
    }
    const dotted = await served("app:app.server", "import dash\napp = dash.Dash(__name__)\nserver = app.server\n");
    assert.deepEqual(codes(dotted), ["command-target-missing"]);
    assert.equal(commands(dotted)[0], "dash: gunicorn app:server --bind 0.0.0.0:8050 :8050");
  });

  it("finds what a script starts in the project that it lies in, wherever the image puts that", async () => {
    const found = await recon({
      "apps/api/requirements.txt": "flask\ngunicorn\n",
      "apps/api/shop/__init__.py": "",
      "apps/api/shop/app.py": FLASK,
      "apps/api/bin/start.sh": "#!/bin/sh\nexec gunicorn shop.app:app\n",
      "deployments/aio/community/supervisor.conf": `[program:api]\ndirectory=/app/backend\ncommand=sh -c "./bin/start.sh"\n`,
    });
    assert.deepEqual(codes(found), []);
    assert.equal(commands(found)[0], "wsgi: gunicorn --bind 0.0.0.0:8000 shop.app:app :8000");
  });

  it("starts factories by a call, and Connexion 3 as ASGI", async () => {
    const factory = await recon({
      "requirements.txt": "flask\ngunicorn\n",
      Procfile: "web: gunicorn 'pkg:create_app()'\n",
      "pkg/__init__.py": "from flask import Flask\ndef create_app():\n    app = Flask(__name__)\n    return app\n",
    });
    assert.deepEqual(commands(factory), ["wsgi: gunicorn --bind 0.0.0.0:8000 pkg:create_app() :8000"]);
    const connexion = await recon({
      "requirements.txt": "connexion>=3\n",
      "run.py": "import connexion\napp = connexion.App(__name__)\nif __name__ == '__main__':\n    app.run(port=8080)\n",
    });
    assert.deepEqual(commands(connexion), ["asgi: uvicorn run:app --host 0.0.0.0 --port 8080 :8080"]);
  });

  it("splits a container of several processes, and takes an attribute that Celery takes", async () => {
    const base = { "requirements.txt": "flask\ncelery\ngunicorn\n", "app.py": FLASK + CELERY };
    const image = (command: string): string => `FROM python:3.11\nWORKDIR /a\nCOPY . .\nCMD ${command}\n`;
    const script = await recon({
      ...base,
      Dockerfile: image('["./run.sh"]'),
      "run.sh": "#!/bin/sh\ncelery -A app.celery worker &\nexec gunicorn app:app -b 0.0.0.0:5000\n",
    });
    const supervised = await recon({
      ...base,
      Dockerfile: image('["supervisord", "-c", "supervisord.conf"]'),
      "supervisord.conf":
        "[program:web]\ncommand=gunicorn app:app\n[program:work]\ncommand=celery -A app.celery worker\n",
    });
    for (const found of [script, supervised]) {
      assert.deepEqual(
        found.entryPoints.map(({ kind }) => kind),
        ["wsgi", "worker"],
      );
      assert.deepEqual(codes(found), []);
      assert.ok(found.readiness.some(({ rule }) => rule === "many-processes"));
    }
  });

  it("takes no guard, client or preparation for something to deploy", async () => {
    const tools = Object.fromEntries(
      Array.from({ length: 12 }, (_, at) => [
        `tools/t${at}.py`,
        "def main(): pass\nif __name__ == '__main__':\n    main()\n",
      ]),
    );
    const guards = await recon({ "requirements.txt": "flask\n", "app.py": FLASK, ...tools });
    assert.deepEqual(commands(guards), ["wsgi: gunicorn app:app --bind 0.0.0.0:8000 :8000"]);
    const clients = await recon({
      "requirements.txt": "grpcio\n",
      "server.py":
        "import grpc\nfrom concurrent import futures\nserver = grpc.server(futures.ThreadPoolExecutor())\nserver.add_insecure_port('[::]:8080')\nserver.start()\n",
      "client.py":
        "import grpc\ndef run():\n    grpc.insecure_channel('localhost:8080')\nif __name__ == '__main__':\n    run()\n",
      "init_db.py": "import sqlite3\nif __name__ == '__main__':\n    sqlite3.connect('x.db')\n",
    });
    assert.deepEqual(commands(clients), ["grpc: python server.py :8080"]);
  });

  it("names a peer of gRPC by what its address says, and knows no variable in a field of the object itself", async () => {
    const { integrations } = await recon({
      "requirements.txt": "grpcio\n",
      "peers.py":
        "import grpc\nclass Peer:\n    def open(self):\n        grpc.insecure_channel('users')\n        grpc.insecure_channel('orders:50052')\n        grpc.insecure_channel(self.target)\n",
    });
    const peers = integrations.map(({ host, whole }) => host ?? whole ?? null);
    assert.deepEqual(new Set(peers), new Set(["users", "orders:50052", null]));
  });

  it("warns of work at import and never listens on the loopback address", async () => {
    const work = await recon({
      "requirements.txt": "flask\nrequests\n",
      "app.py": `import requests\nDATA = requests.get('https://api.acme.io/v1').json()\n${FLASK}`,
      "main.py": "import app\n",
    });
    assert.ok(work.readiness.some(({ rule }) => rule === "import-work"));
    const flask = await recon({ "requirements.txt": "flask\n", Procfile: "web: flask run\n", "app.py": FLASK });
    assert.deepEqual(commands(flask), ["wsgi: gunicorn app:app --bind 0.0.0.0:8000 :8000"]);
  });

  it("runs the application where an image installs something else, or dummies a secret", async () => {
    const other = await recon({
      "requirements.txt": "flask\n",
      "app.py": FLASK,
      Dockerfile: 'FROM python:3.11\nARG VERSION\nRUN pip install mytool==$VERSION\nCMD ["mytool", "serve"]\n',
    });
    assert.deepEqual(commands(other), ["wsgi: gunicorn app:app --bind 0.0.0.0:8000 :8000"]);
    const secret = await recon({
      "requirements.txt": "flask\n",
      "app.py": `import os\nKEY = os.environ['SECRET_KEY']\n${FLASK}`,
      Dockerfile: "FROM python:3.11\nCOPY . .\nRUN SECRET_KEY=dummy python -c 'import app'\n",
    });
    assert.deepEqual(
      secret.environment.map(({ name, required, hasDefault }) => [name, required, hasDefault]),
      [["SECRET_KEY", true, false]],
    );
  });
});

describe("recon of what real applications hold: imports", () => {
  it("looks beside the importing file, and through two roots at one file", async () => {
    const bot = await recon({
      "bot/__init__.py": "",
      "bot/config.py": "X = 1\n",
      "bot/helpers.py": "def go(): pass\n",
      "bot/main.py": "import config\nfrom helpers import go\nprint(config.X)\n",
    });
    assert.deepEqual([edges(bot), bot.undeclared], [["bot/main.py bot/config.py", "bot/main.py bot/helpers.py"], []]);
    const same = await recon({
      "requirements.txt": "lnurl\n",
      "wallet/__init__.py": "",
      "wallet/lnurl.py": "from lnurl import Answer\n",
      "wallet/payments.py": "from lnurl import Answer\n",
    });
    assert.deepEqual([edges(same), same.unused], [[], []]);
    const roots = await recon({
      "backend/__init__.py": "",
      "backend/config/__init__.py": "",
      "backend/config/settings.py": "X = 1\n",
      "backend/run.py": "from config.settings import X\n",
      "backend/app.py": "from backend.config.settings import X\n",
    });
    assert.deepEqual(edges(roots), [
      "backend/app.py backend/config/settings.py",
      "backend/run.py backend/config/settings.py",
    ]);
  });

  it("reads files that nothing can import, namespace packages, circles, star chains and generated code", async () => {
    const names = await recon({
      "make-data.py": "import ldm.models.x\n",
      "import.py": "import os\n",
      "gunicorn.conf.py": "bind = '0.0.0.0:80'\n",
      "ldm/models/x.py": "X = 1\n",
    });
    assert.deepEqual(edges(names), ["make-data.py ldm/models/x.py"]);
    assert.deepEqual(codes(names), []);
    const circle = await recon({
      "s/__init__.py": "",
      "s/base.py": "from .prod import Y\nX = 1\n",
      "s/prod.py": "from .base import *\nY = 2\n",
      "x_pb2.py": "# Generated by the protocol buffer compiler.  DO NOT EDIT!\nX = 1\n",
      "app.py": "import x_pb2\ntry:\n    import local_settings\nexcept ImportError:\n    pass\n",
    });
    assert.deepEqual(edges(circle), ["app.py x_pb2.py", "s/base.py s/prod.py", "s/prod.py s/base.py"]);
    assert.deepEqual([circle.undeclared, codes(circle)], [[], []]);
  });
});

describe("recon of what real applications hold: programs told once and rightly", () => {
  it("gives a worker of the project's own command no port from -p, which is its number of processes", async () => {
    const found = await recon({
      "pyproject.toml": '[project]\nname = "shop"\nversion = "1"\n[project.scripts]\nshop = "shop.cli:main"\n',
      "shop/__init__.py": "",
      "shop/cli.py": "def main(): pass\n",
      Dockerfile: 'FROM python:3.11\nCOPY . .\nEXPOSE 8000\nCMD ["shop", "run-worker", "-p", "1"]\n',
    });
    assert.deepEqual(
      commands(found).filter(line => line.startsWith("worker")),
      ["worker: shop run-worker -p 1"],
    );
    assert.deepEqual(
      found.ports.map(({ port }) => port),
      [8000],
    );
  });

  it("knows a file that uWSGI loads by its path in the image", async () => {
    const found = await recon({
      "requirements.txt": "flask\nuwsgi\n",
      "site/__init__.py": "",
      "site/main.py": FLASK,
      "compose.yaml":
        "services:\n  web:\n    build: .\n    command: uwsgi --http :57001 --wsgi-file /app/site/main.py --callable app --master\n",
      Dockerfile: "FROM python:3.11\nWORKDIR /app\nCOPY . .\n",
    });
    assert.deepEqual(
      found.entryPoints.map(({ kind, target, port }) => [kind, target, port]),
      [["wsgi", "site.main:app", 57001]],
    );
  });

  it("merges a file below a folder that no import can name with its console script", async () => {
    const api =
      "from fastapi import FastAPI\nimport uvicorn\napp = FastAPI()\ndef main():\n    uvicorn.run(app, port=8000)\n";
    const found = await recon({
      "pyproject.toml": '[project]\nname = "all"\nversion = "1"\n[tool.uv.workspace]\nmembers = ["my-part"]\n',
      "my-part/pyproject.toml":
        '[project]\nname = "my-part"\nversion = "1"\ndependencies = ["fastapi", "uvicorn"]\n[project.scripts]\nmy-part = "my_part.main:main"\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n',
      "my-part/my_part/__init__.py": "",
      "my-part/my_part/main.py": api,
      Dockerfile: 'FROM python:3.11\nWORKDIR /app\nCOPY . .\nCMD ["fastapi", "run", "my-part/my_part/main.py"]\n',
    });
    assert.deepEqual(
      found.entryPoints.map(({ kind, target }) => [kind, target]),
      [["asgi", "my_part.main:app"]],
    );
  });

  it("tells the command that a part of a workspace installs, beside the services of others", async () => {
    const project = (name: string, more: string): string =>
      `[project]\nname = "${name}"\nversion = "1"\ndependencies = ["flask"]\n${more}`;
    const found = await recon({
      "pyproject.toml": '[tool.uv.workspace]\nmembers = ["apps/*"]\n',
      "apps/one/pyproject.toml": project("one", ""),
      "apps/one/one.py": FLASK,
      "apps/two/pyproject.toml": project("two", ""),
      "apps/two/two.py": FLASK,
      "apps/tool/pyproject.toml": project("tool", '[project.scripts]\nship = "all.tool.cli:main"\n'),
      "apps/tool/all/tool/cli.py": "def main(): pass\n",
    });
    assert.deepEqual(
      found.entryPoints.filter(({ kind }) => kind === "cli").map(({ target }) => target),
      ["ship"],
    );
  });

  it("leaves what tests start out where the application starts something itself", async () => {
    const load = 'FROM python:3.11\nCOPY . .\nCMD ["python", "tests/load/locustfile.py"]\n';
    const found = await recon({
      "requirements.txt": "flask\n",
      "app.py": FLASK,
      "tests/load/Dockerfile": load,
      "tests/load/locustfile.py": "import requests\nif __name__ == '__main__':\n    print(1)\n",
    });
    assert.deepEqual(
      found.entryPoints.map(({ kind }) => kind),
      ["wsgi"],
    );
  });

  it("knows the project's own published image by the code that is mounted into it and started", async () => {
    const compose = (command: string): string =>
      `services:\n  web:\n    image: someone/shop\n    command: ${command}\n    ports: ["8001:8001"]\n    volumes: [".:/shop"]\n`;
    const files = { "requirements.txt": "flask\ngunicorn\n", "shop/__init__.py": "", "shop/server.py": FLASK };
    const own = await recon({ ...files, "compose.yaml": compose("pipenv run gunicorn shop.server:app -b :8001") });
    assert.deepEqual(commands(own), ["wsgi: gunicorn shop.server:app -b 0.0.0.0:8001 :8001"]);
    const other = await recon({ ...files, "compose.yaml": compose("serve other.server:app") });
    assert.deepEqual(
      other.entryPoints.map(({ place }) => place.path),
      ["shop/server.py"],
    );
  });

  it("knows the port of a settings class by the annotation of what holds it", async () => {
    const found = await recon({
      "requirements.txt": "fastapi\nuvicorn\npydantic-settings\n",
      "conf.py":
        "import os\nfrom pydantic_settings import BaseSettings\nclass Config(BaseSettings):\n    PORT: int = 8085\nclass Local(Config): ...\ndef chosen():\n    kinds = {'local': Local()}\n    return kinds[os.getenv('ENV', 'local')]\nconfig: Config = chosen()\n",
      "main.py":
        "import uvicorn\nfrom fastapi import FastAPI\nfrom conf import config, Config\napp = FastAPI()\ndef serve(given: Config):\n    uvicorn.run('main:app', port=given.PORT)\nif __name__ == '__main__':\n    uvicorn.run('main:app', port=config.PORT)\n",
    });
    assert.deepEqual(
      found.ports.map(({ port, place }) => [port, place.line]),
      [
        [8085, 6],
        [8085, 8],
      ],
    );
  });

  it("takes what an extra is called after for installed", async () => {
    const found = await recon({
      "requirements.txt": "dramatiq[redis]\n",
      "requirements-dev.txt": "coverage[toml]\n",
      "app.py": "import dramatiq\nimport redis\nimport boto3\nimport toml\n",
    });
    assert.deepEqual(
      found.undeclared.map(({ distribution }) => distribution),
      ["boto3", "toml"],
    );
  });

  it("keeps a command that an example's image starts with words of its own", async () => {
    const found = await recon({
      "pyproject.toml": '[project]\nname = "shop"\nversion = "1"\n[project.scripts]\nshop = "shop.cli:main"\n',
      "shop/__init__.py": "",
      "shop/cli.py": "def main(): pass\n",
      "examples/one/Dockerfile": 'FROM python:3.11\nRUN pip install shop\nCMD ["shop", "--ip", "0.0.0.0"]\n',
    });
    assert.deepEqual(commands(found), ["cli: shop"]);
  });

  it("finds Celery behind a class of the project's own in another file", async () => {
    const found = await recon({
      "requirements.txt": "celery\n",
      "shop/__init__.py": "",
      "shop/queue/__init__.py":
        "from shop.queue.core import ShopQueue\nqueue = ShopQueue('shop')\n@queue.task\ndef work(): pass\n",
      "shop/queue/core.py": "from celery import Celery\nclass ShopQueue(Celery):\n    pass\n",
    });
    assert.deepEqual(commands(found), ["worker: celery -A shop.queue worker --loglevel=info"]);
  });

  it("follows names of a namespace package whose portions lie under several roots", async () => {
    const found = await recon({
      "pyproject.toml":
        '[tool.poetry]\nname = "x"\nversion = "1"\npackages = [{include = "shop", from = "bases"}, {include = "shop", from = "parts"}]\n',
      "bases/shop/api/__init__.py": "from shop import log, queue\n",
      "parts/shop/log/__init__.py": "",
      "parts/shop/queue/__init__.py": "from shop.queue.core import send\n",
      "parts/shop/queue/core.py": "def send(): pass\n",
    });
    assert.deepEqual(edges(found), [
      "bases/shop/api/__init__.py parts/shop/log/__init__.py",
      "bases/shop/api/__init__.py parts/shop/queue/__init__.py",
      "parts/shop/queue/__init__.py parts/shop/queue/core.py",
    ]);
  });
});
