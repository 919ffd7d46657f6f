import assert from "node:assert/strict";
import { planned, type Texts } from "../plan-kit";

const SITE: Texts = {
  "requirements.txt": "django\ngunicorn\npsycopg2\n",
  "manage.py":
    'import os, sys\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\nfrom django.core.management import execute_from_command_line\nexecute_from_command_line(sys.argv)\n',
  "site_/__init__.py": "",
  "site_/settings.py":
    'import os\nSECRET_KEY = os.environ["SECRET_KEY"]\nDATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "HOST": os.environ["DB_HOST"]}}\n',
  "site_/wsgi.py":
    'import os\nfrom django.core.wsgi import get_wsgi_application\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\napplication = get_wsgi_application()\n',
  Dockerfile: 'FROM python:3.12\nCOPY . .\nCMD ["gunicorn", "site_.wsgi", "-b", "0.0.0.0:8000"]\n',
};
const COMPOSE = `services:
  web:
    build: .
    image: shop
    ports: ["8000:8000"]
  init:
    image: shop
    entrypoint: ["/wait.sh", "/init.sh"]
`;
const START = "#!/bin/sh\npython manage.py prepare\n";

async function migrates(texts: Texts): Promise<boolean> {
  const { files } = await planned({ ...SITE, "compose.yaml": COMPOSE, "docker/init.sh": START, ...texts });
  return /^ {2}migrate:/m.test(files.find(({ path }) => path === "compose.yaml")?.text ?? "");
}

describe("a stack that migrates by a management command of its own", () => {
  const command = (body: string): Texts => ({
    "shop/management/commands/prepare.py": `from django.core.management import BaseCommand, call_command\n\n\nclass Command(BaseCommand):\n    def handle(self, **options):\n        ${body}\n`,
  });

  it("gets no service that does it twice", async () => {
    assert.equal(await migrates(command('call_command("migrate", interactive=False)')), false);
  });

  it("gets one where the command does something else, or is not run", async () => {
    assert.equal(await migrates(command('call_command("migrate_texts")')), true);
    assert.equal(await migrates(command('# call_command("migrate")')), true);
    for (const body of [
      `if options["reset"]:\n            call_command("migrate")`,
      'call_command("migrate", "shop", "zero")',
      'call_command("migrate", plan=True)',
    ])
      assert.equal(await migrates(command(body)), true, body);
    const unused = { "docker/init.sh": "#!/bin/sh\npython manage.py check\n" };
    assert.equal(await migrates({ ...command('call_command("migrate")'), ...unused }), true);
  });
});
