import assert from "node:assert/strict";
import type { Recon } from "../../../../src/model/recon";
import { unservedStatic } from "../../../../src/scaffold/layout/static-server";
import { openWorkspace } from "../../../../src/workspace/workspace";
import { memoryFiles } from "../../../kit/memory-files";
import { applied, changesOf, overriding, type Texts } from "../plan-kit";
import { at, dependency, entryPoint, recon } from "../recon-kit";

const SETTINGS = 'STATIC_URL = "static/"\nSTATIC_ROOT = BASE_DIR / "static"\n';

const WSGI = entryPoint("wsgi", "site.wsgi:application", "gunicorn site.wsgi:application");

const FOUND = recon({
  packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
  frameworks: [{ name: "django", place: at("requirements.txt:1") }],
  dependencies: [dependency("django")],
  entryPoints: [WSGI],
  static: { command: ["python", "manage.py", "collectstatic"], folder: "static", place: at("settings.py:2") },
});
const ROOT = { "requirements.txt": "django\n", "manage.py": "", "site/wsgi.py": "" };

async function files(texts: Texts, settings?: Parameters<typeof changesOf>[2], started = WSGI): Promise<Texts> {
  const all = { ...ROOT, ...texts };
  return applied(all, await changesOf({ ...FOUND, entryPoints: [started] }, all, settings));
}

describe("static files of Django that nothing hands out", () => {
  it("are handed out by WhiteNoise before the application", async () => {
    const { Dockerfile = "", "docker/serve_static.py": server = "" } = await files({ "settings.py": SETTINGS });
    assert.match(Dockerfile, /^CMD \["gunicorn", "serve_static:application", "--pythonpath", "\/opt", "--bind"/m);
    assert.match(Dockerfile, /^COPY docker\/serve_static\.py \/opt\/serve_static\.py$/m);
    assert.match(Dockerfile, /\bwhitenoise==6\.12\.0/);
    assert.match(server, /^from site\.wsgi import application as site$/m);
    assert.match(server, /root=settings\.STATIC_ROOT/);
  });

  it("are handed out before an application that uWSGI serves", async () => {
    const imageBy = async (options: string): Promise<string> => {
      const command = `uwsgi --http :8000 ${options}--module site.wsgi:application`;
      const started = entryPoint("wsgi", "site.wsgi:application", command, { place: at("Procfile:1") });
      const texts = { ...ROOT, "settings.py": SETTINGS, Procfile: `web: ${command}\n` };
      const found = { ...FOUND, entryPoints: [started], dependencies: [dependency("django"), dependency("uwsgi")] };
      return applied(texts, await changesOf(found, texts))["Dockerfile"] ?? "";
    };
    assert.doesNotMatch(await imageBy("--static-map /static=/app/static "), /serve_static|whitenoise/);
    const Dockerfile = await imageBy("");
    assert.match(Dockerfile, /^CMD \["uwsgi", .*"--module", "serve_static:application", "--pythonpath", "\/opt"/m);
    assert.match(Dockerfile, /\bwhitenoise==/);
  });

  for (const command of [
    "uvicorn site.asgi:application --host 0.0.0.0 --port 8000",
    "daphne -b 0.0.0.0 -p 8000 site.asgi:application",
    "hypercorn site.asgi:application --bind 0.0.0.0:8000",
  ])
    it(`are handed out before an application of ASGI by ${command.split(" ")[0] ?? ""}`, async () => {
      const started = entryPoint("asgi", "site.asgi:application", command, { place: at("Procfile:1") });
      const { Dockerfile = "", "docker/serve_static.py": server = "" } = await files(
        { "settings.py": SETTINGS, Procfile: `web: ${command}\n` },
        undefined,
        started,
      );
      assert.match(Dockerfile, /^CMD \[.*"serve_static:application"/m);
      assert.match(Dockerfile, /PYTHONPATH=\/app:\/opt$/m);
      assert.match(Dockerfile, /whitenoise==/);
      assert.match(server, /^from site\.asgi import application as site$/m);
      assert.match(server, /^static = WsgiToAsgi\(files\)$/m);
      assert.match(server, /^async def application\(scope, receive, send\):$/m);
      assert.match(server, /immutable_file_test=r"\^\.\+\\\.\[0-9a-f\]\{12\}\\\.\.\+\$",/);
    });

  it("are left alone before an application of ASGI that is none of Django's", async () => {
    const started = entryPoint("asgi", "site.main:app", "uvicorn site.main:app", { place: at("Procfile:1") });
    const made = await files({ "settings.py": SETTINGS, "site/main.py": "" }, undefined, started);
    assert.equal(made["docker/serve_static.py"], undefined);
  });

  it("are handed out where only a comment or settings for work on the code do", async () => {
    const site = 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")\n';
    for (const texts of [
      { "settings.py": `# whitenoise would hand these out\n${SETTINGS}` },
      {
        "settings.py": `DEBUG = False\n${SETTINGS}`,
        "settings_dev.py": "from settings import *\nDEBUG = True\n",
        "site/wsgi.py": site,
        "urls.py": "urlpatterns += staticfiles_urlpatterns()\n",
      },
      {
        "settings.py": SETTINGS,
        "settings_dev.py": 'from settings import *\nMIDDLEWARE += ["whitenoise.middleware.WhiteNoiseMiddleware"]\n',
        "site/wsgi.py": site,
      },
    ])
      assert.ok((await files(texts))["docker/serve_static.py"]);
  });

  it("are not handed out for what another unit has", async () => {
    const workspace = await openWorkspace(
      "/w",
      memoryFiles({ "shop/shop/settings.py": SETTINGS, "blog/blog/settings.py": 'MIDDLEWARE = ["whitenoise"]\n' }),
    );
    await workspace.load(["shop/shop/settings.py", "blog/blog/settings.py"]);
    const static_ = { command: ["collectstatic"], folder: "static", place: at("shop/shop/settings.py:2") };
    const found = recon({ static: static_ });
    assert.deepEqual(unservedStatic(workspace, found, null, "shop"), { place: static_.place, isCollected: true });
    assert.equal(unservedStatic(workspace, found, null, "blog"), null);
  });

  describe("without a folder to collect them to", () => {
    const NEW = 'INSTALLED_APPS = ["django.contrib.staticfiles"]\nSTATIC_URL = "static/"\n';
    const serverOf = async (texts: Texts, kind: Partial<Recon> = {}): Promise<string | undefined> => {
      const found = { ...FOUND, static: null, ...kind };
      const all = { ...ROOT, ...texts };
      return applied(all, await changesOf(found, all))["docker/serve_static.py"];
    };

    it("are handed out from where each application has its own", async () => {
      const server = (await serverOf({ "settings.py": NEW })) ?? "";
      assert.match(server, /^from django\.contrib\.staticfiles\.finders import get_finders$/m);
      assert.match(server, /^    application\.add_file_to_dictionary\(url, path\)$/m);
      assert.doesNotMatch(server, /STATIC_ROOT/);
    });

    it("are left out where no folder holds them, so that the server starts", async () => {
      const server = (await serverOf({ "settings.py": NEW })) ?? "";
      assert.match(server, /^from contextlib import suppress\nfrom os\.path import isdir\nfrom urllib/m);
      assert.match(server, /^ {8}finder\.locations = \[.* if isdir\(root\)\]$/m);
      assert.match(server, /^ {4}with suppress\(FileNotFoundError, NotImplementedError\):$/m);
      assert.doesNotMatch((await files({ "settings.py": SETTINGS }))["docker/serve_static.py"] ?? "", /isdir|suppress/);
    });

    it("are left alone where something hands them out, none are listed, or pages ask for collected names", async () => {
      assert.equal(await serverOf({ "settings.py": `${NEW}MIDDLEWARE = ["whitenoise.middleware.X"]\n` }), undefined);
      assert.equal(await serverOf({ "settings.py": 'STATIC_URL = "static/"\n' }), undefined);
      const without = { "settings.py": NEW.replace(/^STATIC_URL.*/m, ""), "urls.py": "print(settings.STATIC_URL)\n" };
      assert.equal(await serverOf(without), undefined);
      assert.equal((await serverOf({ "settings.py": `${NEW}# ManifestStaticFilesStorage\n` })) === undefined, false);
      assert.equal(await serverOf({ "settings.py": `${NEW}X = "a.ManifestStaticFilesStorage"\n` }), undefined);
      assert.equal(await serverOf({ "settings.py": NEW }, { frameworks: [] }), undefined);
    });
  });

  for (const [how, texts] of Object.entries<Texts>({
    "settings that those which run import do": {
      "settings.py": "from base import *\n",
      "base.py": `${SETTINGS}MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware"]\n`,
      "site/wsgi.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")\n',
    },
    "its middleware does": {
      "settings.py": `${SETTINGS}MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware"]\n`,
    },
    "a view does": { "settings.py": SETTINGS, "urls.py": "from django.views.static import serve\n" },
    "another host has them": { "settings.py": 'STATIC_URL = "https://cdn.example.com/"\nSTATIC_ROOT = "static"\n' },
    "a cloud has them": {
      "settings.py": `${SETTINGS}STATICFILES_STORAGE = "storages.backends.s3boto3.S3Boto3Storage"\n`,
    },
    "debugging is on for good and the helper is used": {
      "settings.py": `${SETTINGS}DEBUG = True\n`,
      "urls.py": "urlpatterns += staticfiles_urlpatterns()\n",
    },
    "a web server stands before it": {
      "settings.py": SETTINGS,
      "compose.yaml": "services:\n  front:\n    image: nginx:1.29\n",
    },
  }))
    it(`are left alone where ${how}`, async () =>
      assert.equal((await files(texts))["docker/serve_static.py"], undefined));

  for (const [what, start] of [
    ["starts nothing", ""],
    ["starts the application", 'CMD ["gunicorn", "site.wsgi:application", "--bind", "0.0.0.0:8000"]\n'],
  ] as const)
    it(`are left alone where a Dockerfile of the person's own ${what}`, async () => {
      const written = await files({ "settings.py": SETTINGS, Dockerfile: `FROM python:3.13-slim\nCOPY . .\n${start}` });
      assert.match(written.Dockerfile ?? "", /^CMD \["gunicorn", "site\.wsgi:application"/m);
      assert.doesNotMatch(Object.values(written).join("\n"), /serve_static|whitenoise/i);
    });

  it("are left alone on request", async () => {
    const { Dockerfile = "", ...others } = await files(
      { "settings.py": SETTINGS },
      overriding({ "static.serve": false }),
    );
    assert.match(Dockerfile, /^CMD \["gunicorn", "site\.wsgi:application"/m);
    assert.equal(others["docker/serve_static.py"], undefined);
  });
});
