import assert from "node:assert/strict";
import { readRecon } from "../../../src/recon/read-recon";
import { memoryFiles } from "../../kit/memory-files";
import { applied, changesOf } from "./plan-kit";
import { at, dependency, entryPoint, integration, recon, variable } from "./recon-kit";

describe("variables that continuous integration sets for the tests", () => {
  it("are set for the tests alone, where the code reads them and the stack says nothing else", async () => {
    const place = at(".github/workflows/ci.yml:12");
    const set = {
      LANGUAGE: "en-us",
      DATABASE_URL: "sqlite:///x.db",
      CI_ONLY: "1",
      SITE: "x",
      DJANGO_SETTINGS_MODULE: "shop.settings.ci",
    };
    const found = recon({
      dependencies: [dependency("django"), dependency("gunicorn"), dependency("psycopg2")],
      entryPoints: [entryPoint("wsgi", "shop.wsgi:application", "gunicorn shop.wsgi")],
      integrations: [integration("postgres", ["DATABASE_URL"])],
      environment: [
        variable("LANGUAGE", { default: "ru", hasDefault: true }),
        variable("DATABASE_URL", { required: true }),
        variable("SITE", { required: true }),
      ],
      tests: {
        runner: "django",
        command: ["python", "manage.py", "test"],
        environment: Object.entries(set).map(([name, value]) => ({ name, value, place })),
        place: at("tests.py:1"),
      },
    });
    const texts = { "manage.py": "", "requirements.txt": "django\n", "shop/settings/ci.py": "DEBUG = True\n" };
    const files = applied(texts, await changesOf(found, texts));
    const { "compose.test.yaml": tests = "", "compose.yaml": stack = "" } = files;
    assert.match(tests, /^ +LANGUAGE: en-us$/m);
    assert.match(tests, /^ +SITE: x$/m);
    assert.match(tests, /^ +DJANGO_SETTINGS_MODULE: shop\.settings\.ci$/m);
    assert.match(tests, /^ +DATABASE_URL: postgresql:\/\//m);
    assert.doesNotMatch(tests, /CI_ONLY/);
    assert.doesNotMatch(stack, /en-us|settings\.ci/);
  });

  it("have the password that stands in the code, as the service of the tests has it", async () => {
    const texts = {
      "requirements.txt":
        "fastapi==0.115.0\nuvicorn==0.30.0\nsqlalchemy==2.0.30\npsycopg2-binary==2.9.9\nalembic==1.13.1\npytest==8.0.0\n",
      "main.py":
        'import os\nfrom fastapi import FastAPI\nfrom sqlalchemy import create_engine\nuser, password = os.getenv("DATABASE_USERNAME"), os.getenv("DATABASE_PASSWORD")\nengine = create_engine(f"postgresql://{user}:{password}@{os.getenv(\'DATABASE_HOST\')}/{os.getenv(\'DATABASE_NAME\')}")\napp = FastAPI()\n',
      "alembic.ini":
        "[alembic]\nscript_location = migrations\nsqlalchemy.url = postgresql://shop:s3cret-of-shop@localhost/shop\n",
      "migrations/env.py": "from alembic import context\nurl = context.config.get_main_option('sqlalchemy.url')\n",
      "tests/test_main.py": "import pytest\ndef test_it(): ...\n",
    };
    const found = await readRecon(memoryFiles(texts), { name: "shop" });
    const { "compose.test.yaml": tests = "" } = applied(texts, await changesOf(found, texts));
    const used = /^ +DATABASE_PASSWORD: (.+)$/m.exec(tests)?.[1];
    assert.ok(used);
    assert.equal(/^ +POSTGRES_PASSWORD: (.+)$/m.exec(tests)?.[1], used);
    assert.doesNotMatch(tests, /s3cret/);
  });
});

describe("secrets of the tests", () => {
  it("have a form that the code takes, and a name by which a person can give another one", async () => {
    const secret = { required: true, secret: true };
    const found = recon({
      entryPoints: [entryPoint("wsgi", "shop.wsgi:application", "gunicorn shop.wsgi")],
      dependencies: [dependency("gunicorn"), dependency("cryptography")],
      environment: [variable("VAULT_FERNET_KEY", secret), variable("SIGNING_KEY", secret)],
      tests: { runner: "pytest", command: ["pytest"], place: at("tests.py:1") },
    });
    const changes = await changesOf(found, { "shop/wsgi.py": "", "tests.py": "" });
    const text = changes.files.find(({ path }) => path === "compose.test.yaml")?.text ?? "";
    assert.match(text, /VAULT_FERNET_KEY: \$\{TEST_VAULT_FERNET_KEY:-[A-Za-z0-9+/]{43}=\}\n/);
    assert.match(text, /SIGNING_KEY: \$\{TEST_SIGNING_KEY:-only-for-tests-\w+\}\n/);
  });
});
