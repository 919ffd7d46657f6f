import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/procfile";
import { detect } from "../../../kit/detect";

describe("recon/detectors/procfile", () => {
  it("starts a program whose own option bears the name of one that only asks", async () => {
    const found = await detect(detector, {
      Procfile: "worker: python consume.py --version v2\n",
      "consume.py": "x()\n",
    });
    assert.equal(found.length, 1, found.join("\n"));
  });

  it("keeps a command of the project's own running as a worker, but for one that does one thing or is the server", async () => {
    const pyproject = '[project]\nname = "shop"\n[project.scripts]\nshop-crawl = "shop:run"\nshop = "shop:run"\n';
    const kindOf = async (line: string): Promise<string | undefined> =>
      (
        await detect(detector, { Procfile: `${line}\n`, "pyproject.toml": pyproject, "shop.py": "def run(): pass\n" })
      )[0];
    assert.equal(await kindOf("scheduler: shop-crawl"), "worker scheduler shop-crawl = shop-crawl @Procfile:1");
    assert.match((await kindOf("once: shop create-tables")) ?? "", /^cli /);
    assert.match((await kindOf("web: shop")) ?? "", /^cli /);
    for (const once of [
      "migrate: shop db migrate",
      "seed: shop demo-data",
      "data: shop seed-demo-data",
      "backup: shop backup --to s3",
      "nightly: shop fetch-all --once",
      "upgrade: shop db:migrate",
    ])
      assert.match((await kindOf(once)) ?? "", /^cli /, once);
    for (const kept of [
      "ticker: shop tick",
      "mail: shop run --queue import",
      "loads: shop load-balancer",
      "x: shop import-loop",
    ])
      assert.match((await kindOf(kept)) ?? "", /^worker /, kept);
  });

  it("knows the file that Gunicorn reads where none is named", async () => {
    const files = { Procfile: "web: gunicorn app:app\n", "app.py": "app = None\n" };
    const found = await detect(detector, { ...files, "gunicorn.conf.py": 'bind = "0.0.0.0:8500"\n' });
    assert.deepEqual(found, ["wsgi web app:app = gunicorn --bind 0.0.0.0:8500 app:app :8500 @Procfile:1"]);
    const other = await detect(detector, { ...files, "conf/gunicorn.conf.py": 'bind = "0.0.0.0:8500"\n' });
    assert.deepEqual(other, ["wsgi web app:app = gunicorn --bind 0.0.0.0:8000 app:app :8000 @Procfile:1"]);
  });

  it("leaves a pattern that is quoted to the program", async () => {
    const found = async (word: string): Promise<string> =>
      (await detect(detector, { Procfile: `worker: python consume.py ${word}\n`, "consume.py": "x()\n" })).join();
    assert.match(await found("'events/*'"), / = python consume\.py events\/\* @/);
    assert.match(await found("events/*"), / = sh -c exec python consume\.py events\/\* @/);
  });

  it("hands a script the words that it is called with", async () => {
    const found = await detect(detector, {
      Procfile:
        "short: ./run-rq.sh short.py\nlong: sh run-rq.sh long.py\nother: ./shifting.sh long.py\nbare: ./run-rq.sh\n",
      "run-rq.sh": "set -e\npython --version\necho python $1\npython ${1}\n",
      "shifting.sh": 'shift\npython "$1"\n',
      "short.py": "work()\n",
      "long.py": "work()\n",
    });
    assert.deepEqual(
      found.filter(line => line.includes(".py")),
      ["script short short.py = python short.py @run-rq.sh:4", "script long long.py = python long.py @run-rq.sh:4"],
    );
  });

  it("reads each process and prepares with release", async () => {
    const found = await detect(detector, {
      Procfile: "web: gunicorn app:app\nworker: rq worker high\nrelease: flask db upgrade\n",
      "app.py": "from flask import Flask\napp = Flask(__name__)\n",
    });
    assert.deepEqual(found, [
      "wsgi web app:app = gunicorn --bind 0.0.0.0:8000 app:app :8000 @Procfile:1",
      "framework rq @Procfile:2",
      "worker worker rq = rq worker high @Procfile:2",
      "framework flask @Procfile:3",
      "migrations flask-migrate = flask db upgrade @Procfile:3",
    ]);
  });
  it("runs a command of Flask's or Django's own command line that no table knows", async () => {
    const found = await detect(detector, {
      Procfile: "worker: flask jobs\nclock: python manage.py tick\nshell: flask shell\nrelease: flask seed\n",
      "app.py": "from flask import Flask\napp = Flask(__name__)\n",
      "manage.py": "from django.core.management import execute_from_command_line\nexecute_from_command_line()\n",
    });
    assert.deepEqual(
      found.filter(one => one.startsWith("worker")),
      [
        "worker worker flask jobs = flask jobs @Procfile:1",
        "worker clock manage.py tick = python manage.py tick @Procfile:2",
      ],
    );
  });
  it("asks a module of Gunicorn's settings for the port, and keeps the server in the foreground", async () => {
    const found = await detect(detector, {
      Procfile: "web: gunicorn --daemon -c python:shop.server shop:app\n",
      "shop/__init__.py": "from flask import Flask\napp = Flask(__name__)\n",
      "shop/server.py": "import os\nport = os.environ.get('PORT', 5000)\nbind = f'0.0.0.0:{port}'\n",
    });
    assert.deepEqual(found, ["wsgi web shop:app = gunicorn -c python:shop.server shop:app :5000 @Procfile:1"]);
  });
  it("keeps what a shell works out when it starts", async () => {
    const found = await detect(detector, {
      Procfile: 'web: gunicorn --workers=$(nproc) $([ "$X" = "1" ] && echo "--preload") app:app\n',
      "app.py": "from flask import Flask\napp = Flask(__name__)\n",
    });
    assert.deepEqual(found, [
      'wsgi web app:app = sh -c exec gunicorn --bind 0.0.0.0:8000 "--workers=$(nproc)" $([ "$X" = "1" ] && echo "--preload") app:app :8000 @Procfile:1',
    ]);
  });
  it("starts nothing of templates that projects are made from", async () => {
    assert.deepEqual(
      await detect(detector, {
        Procfile: "web: gunicorn {{ project_name }}.wsgi\n",
        "{{cookiecutter.name}}/Procfile": "web: gunicorn app:app\n",
      }),
      [],
    );
  });
  it("reports a target that does not exist", async () => {
    const found = await detect(detector, { Procfile: "web: gunicorn app.server:app\n", "app/__init__.py": "" });
    assert.deepEqual(found, [
      "problem command-target-missing @Procfile:1",
      "wsgi web app.server:app = gunicorn --bind 0.0.0.0:8000 app.server:app :8000 @Procfile:1",
    ]);
  });
  it("follows a folder that it changes to", async () => {
    const found = await detect(detector, {
      Procfile: "web: cd src && uvicorn main:app --port $PORT --host 0.0.0.0\n",
      "src/main.py": "app = None\n",
    });
    assert.deepEqual(found, [
      "asgi web main:app = uvicorn main:app --port 8000 --host 0.0.0.0 :8000 in src @Procfile:1",
      "port 8000 procfile @Procfile:1",
    ]);
  });
});
