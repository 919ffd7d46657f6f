import assert from "node:assert/strict";
import { changesOf, applied } from "../plan-kit";
import { at, dependency, entryPoint, integration, recon, variable } from "../recon-kit";

const SQLITE = '    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3"}}\n';
const SERVER =
  '    DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "HOST": os.getenv("DB_HOST")}}\n';

async function composeOf(
  settings: string,
  usual: string | null = null,
): Promise<{ readonly compose: string; readonly dockerfile: string }> {
  const found = recon({
    packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
    dependencies: [dependency("django"), dependency("gunicorn"), dependency("psycopg2")],
    entryPoints: [entryPoint("wsgi", "site.wsgi:application", "gunicorn site.wsgi")],
    integrations: [integration("postgres", ["DB_HOST"])],
    environment: [variable("MODE", { default: usual, hasDefault: usual !== null }), variable("DB_HOST", {})],
    static: { command: ["python", "manage.py", "collectstatic"], folder: "static", place: at("settings.py:4") },
  });
  const texts = { "settings.py": `import os\n${settings}`, "requirements.txt": "django\n", "manage.py": "" };
  const files = applied(texts, await changesOf(found, texts));
  return { compose: files["compose.yaml"] ?? "", dockerfile: files["Dockerfile"] ?? "" };
}

describe("a variable that switches to the database server", () => {
  for (const [what, text] of [
    [
      "by the variable that holds it",
      `MODE = os.getenv("MODE")\nif MODE in ["PRODUCTION", "MIGRATE"]:\n${SERVER}else:\n${SQLITE}`,
    ],
    ["where it is read", `if os.environ.get("MODE", "local") == "PRODUCTION":\n\n${SERVER}else:\n${SQLITE}`],
  ] as const) {
    it(`is set for the stack and for the collecting of static files, ${what}`, async () => {
      const { compose, dockerfile } = await composeOf(text);
      assert.match(compose, /^ +MODE: PRODUCTION$/m);
      assert.match(dockerfile, /RUN MODE=PRODUCTION/);
    });
  }

  for (const [what, text, value] of [
    [
      "a word that decouple reads",
      `MODE = config("MODE", default=True, cast=bool)\nif MODE:\n${SQLITE}else:\n${SERVER}`,
      '"False"',
    ],
    ["a number", `MODE = bool(int(os.environ.get("MODE", 1)))\nif not MODE:\n${SERVER}else:\n${SQLITE}`, '"0"'],
    [
      "a word that is compared",
      `MODE = os.getenv("MODE", "yes") == "yes"\nif MODE:\n${SQLITE}else:\n${SERVER}`,
      '"False"',
    ],
    ["any text", `MODE = os.environ.get("MODE", "x")\n\nif MODE:\n${SQLITE}\nelse:\n${SERVER}`, '""'],
  ] as const) {
    it(`is switched off where it is read as ${what}, so that the container runs as production does`, async () => {
      assert.match((await composeOf(text, "True")).compose, new RegExp(`^ +MODE: ${value}$`, "m"));
    });
  }

  it("is switched where the engine has the name that Django gave it before 1.9", async () => {
    const server = SERVER.replace("postgresql", "postgresql_psycopg2");
    const text = `MODE = env.bool("MODE", True)\nif MODE:\n${SQLITE}else:\n${server}`;
    assert.match((await composeOf(text, "True")).compose, /^ +MODE: "False"$/m);
  });

  it("is left alone where its default is what the server needs", async () => {
    const text = `MODE = config("MODE", default=False, cast=bool)\nif MODE:\n${SQLITE}else:\n${SERVER}`;
    assert.doesNotMatch((await composeOf(text, "False")).compose, /MODE:/);
  });

  for (const [what, text] of [
    ["is for tests", `if os.getenv("MODE") == "testing":\n${SERVER}else:\n${SQLITE}`],
    ["changes only which server it is", `if os.getenv("MODE") == "prod":\n${SERVER}else:\n${SERVER}`],
    ["opens something else", `if os.getenv("MODE") == "prod":\n    X = 1\nif True:\n${SERVER}else:\n${SQLITE}`],
  ] as const) {
    it(`is left alone where it ${what}`, async () => {
      assert.doesNotMatch((await composeOf(text)).compose, /MODE:/);
    });
  }

  it("leaves static files alone that only a mode nothing sets would have a folder for", async () => {
    const { compose, dockerfile } = await composeOf(
      `MODE = os.getenv("MODE")\n${SQLITE.trimStart()}if MODE == "PRODUCTION":\n    STATIC_ROOT = "static"\n`,
    );
    assert.doesNotMatch(compose, /MODE:/);
    assert.doesNotMatch(dockerfile, /collectstatic/);
  });
});
