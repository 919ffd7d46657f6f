import assert from "node:assert/strict";
import { applied, changesOf } from "./plan-kit";
import { at, dependency, entryPoint, recon } from "./recon-kit";

describe("the folder of a command", () => {
  it("writes paths of commands from the folder in which the container runs them", async () => {
    const place = at("fly.toml:12");
    const found = recon({
      dependencies: [dependency("django"), dependency("celery"), dependency("gunicorn")],
      entryPoints: [
        entryPoint("wsgi", "core.wsgi:application", "gunicorn core.wsgi", { workingDirectory: "src" }),
        entryPoint("worker", "core", "celery --app core --workdir src worker", { workingDirectory: "src" }),
      ],
      migrations: { tool: "django", command: ["python", "src/manage.py", "migrate", "--noinput"], place },
      static: { command: ["python", "src/manage.py", "collectstatic"], folder: "static", place },
      tests: { runner: "django", command: ["python", "./manage.py", "test", "shop"], place },
    });
    const texts = { "src/manage.py": "", "src/core/wsgi.py": "", "requirements.txt": "django\n" };
    const files = applied(texts, await changesOf(found, texts));
    const { Dockerfile: dockerfile = "", "compose.yaml": compose = "" } = files;
    assert.match(compose, /command: \["python", "manage.py", "migrate", "--noinput"\]/);
    assert.match(compose, /celery, --app, core, --workdir, ., worker|"--workdir", ".", "worker"/);
    assert.match(dockerfile, /^RUN cd src && python manage.py collectstatic --noinput$/m);
    assert.match(dockerfile, /FROM dev AS test\n+CMD \["python", "manage.py", "test", "shop"\]/);
  });

  it("is that of manage.py for the tests, as Django looks for them below the folder that it starts in", async () => {
    const dockerfileOf = async (manage: string, command: readonly string[]): Promise<string> => {
      const found = recon({
        dependencies: [dependency("django")],
        tests: { runner: "django", command, place: at("tests.py:1") },
      });
      const texts = { [manage]: "", "requirements.txt": "django\n" };
      return applied(texts, await changesOf(found, texts))["Dockerfile"] ?? "";
    };
    const inside = await dockerfileOf("app/manage.py", ["python", "app/manage.py", "test"]);
    assert.match(inside, /FROM dev AS test\nWORKDIR \/app\/app\nCMD \["python", "manage.py", "test"\]/);
    const beside = await dockerfileOf("manage.py", ["python", "manage.py", "test"]);
    assert.match(beside, /FROM dev AS test\nCMD \["python", "manage.py", "test"\]/);
  });

  it("finds the modules of a script that is run by its path elsewhere than the main program", async () => {
    const dockerfileOf = async (command: string): Promise<string> => {
      const found = recon({
        dependencies: [dependency("django"), dependency("gunicorn"), dependency("aiogram")],
        entryPoints: [
          entryPoint("wsgi", "core.wsgi:application", "gunicorn core.wsgi", { workingDirectory: "backend" }),
          entryPoint("bot", "bot/main.py", command, { workingDirectory: "" }),
        ],
      });
      const texts = { "backend/core/wsgi.py": "", "bot/main.py": "", "requirements.txt": "django\n" };
      return applied(texts, await changesOf(found, texts))["Dockerfile"] ?? "";
    };
    assert.match(await dockerfileOf("python bot/main.py"), /PYTHONPATH=\/app\/backend:\/app$/m);
    // Python itself puts the folder that it starts in before all others here.
    assert.match(await dockerfileOf("python -m bot.main"), /PYTHONPATH=\/app\/backend$/m);
  });
});

describe("a folder that holds collected static files", () => {
  it("gets no volume, which would hide those of the next image", async () => {
    const settings =
      'MEDIA_ROOT = os.path.join(BASE_DIR, "assets/media")\nSTATIC_ROOT = os.path.join(BASE_DIR, "assets/static")\n';
    const found = recon({
      dependencies: [dependency("django"), dependency("gunicorn")],
      entryPoints: [entryPoint("wsgi", "shop.wsgi:application", "gunicorn shop.wsgi")],
      static: {
        command: ["python", "manage.py", "collectstatic"],
        folder: "assets/static",
        place: at("settings.py:2"),
      },
    });
    const texts = {
      "settings.py": settings,
      "manage.py": "",
      "requirements.txt": "django\n",
      ".gitignore": "assets\n",
    };
    const compose = applied(texts, await changesOf(found, texts))["compose.yaml"] ?? "";
    assert.match(compose, /:\/app\/assets\/media$/m);
    assert.doesNotMatch(compose, /:\/app\/assets$/m);
  });
});
