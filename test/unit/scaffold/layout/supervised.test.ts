import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import { memoryFiles } from "../../../kit/memory-files";
import { blueprintOf, type Texts } from "../plan-kit";

const SHOP: Texts = {
  "requirements.txt": "flask==3.0\ngunicorn==22.0\ncelery==5.4\n",
  "shop.py":
    'from celery import Celery\nfrom flask import Flask\napp = Flask(__name__)\ncelery = Celery("shop", broker="redis://redis/0")\n@app.get("/")\ndef index():\n    return "ok"\n@celery.task\ndef add(a, b):\n    return a + b\n',
  Dockerfile:
    'FROM python:3.11-slim\nCOPY . /app\nWORKDIR /app\nRUN pip install -r requirements.txt supervisor\nCOPY deploy/supervisord.conf /etc/supervisor/supervisord.conf\nCMD ["supervisord", "-c", "/etc/supervisor/supervisord.conf"]\n',
};
const PROGRAM = "[program:web]\ncommand=gunicorn shop:app --bind 0.0.0.0:8000\n\n[program:jobs]\ncommand=";

async function processes(texts: Texts): Promise<readonly string[]> {
  const { units } = await blueprintOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts);
  return units.flatMap(unit => unit.processes.map(({ service }) => service));
}

describe("a supervisor in the image that is there", () => {
  it("runs its programs, so none gets a service of its own", async () => {
    const direct = `[supervisord]\nnodaemon=true\n\n${PROGRAM}celery -A shop.celery worker --loglevel=info\n`;
    assert.deepEqual(await processes({ ...SHOP, "deploy/supervisord.conf": direct }), []);
    const made = {
      "deploy/supervisord.conf": `${PROGRAM}make run-jobs\n`,
      Makefile:
        "QUEUE ?= shop\nrun-jobs:\n\t$(MAKE) -j2 jobs other\njobs:\n\tcelery -A shop.celery worker --loglevel=info\n",
    };
    assert.deepEqual(await processes({ ...SHOP, ...made }), []);
    const included = {
      "deploy/supervisord.conf": "[supervisord]\nnodaemon=true\n[include]\nfiles = /etc/supervisor/programs/*.conf\n",
      "deploy/programs/jobs.conf": "[program:jobs]\ncommand=celery -A shop.celery worker\n",
    };
    assert.deepEqual(await processes({ ...SHOP, ...included }), []);
  });

  it("leaves those that it does not run", async () => {
    assert.deepEqual(await processes({ ...SHOP, "deploy/supervisord.conf": PROGRAM.split("\n\n", 1)[0] ?? "" }), [
      "worker",
    ]);
  });

  it("leaves one that waits for a person", async () => {
    const waits = `${PROGRAM}celery -A shop.celery worker\nautostart=false\n`;
    assert.deepEqual(await processes({ ...SHOP, "deploy/supervisord.conf": waits }), ["worker"]);
  });

  it("leaves those of a service that starts only on demand", async () => {
    const jobs = (profiles: string): Texts => ({
      ...SHOP,
      Dockerfile: (SHOP["Dockerfile"] ?? "").replace(/CMD.*/, 'CMD ["gunicorn", "shop:app", "--bind", "0.0.0.0:8000"]'),
      "deploy/supervisord.conf": `${PROGRAM}celery -A shop.celery worker\n`,
      "compose.yaml": `services:\n  app:\n    build: .\n    ports: ["8000:8000"]\n  runner:\n    build: .\n${profiles}    command: supervisord -c /etc/supervisor/supervisord.conf\n`,
    });
    assert.deepEqual(await processes(jobs("    profiles: [manual]\n")), ["worker"]);
    assert.deepEqual(await processes(jobs("")), []);
  });

  it("reads of several configurations the one that the image has", async () => {
    const web = PROGRAM.split("\n\n", 1)[0] ?? "";
    const both = {
      "deploy/api/supervisord.conf": web,
      "deploy/worker/supervisord.conf": `${PROGRAM}celery -A shop.celery worker\n`,
    };
    const image = (folder: string): string =>
      (SHOP["Dockerfile"] ?? "").replace("deploy/supervisord", `deploy/${folder}/supervisord`);
    assert.deepEqual(await processes({ ...SHOP, ...both, Dockerfile: image("worker") }), []);
    assert.deepEqual(await processes({ ...SHOP, ...both, Dockerfile: image("api") }), ["worker"]);
    const unknown = (SHOP["Dockerfile"] ?? "").replace(/COPY deploy.*\n/, "");
    assert.deepEqual(await processes({ ...SHOP, ...both, Dockerfile: unknown }), ["worker"]);
  });

  it("walks a Makefile that leads back to itself, and by many ways, once", async () => {
    const name = "all ".repeat(200);
    const made = {
      "deploy/supervisord.conf": `${PROGRAM}make all\n`,
      Makefile: `all:\n\t$(MAKE) ${name}\n\t$(MAKE) jobs\njobs:\n\tcelery -A shop.celery worker\n`,
    };
    assert.deepEqual(await processes({ ...SHOP, ...made }), []);
  }).timeout(5000);
});

describe("a worker whose application a variable of a script names", () => {
  const plain: Texts = {
    ...SHOP,
    Dockerfile: 'FROM python:3.11-slim\nCOPY . .\nCMD ["gunicorn", "shop:app", "--bind", "0.0.0.0:8000"]\n',
    "run-worker.sh": '#!/bin/bash\nexec celery -A "$APP" worker --loglevel=info\n',
  };
  const commands = async (texts: Texts): Promise<readonly string[]> => {
    const { units } = await blueprintOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts);
    return units.flatMap(unit => unit.processes.map(({ command }) => command.join(" ")));
  };

  const compose = (value: string): Texts => ({
    "compose.yaml": `services:\n  api:\n    build: .\n    ports: ["8000:8000"]\n  jobs:\n    build: .\n    command: ./run-worker.sh\n    environment:\n      APP: ${value}\n`,
  });

  it("is the worker of the one that the environment gives it", async () => {
    assert.equal((await commands({ ...plain, ...compose("shop.celery") })).length, 1);
  });

  it("hides none that it may not mean", async () => {
    for (const texts of [plain, { ...plain, ...compose("other.mail") }]) {
      const found = await commands(texts);
      assert.ok(found.some(command => command.includes("-A shop:celery worker")));
    }
  });
});
