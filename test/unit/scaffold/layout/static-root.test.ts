import assert from "node:assert/strict";
import { applied, changesOf, type Texts } from "../plan-kit";
import { at, dependency, entryPoint, recon, variable } from "../recon-kit";

async function files(settings: string, usual: string | null = null, more: Texts = {}): Promise<Texts> {
  const found = recon({
    packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
    dependencies: [dependency("django"), dependency("gunicorn")],
    entryPoints: [entryPoint("wsgi", "site.wsgi:application", "gunicorn site.wsgi:application")],
    environment: [
      variable("SHOP_STATIC", { default: usual, hasDefault: usual !== null, places: [at("settings.py:1")] }),
    ],
    static: { command: ["python", "manage.py", "collectstatic"], folder: null, place: at("settings.py:1") },
  });
  const texts = { "settings.py": settings, "requirements.txt": "django\ngunicorn\n", "manage.py": "", ...more };
  return applied(texts, await changesOf(found, texts));
}

describe("a folder of static files that a variable alone names", () => {
  it("is given while they are collected and while the application runs", async () => {
    const { Dockerfile = "", "compose.yaml": compose = "" } = await files(
      'STATIC_ROOT = os.environ.get("SHOP_STATIC")\n',
    );
    assert.match(Dockerfile, /^RUN SHOP_STATIC=\/srv\/static \\\n {4}python manage\.py collectstatic/m);
    assert.match(Dockerfile, /^COPY --from=package \/srv\/static \/srv\/static$/m);
    assert.match(compose, /^ {2,}SHOP_STATIC: \/srv\/static$/m);
  });

  it("is left to an image of the person's own, which collected them already", async () => {
    const { "compose.yaml": compose = "" } = await files('STATIC_ROOT = os.environ.get("SHOP_STATIC")\n', null, {
      Dockerfile:
        'FROM python:3.13-slim\nENV SHOP_STATIC=/app/collected\nCOPY . .\nRUN python manage.py collectstatic\nCMD ["gunicorn", "site.wsgi:application"]\n',
    });
    assert.match(compose, /^services:/m);
    assert.doesNotMatch(compose, /SHOP_STATIC/);
  });

  it("is left to a default, and to a variable that names something else", async () => {
    for (const texts of [
      await files('STATIC_ROOT = os.environ.get("SHOP_STATIC", "static")\n', "static"),
      await files('OTHER_ROOT = os.environ.get("SHOP_STATIC")\nSTATIC_ROOT = BASE_DIR / "static"\n'),
    ])
      assert.doesNotMatch(Object.values(texts).join("\n"), /\/srv\/static/);
  });
});

describe("settings that name no folder for static files", () => {
  const collected = async (settings: string, more: Texts = {}): Promise<boolean> => {
    const found = recon({
      packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
      dependencies: [dependency("django"), dependency("gunicorn")],
      entryPoints: [entryPoint("wsgi", "site.wsgi:application", "gunicorn site.wsgi:application")],
      static: { command: ["python", "manage.py", "collectstatic"], folder: null, place: at("start.sh:2") },
    });
    const texts = {
      "site/wsgi.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")\n',
      "site/settings.py": settings,
      "requirements.txt": "django\ngunicorn\n",
      "start.sh": "#!/bin/sh\npython manage.py collectstatic\n",
      "manage.py": "",
      ...more,
    };
    return /RUN [^#]*collectstatic/.test(applied(texts, await changesOf(found, texts))["Dockerfile"] ?? "");
  };

  it("have none collected while the image is built, whatever a script does", async () => {
    assert.equal(await collected('STATIC_URL = "/static/"\nSTATICFILES_STORAGE = "cloud.StaticStorage"\n'), false);
  });

  it("are told from those that take it in from elsewhere", async () => {
    const base = { "site/base.py": 'STATIC_ROOT = "/srv/files"\n' };
    assert.equal(await collected("from .base import *\n", base), true);
    assert.equal(await collected("from .base import *\n", { "site/base.py": 'STATIC_URL = "/static/"\n' }), false);
    assert.equal(await collected("from shared_settings import *\n"), true, "a package may name one");
    assert.equal(await collected("import_module(name)\n"), true, "what is imported is not known");
  });
});
