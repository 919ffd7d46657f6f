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
});
