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
});
