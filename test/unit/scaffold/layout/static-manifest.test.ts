import assert from "node:assert/strict";
import { applied, changesOf } from "../plan-kit";
import { at, dependency, entryPoint, recon } from "../recon-kit";

async function testStage(storage: string): Promise<string> {
  const found = recon({
    packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
    dependencies: [dependency("django"), dependency("gunicorn")],
    entryPoints: [entryPoint("wsgi", "site.wsgi:application", "gunicorn site.wsgi")],
    static: { command: ["python", "manage.py", "collectstatic"], folder: "static", place: at("settings.py:1") },
    tests: { runner: "django", command: ["python", "manage.py", "test"], place: at("manage.py:1") },
  });
  const texts = { "settings.py": storage, "requirements.txt": "django\n", "manage.py": "" };
  const dockerfile = applied(texts, await changesOf(found, texts))["Dockerfile"] ?? "";
  return dockerfile.slice(dockerfile.indexOf("FROM dev AS test"), dockerfile.indexOf("FROM build AS package"));
}

describe("folders that settings make while static files are collected", () => {
  const packageStage = async (settings: string): Promise<string> => {
    const found = recon({
      packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
      dependencies: [dependency("django"), dependency("gunicorn")],
      entryPoints: [entryPoint("wsgi", "site.wsgi:application", "gunicorn site.wsgi")],
      static: { command: ["python", "manage.py", "collectstatic"], folder: "static", place: at("settings.py:1") },
    });
    const texts = { "settings.py": settings, "requirements.txt": "django\n", "manage.py": "" };
    const dockerfile = applied(texts, await changesOf(found, texts))["Dockerfile"] ?? "";
    return dockerfile.slice(dockerfile.indexOf("FROM build AS package"), dockerfile.indexOf("FROM base AS runtime"));
  };
  const folder = 'MEDIA_ROOT = os.path.join(BASE_DIR, "data")\n';

  it("belong to the user that the application runs as", async () =>
    assert.match(
      await packageStage(`${folder}os.makedirs(MEDIA_ROOT + "/private", exist_ok=True)\n`),
      /^RUN mkdir -p data && python manage\.py collectstatic --noinput \\\n && chown -R 10001:10001 \/app\/data$/m,
    ));

  it("need nothing where settings make none", async () =>
    assert.doesNotMatch(await packageStage(folder), /chown|mkdir/));
});

describe("static files whose names a manifest holds", () => {
  it("are collected for the tests as well", async () =>
    assert.match(
      await testStage(
        'STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}\n',
      ),
      /RUN python manage\.py collectstatic --noinput\nCMD/,
    ));

  it("are collected for the application alone where nothing looks them up", async () => {
    assert.doesNotMatch(await testStage('STATIC_ROOT = "static"\n'), /collectstatic/);
    assert.doesNotMatch(await testStage('# "ManifestStaticFilesStorage"\nSTATIC_ROOT = "static"\n'), /collectstatic/);
  });
});
