import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import type { Recon } from "../../../../src/model/recon";
import { unneeded } from "../../../../src/scaffold/decisions/variable-ways";
import { memoryFiles } from "../../../kit/memory-files";
import { blueprintOf, changesOf, overriding } from "../plan-kit";
import { at, dependency, entryPoint, integration, recon, variable } from "../recon-kit";

const secret = (name: string) => variable(name, { required: true, secret: true, places: [at("config.py:3")] });

async function filesOf(parts: Partial<Recon>): Promise<(path: string) => string> {
  const { files } = await changesOf(recon(parts), { "main.py": "" });
  return path => files.find(file => file.path === path)?.text ?? "";
}

describe("a variable that one read has a default for", () => {
  it("gets that default where another read fails without a value", () => {
    const name = (parts: Parameters<typeof variable>[1]) => unneeded(variable("ADMIN_NAME", parts));
    const both = { required: true, hasDefault: true, default: "admin" };
    assert.deepEqual(name(both), { source: "value", value: "${ADMIN_NAME:-admin}" });
    assert.deepEqual(name({ ...both, default: "" }), { source: "value", value: "${ADMIN_NAME:-}" });
    assert.deepEqual(name({ ...both, required: false }), { source: "file", value: null });
    assert.deepEqual(name({ ...both, secret: true }), { source: "file", value: null });
    assert.deepEqual(name({ ...both, default: "a${b}" }), { source: "file", value: null });
  });
});

describe("a variable whose type takes nothing but an address", () => {
  const of = async (type: string, name = "DATABASE_SERVER", service = "postgres"): Promise<string> => {
    const file = await filesOf({
      entryPoints: [entryPoint("asgi", "main:app", "uvicorn main:app")],
      dependencies: [dependency("uvicorn"), dependency("psycopg")],
      environment: [variable(name, { required: true, type })],
      integrations: [integration(service, [name])],
    });
    return new RegExp(`${name}: (.*)`).exec(file("compose.yaml"))?.[1] ?? "";
  };

  it("gets all of it, whatever it is called", async () => {
    assert.match(await of("PostgresDsn"), /^postgresql:\/\/app:.*@db:5432\/app$/);
    assert.match(await of("PostgresDsn", "DATABASE_RO"), /^postgresql:\/\/app:.*@db:5432\/app$/);
    assert.match(await of("AnyUrl"), /^postgresql:\/\/app:.*@db:5432\/app$/);
    assert.equal(await of("AnyHttpUrl", "ELASTICSEARCH_SERVER", "elasticsearch"), "http://elasticsearch:9200");
    assert.equal(await of("str"), "db");
  });

  it("is left to a person where it is no address of the service", async () => {
    for (const type of ["HttpUrl", "AnyHttpUrl", "AnyUrl"])
      assert.match(await of(type, "REDIS_DASHBOARD", "redis"), /^\$\{REDIS_DASHBOARD:\?/, type);
  });
});

describe("a variable that only tests read", () => {
  it("leads to a database in their own stack alone, unless the program fails without it", async () => {
    const others = ["CONTEST_DATABASE_URL", "AB_TEST_DATABASE_URL", "DATABASE_URL_TEST"];
    const of = async (required: boolean): Promise<readonly boolean[]> => {
      const file = await filesOf({
        entryPoints: [entryPoint("asgi", "main:app", "uvicorn main:app")],
        dependencies: [dependency("uvicorn"), dependency("psycopg")],
        environment: [variable("TESTING_DATABASE_URL", { required }), ...others.map(name => variable(name))],
        integrations: [integration("postgres", ["TESTING_DATABASE_URL", ...others])],
        tests: { runner: "pytest", command: ["pytest"], place: at("pytest.ini:1") },
      });
      // Of the product's own tests, such as those of two variants, the application has to reach the service.
      assert.match(file("compose.yaml"), / CONTEST_DATABASE_URL: postgresql:/);
      assert.match(file("compose.yaml"), / AB_TEST_DATABASE_URL: postgresql:/);
      assert.doesNotMatch(file("compose.yaml"), /DATABASE_URL_TEST:/);
      assert.match(file("docs/docker.md"), /`DATABASE_URL_TEST` \| no \| .* \| `\.env` \|/);
      return [file("compose.yaml"), file("compose.test.yaml")].map(text =>
        / TESTING_DATABASE_URL: postgres/.test(text),
      );
    };
    assert.deepEqual(await of(false), [false, true]);
    assert.deepEqual(await of(true), [true, true]);
  });
});

describe("a secret that one read does without", () => {
  it("is made where another read ends the import without it, not where a part of the code is off", async () => {
    const of = async (code: string): Promise<readonly [made: boolean, required: boolean]> => {
      const texts = {
        "requirements.txt": "flask\ngunicorn\n",
        "app.py": `import os\nimport conf\nfrom flask import Flask\napp = Flask(__name__)\nTOKEN = os.getenv("SHOP_TOKEN", "")\n`,
        "conf.py": `import os\n${code}\n`,
      };
      const { files } = await changesOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts);
      const text = (name: string): string => files.find(({ path }) => path === name)?.text ?? "";
      return [/^SHOP_TOKEN=r+$/m.test(text(".env")), /SHOP_TOKEN:\?/.test(text("compose.yaml"))];
    };
    assert.deepEqual(await of('KEY = os.environ["SHOP_TOKEN"]'), [true, true]);
    assert.deepEqual(await of('def pay():\n    return os.environ["SHOP_TOKEN"]'), [false, false]);
    assert.deepEqual(await of('key = lambda: os.environ["SHOP_TOKEN"]'), [false, false]);
  });
});

describe("a token that a chat service hands out", () => {
  const environment = ["TELEGRAM_BOT_TOKEN", "DISCORD_TOKEN", "OPENAI_API_KEY", "SESSION_TOKEN"].map(secret);

  it("is not made up for a bot, whose check says what is missing", async () => {
    const file = await filesOf({ environment, entryPoints: [entryPoint("bot", "main.py", "python main.py")] });
    assert.match(file("compose.yaml"), /TELEGRAM_BOT_TOKEN: \$\{TELEGRAM_BOT_TOKEN:-\}\n/);
    assert.match(file("compose.yaml"), /DISCORD_TOKEN: \$\{DISCORD_TOKEN:-\}\n/);
    assert.doesNotMatch(file(".env"), /TELEGRAM_BOT_TOKEN|DISCORD_TOKEN/);
    assert.match(file(".env.example"), /^TELEGRAM_BOT_TOKEN=$/m);
    assert.match(file("docker/check_environment.py"), /\("TELEGRAM_BOT_TOKEN", True, None\)/);
    // Keys of other services are looked at with the first request.
    assert.match(file(".env"), /^OPENAI_API_KEY=r+$/m);
    assert.match(file(".env"), /^SESSION_TOKEN=r+$/m);
  });

  it("is made up where a server only sends messages", async () => {
    const file = await filesOf({
      environment,
      entryPoints: [entryPoint("asgi", "main:app", "uvicorn main:app")],
      dependencies: [dependency("uvicorn")],
    });
    assert.match(file(".env"), /^TELEGRAM_BOT_TOKEN=r+$/m);
  });
});

describe("a password in the sample of a variable whose name says nothing of it", () => {
  it("is told to nobody and stands in .env alone", async () => {
    const address = "https://shop:hunter2secret@pay.example.com/v1";
    const found = recon({ environment: [variable("PAYMENT_ENDPOINT", { required: true })] });
    const { plan, units } = await blueprintOf(found, { ".env.example": `PAYMENT_ENDPOINT=${address}\n` });
    assert.deepEqual(units[0]?.variables[0]?.envValue, { text: address });
    assert.doesNotMatch(JSON.stringify(plan), /hunter2secret/);
    assert.match(JSON.stringify(plan), /pay\.example\.com/);
  });
});

describe("a variable that has to be given and that the plan knows the value of", () => {
  const needed = (name: string, type: string | null = null) =>
    variable(name, { required: true, type, places: [at("site/settings.py:3")] });
  const served = {
    entryPoints: [entryPoint("wsgi", "site.wsgi:application", "gunicorn", { place: at("site/wsgi.py:1") })],
    dependencies: [dependency("django"), dependency("gunicorn")],
  };

  it("leaves the settings of Django to what the image names", async () => {
    const parts = recon({ ...served, environment: [needed("DJANGO_SETTINGS_MODULE")] });
    const named = { "site/wsgi.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")\n' };
    const { plan, units } = await blueprintOf(parts, named);
    assert.equal(units[0]?.djangoSettings, "site.settings");
    assert.equal(units[0].variables[0]?.source, "file");
    assert.doesNotMatch(JSON.stringify(plan.questions), /DJANGO_SETTINGS_MODULE/);
    const unnamed = await blueprintOf(parts, {});
    assert.match(JSON.stringify(unnamed.plan.questions), /DJANGO_SETTINGS_MODULE/);
    const none = await blueprintOf(parts, named, overriding({ "django.settings": "none" }));
    assert.match(JSON.stringify(none.plan.questions), /DJANGO_SETTINGS_MODULE/);
  });

  it("gives the settings of Django to an image of the person's own, which names none", async () => {
    const environment = [needed("DJANGO_SETTINGS_MODULE")];
    const docker = { dockerfiles: ["Dockerfile"], composeFiles: [], ignoreFiles: [], devcontainers: [] };
    const files = {
      Dockerfile: 'FROM python:3.11-slim\nCOPY . .\nRUN pip install django gunicorn\nCMD ["gunicorn", "site.wsgi"]\n',
      "site/wsgi.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")\n',
    };
    const { units } = await blueprintOf(recon({ ...served, environment, docker }), files);
    assert.equal(units[0]?.variables[0]?.value, "site.settings");
  });

  it("leaves a switch of debugging empty only where the code keeps its text as it is", async () => {
    const read = (text: string) =>
      variable("DEBUG", { required: true, places: [{ ...at("site/settings.py:3"), text }] });
    const valueOf = async (text: string): Promise<string | null | undefined> => {
      const { units } = await blueprintOf(recon({ ...served, environment: [read(text)] }), {});
      const [found] = units[0]?.variables ?? [];
      return found?.envValue && "text" in found.envValue ? found.envValue.text : found?.value;
    };
    assert.equal(await valueOf('DEBUG = os.environ["DEBUG"]'), "${DEBUG:-}");
    assert.equal(await valueOf('DEBUG: str = os.environ["DEBUG"]  # plain'), "${DEBUG:-}");
    for (const text of [
      'DEBUG = os.environ["DEBUG"] not in ("0", "false")',
      'DEBUG = int(os.environ["DEBUG"])',
      'RAW = os.environ["DEBUG"]',
      'DEBUG = {"1": True, "0": False}[os.environ["DEBUG"]]',
    ])
      assert.equal(await valueOf(text), "0", text);
  });
});
