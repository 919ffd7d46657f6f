import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/django-commands";
import { readRecon } from "../../../../src/recon/read-recon";
import { detect } from "../../../kit/detect";
import { memoryFiles } from "../../../kit/memory-files";

const SITE = {
  "manage.py":
    'import os\nfrom django.core.management import execute_from_command_line\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site1.settings")\nexecute_from_command_line()\n',
  "site1/settings.py": "INSTALLED_APPS = ['mail']\n",
  "mail/__init__.py": "",
  "mail/management/__init__.py": "",
  "mail/management/commands/__init__.py": "",
};

function command(body: string, imports = ""): string {
  const lines = body.split("\n").map(line => `        ${line}\n`);
  return `import time\nfrom django.core.management.base import BaseCommand\n${imports}class Command(BaseCommand):\n    def handle(self, *args, **options):\n${lines.join("")}`;
}

async function found(text: string, more: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  return detect(detector, { ...SITE, "mail/management/commands/send_queue.py": text, ...more });
}

const TOLD = /^worker send-queue manage\.py send_queue = python manage\.py send_queue @/;

describe("recon/detectors/django-commands", () => {
  it("finds a command that loops until it is stopped", async () => {
    const [one, ...others] = await found(command("while True:\n    self.send()\n    time.sleep(5)"));
    assert.match(one ?? "", TOLD);
    assert.deepEqual(others, []);
  });

  it("finds one that serves, also in another file", async () => {
    const daemon =
      "import threading\nfrom socketserver import TCPServer\ndef listen():\n    server = TCPServer(('', 9999), None)\n";
    const calls = command("listen()", "from mail.daemon import listen\n");
    for (const end of ["    server.serve_forever()\n", "    threading.Thread(target=server.serve_forever).start()\n"])
      assert.match((await found(calls, { "mail/daemon.py": daemon + end }))[0] ?? "", TOLD);
  });

  it("leaves commands alone that end, that ask a person or that need to be given more", async () => {
    assert.deepEqual(await found(command("for one in self.all():\n    self.send(one)\n    time.sleep(1)")), []);
    assert.deepEqual(await found(command("while True:\n    if self.send():\n        break\n    time.sleep(5)")), []);
    assert.deepEqual(await found(command("while True:\n    self.send(input())\n    time.sleep(5)")), []);
    const loop = command("while True:\n    self.send()\n    time.sleep(5)");
    const needs = (argument: string): string =>
      `${loop}    def add_arguments(self, parser):\n        parser.add_argument(${argument})\n`;
    assert.deepEqual(await found(needs('"queue"')), []);
    assert.deepEqual(await found(needs('"--queue", required=True')), []);
    assert.match((await found(needs('"--queue", default="all"')))[0] ?? "", TOLD);
    assert.match((await found(needs('"queues", nargs="*"')))[0] ?? "", TOLD);
  });

  it("starts a bot and a scheduler of a command by manage.py", async () => {
    const { entryPoints } = await readRecon(
      memoryFiles({
        ...SITE,
        "requirements.txt": "django\napscheduler\npython-telegram-bot\n",
        "mail/management/commands/bot.py": command(
          "ApplicationBuilder().token('x').build().run_polling()",
          "from telegram.ext import ApplicationBuilder\n",
        ),
        "mail/management/commands/timetable.py": command(
          "BlockingScheduler().start()",
          "from apscheduler.schedulers.blocking import BlockingScheduler\n",
        ),
      }),
      { name: "shop" },
    );
    const commands = entryPoints
      .filter(({ kind }) => kind === "bot" || kind === "beat")
      .map(one => one.command.join(" "));
    assert.deepEqual(commands.sort(), ["python manage.py bot", "python manage.py timetable"]);
  });
});
