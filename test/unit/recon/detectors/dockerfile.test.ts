import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/dockerfile";
import { detect, evidenceOf } from "../../../kit/detect";

describe("recon/detectors/dockerfile", () => {
  it("takes the default of a port's variable, however deep, before what is exposed", async () => {
    const portOf = async (words: string): Promise<string | undefined> =>
      (
        await detect(detector, {
          "main.py": "app = None\n",
          Dockerfile: `FROM python:3.11\nCOPY . /app\nWORKDIR /app\nEXPOSE 7000\nCMD uvicorn main:app --port ${words}\n`,
        })
      )
        .find(one => one.startsWith("asgi"))
        ?.replace(/^.* --port (\S+) .*$/, "$1");
    assert.equal(await portOf("${PORT:-${APP_PORT:-8080}}"), "8080");
    assert.equal(await portOf("${PORT:-9000}"), "9000");
    assert.equal(await portOf("$PORT"), "7000");
  });

  it("fills in names of files only where a shell of the image does", async () => {
    const commandOf = async (words: string): Promise<string | undefined> =>
      (await detect(detector, { "load.py": "x()\n", Dockerfile: `FROM python:3.11\nCOPY . .\nCMD ${words}\n` }))
        .find(one => one.startsWith("script"))
        ?.replace(/^.* = (.*) @.*$/, "$1");
    assert.equal(await commandOf('["python", "load.py", "in/*"]'), "python load.py in/*");
    assert.equal(await commandOf("python load.py --from in/*"), "sh -c exec python load.py --from in/*");
    assert.equal(await commandOf('["sh", "-c", "python load.py in/*"]'), "sh -c exec python load.py in/*");
  });

  it("knows no port of a server that is told a socket or an address", async () => {
    for (const given of ['unix_socket="/run/x.sock"', 'listen="*:9000"', "sockets=[made]", 'unix="/run/x.sock"']) {
      const found = await detect(detector, {
        "main.py": `import waitress\ndef app(env, start): return []\nif __name__ == "__main__":\n    waitress.serve(app, ${given})\n`,
        Dockerfile: 'FROM python:3.11\nWORKDIR /app\nCOPY . .\nCMD ["python", "main.py"]\n',
      });
      assert.ok(!found.join("\n").includes("8080"), given);
    }
  });

  it("knows where a program of its own listens that names no port", async () => {
    const portOf = async (given: string): Promise<string | undefined> =>
      (
        await detect(detector, {
          "main.py": `from aiohttp import web\napp = web.Application()\napp.router.add_get("/", None)\nif __name__ == "__main__":\n    web.run_app(app${given})\n`,
          Dockerfile: 'FROM python:3.11\nWORKDIR /app\nCOPY . .\nCMD ["python", "main.py"]\n',
        })
      )
        .find(one => one.startsWith("server"))
        ?.replace(/^.* :(\d+) .*$/, "$1");
    assert.equal(await portOf(""), "8080");
    assert.equal(await portOf(", port=9000"), "9000");
    // What a setting of its own says is not known.
    assert.equal(await portOf(", port=settings.port"), "8000");
  });

  it("joins entry point and command, and follows the script", async () => {
    const found = await detect(detector, {
      Dockerfile:
        'FROM python:3.11\nWORKDIR /app\nCOPY . .\nEXPOSE 9000\nENTRYPOINT ["./entry.sh"]\nCMD ["gunicorn", "app:app", "-b", ":9000"]\n',
      "entry.sh": '#!/bin/sh\npython manage.py migrate\nexec "$@"\n',
      "app.py": "app = None\n",
      "manage.py":
        'from django.core.management import execute_from_command_line\nif __name__ == "__main__":\n    execute_from_command_line()\n',
    });
    assert.deepEqual(found, [
      "port 9000 EXPOSE @Dockerfile:4",
      "framework django @entry.sh:2",
      "migrations django = python manage.py migrate @entry.sh:2",
      "wsgi web app:app = gunicorn app:app -b 0.0.0.0:9000 :9000 @Dockerfile:6",
      "port 9000 dockerfile @Dockerfile:6",
    ]);
  });
  it("follows an entry point whose shell hands on the command", async () => {
    const started = async (entrypoint: string): Promise<string | undefined> =>
      (
        await detect(detector, {
          Dockerfile: `FROM python:3.11\nWORKDIR /srv\nCOPY . .\nCOPY docker/entry.sh /entry.sh\nENTRYPOINT ${entrypoint}\nCMD ["gunicorn", "--config gunicorn.py", "app:app"]\n`,
          "docker/entry.sh": '#!/bin/bash\nset -e\nPRE=()\nexec "${PRE[@]}" "$@"\n',
          "gunicorn.py": 'bind = ":5500"\n',
          "app.py": "app = None\n",
        })
      ).find(one => one.startsWith("wsgi"));
    assert.equal(
      await started("/entry.sh $0 $@"),
      "wsgi web app:app = gunicorn --config gunicorn.py app:app :5500 @Dockerfile:6",
    );
    assert.equal(await started('exec /entry.sh ${0} "$@"'), await started("/entry.sh $0 $@"));
    assert.equal(await started("/entry.sh"), undefined);
    const before = performance.now();
    await started(`a${" ".repeat(100_000)}b $0x`);
    assert.ok(performance.now() - before < 2000);
  });
  it("takes the folder that a Compose file builds, where other services hold a module of the same name", async () => {
    const service =
      'FROM python:3.11\nWORKDIR /app\nCOPY requirements.txt .\nCOPY . .\nCMD ["uvicorn", "app.main:app"]\n';
    const files = {
      "requirements.txt": "fastapi\nuvicorn\n",
      "docker-compose.yml": "services:\n  a:\n    build: ./a\n  b:\n    build: ./b\n",
      "a/Dockerfile": service,
      "a/app/main.py": "app = None\n",
      "b/Dockerfile": service,
      "b/app/main.py": "app = None\n",
    };
    const folders = (await evidenceOf(detector, files)).flatMap(one =>
      one.claim === "entry-point" ? [one.workingDirectory] : [],
    );
    assert.deepEqual(folders, ["a", "b"]);
  });
  it("follows a Python script that gives way to its arguments", async () => {
    const checked = async (end: string): Promise<readonly string[]> =>
      detect(detector, {
        Dockerfile:
          'FROM python:3.11\nWORKDIR /app\nCOPY check.py /opt/\nCOPY . .\nENTRYPOINT ["python", "/opt/check.py"]\nCMD ["celery", "-A", "jobs", "worker"]\n',
        "check.py": `import os, sys\nif "KEY" not in os.environ:\n    sys.exit(64)\n${end}\n`,
        "jobs.py": "from celery import Celery\napp = Celery()\n",
      });
    assert.match(
      (await checked("os.execvp(sys.argv[1], sys.argv[1:])")).join("\n"),
      /^worker .*celery -A jobs worker/m,
    );
    assert.doesNotMatch((await checked("print(sys.argv)")).join("\n"), /^worker /m);
  });
  it("runs a script of Python that has no ending", async () => {
    const found = await detect(detector, {
      SlimDockerfile: 'FROM python:3.11\nWORKDIR /srv\nCOPY . .\nENTRYPOINT ["./start.sh"]\n',
      "start.sh": '#!/bin/sh\nexec scripts/shop-server "$CONFIG" --bind :8080\n',
      "scripts/shop-server": "#!/usr/bin/env python3\nimport sys\n",
    });
    assert.match(found.join("\n"), /^script \S+ scripts\/shop-server = python scripts\/shop-server /m);
  });
  it("follows what another user runs, and the target that make is called with", async () => {
    const found = await detect(detector, {
      DockerfileWorker: "FROM python:3.11\nWORKDIR /srv\nCOPY . .\nENV QUEUE=mail\nCMD make work\n",
      Dockerfile:
        'FROM python:3.11\nWORKDIR /srv\nCOPY . .\nENTRYPOINT ["/bin/sh", "-c", "./prepare.sh && su app -c /srv/run.sh"]\n',
      Makefile: "QUEUE?=default\nwork: build\n\tcelery -A jobs worker -Q $(QUEUE)\n",
      "run.sh": "#!/bin/sh\nuvicorn web:app --host 0.0.0.0 --port 5001\n",
      "web.py": "app = None\n",
      "jobs.py": "from celery import Celery\napp = Celery()\n",
    });
    assert.deepEqual(
      found.filter(one => /^(?:asgi|worker)/.test(one)),
      [
        "asgi web web:app = uvicorn web:app --host 0.0.0.0 --port 5001 :5001 @run.sh:2",
        "worker worker jobs = celery -A jobs worker -Q mail @Makefile:3",
      ],
    );
  });
  it("takes the branch of a script that CMD chooses", async () => {
    const found = await detect(detector, {
      Dockerfile: 'FROM python:3.11\nCOPY . /srv\nWORKDIR /srv\nENTRYPOINT ["/srv/run.sh"]\nCMD ["server"]\n',
      "run.sh":
        '#!/bin/bash\ncase "$1" in\n  server)\n    exec uvicorn web:app --host 0.0.0.0\n    ;;\n  worker)\n    exec celery -A web worker\n    ;;\nesac\n',
      "web.py": "app = None\n",
    });
    assert.deepEqual(found, ["asgi web web:app = uvicorn web:app --host 0.0.0.0 --port 8000 :8000 @run.sh:4"]);
  });
  it("tells every image that a Dockerfile is for, and not those for development", async () => {
    const found = await detect(detector, {
      Dockerfile: `FROM python:3.11 AS base
WORKDIR /app
COPY . .
EXPOSE 9000
FROM base AS client
ENV APP=client:app
CMD ["gunicorn", "$APP"]
FROM base AS develop
CMD ["gunicorn", "--reload", "server:app"]
FROM base AS tasks
CMD ["celery", "-A", "jobs", "worker"]
FROM base AS server
CMD ["gunicorn", "server:app"]
`,
      "client.py": "app = None\n",
      "server.py": "app = None\n",
      "jobs.py": "from celery import Celery\napp = Celery()\n",
    });
    assert.deepEqual(found, [
      "port 9000 EXPOSE @Dockerfile:4",
      "wsgi web server:app = gunicorn --bind 0.0.0.0:9000 server:app :9000 @Dockerfile:13",
      "wsgi client client:app = gunicorn --bind 0.0.0.0:9000 client:app :9000 @Dockerfile:7",
      "framework celery @Dockerfile:11",
      "worker tasks jobs = celery -A jobs worker @Dockerfile:11",
    ]);
  });
  it("tells no server of an application that only the deployment names", async () => {
    const found = await detect(detector, {
      Dockerfile: 'FROM python:3.11\nWORKDIR /app\nCOPY . .\nCMD exec gunicorn -b 0.0.0.0:80 "$APP"\n',
      "one.py": "import flask\napp = flask.Flask('one')\n",
      "two.py": "import flask\napp = flask.Flask('two')\n",
    });
    assert.deepEqual(found, []);
  });
  it("finds the script that mod_wsgi loads, whatever a command before it prints", async () => {
    const found = await detect(detector, {
      Dockerfile:
        'FROM fedora\nCOPY files/shop.wsgi /usr/share/shop/\nCOPY files/run.sh /usr/bin/\nCMD ["/usr/bin/run.sh"]\n',
      "files/run.sh":
        "#!/bin/sh\nNAME=$(sed -nr 's/^name: (.*)$/\\1/p' shop.yml)\nexec mod_wsgi-express-3 start-server --server-name \"${NAME}\" --port 8443 /usr/share/shop/shop.wsgi\n",
      "files/shop.wsgi": "from shop import app as application\n",
      "shop.py": "app = None\n",
    });
    assert.deepEqual(found, [
      'wsgi web files/shop.wsgi:application = sh -c exec mod_wsgi-express-3 start-server --server-name "${NAME}" --port 8443 /usr/share/shop/shop.wsgi :8443 @files/run.sh:3',
      "port 8443 dockerfile @files/run.sh:3",
    ]);
  });
  it("follows a script that hands over to the command it is given", async () => {
    const files = { "entry.py": "import os, sys\nos.execvp(sys.argv[1], sys.argv[1:])\n", "app.py": "app = None\n" };
    const head = 'FROM python:3.11\nCOPY . /srv\nWORKDIR /srv\nENTRYPOINT ["python", "entry.py"]\n';
    const expected = ["wsgi web app:app = gunicorn app:app -b 0.0.0.0:9000 :9000", "port 9000 dockerfile"];
    for (const command of [
      '["gunicorn", "app:app", "-b", ":9000"]',
      '["bash", "-c", "echo hi && gunicorn app:app -b :9000"]',
    ])
      assert.deepEqual(
        (await detect(detector, { ...files, Dockerfile: `${head}CMD ${command}\n` })).map(one =>
          one.replace(/ @.*/, ""),
        ),
        expected,
      );
  });
  it("gives a script's variable the word that the script is started with, and keeps it where there is none", async () => {
    const portOf = async (command: string, script: string): Promise<string | undefined> =>
      (
        await detect(detector, {
          "app.py": "from flask import Flask\napp = Flask(__name__)\n",
          "start.sh": `#!/bin/sh\nport=8080\n${script}\nexec gunicorn app:app --bind 0.0.0.0:$port\n`,
          Dockerfile: `FROM python:3.11\nCOPY . /a\nWORKDIR /a\nCMD ${command}\n`,
        })
      )
        .find(line => line.startsWith("wsgi"))
        ?.replace(/^.* --bind \S+:(\S+) .*$/, "$1");
    const first = 'if [ -n "$1" ]; then\n  port=$1\nfi';
    assert.equal(await portOf('["./start.sh"]', first), "8080");
    assert.equal(await portOf('["./start.sh", "9090"]', first), "9090");
    assert.equal(await portOf('["./start.sh", "x"]', '[ -n "$2" ] && port=$2'), "8080");
    assert.equal(await portOf('["./start.sh", "x", "9090"]', '[ -n "$2" ] && export port=$2'), "9090");
    assert.notEqual(await portOf("./start.sh $OTHER", first), "8080");
  });
  it("maps the working directory to the folder that is copied", async () => {
    const found = await detect(detector, {
      Dockerfile:
        "FROM python:3.11\nCOPY backend /code\nWORKDIR /code\nCMD uvicorn main:app --host 0.0.0.0 --port 80\n",
      "backend/main.py": "app = None\n",
    });
    assert.deepEqual(found, [
      "asgi web main:app = uvicorn main:app --host 0.0.0.0 --port 80 :80 in backend @Dockerfile:4",
      "port 80 dockerfile @Dockerfile:4",
    ]);
  });
  it("leaves out what a script does with the project's own command before the server starts", async () => {
    const files = {
      Dockerfile: 'FROM python:3.11\nCOPY . /srv\nWORKDIR /srv\nEXPOSE 8000\nCMD ["/srv/run.sh"]\n',
      "pyproject.toml": '[project]\nname = "shop"\n[project.scripts]\nshop-admin = "web:main"\n',
      "web.py": "app = None\ndef main(): ...\n",
    };
    const run = "#!/bin/sh\nshop-admin create here\nexec gunicorn web:app\n";
    assert.deepEqual(await detect(detector, { ...files, "run.sh": run }), [
      "port 8000 EXPOSE @Dockerfile:4",
      "wsgi web web:app = gunicorn --bind 0.0.0.0:8000 web:app :8000 @run.sh:3",
    ]);
    const branches = '#!/bin/sh\nif [ "$1" = admin ]; then exec shop-admin run; else gunicorn web:app; fi\n';
    assert.deepEqual(await detect(detector, { ...files, "run.sh": branches }), [
      "port 8000 EXPOSE @Dockerfile:4",
      "server web shop-admin = shop-admin run :8000 @run.sh:2",
      "wsgi web web:app = gunicorn --bind 0.0.0.0:8000 web:app :8000 @run.sh:2",
    ]);
  });
  it("hands on the interface that the image sets for Granian", async () => {
    const found = await detect(detector, {
      Dockerfile:
        'FROM python:3.11\nENV GRANIAN_INTERFACE="wsgi"\nWORKDIR /srv\nCOPY . .\nCMD ["granian", "web:app"]\n',
      "web.py": "app = None\n",
    });
    assert.deepEqual(found, [
      "wsgi web web:app = granian web:app --interface wsgi --host 0.0.0.0 --port 8000 :8000 @Dockerfile:5",
    ]);
  });
  it("knows a console script behind the interpreter, and the first of its addresses", async () => {
    const found = await detect(detector, {
      Dockerfile:
        'FROM python:3.11\nRUN pip install shop\nENTRYPOINT ["/venv/bin/python", "/venv/bin/shop"]\nCMD ["--hosts", "0.0.0.0:5232,[::]:5232"]\n',
      "pyproject.toml": '[project]\nname = "shop"\n[project.scripts]\nshop = "shop.main:run"\n',
      "shop/main.py": "def run(): pass\n",
    });
    assert.deepEqual(found, [
      "server web shop = shop --hosts 0.0.0.0:5232,[::]:5232 :5232 @Dockerfile:3",
      "port 5232 dockerfile @Dockerfile:3",
    ]);
  });

  it("starts the handler that an image of Lambda's is given, from the folder that it begins in", async () => {
    const of = async (handler: string): Promise<readonly string[]> =>
      await detect(detector, {
        "api/Dockerfile": `FROM public.ecr.aws/lambda/python:3.12\nCOPY . \${LAMBDA_TASK_ROOT}\nCMD ["${handler}"]\n`,
        "api/app.py": "def handler(event, context):\n    return {}\n",
      });
    assert.deepEqual(await of("app.handler"), [
      "script app app:handler = python -m awslambdaric app.handler in api @api/Dockerfile:3",
    ]);
    assert.match((await of("hello_world.app.handler"))[0] ?? "", /^problem command-target-missing/);
    const other = {
      Dockerfile: 'FROM python:3.12\nCMD ["app.handler"]\n',
      "app.py": "def handler(event, context): ...\n",
    };
    assert.deepEqual(await detect(detector, other), []);
  });
});
