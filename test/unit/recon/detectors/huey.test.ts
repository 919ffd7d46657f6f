import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/huey";
import { detect } from "../../../kit/detect";

describe("recon/detectors/huey", () => {
  it("names the object", async () => {
    const found = await detect(detector, { "tasks.py": 'from huey import RedisHuey\nhuey = RedisHuey("x")\n' });
    assert.deepEqual(found, [
      "framework huey @tasks.py:2",
      "worker worker tasks.huey = huey_consumer tasks.huey @tasks.py:2",
    ]);
  });

  it("names the module that loads the tasks as well", async () => {
    const files = {
      "jobs/__init__.py": "",
      "jobs/app.py": 'from huey import RedisHuey\nhuey = RedisHuey("x")\n',
      "jobs/mail.py": "from .app import huey\n\n@huey.task(retries=2)\ndef send(): ...\n",
      "jobs/web.py": "from .app import huey\n",
    };
    const report = { "jobs/report.py": "from .app import huey\n\n@huey.periodic_task(None)\ndef sum_up(): ...\n" };
    const start = { ...report, "jobs/start.py": "from .app import huey\nfrom .mail import *\nfrom . import report\n" };
    const commands = async (more: Readonly<Record<string, string>>) =>
      (await detect(detector, { ...files, ...more })).filter(line => line.startsWith("worker"));
    assert.deepEqual(await commands(start), [
      "worker worker jobs.start.huey = huey_consumer jobs.start.huey @jobs/start.py:1",
    ]);
    assert.deepEqual(await commands({}), [
      "worker worker jobs.mail.huey = huey_consumer jobs.mail.huey @jobs/mail.py:1",
    ]);
    assert.deepEqual(await commands(report), [
      "worker worker jobs.app.huey = huey_consumer jobs.app.huey @jobs/app.py:2",
    ]);
    const own = { "jobs/app.py": `${files["jobs/app.py"]}from . import mail, report\n`, ...start };
    assert.deepEqual(await commands(own), ["worker worker jobs.app.huey = huey_consumer jobs.app.huey @jobs/app.py:2"]);
  });

  it("leaves the object of Django's settings to Django's own command", async () => {
    const site = {
      "manage.py":
        'import os\nfrom django.core.management import execute_from_command_line\nif __name__ == "__main__":\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\n    execute_from_command_line([])\n',
      "site_/__init__.py": "",
      "site_/settings.py":
        'from huey import SqliteHuey\nINSTALLED_APPS = ["huey.contrib.djhuey"]\nHUEY = SqliteHuey(filename="tasks.db")\n',
    };
    assert.deepEqual(await detect(detector, site), []);
    const other = { ...site, "jobs.py": 'from huey import SqliteHuey\nqueue = SqliteHuey(filename="other.db")\n' };
    assert.deepEqual(
      (await detect(detector, other)).filter(line => line.startsWith("worker")),
      ["worker worker jobs.queue = huey_consumer jobs.queue @jobs.py:2"],
    );
  });
});
