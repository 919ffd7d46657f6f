import assert from "node:assert/strict";
import { readRecon } from "../../../src/recon/read-recon";
import { memoryFiles } from "../../kit/memory-files";
import { applied, changesOf, type Texts } from "./plan-kit";

const SETTINGS = `
import os
from decouple import config
SECRET_KEY = config("SECRET_KEY")
INSTALLED_APPS = ["django.contrib.staticfiles"]
MEDIA_ROOT = os.path.join(os.path.dirname(__file__), "media")
DATABASES = {"default": {
    "ENGINE": "django.db.backends.mysql",
    "NAME": config("NAME"),
    "USER": config("USERNAME"),
    "PASSWORD": config("PASSWORD"),
    "HOST": config("HOST"),
    "PORT": config("PORT"),
}}
`;

async function written(texts: Texts): Promise<Texts> {
  const all = {
    "requirements.txt": "django\nmysqlclient\npython-decouple\n",
    "manage.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")\n',
    "site/__init__.py": "",
    "site/settings.py": SETTINGS,
    "site/wsgi.py":
      'import os\nfrom django.core.wsgi import get_wsgi_application\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")\napplication = get_wsgi_application()\n',
    ...texts,
  };
  return applied(all, await changesOf(await readRecon(memoryFiles(all), { name: "shop" }), all));
}

describe("a Django application with MySQL", () => {
  it("gets the user of the database by the name that its settings read", async () => {
    assert.match((await written({}))["compose.yaml"] ?? "", /^ +USERNAME: app$/m);
  });

  it("has passwords that Compose gives out commented in the sample, as the rest of the address", async () => {
    const sample = (await written({}))[".env.example"] ?? "";
    assert.match(sample, /^# PASSWORD=$/m);
    assert.match(sample, /^MYSQL_PASSWORD=$/m);
    assert.match(sample, /^SECRET_KEY=$/m);
  });

  it("declares no volume that no service of a person's own image uses", async () => {
    const dockerfile = "FROM python:3.11\nWORKDIR /srv\nCOPY . .\nCMD gunicorn site.wsgi -b 0.0.0.0:8000\n";
    assert.match((await written({}))["compose.yaml"] ?? "", /^ {2}site-media:$/m);
    assert.doesNotMatch((await written({ Dockerfile: dockerfile }))["compose.yaml"] ?? "", /media/);
  });
});
