import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/start-scripts";
import { detect } from "../../../kit/detect";

describe("recon/detectors/start-scripts", () => {
  it("pass an option on where its variable is set, and no array of Bash to the shell of the container", async () => {
    const files = {
      "shop/celery.py": "from celery import Celery\napp = Celery('shop')\n",
      "start-worker.sh":
        '#!/bin/bash\nEXTRA=(--autoscale=8,1)\nexec celery --app=shop worker --pool="${POOL}" --queues=q-$QUEUE "${EXTRA[@]}"\n',
    };
    const command = 'exec celery --app=shop worker ${POOL:+"--pool=${POOL}"} "--queues=q-$QUEUE"';
    const [, worker] = await detect(detector, files);
    assert.equal(worker, `worker worker shop = sh -c ${command} @start-worker.sh:3`);
  });

  it("follows a start script from the project above its folder", async () => {
    const found = await detect(detector, {
      "bin/start.sh": '#!/bin/sh\nexec gunicorn --bind 127.0.0.1:5000 "portal:create_app()"\n',
      "portal.py": "def create_app():\n    pass\n",
    });
    assert.deepEqual(found, [
      "wsgi web portal:create_app() = gunicorn --bind 0.0.0.0:5000 portal:create_app() :5000 @bin/start.sh:2",
      "port 5000 task-runner @bin/start.sh:2",
    ]);
  });
  it("takes no management command that ends for a worker, though it is started in the background", async () => {
    const found = await detect(detector, {
      "manage.py":
        'import os\nfrom django.core.management import execute_from_command_line\nif __name__ == "__main__":\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n    execute_from_command_line([])\n',
      "shop/settings.py": "INSTALLED_APPS = []\n",
      "start.sh":
        "#!/bin/sh\npython manage.py makemigrations &\npython manage.py search_index --create &\npython manage.py watch_orders &\ngunicorn shop.wsgi\n",
    });
    assert.deepEqual(
      found.flatMap(line => /^worker \S+/.exec(line)?.[0] ?? []),
      ["worker watch_orders"],
    );
  });
  it("keeps what a variable is without words, whichever branch gives it the first of them", async () => {
    const files = { "app.py": "from flask import Flask\napp = Flask(__name__)\n" };
    const start = async (script: string): Promise<string | undefined> =>
      (await detect(detector, { ...files, "start.sh": `#!/bin/sh\n${script}\nflask run -h 0.0.0.0 -p $port\n` }))
        .find(line => line.startsWith("wsgi"))
        ?.replace(/^.* --bind \S+:(\S+) .*$/, "$1");
    assert.equal(await start('if [ $# -ne 1 ]; then\n  port="5001"\nelse\n  port=$1\nfi'), "5001");
    assert.equal(await start('if [ -n "$1" ]; then port=$1; else port=5001; fi'), "5001");
    assert.notEqual(await start("port=5001\nport=$1"), "5001");
  });
  it("keeps a shell for files that a pattern of it names, and for nothing else with a star", async () => {
    const files = { "pages/a/one.py": "print(1)\n", "pages/b/two.py": "print(1)\n" };
    const start = async (line: string) => (await detect(detector, { ...files, "start.sh": `#!/bin/sh\n${line}\n` }))[1];
    assert.equal(
      await start("panel serve pages/*/*.py --allow-websocket-origin='*'"),
      'server web pages/*/*.py = sh -c exec panel serve pages/*/*.py "--allow-websocket-origin=*" --address 0.0.0.0 :5006 @start.sh:2',
    );
    assert.equal(
      await start("panel serve pages/a/one.py --glob-of 'pages/*/*.py'"),
      "server web pages/a/one.py = panel serve pages/a/one.py --glob-of pages/*/*.py --address 0.0.0.0 :5006 @start.sh:2",
    );
    assert.equal(
      await start("panel serve pages/a/one.py --glob-of 'pages/*/*.py' --title $TITLE"),
      'server web pages/a/one.py = sh -c exec panel serve pages/a/one.py --glob-of "pages/*/*.py" --title "$TITLE" --address 0.0.0.0 :5006 @start.sh:2',
    );
  });
  it("takes nothing from what a loop of the shell fills in, or what is only asked for its options", async () => {
    const found = await detect(detector, {
      "start.sh": "#!/bin/sh\nshop list | xargs -I {} python crawl.py {}\npython serve.py -h\n",
      "crawl.py": "print(1)\n",
      "serve.py": "print(1)\n",
    });
    assert.deepEqual(found, []);
  });
  it("follows one from the project above several such folders", async () => {
    const found = await detect(detector, {
      "deploy/docker/queue-worker.sh": "#!/bin/sh\nexec ./manage.py queue worker\n",
      "manage.py": "",
      "ops/site/start.sh": "#!/bin/sh\nexec gunicorn shop:app\n",
      "ops/site/shop.py": "app = None\n",
    });
    assert.deepEqual(found, [
      "worker worker manage.py queue worker = python manage.py queue worker @deploy/docker/queue-worker.sh:2",
      "wsgi web shop:app = gunicorn --bind 0.0.0.0:8000 shop:app :8000 in ops/site @ops/site/start.sh:2",
    ]);
  });
  it("follows one from the nearest such folder that has what it starts", async () => {
    const script = (words: string): string => `#!/bin/sh\nexec ${words} --port 9000\n`;
    const app = "app = None\n";
    const folders = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> =>
      (await detect(detector, files)).flatMap(line => /^asgi .* :9000(?: in (\S+))? @/.exec(line)?.[1] ?? []);
    const ops = { "ops/scripts/start.sh": script("uvicorn main:app"), "main.py": app };
    assert.deepEqual(await folders({ ...ops, "ops/main.py": app }), ["ops"]);
    assert.deepEqual(await folders({ ...ops, "ops/other.py": app }), []);
    const inner = { ...ops, "ops/scripts/start.sh": `#!/bin/sh\ncd api\n${script("uvicorn main:app")}` };
    assert.deepEqual(await folders({ ...inner, "ops/api/main.py": app }), ["ops/api"]);
  });
  it("knows a folder of the image into which a supervisor's script goes", async () => {
    const found = await detect(detector, {
      Dockerfile: "FROM python:3.11\nWORKDIR /opt/shop\nCOPY . /opt/shop\n",
      "deploy/services/web/run":
        "#!/command/with-contenv sh\ncd /opt/shop/backend\nexec gunicorn shop.wsgi:application --bind 127.0.0.1:8000\n",
      "backend/shop/__init__.py": "",
      "backend/shop/wsgi.py": "application = None\n",
    });
    assert.deepEqual(found, [
      "wsgi web shop.wsgi:application = gunicorn shop.wsgi:application --bind 0.0.0.0:8000 :8000 in backend @deploy/services/web/run:3",
      "port 8000 task-runner @deploy/services/web/run:3",
    ]);
  });
  it("asks again what the project's own Python prints, and leaves a port to its variable", async () => {
    const found = await detect(detector, {
      "start.sh":
        "#!/bin/bash\nhost=$(python conf.py --host)\nPORT=$(python conf.py --port)\nname=$(own_function)\ngunicorn app:app --bind=$host:$PORT --workers=$workers --name $name\n".replace(
          "gunicorn",
          "workers=$(nproc)\ngunicorn",
        ),
      "app.py": "app = None\n",
      "conf.py": "",
    });
    assert.deepEqual(found, [
      'wsgi web app:app = sh -c exec gunicorn app:app "--bind=$(python conf.py --host):8000" "--workers=$(nproc)" --name "$name" :8000 @start.sh:6',
      "port 8000 task-runner @start.sh:6",
    ]);
  });
  it("leaves a variable what is asked only where nothing is given, and what no second asking answers alike", async () => {
    const started = async (lines: string): Promise<string | undefined> => {
      const found = await detect(detector, {
        "start.sh": `#!/bin/sh\n${lines}exec gunicorn -w $WORKERS -b 0.0.0.0:8000 app:app\n`,
        "app.py": "app = None\n",
      });
      return /gunicorn -w (\S+)/.exec(found.join("\n"))?.[1];
    };
    const kept = '"$WORKERS"';
    assert.equal(await started('if [ -z "$WORKERS" ]; then\n  WORKERS=$(nproc)\nfi\n'), kept);
    assert.equal(await started('[ -n "$WORKERS" ] || WORKERS=$(nproc)\n'), kept);
    assert.equal(await started("WORKERS=$(nproc --all | jq .)\n"), kept);
    assert.equal(await started("WORKERS=$(date +%s)\n"), kept);
    assert.equal(await started("WORKERS=$(nproc)\n"), "$(nproc)");
  });
  it("knows the folder of a script that asks for its own", async () => {
    const found = await detect(detector, {
      "start.sh":
        '#!/bin/bash\nDIR="$(dirname "${BASH_SOURCE[0]}")"\nexec gunicorn wsgi:app --config "$DIR/gunicorn.conf.py" -b "0.0.0.0:$PORT" --chdir $DIR\n',
      "wsgi.py": "from flask import Flask\napp = Flask(__name__)\n",
      "gunicorn.conf.py": "workers = 2\n",
    });
    assert.deepEqual(
      found.filter(line => line.startsWith("wsgi")),
      ["wsgi web wsgi:app = gunicorn wsgi:app --config ./gunicorn.conf.py -b 0.0.0.0:8000 --chdir . :8000 @start.sh:3"],
    );
  });

  it("knows the folder that a script goes into by its path in the image", async () => {
    const found = await detect(detector, {
      "docker/scripts/entrypoint.sh": "#!/bin/sh\ncd /repo/backend\nuvicorn srv.app:app --host 0.0.0.0 --port 5001\n",
      "backend/srv/__init__.py": "",
      "backend/srv/app.py": "app = None\n",
    });
    assert.match(found.join("\n"), /^asgi web srv\.app:app = .* in backend /m);
  });

  it("names Django's manager by its path in the workspace", async () => {
    const manage =
      'import os\nfrom django.core.management import execute_from_command_line\nif __name__ == "__main__":\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n    execute_from_command_line([])\n';
    const script = "#!/bin/sh\npython /app/manage.py migrate\npython /app/manage.py collectstatic --noinput\n";
    for (const folder of ["", "src/"])
      assert.deepEqual(
        (
          await detect(detector, {
            "start.sh": script,
            [`${folder}manage.py`]: manage,
            [`${folder}shop/settings.py`]: "",
          })
        ).map(line => line.replace(/ in src/, "")),
        [
          "framework django @start.sh:2",
          "migrations django = python manage.py migrate @start.sh:2",
          "framework django @start.sh:3",
          "static - = python manage.py collectstatic --noinput @start.sh:3",
        ],
      );
  });

  it("tells no server whose application another program names a part of", async () => {
    const files = { "shop/http/asgi.py": "app = None\n" };
    const script = (first: string): string => `#!/bin/bash\n${first}\nuvicorn $PACKAGE.http.asgi:app\n`;
    assert.deepEqual(
      await detect(detector, { ...files, "start.sh": script("PACKAGE=$(ls -1 */http | head -n 1)") }),
      [],
    );
    assert.deepEqual(await detect(detector, { ...files, "start.sh": script("PACKAGE=shop") }), [
      "asgi web shop.http.asgi:app = uvicorn shop.http.asgi:app --host 0.0.0.0 --port 8000 :8000 @start.sh:3",
    ]);
  });
  it("keeps a quoted variable one word", async () => {
    const found = await detect(detector, {
      "start.sh":
        "#!/bin/sh\nFORMAT='%(h)s %(l)s'\nOPTIONS='--workers 2'\nexec gunicorn $OPTIONS --access-logformat \"${FORMAT}\" shop:app\n",
      "shop.py": "app = None\n",
    });
    assert.match(found.join("\n"), /^wsgi web shop:app = .*--workers 2 --access-logformat %\(h\)s %\(l\)s shop:app /m);
  });
});
