import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import { memoryFiles } from "../../../kit/memory-files";

const SITE = {
  "requirements.txt": "django==5.0\nhuey==2.5\ndjango-dramatiq==0.11\n",
  "manage.py":
    'import os\nfrom django.core.management import execute_from_command_line\nif __name__ == "__main__":\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\n    execute_from_command_line([])\n',
  "site_/__init__.py": "",
  "site_/queue.py": "from huey import RedisHuey\nhuey = RedisHuey(immediate=False)\n",
  "shop/__init__.py": "",
};

async function workers(settings: string, more: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { entryPoints } = await readRecon(memoryFiles({ ...SITE, "site_/settings.py": settings, ...more }), {
    name: "sample",
  });
  return entryPoints.flatMap(({ kind, command }) => (kind === "worker" ? command.join(" ") : []));
}

describe("recon/settle/same-tool", () => {
  it("starts a worker that Django runs once, by its own command", async () => {
    const tasks = { "shop/tasks.py": "from huey.contrib.djhuey import task\n@task()\ndef mail():\n    pass\n" };
    assert.deepEqual(await workers('INSTALLED_APPS = ["huey.contrib.djhuey", "shop"]\n', tasks), [
      "python manage.py run_huey",
    ]);
    const actors = {
      "shop/tasks.py": "import dramatiq\n@dramatiq.actor\ndef mail():\n    pass\n",
      "site_/queue.py": "",
    };
    assert.deepEqual(await workers('INSTALLED_APPS = ["django_dramatiq", "shop"]\n', actors), [
      "python manage.py rundramatiq",
    ]);
  });

  it("starts the tool itself where no application of Django runs it", async () => {
    const found = await workers('INSTALLED_APPS = ["shop"]\n', {});
    assert.deepEqual(found, ["huey_consumer site_.queue.huey"]);
  });
});
