import assert from "node:assert/strict";
import { applied, changesOf, overriding, type Texts } from "../plan-kit";
import { at, dependency, entryPoint, recon } from "../recon-kit";

const SETTINGS = 'STATIC_URL = "static/"\nSTATIC_ROOT = BASE_DIR / "static"\n';

async function files(texts: Texts, settings?: Parameters<typeof changesOf>[2]): Promise<Texts> {
  const found = recon({
    packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
    frameworks: [{ name: "django", place: at("requirements.txt:1") }],
    dependencies: [dependency("django")],
    entryPoints: [entryPoint("wsgi", "site.wsgi:application", "gunicorn site.wsgi:application")],
    static: { command: ["python", "manage.py", "collectstatic"], folder: "static", place: at("settings.py:2") },
  });
  const all = { "requirements.txt": "django\n", "manage.py": "", "site/wsgi.py": "", ...texts };
  return applied(all, await changesOf(found, all, settings));
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

  for (const [how, texts] of Object.entries<Texts>({
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
