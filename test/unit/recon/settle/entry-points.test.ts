import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import { memoryFiles } from "../../../kit/memory-files";

const CELERY = {
  "requirements.txt": "celery==5.4.0\nredis==5.0.0\n",
  "cms/__init__.py": "",
  "cms/celery.py": 'from celery import Celery\napp = Celery("cms", broker="redis://localhost:6379/0")\n',
  "cms/tasks.py": "from celery import shared_task\n@shared_task\ndef send():\n    pass\n",
  "deploy/supervisord.conf":
    "[supervisord]\nnodaemon=true\n[program:beat]\ncommand=celery beat --logfile=/srv/logs/beat.log --pidfile=/run/beat.pid\n",
};

async function commandsOf(): Promise<readonly string[]> {
  const { entryPoints } = await readRecon(memoryFiles(CELERY), { name: "shop" });
  return entryPoints.map(({ command }) => command.join(" ")).sort();
}

describe("recon/settle/entry-points", () => {
  it("give a celery command that names no application the one that the code has", async () => {
    assert.deepEqual(await commandsOf(), ["celery -A cms beat", "celery -A cms worker --loglevel=info"]);
  });

  it("tell each handler of one file that a template declares, and once where it is known by its signature as well", async () => {
    const functions = ["list", "handler"].map(name => `  ${name}:\n    handler: users.${name}\n`).join("");
    const { entryPoints } = await readRecon(
      memoryFiles({
        "serverless.yml": `provider:\n  runtime: python3.11\nfunctions:\n${functions}`,
        "users.py": "def list(event, context):\n    return []\n\ndef handler(event, context):\n    return {}\n",
      }),
      { name: "shop" },
    );
    assert.deepEqual(
      entryPoints.map(({ name, command }) => `${name}: ${command.join(" ")}`),
      ["list: python -m awslambdaric users.list", "handler: python -m awslambdaric users.handler"],
    );
  });

  it("keep handlers of Lambda beside a server, and a script beside handlers", async () => {
    const started = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> => {
      const thumbs = { "thumbs/handler.py": "def handler(event, context):\n    return {}\n" };
      return (await readRecon(memoryFiles({ ...thumbs, ...files }), { name: "shop" })).entryPoints.map(one => one.name);
    };
    assert.deepEqual(await started({ "app.py": "from flask import Flask\napp = Flask(__name__)\n" }), [
      "web",
      "thumbs",
    ]);
    const main = { "main.py": 'if __name__ == "__main__":\n    print(1)\n' };
    assert.deepEqual(await started(main), ["main", "thumbs"]);
    const declared = "provider:\n  runtime: python3.11\nfunctions:\n  thumbs:\n    handler: thumbs/handler.handler\n";
    assert.deepEqual((await started({ ...main, "serverless.yml": declared })).toSorted(), ["main", "thumbs"]);
  });

  it("give a script's parameters the words it is called with, once, and none that a function or the script sets itself", async () => {
    const started = async (script: string): Promise<readonly string[]> => {
      const { entryPoints } = await readRecon(
        memoryFiles({
          ...CELERY,
          "deploy/supervisord.conf": "",
          Dockerfile: 'FROM python:3.11\nWORKDIR /app\nCOPY . /app\nENTRYPOINT ["/app/start.sh"]\nCMD ["background"]\n',
          "start.sh": `#!/bin/sh\n${script}\n`,
        }),
        { name: "shop" },
      );
      return entryPoints.map(({ command }) => command.join(" "));
    };
    const run = 'exec celery -A cms worker -Q "$1"';
    const filled = ["celery -A cms worker -Q background"];
    const open = 'sh -c exec celery -A cms worker -Q "$1"';
    assert.deepEqual(await started(run), filled);
    assert.deepEqual(await started(`python -c "print(main())"\n${run}`), filled);
    assert.equal((await started(`start() { ${run}; }; start mails`)).at(-1), open);
    assert.equal((await started(`function start {\n  ${run}\n}\nstart mails`)).at(-1), open);
    assert.equal((await started(`set -- mails\n${run}`)).at(-1), open);
  });

  it("begin with the usual name of what is served, and end with a file that no import can name", async () => {
    const targets = async (...names: readonly string[]): Promise<readonly string[]> => {
      const app = "from flask import Flask\n\napp = Flask(__name__)\n";
      const files = Object.fromEntries(names.map(name => [name, app]));
      const { entryPoints } = await readRecon(memoryFiles({ "requirements.txt": "flask\n", ...files }), {
        name: "shop",
      });
      return [...entryPoints].sort((left, right) => left.rank - right.rank).map(({ target }) => target);
    };
    assert.deepEqual(await targets("admin.py", "run.py"), ["run:app", "admin:app"]);
    assert.deepEqual(await targets("run.py", "main.py"), ["main:app", "run:app"]);
    assert.deepEqual(await targets("db-setup.py", "shop.py"), ["shop:app", "db-setup:app"]);
  });

  it("rank commands and workers by their names, dashes or not", async () => {
    const first = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> => {
      const { entryPoints } = await readRecon(memoryFiles(files), { name: "shop" });
      return entryPoints.flatMap(({ rank, kind, target }) => (rank === 1 ? [`${kind} ${target}`] : []));
    };
    const main = "import argparse\n\ndef main():\n    argparse.ArgumentParser().parse_args()\n";
    const scripts = '[project.scripts]\ndata-tool = "shop.a:main"\nvalidate = "shop.b:main"\n';
    assert.deepEqual(
      await first({
        "pyproject.toml": `[project]\nname = "shop"\nversion = "1"\n${scripts}`,
        "shop/__init__.py": "",
        "shop/a.py": main,
        "shop/b.py": main,
      }),
      ["cli data-tool"],
    );
    const waits =
      'import time\n\ndef main():\n    while True:\n        time.sleep(1)\n\nif __name__ == "__main__":\n    main()\n';
    assert.ok((await first({ "my-bot.py": waits, "zoo.py": waits })).includes("worker my-bot.py"));
  });

  it("tell each command with which a deployment starts one program", async () => {
    const started = async (...commands: readonly string[]): Promise<readonly string[]> => {
      const services = commands.map((command, at) => `  s${String(at)}:\n    build: .\n    command: ${command}\n`);
      const { entryPoints } = await readRecon(
        memoryFiles({
          "requirements.txt": "apscheduler\ntyper\n",
          "shop/__init__.py": "",
          "shop/cli.py":
            "import typer\napp = typer.Typer()\n@app.command()\ndef run_scheduler():\n    from shop import jobs\n    jobs.run()\n@app.command()\ndef run_worker(queues: list[str]):\n    pass\n",
          "shop/jobs.py":
            "from apscheduler.schedulers.blocking import BlockingScheduler\ndef run():\n    scheduler = BlockingScheduler()\n    scheduler.start()\n",
          "shop/__main__.py": "from shop.cli import app\nif __name__ == '__main__':\n    app()\n",
          Dockerfile: "FROM python:3.11\nWORKDIR /app\nCOPY . .\n",
          "compose.yaml": `services:\n${services.join("")}`,
        }),
        { name: "acme" },
      );
      return entryPoints.map(({ kind, command }) => `${kind}: ${command.join(" ")}`).sort();
    };
    assert.deepEqual(
      await started("python -m shop run-worker low", "python -m shop run-worker high", "python -m shop run-scheduler"),
      [
        "beat: python -m shop run-scheduler",
        "cli: python -m shop",
        "worker: python -m shop run-worker high",
        "worker: python -m shop run-worker low",
      ],
    );
  });

  it("tell an application that another module completes once, as it is served", async () => {
    const { entryPoints } = await readRecon(
      memoryFiles({
        "requirements.txt": "sanic==19.12.2\ngunicorn\n",
        "app/__init__.py": "from sanic import Sanic\napp = Sanic()\n",
        "app/server.py": "from app import app\nfrom app.routes import blueprints\napp.blueprint(blueprints)\n",
        "app/routes.py": "from sanic import Blueprint\nblueprints = Blueprint('x')\n",
        "run_server.sh": "#!/bin/bash\ngunicorn --worker-class sanic.worker.GunicornWorker app.server:app\n",
      }),
      { name: "shop" },
    );
    assert.deepEqual(
      entryPoints.map(({ target }) => target),
      ["app.server:app"],
    );
  });

  it("take SAQ's program for a worker", async () => {
    const { entryPoints } = await readRecon(
      memoryFiles({
        "requirements.txt": "saq\n",
        "shop/__init__.py": "",
        "shop/worker.py": "settings = {}\n",
        Dockerfile: 'FROM python:3.11\nWORKDIR /app\nCOPY . .\nCMD ["python", "-m", "saq", "shop.worker.settings"]\n',
      }),
      { name: "acme" },
    );
    assert.deepEqual(
      entryPoints.map(({ kind, command }) => `${kind}: ${command.join(" ")}`),
      ["worker: python -m saq shop.worker.settings"],
    );
  });

  it("take a word that the code declares no command for for the same program", async () => {
    const started = async (code: string, files: Readonly<Record<string, string>>): Promise<readonly string[]> => {
      const { entryPoints, environment } = await readRecon(
        memoryFiles({
          "requirements.txt": "discord.py\npika\n",
          Dockerfile: "FROM python:3.11\nCOPY . .\n",
          "zap.py": code,
          ...files,
        }),
        { name: "acme" },
      );
      const asked = environment.map(({ name, required }) => `${name}${required ? "!" : ""}`);
      return [...entryPoints.map(({ kind, target }) => `${kind} ${target}`), ...asked].sort();
    };
    const service = (name: string, command: string): string => `  ${name}:\n    build: .\n    command: ${command}\n`;
    const bot =
      'import os\nimport discord\nclient = discord.Client()\nif __name__ == "__main__":\n    client.run(os.environ["TOKEN"])\n';
    assert.deepEqual(
      await started(bot, {
        "compose.yaml": `services:\n${service("b", "python zap.py prod")}`,
        "compose.dev.yaml": `services:\n${service("b", "python zap.py dev")}`,
      }),
      ["TOKEN!", "bot zap.py"],
    );
    const consumer =
      'import pika\nif __name__ == "__main__":\n    pika.BlockingConnection().channel().start_consuming()\n';
    assert.deepEqual(
      await started(consumer, {
        "compose.yaml": `services:\n${service("u", "python zap.py frob")}${service("v", "python zap.py gleep")}`,
      }),
      ["worker zap.py"],
    );
    const parser =
      'import argparse\nimport pika\ndef main():\n    parser = argparse.ArgumentParser()\n    sub = parser.add_subparsers()\n    sub.add_parser("frob")\n    sub.add_parser("gleep")\n    parser.parse_args()\n    pika.BlockingConnection().channel().start_consuming()\nif __name__ == "__main__":\n    main()\n';
    assert.deepEqual(
      await started(parser, {
        "compose.yaml": `services:\n${service("u", "python zap.py frob")}${service("v", "python zap.py gleep")}`,
      }),
      ["script python zap.py frob", "script python zap.py gleep"],
    );
    assert.deepEqual(
      await started(parser, {
        "compose.yaml": `services:\n${service("u", "python zap.py frob")}`,
        "compose.dev.yaml": `services:\n${service("u", "python zap.py gleep")}`,
      }),
      ["script zap.py"],
    );
  });

  it("show Django's application in the module that the platform starts", async () => {
    const module = (kind: string): string =>
      `import os\nfrom django.core.${kind} import get_${kind}_application\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\napplication = get_${kind}_application()\n`;
    const { entryPoints } = await readRecon(
      memoryFiles({
        "requirements.txt": "django==5.0\ngunicorn==22.0\nuvicorn==0.30\n",
        "manage.py":
          'import os\nfrom django.core.management import execute_from_command_line\nif __name__ == "__main__":\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\n    execute_from_command_line([])\n',
        "site_/__init__.py": "",
        "site_/settings.py": 'ROOT_URLCONF = "site_.urls"\nWSGI_APPLICATION = "site_.wsgi.application"\n',
        "site_/wsgi.py": module("wsgi"),
        "site_/asgi.py": module("asgi"),
        Procfile: "web: gunicorn site_.asgi:application -k uvicorn.workers.UvicornWorker\n",
      }),
      { name: "shop" },
    );
    const web = entryPoints.find(({ target }) => target === "site_.asgi:application");
    assert.deepEqual([web?.place.path, web?.place.line], ["site_/asgi.py", 4]);
  });

  it("tell no program by which a file of development tries what a deployment serves", async () => {
    const started = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> => {
      const { entryPoints } = await readRecon(
        memoryFiles({
          "requirements.txt": "sanic==23.12\ngunicorn==22.0\n",
          "api/main.py":
            "from sanic import Sanic\napp = Sanic('x')\nif __name__ == '__main__':\n    app.run(port=5000, dev=True)\n",
          ...files,
        }),
        { name: "shop" },
      );
      return entryPoints.map(({ command }) => command[0] ?? "").sort();
    };
    const production = "web: gunicorn api.main:app --worker-class uvicorn.workers.UvicornWorker\n";
    const trial = "api: python api/main.py\n";
    assert.deepEqual(await started({ Procfile: production, "Procfile.dev": trial }), ["gunicorn"]);
    assert.deepEqual(await started({ Procfile: production + trial }), ["gunicorn", "python"]);
  });

  it("tell a console script and the module that calls its function once", async () => {
    const started = async (guard: string, command: string): Promise<readonly string[]> => {
      const { entryPoints } = await readRecon(
        memoryFiles({
          "pyproject.toml": '[project]\nname = "shop"\nversion = "1"\n[project.scripts]\nshop = "shop.cli:main"\n',
          "shop/__init__.py": "",
          "shop/cli.py": `def main():\n    pass\n\ndef other():\n    pass\n${guard}`,
          "shop/__main__.py": "from .cli import main\n\nif __name__ == '__main__':\n    main()\n",
          Dockerfile: `FROM python:3.11\nCMD ${command}\n`,
        }),
        { name: "shop" },
      );
      return entryPoints.map(({ kind, command: words }) => `${kind}: ${words.join(" ")}`);
    };
    const guard = (name: string): string => `if __name__ == "__main__":\n    ${name}()\n`;
    assert.deepEqual(await started("", '["python", "-m", "shop"]'), ["cli: python -m shop"]);
    assert.deepEqual(await started(guard("main"), '["python", "-m", "shop.cli"]'), ["cli: python -m shop.cli"]);
    assert.equal((await started(guard("other"), '["python", "-m", "shop.cli"]')).length, 2);
  });

  it("tell a console script that listens once, also where an image calls it", async () => {
    const { entryPoints } = await readRecon(
      memoryFiles({
        "setup.py":
          'from setuptools import setup\nsetup(name="shop", entry_points={"console_scripts": ["shop-api = shop:main"]})\n',
        "shop.py":
          "from aiohttp import web\n\ndef main():\n    app = web.Application()\n    web.run_app(app, port=8081)\n",
        Dockerfile: 'FROM python:3.11\nCOPY . .\nCMD ["shop-api"]\n',
      }),
      { name: "shop" },
    );
    assert.deepEqual(
      entryPoints.map(({ kind, command, port }) => [kind, ...command, port]),
      [["server", "shop-api", 8081]],
    );
  });

  it("tell a server once that the package's `__main__` starts from another module, with the words of the image", async () => {
    const started = async (main: string, command: string): Promise<readonly string[]> => {
      const { entryPoints } = await readRecon(
        memoryFiles({
          "requirements.txt": "tornado==6.4\n",
          "view/__init__.py": "",
          "view/__main__.py": main,
          "view/app.py":
            "import tornado.web\nimport tornado.ioloop\ndef main(port):\n    app = tornado.web.Application([])\n    app.listen(port)\n    tornado.ioloop.IOLoop.current().start()\nif __name__ == '__main__':\n    main(8888)\n",
          Dockerfile: `FROM python:3.11\nWORKDIR /app\nCOPY . .\nEXPOSE 8080\nCMD ${command}\n`,
        }),
        { name: "shop" },
      );
      return entryPoints.map(({ kind, command: words, port }) => `${kind} ${words.join(" ")} :${String(port)}`);
    };
    const main = "from view.app import main\nmain(8080)\n";
    assert.deepEqual(await started(main, '["python", "-m", "view"]'), ["server python -m view :8080"]);
    assert.deepEqual(await started("print('view')\n", '["python", "-m", "view"]'), [
      "cli python -m view :null",
      "server python -m view.app :8888",
    ]);
  });

  it("take no program for the server of another file where its words or a branch may have it do something else", async () => {
    let root = "";
    const started = async (main: string, ...lines: readonly string[]): Promise<readonly string[]> => {
      const { entryPoints } = await readRecon(
        memoryFiles({
          "requirements.txt": "fastapi\nuvicorn\n",
          Procfile: lines.map((line, at) => `p${String(at)}: ${line}\n`).join(""),
          "main.py": `import sys\nfrom shop.server import serve\nfrom shop.jobs import work\n${main}`,
          [`${root}shop/__init__.py`]: "",
          [`${root}shop/jobs.py`]: "import time\ndef work():\n    while True: time.sleep(1)\n",
          [`${root}shop/server.py`]:
            "import uvicorn\nfrom fastapi import FastAPI\napp = FastAPI()\ndef serve():\n    uvicorn.run(app, host='0.0.0.0', port=9000)\n",
        }),
        { name: "shop" },
      );
      return entryPoints.map(({ kind, command: words, port }) => `${kind} ${words.join(" ")} :${String(port)}`).sort();
    };
    const chosen = "if len(sys.argv) > 1:\n        serve()\n    else:\n        work()\n";
    const guard = "if __name__ == '__main__':\n    ";
    const both = [
      "asgi uvicorn shop.server:app --host 0.0.0.0 --port 9000 :9000",
      "worker python main.py web :null",
      "worker python main.py worker :null",
    ];
    assert.deepEqual(await started(guard + chosen, "python main.py web", "python main.py worker"), both);
    const early = `def main():\n    if len(sys.argv) > 2: return work()\n    serve()\n${guard}main()\n`;
    assert.deepEqual(await started(early, "python main.py web", "python main.py worker"), both);
    const alone = [both[0], "worker python main.py :null"];
    assert.deepEqual(await started(guard + chosen, "python main.py"), alone);
    assert.deepEqual(await started(`def main():\n    ${chosen}${guard}main()\n`, "python main.py"), alone);
    assert.deepEqual(await started(`${guard}serve()\n`, "python main.py"), ["asgi python main.py :9000"]);
    root = "src/";
    assert.deepEqual(await started(`${guard}serve()\n`, "python main.py"), alone);
  });

  it("give a program that serves the port of its words, where it has an option for it", async () => {
    const port = async (given: string, option: string): Promise<readonly (number | null)[]> => {
      const { entryPoints } = await readRecon(
        memoryFiles({
          "requirements.txt": "fastapi\nuvicorn\n",
          Procfile: `web: python -m shop.main ${given}\n`,
          "shop/__init__.py": "",
          "shop/main.py": `import argparse, uvicorn\nfrom fastapi import FastAPI\napp = FastAPI()\nif __name__ == "__main__":\n    p = argparse.ArgumentParser()\n    p.add_argument("${option}", type=int, default=8123)\n    a = p.parse_args()\n    uvicorn.run(app, host="0.0.0.0", port=a.port)\n`,
        }),
        { name: "shop" },
      );
      return entryPoints.map(one => one.port);
    };
    assert.deepEqual(await port("--port 9000", "--port"), [9000]);
    assert.deepEqual(await port("--reload --port=9000", "--port"), [9000]);
    assert.deepEqual(await port("", "--port"), [8123]);
    assert.notDeepEqual(await port("--port 9000", "--camera"), [9000]);
  });

  it("tell a console script once that an image publishes the port of, whatever the code shows", async () => {
    const { entryPoints } = await readRecon(
      memoryFiles({
        "pyproject.toml":
          '[project]\nname = "shop"\n[project.scripts]\nshop = "shop.main:run"\nshop-admin = "shop.admin:run"\n',
        "shop/main.py": "def run(): pass\n",
        "shop/admin.py": "def run(): pass\n",
        Dockerfile: 'FROM python:3.11\nWORKDIR /app\nCOPY . .\nRUN pip install .\nEXPOSE 8080\nCMD ["shop"]\n',
      }),
      { name: "shop" },
    );
    assert.deepEqual(
      entryPoints.map(({ kind, command, port }) => `${kind} ${command.join(" ")} :${String(port)}`),
      ["server shop :8080", "cli shop-admin :null"],
    );
  });

  it("tell a console script that an image starts as a worker once", async () => {
    const { entryPoints } = await readRecon(
      memoryFiles({
        "pyproject.toml": '[project]\nname = "shop"\nversion = "1"\n[project.scripts]\nworker-manager = "shop:main"\n',
        "shop.py": "def main():\n    pass\n",
        "manager-Dockerfile": 'FROM python:3.11\nCOPY . .\nCMD ["worker-manager"]\n',
      }),
      { name: "shop" },
    );
    assert.deepEqual(
      entryPoints.map(({ kind, command }) => [kind, ...command]),
      [["worker", "worker-manager"]],
    );
  });

  it("tell the worker of RQ once, by whichever of its names", async () => {
    const { entryPoints } = await readRecon(
      memoryFiles({
        "requirements.txt": "rq==1.0\n",
        "jobs.py": 'from redis import Redis\nfrom rq import Queue\nqueue = Queue("mails", connection=Redis())\n',
        Procfile: "worker: rqworker -c settings\n",
      }),
      { name: "shop" },
    );
    assert.deepEqual(
      entryPoints.map(({ command }) => command.join(" ")),
      ["rqworker -c settings"],
    );
  });

  it("tell the worker of Huey once, through whichever module a deployment names it", async () => {
    const { entryPoints } = await readRecon(
      memoryFiles({
        "requirements.txt": "huey==2.5\n",
        "core/__init__.py": "",
        "core/app.py": "from huey import RedisHuey\nhuey_app = RedisHuey('x')\n",
        "core/start.py": "from .app import huey_app\nfrom .tasks import *\n",
        "core/tasks.py": "from .app import huey_app\n@huey_app.task()\ndef send():\n    pass\n",
        "docker-compose.yml":
          "services:\n  queue:\n    build: .\n    command: poetry run huey_consumer.py core.start.huey_app -w 4\n",
      }),
      { name: "shop" },
    );
    assert.deepEqual(
      entryPoints.map(({ command }) => command.join(" ")),
      ["huey_consumer.py core.start.huey_app -w 4"],
    );
  });

  it("prefer the application that is there to a module that neither the workspace nor a dependency has", async () => {
    const files = {
      "requirements.txt": "flask\ngunicorn\npgadmin4\n",
      "server.py": 'from flask import Flask\napp = Flask(__name__)\n@app.route("/")\ndef index():\n    return "ok"\n',
    };
    const served = async (command: string): Promise<readonly string[]> => {
      const { entryPoints } = await readRecon(memoryFiles({ ...files, Procfile: `web: ${command}\n` }), {
        name: "shop",
      });
      return entryPoints.map(({ target }) => target);
    };
    assert.deepEqual(await served("gunicorn old_project.wsgi --log-file -"), ["server:app"]);
    assert.deepEqual(await served("gunicorn pgadmin4.pgAdmin4:app"), ["pgadmin4.pgAdmin4:app"]);
  });

  it("take a script that something keeps running for a worker, unless the code tells more", async () => {
    const files = {
      "requirements.txt": "flask\ngunicorn\ndiscord.py\n",
      "app.py": 'from flask import Flask\napp = Flask(__name__)\n@app.route("/")\ndef index():\n    return "ok"\n',
      "feed.py": "import time\nwhile True:\n    time.sleep(5)\n",
      "names.py": "def only():\n    return 1\n",
      "chat.py": 'import discord\nclient = discord.Client(intents=discord.Intents.default())\nclient.run("x")\n',
    };
    const kinds = async (more: Record<string, string>): Promise<readonly string[]> => {
      const { entryPoints } = await readRecon(memoryFiles({ ...files, ...more }), { name: "shop" });
      return entryPoints.map(({ kind, command }) => `${kind} ${command.slice(0, 3).join(" ")}`).sort();
    };
    const web = "wsgi gunicorn app:app --bind";
    assert.deepEqual(
      await kinds({
        Procfile: "web: gunicorn app:app\nfeed: python feed.py\nchat: python chat.py\nnames: python names.py\n",
      }),
      [
        "bot python chat.py",
        "script python names.py",
        "worker python feed.py",
        web.replace("app:app --bind", "--bind 0.0.0.0:8000"),
      ],
    );
    assert.deepEqual(
      await kinds({
        "start.sh": "#!/bin/sh\npython names.py\npython feed.py &\nexec gunicorn app:app --bind 0.0.0.0:8000\n",
      }),
      ["bot python chat.py", web, "worker python feed.py"].sort(),
    );
  });
});
