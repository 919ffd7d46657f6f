import assert from "node:assert/strict";
import { parse } from "yaml";
import { readRecon } from "../../../../src/recon/read-recon";
import { memoryFiles } from "../../../kit/memory-files";
import { changesOf, type Texts } from "../plan-kit";

interface Service {
  readonly image?: string;
  readonly healthcheck?: unknown;
}

const FLASK = 'from flask import Flask\napp = Flask(__name__)\n@app.get("/")\ndef index():\n    return "ok"\n';

const CELERY: Texts = {
  "requirements.txt": "flask==3.0\ngunicorn==22.0\ncelery==5.4\nredis==5.0\n",
  "shop.py":
    'from celery import Celery\nfrom flask import Flask\napp = Flask(__name__)\ncelery = Celery("shop", broker="redis://redis:6379/0")\n@app.get("/")\ndef index():\n    return "ok"\n@celery.task\ndef add(a, b):\n    return a + b\n',
  Dockerfile:
    'FROM python:3.11-slim\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["gunicorn", "shop:app", "--bind", "0.0.0.0:8000"]\n',
};

const DJANGO: Texts = {
  "requirements.txt": "django==5.0\nuwsgi==2.0.25\ndaphne==4.1\n",
  "manage.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")\n',
  "project/__init__.py": "",
  "project/settings.py": 'SECRET_KEY = "x"\nINSTALLED_APPS = ["daphne"]\nROOT_URLCONF = "project.urls"\n',
  "project/urls.py": "urlpatterns = []\n",
  "project/wsgi.py":
    'import os\nfrom django.core.wsgi import get_wsgi_application\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")\napplication = get_wsgi_application()\n',
  Dockerfile: "FROM python:3.11-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n",
};

/** The services of the Compose file of their own after the merge. */
async function services(texts: Texts): Promise<Readonly<Record<string, Service>>> {
  const { files } = await changesOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts);
  const text = files.find(({ path }) => path === "compose.yaml")?.text ?? texts["compose.yaml"] ?? "";
  return (parse(text, { merge: true }) as { services: Readonly<Record<string, Service>> }).services;
}

const REDIS = "  redis:\n    image: redis:7\n";

describe("programs that the person's own file starts", () => {
  it("get no service beside two that share the work", async () => {
    const run = "    build: .\n    command: watchmedo auto-restart -- celery -A shop.celery worker --loglevel=info\n";
    const compose = `services:\n${REDIS}  api:\n    build: .\n    ports: ["8000:8000"]\n  api-one:\n${run}  api-two:\n${run}`;
    assert.deepEqual(Object.keys(await services({ ...CELERY, "compose.yaml": compose })), [
      "redis",
      "api",
      "api-one",
      "api-two",
    ]);
  });

  it("are known in a script that names the application by a variable, over several lines", async () => {
    const compose = `services:\n${REDIS}  api:\n    build: .\n    ports: ["8000:8000"]\n  jobs:\n    build: .\n    command: ./run-jobs.sh\n  flower:\n    build: .\n    command: ./run-flower.sh\n    ports: ["5555:5555"]\n`;
    const texts = {
      ...CELERY,
      "compose.yaml": compose,
      "run-jobs.sh": '#!/bin/sh\nAPP="shop.celery"\ncelery -A ${APP} \\\n  worker -l info\n',
      "run-flower.sh": '#!/bin/sh\nAPP="shop.celery"\nPORT=5555\ncelery -A ${APP} \\\n  flower --port=${PORT}\n',
    };
    assert.deepEqual(Object.keys(await services(texts)), ["redis", "api", "jobs", "flower"]);
  });

  it("are one with a script that takes the application's name from the environment", async () => {
    const script = "build: .\n    env_file: .env\n    command: ./run-";
    const compose = `services:\n${REDIS}  api:\n    build: .\n    ports: ["8000:8000"]\n  celery-worker: &worker\n    ${script}worker.sh\n  celery-beat:\n    <<: *worker\n    command: ./run-beat.sh\n`;
    const texts = {
      ...CELERY,
      "compose.yaml": compose,
      "env.example": "APP_NAME=shop.celery\n",
      "run-worker.sh": '#!/bin/bash\ncelery -A "$APP_NAME" worker -l info\n',
      "run-beat.sh": '#!/bin/bash\ncelery -A "$APP_NAME" beat -l info\n',
    };
    const found = await services(texts);
    assert.deepEqual(Object.keys(found), ["redis", "api", "celery-worker", "celery-beat"]);
    assert.ok(found["celery-beat"]?.healthcheck);
  });

  it("are known by their command behind a proxy, where none is published", async () => {
    const compose =
      "services:\n  backend:\n    build: .\n    command: uwsgi --socket=:8002 --module=project.wsgi:application\n  sockets:\n    build: .\n    command: daphne -b 0.0.0.0 -p 8003 project.asgi:application\n  nginx:\n    image: nginx:1.27\n    ports: ['80:80']\n";
    assert.deepEqual(Object.keys(await services({ ...DJANGO, "compose.yaml": compose })), [
      "backend",
      "sockets",
      "nginx",
    ]);
  });

  it("are known by the image's command behind a proxy, where the service has none", async () => {
    const compose =
      "services:\n  api:\n    build: .\n  shell:\n    build: .\n    command: python -c 'print(1)'\n  proxy:\n    image: nginx:1.27\n    ports: ['80:80']\n";
    const texts = { ...CELERY, "requirements.txt": "flask==3.0\ngunicorn==22.0\n", "shop.py": FLASK };
    assert.deepEqual(Object.keys(await services({ ...texts, "compose.yaml": compose })), ["api", "shell", "proxy"]);
  });

  it("are asked at the planned port where the environment gives them another than the usual", async () => {
    const check = async (more: string, texts: Texts = {}): Promise<string> => {
      const found = await services({
        "requirements.txt": "flask==3.0\ngunicorn==22.0\n",
        "app.py": FLASK,
        Dockerfile: `FROM python:3.11-slim\nCOPY . .\nRUN pip install -r requirements.txt\n${more}\n`,
        "compose.yaml": "services:\n  api:\n    build: .\n",
        ...texts,
      });
      return JSON.stringify(found["api"]?.healthcheck ?? null);
    };
    assert.match(await check("ENV PORT=9000\nEXPOSE 9000\nCMD gunicorn app:app"), /'localhost', 9000/);
    const file = { "gunicorn.conf.py": 'bind = "0.0.0.0:9000"\n' };
    assert.match(await check("EXPOSE 9000\nCMD gunicorn app:app", file), /'localhost', 9000/);
    assert.match(await check("ENV DEBUG=0\nCMD gunicorn app:app"), /'localhost', 8000/);
  });

  it("are asked at the port that they expose to a proxy alone", async () => {
    const check = async (exposed: string): Promise<string> => {
      const { api } = await services({
        "requirements.txt": "flask==3.0\ngunicorn==22.0\n",
        "app.py": FLASK,
        Dockerfile: "FROM tiangolo/uvicorn-gunicorn:python3.11\nCOPY . .\n",
        "compose.yaml": `services:\n  api:\n    build: .\n    expose: [${exposed}]\n  proxy:\n    image: traefik\n`,
      });
      return JSON.stringify(api?.healthcheck ?? null);
    };
    assert.match(await check('"80"'), /'localhost', 80[,)]/);
    assert.match(await check('"$PORT"'), /'localhost', 8000[,)]/);
  });

  it("are known by their command where another Dockerfile builds them from the same folder", async () => {
    const dockerfile = "FROM python:3.11-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n";
    const compose = (command: string): string =>
      `services:\n  web:\n    build: .\n    ports: ["8000:8000"]\n    command: gunicorn shop:app\n  queue:\n    build: { context: ., dockerfile: worker.Dockerfile }\n    entrypoint: celery\n    command: ${command}\n`;
    const names = async (command: string): Promise<readonly string[]> =>
      Object.keys(
        await services({
          ...CELERY,
          Dockerfile: dockerfile,
          "worker.Dockerfile": dockerfile,
          "compose.yaml": compose(command),
        }),
      );
    assert.ok(!(await names("-A shop.celery worker")).includes("worker"));
    assert.ok((await names("-A shop.celery flower")).includes("worker"));
  });

  it("are called so in the addresses of others, and in the document", async () => {
    const server = (text: string, folder: string): Texts => ({
      [`${folder}/main.py`]: text,
      [`${folder}/requirements.txt`]: "fastapi==0.110\nuvicorn==0.29\nhttpx==0.27\n",
      [`${folder}/Dockerfile`]:
        'FROM python:3.11-slim\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--port", "8000"]\n',
    });
    const texts = {
      ...server("from fastapi import FastAPI\napp = FastAPI()\n", "api"),
      ...server(
        'import os, httpx\nfrom fastapi import FastAPI\nAPI_URL = os.environ["API_URL"]\napp = FastAPI()\n@app.get("/")\ndef index():\n    return httpx.get(API_URL).text\n',
        "gateway",
      ),
      "compose.yaml":
        "services:\n  backend:\n    build: ./api\n    ports: ['8000:8000']\n  edge:\n    build: ./gateway\n    ports: ['8080:8000']\n",
    };
    const { files } = await changesOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts);
    const document = files.find(({ path }) => path === "docs/docker.md")?.text ?? "";
    assert.match(document, /^- `edge` calls `http:\/\/backend:8000`/m);
    assert.doesNotMatch(files.map(({ text }) => text).join("\n"), /http:\/\/api:/);
  });

  it("are completed in the service for use rather than in the one for development", async () => {
    const compose =
      'services:\n  dev-server:\n    build: .\n    command: flask --app shop run -h 0.0.0.0 -p 8000\n    ports: ["8000:8000"]\n  server:\n    build: .\n    ports: ["8080:8000"]\n';
    const found = await services({
      Dockerfile: CELERY["Dockerfile"] ?? "",
      "requirements.txt": "flask==3.0\ngunicorn==22.0\n",
      "shop.py": FLASK,
      "compose.yaml": compose,
    });
    assert.deepEqual(Object.keys(found), ["dev-server", "server"]);
    assert.ok(found["server"]?.healthcheck);
    assert.equal(found["dev-server"]?.healthcheck, undefined);
  });

  it("are built by a dockerfile that is written small, which stays the only one", async () => {
    const { Dockerfile: text = "", ...others } = CELERY;
    const compose = `services:\n${REDIS}  api:\n    build: .\n    ports: ["8000:8000"]\n`;
    const texts = { ...others, dockerfile: text, "compose.yaml": compose };
    const { files } = await changesOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts);
    assert.equal(
      files.some(({ path }) => path === "Dockerfile"),
      false,
    );
    assert.equal(files.find(({ path }) => path === "dockerfile")?.action, "merge");
    const document = files.find(({ path }) => path === "docs/docker.md")?.text ?? "";
    assert.match(document, /^\| `api` \| answers requests \|/m);
    assert.doesNotMatch(document, /^\| `web` \||--watch/m);
  });

  it("are asked at the port of their own start, by the protocol of their server", async () => {
    const made = async (start: string, more: Texts = {}): Promise<string> => {
      const found = await services({
        "requirements.txt": "flask==3.0\n",
        "app.py": FLASK,
        Dockerfile: `FROM python:3.11-slim\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ${start}\n`,
        "compose.yaml": "services:\n  api:\n    build: .\n",
        ...more,
      });
      return JSON.stringify(found["api"]?.healthcheck ?? null);
    };
    assert.match(await made('["flask", "run", "--host=0.0.0.0"]'), /HTTPConnection\('localhost', 5000/);
    const socket = { "uwsgi.ini": "[uwsgi]\nmodule = app:app\nsocket = 0.0.0.0:5001\n" };
    assert.match(await made('["uwsgi", "uwsgi.ini"]', socket), /create_connection\(\('localhost', 5001\)/);
    const file = { "uwsgi.ini": "[uwsgi]\nmodule = app:app\nsocket = /run/app.sock\n" };
    assert.equal(await made('["uwsgi", "--ini", "uwsgi.ini"]', file), "null");
  });
});
