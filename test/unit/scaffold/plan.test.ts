import assert from "node:assert/strict";
import type { EntryPoint, Integration, Recon } from "../../../src/model/recon";
import type { Plan } from "../../../src/model/plan";
import { readRecon } from "../../../src/recon/read-recon";
import { memoryFiles } from "../../kit/memory-files";
import { applied, blueprintOf, changesOf, overriding, type Texts } from "./plan-kit";
import { at, dependency, entryPoint, integration, recon, variable } from "./recon-kit";

function value(plan: Plan, key: string, unit: string | null = null): unknown {
  const found = plan.decisions.find(decision => decision.key === key && decision.unit === unit);
  assert.ok(found, `${key} is not decided`);
  return found.value;
}

const web = (command: string, parts: Parameters<typeof entryPoint>[3] = {}): ReturnType<typeof entryPoint> =>
  entryPoint("wsgi", "app:app", command, { place: at("Procfile:1"), ...parts });

const moduleAt = (name: string, path: string): Recon["modules"][number] => {
  return { name, path, kind: "module", files: 1, lines: 1, summary: "", imports: [] };
};

describe("the plan", () => {
  it("asks nothing where the evidence is clear, and gives each decision a sentence", async () => {
    const { plan } = await blueprintOf(
      recon({ entryPoints: [web("gunicorn app:app")], dependencies: [dependency("gunicorn")] }),
      {},
    );
    assert.deepEqual(plan.questions, []);
    for (const { key, reason } of plan.decisions) assert.match(reason, /[.!?]$/, key);
  });

  it("gives what collecting files makes in folders of data to the program, and lays no volume inside another one", async () => {
    const texts = {
      "requirements.txt": "django==5.2\ngunicorn==23.0.0\n",
      ".gitignore": "/data/\n",
      "manage.py":
        'import os\nfrom django.core.management import execute_from_command_line\nif __name__ == "__main__":\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\n    execute_from_command_line([])\n',
      "site_/__init__.py": "",
      "site_/settings.py":
        'from pathlib import Path\nBASE_DIR = Path(__file__).resolve().parent.parent\nDATA_DIR = BASE_DIR / "data"\nDB_DIR = DATA_DIR / "db"\nDB_DIR.mkdir(parents=True, exist_ok=True)\nSTATIC_ROOT = BASE_DIR / "static"\nINSTALLED_APPS = ["django.contrib.staticfiles"]\nROOT_URLCONF = "site_.urls"\nWSGI_APPLICATION = "site_.wsgi.application"\nDATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": DB_DIR / "db.sqlite3"}}\n',
      "site_/urls.py": "urlpatterns = []\n",
      "site_/wsgi.py": "from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n",
    };
    const { plan } = await blueprintOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts);
    assert.deepEqual(value(plan, "data.folders"), ["/app/data"]);
    const changes = await changesOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts);
    const dockerfile = changes.files.find(({ path }) => path === "Dockerfile")?.text ?? "";
    assert.match(
      dockerfile.slice(dockerfile.indexOf("AS package")),
      /mkdir -p data && [^]*python manage\.py collectstatic --noinput \\\n && chown -R 10001:10001 \/app\/data\n/,
    );
  });

  it("lays the SQLite file that a sample shows on a volume, as its address is what the program gets", async () => {
    const texts = {
      "requirements.txt": "fastapi==0.115.0\nuvicorn==0.30.0\nsqlalchemy==2.0.30\naiosqlite==0.20.0\n",
      ".env.example": "DATABASE_URL=sqlite+aiosqlite:///./shop.db\n",
      "tests/test_main.py": "import pytest\ndef test_it(): ...\n",
      "main.py":
        'import os\nfrom fastapi import FastAPI\nfrom sqlalchemy.ext.asyncio import create_async_engine\nengine = create_async_engine(os.environ["DATABASE_URL"])\napp = FastAPI()\n',
    };
    const changes = await changesOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts);
    const written = applied(texts, changes);
    assert.match(written["Dockerfile"] ?? "", /^RUN ln -sf \/data\/shop\.db \/app\/shop\.db$/m);
    assert.match(written["compose.test.yaml"] ?? "", /^ +DATABASE_URL: sqlite\+aiosqlite:\/\/\/\.\/shop\.db$/m);
    assert.match(written[".env"] ?? "", /^DATABASE_URL=sqlite\+aiosqlite:\/\/\/\.\/shop\.db$/m);
  });

  it("keeps a file of SQLite beside a server of another kind, and not beside one that takes its place", async () => {
    const dockerfile = async (driver: string, url: string): Promise<string> => {
      const texts = {
        "requirements.txt": `flask==3.0.0\nsqlalchemy==2.0.30\n${driver}\n`,
        "app.py": `import os\nfrom flask import Flask\nfrom sqlalchemy import create_engine\nSTORE = os.getenv("STORE_URL", "${url}")\nengine = create_engine("sqlite:///shop.db")\napp = Flask(__name__)\n`,
      };
      return (
        applied(texts, await changesOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts))["Dockerfile"] ??
        ""
      );
    };
    assert.match(await dockerfile("pymongo==4.8.0", "mongodb://localhost:27017/shop"), /ln -sf \/data\/shop\.db /);
    assert.doesNotMatch(await dockerfile("psycopg2==2.9.9", "postgresql://localhost/shop"), /shop\.db/);
  });

  it("gives what asks for a database a file of SQLite where no other driver is installed", async () => {
    const engine =
      'from sqlalchemy.ext.asyncio import create_async_engine\nengine = create_async_engine(os.environ["DATABASE_URL"])\n';
    const written = async (
      drivers: string,
      layer = "sqlalchemy==2.0.30",
      opening = engine,
    ): Promise<Readonly<Record<string, string>>> => {
      const texts = {
        "requirements.txt": `fastapi==0.115.0\nuvicorn==0.30.0\n${layer}\n${drivers}`,
        "main.py": `import os\nfrom fastapi import FastAPI\n${opening}app = FastAPI()\n`,
      };
      return applied(texts, await changesOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts));
    };
    const file = await written("aiosqlite==0.20.0\n");
    // Another address in `.env` goes before it.
    assert.match(
      file["compose.yaml"] ?? "",
      /^ +DATABASE_URL: \$\{DATABASE_URL:-sqlite\+aiosqlite:\/{4}data\/app\.db\}$/m,
    );
    assert.match(file["compose.yaml"] ?? "", /^ +- data:\/data$/m);
    assert.match(file["Dockerfile"] ?? "", /^RUN install -d -o 10001 -g 10001 \/data$/m);
    assert.match(file[".env.example"] ?? "", /^# main\.py:4: .*set by compose\.yaml\n# DATABASE_URL=/m);
    const server = await written("aiosqlite==0.20.0\nasyncpg==0.29.0\n");
    assert.match(server["compose.yaml"] ?? "", /^ +DATABASE_URL: postgresql\+asyncpg:/m);
    assert.doesNotMatch((await written(""))["compose.yaml"] ?? "", /sqlite/);
    // Its address names no driver.
    const tortoise =
      'from tortoise.contrib.fastapi import register_tortoise\nregister_tortoise(None, db_url=os.environ["DATABASE_URL"])\n';
    const other = await written("aiosqlite==0.20.0\n", "tortoise-orm==0.21.0", tortoise);
    assert.doesNotMatch(other["compose.yaml"] ?? "", /aiosqlite:/);
  });

  it("reaches a server whose host and port are spread over the call, where it listens on the loopback address", async () => {
    const host = async (call: string): Promise<string> => {
      const texts = {
        "requirements.txt": "aiohttp==3.9.5\npydantic-settings==2.5.0\n",
        "config.py":
          'from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    APP_HOST: str = "localhost"\n    APP_PORT: int = 8000\nsettings = Settings()\nOPTIONS = {"host": settings.APP_HOST, "port": settings.APP_PORT}\n',
        "main.py": `from aiohttp import web\nimport config\napp = web.Application()\nif __name__ == "__main__":\n    web.run_app(app, ${call})\n`,
      };
      const changes = await changesOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts);
      const text = (wanted: string): string => changes.files.find(({ path }) => path === wanted)?.text ?? "";
      return text("compose.yaml") + text("Dockerfile");
    };
    const spread = await host("**config.OPTIONS");
    assert.match(spread, /127\.0\.0\.1:8000:8000/);
    assert.match(spread, /^ENTRYPOINT .*\/opt\/\w+\.py/m);
    assert.doesNotMatch(await host("port=8000"), /^ENTRYPOINT/m);
  });

  it("shows no default of several lines, of which a comment would hide the first alone", async () => {
    const code =
      'import os\nfrom flask import Flask\napp = Flask(__name__)\nABOUT = os.environ.get("ABOUT", "one\\n\\ntwo")\n';
    const texts = { "requirements.txt": "flask==3.1.0\n", "app.py": code };
    const found = await readRecon(memoryFiles(texts), { name: "shop" });
    const sample = (await changesOf(found, texts)).files.find(({ path }) => path === ".env.example");
    assert.ok(sample);
    for (const line of sample.text.split("\n")) assert.match(line, /^(?:#.*|\w+=.*)?$/);
  });

  it("installs the list that alone brings the server, and asks the code which interface Granian serves", async () => {
    const texts = {
      "requirements.txt": "flask==3.1.0\n",
      "requirements-server.txt": "granian==2.8.1\n",
      "requirements-dev.txt": "granian[reload]==2.8.1\npytest==9.0.0\n",
      "shop/__init__.py": "",
      "shop/site.py": "from flask import Flask\napp = Flask(__name__)\n",
      "bin/entrypoint.sh": "#!/bin/sh\nexec granian shop.site:app\n",
    };
    const { plan } = await blueprintOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts);
    assert.deepEqual(value(plan, "install.requirements"), ["requirements.txt", "requirements-server.txt"]);
    assert.deepEqual((value(plan, "web.command") as string[]).slice(0, 3), ["granian", "--interface", "wsgi"]);
    assert.deepEqual(value(plan, "install.add"), []);
  });

  it("installs a service without manifests from the list above it, by name where Compose sends its folder alone", async () => {
    const texts = {
      "requirements.txt": "fastapi>=0.100\nuvicorn\n",
      "a/Dockerfile": 'FROM python:3.11\nWORKDIR /app\nCOPY . .\nCMD ["uvicorn", "app.main:app"]\n',
      "a/app/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
      "b/Dockerfile": 'FROM python:3.11\nWORKDIR /app\nCOPY . .\nCMD ["uvicorn", "app.main:app"]\n',
      "b/app/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
    };
    const decided = async (files: Texts): Promise<readonly unknown[]> => {
      const { plan } = await blueprintOf(await readRecon(memoryFiles(files), { name: "shop" }), files);
      return ["install.requirements", "install.add", "build.context"].map(
        key => plan.decisions.find(one => one.unit === "a" && one.key === key)?.value,
      );
    };
    assert.deepEqual(await decided(texts), [["requirements.txt"], [], "."]);
    const compose = { "compose.yaml": "services:\n  a:\n    build: ./a\n  b:\n    build: ./b\n" };
    assert.deepEqual(await decided({ ...texts, ...compose }), [[], ["fastapi>=0.100", "uvicorn"], "a"]);
  });

  it("starts no service for a plug-in that no start loads and whose client nothing declares", async () => {
    const planned = async (more: Texts, requirements = "flask==3.1.0\n"): Promise<unknown> => {
      const texts = {
        "requirements.txt": requirements,
        "app.py": "from flask import Flask\napp = Flask(__name__)\n",
        "engines/__init__.py": "",
        "engines/store.py":
          'import pymongo\nhost = "127.0.0.1"\ndef init():\n    return pymongo.MongoClient(host, port=27017)\n',
        ...more,
      };
      const { plan } = await blueprintOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts);
      return value(plan, "services");
    };
    assert.deepEqual(await planned({}), []);
    assert.deepEqual(await planned({}, "flask==3.1.0\npymongo==4.15.0\n"), ["mongo"]);
    const beside = { "requirements-store.txt": "pymongo==4.15.0\n" };
    assert.deepEqual(await planned(beside), []);
    assert.deepEqual(await planned(beside, "flask==3.1.0\n-r requirements-store.txt\n"), ["mongo"]);
    const extra = '[project]\nname = "shop"\n[project.optional-dependencies]\nstore = ["pymongo"]\n';
    assert.deepEqual(await planned({ "pyproject.toml": extra }), []);
    assert.deepEqual(
      await planned({ "app.py": "from flask import Flask\nimport engines.store\napp = Flask(__name__)\n" }),
      ["mongo"],
    );
  });

  it("takes no line of a script whose variables the script alone works out", async () => {
    const planned = async (bind: string): Promise<readonly string[]> => {
      const texts = {
        "requirements.txt": "flask==3.1.0\ngunicorn==23.0.0\n",
        "wsgi.py": "from shop import main\ndef app():\n    return main()\n",
        "shop.py": "def main():\n    return make()\n",
        "scripts/entrypoint.sh": `#!/bin/sh\neval $(python print_arguments.py)\ngunicorn --timeout 90 --bind ${bind} 'wsgi:app()'\n`,
      };
      const { plan } = await blueprintOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts);
      return value(plan, "web.command") as string[];
    };
    assert.deepEqual((await planned("$SHOP_HOST:$SHOP_PORT")).slice(0, 4), [
      "gunicorn",
      "wsgi:app()",
      "--bind",
      "0.0.0.0:8000",
    ]);
    assert.match((await planned("0.0.0.0:${PORT:-5000}")).join(" "), /--timeout 90/);
  });

  it("adds a server that the project does not declare", async () => {
    const { plan } = await blueprintOf(
      recon({ entryPoints: [web("flask run")], dependencies: [dependency("flask")] }),
      {},
    );
    assert.deepEqual((value(plan, "web.command") as string[]).slice(0, 2), ["gunicorn", "app:app"]);
    assert.match(String((value(plan, "install.add") as string[])[0]), /^gunicorn==/);
  });

  it("shows no password of an address that a sample file has", async () => {
    const { plan, units } = await blueprintOf(
      recon({
        entryPoints: [web("gunicorn app:app")],
        environment: [variable("MSSQL_URL", { required: true, secret: true })],
      }),
      { ".env.example": "MSSQL_URL=mssql://sa:An0therPw@db/shop\n" },
    );
    assert.doesNotMatch(JSON.stringify(plan), /An0therPw/);
    assert.deepEqual(units[0]?.variables[0]?.envValue, { text: "mssql://sa:An0therPw@db/shop" });
  });

  it("serves what a Procfile calls web, whatever else it starts", async () => {
    const commandPlace = at("Procfile:1");
    const entryPoints = [
      entryPoint("asgi", "api:app", "uvicorn api:app --port 9000", { name: "api", commandPlace }),
      entryPoint("wsgi", "shop:app", "gunicorn shop:app", { name: "web", commandPlace }),
    ];
    const { units } = await blueprintOf(recon({ entryPoints }), {});
    assert.equal(units[0]?.web?.command[0], "gunicorn");
  });

  it("gives an application its login at GitHub, and nothing that a job there sets", async () => {
    const environment = ["GITHUB_APP_ID", "GITHUB_SHA"].map(name => variable(name, { required: true }));
    const { units } = await blueprintOf(recon({ entryPoints: [web("gunicorn app:app")], environment }), {});
    assert.deepEqual(
      units[0]?.variables.map(({ name }) => name),
      ["GITHUB_APP_ID"],
    );
  });

  it("allows this machine's names where the default allows nobody", async () => {
    const valueOf = async (parts: Parameters<typeof variable>[1]): Promise<string | null | undefined> => {
      const { units } = await blueprintOf(
        recon({ entryPoints: [web("gunicorn app:app")], environment: [variable("DJANGO_ALLOWED_HOSTS", parts)] }),
        {},
      );
      return units[0]?.variables[0]?.value;
    };
    const given = "${DJANGO_ALLOWED_HOSTS:-localhost,127.0.0.1}";
    assert.equal(await valueOf({ default: "", hasDefault: true }), given);
    assert.equal(await valueOf({ default: "shop.example", hasDefault: true }), given);
    assert.equal(await valueOf({ default: "*", hasDefault: true }), null);
    assert.equal(await valueOf({ default: null, hasDefault: true }), null);
  });

  it("writes the allowed hosts as the code takes them apart", async () => {
    const valueOf = async (text: string, samples: Readonly<Record<string, string>> = {}): Promise<string> => {
      const places = [{ path: "shop/settings.py", line: 20, column: 1, text, confidence: "high" as const }];
      const environment = [variable("ALLOWED_HOSTS", { required: true, places })];
      const { units } = await blueprintOf(recon({ entryPoints: [web("gunicorn app:app")], environment }), samples);
      return units[0]?.variables[0]?.value ?? "";
    };
    assert.equal(
      await valueOf('ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS").split(" ")'),
      "${ALLOWED_HOSTS:-localhost 127.0.0.1}",
    );
    assert.equal(
      await valueOf("ALLOWED_HOSTS = os.environ['ALLOWED_HOSTS'].split()"),
      "${ALLOWED_HOSTS:-localhost 127.0.0.1}",
    );
    assert.equal(
      await valueOf('hosts = getenv("ALLOWED_HOSTS").split(", ")'),
      "${ALLOWED_HOSTS:-localhost, 127.0.0.1}",
    );
    assert.equal(
      await valueOf('hosts = getenv("ALLOWED_HOSTS").split(sep=",")'),
      "${ALLOWED_HOSTS:-localhost,127.0.0.1}",
    );
    assert.equal(await valueOf('hosts = getenv("ALLOWED_HOSTS").split(";")'), "${ALLOWED_HOSTS:-localhost;127.0.0.1}");
    assert.equal(await valueOf('ALLOWED_HOSTS = [os.environ["ALLOWED_HOSTS"]]'), "${ALLOWED_HOSTS:-localhost}");
    assert.equal(await valueOf('hosts = env.list("ALLOWED_HOSTS")'), "${ALLOWED_HOSTS:-localhost,127.0.0.1}");
    assert.equal(
      await valueOf('"ALLOWED_HOSTS"', { ".env.example": "ALLOWED_HOSTS=shop.example www.shop.example\n" }),
      "${ALLOWED_HOSTS:-localhost 127.0.0.1}",
    );
  });

  it("finds modules below src, but not where src is the package itself", async () => {
    const app = recon({ entryPoints: [web("gunicorn app:app")], dependencies: [dependency("gunicorn")] });
    const pathOf = async (files: Readonly<Record<string, string>>, found = app): Promise<string | null | undefined> =>
      (await blueprintOf(found, files)).units[0]?.pythonPath;
    assert.equal(await pathOf({ "app.py": "", "src/shop.py": "" }), "/app/src:/app");
    assert.equal(await pathOf({ "src/__init__.py": "", "src/celery.py": "" }), "/app");
    const named = { ...app, entryPoints: [entryPoint("asgi", "src.main:app", "uvicorn src.main:app")] };
    assert.equal(await pathOf({ "src/main.py": "" }, named), "/app");
  });

  it("makes requirements of the table that pip list prints, which pip does not read", async () => {
    const table = "Package Version\n------- -------\nFlask   1.1.2\n";
    const { files } = await changesOf(
      recon({
        entryPoints: [web("gunicorn app:app")],
        dependencies: [dependency("flask")],
        packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
        manifests: [{ path: "requirements.txt", kind: "requirements", includes: [] }],
      }),
      { "requirements.txt": table },
    );
    const dockerfile = files.find(({ path }) => path === "Dockerfile")?.text ?? "";
    assert.match(
      dockerfile,
      /python -c "text = open\('requirements\.txt', 'rb'\).* \\\n && pip install --requirement \/tmp\//,
    );
  });

  it("starts Streamlit beside an application that answers requests, and tells it where that is", async () => {
    const both = recon({
      entryPoints: [
        entryPoint("asgi", "backend:app", "uvicorn backend:app", { place: at("backend.py:3"), port: 8000 }),
        entryPoint("streamlit", "ui.py", "streamlit run ui.py --server.port 8501", {
          place: at("ui.py:1"),
          port: 8501,
        }),
      ],
      dependencies: [dependency("uvicorn"), dependency("streamlit")],
      environment: [variable("API_URL", { default: "http://localhost:8000", hasDefault: true })],
    });
    const { files } = await changesOf(both, {});
    const compose = files.find(({ path }) => path === "compose.yaml")?.text ?? "";
    assert.match(compose, /\n {2}pages:\n {4}<<: \*app\n {4}command: \["streamlit", "run", "ui.py"/);
    assert.match(compose, /127\.0\.0\.1:8501:8501/);
    assert.match(compose, /_stcore\/health/);
    assert.match(compose, /API_URL: http:\/\/web:8000/);
    const alone = await blueprintOf({ ...both, entryPoints: both.entryPoints.slice(1) }, {});
    assert.deepEqual(alone.units[0]?.processes, []);
    const declined = await blueprintOf(both, {}, overriding({ "pages.command": [] }));
    assert.deepEqual(declined.units[0]?.processes, []);
  });

  it("gives tests and builds the word that a sample file has for a variable", async () => {
    const found = recon({
      entryPoints: [web("gunicorn app:app")],
      environment: ["MAIL_BACKEND", "MOTTO", "REGION"].map(name => variable(name, { required: true })),
    });
    const { units } = await blueprintOf(found, { ".env.example": "MAIL_BACKEND=smtp\nMOTTO=a $b\n" });
    assert.deepEqual(
      units[0]?.variables.map(({ name, buildValue }) => [name, buildValue]),
      [
        ["MAIL_BACKEND", "smtp"],
        ["MOTTO", "build"],
        ["REGION", "build"],
      ],
    );
  });

  it("keeps how a Procfile has gunicorn serve requests, and decides anew where and by how many processes", async () => {
    const texts = {
      "app.py": "from flask import Flask\napp = Flask(__name__)\n",
      "requirements.txt": "flask\ngunicorn\n",
      "serving.py": "keepalive = 2\n",
      Procfile:
        "web: gunicorn app:app -c serving.py --workers 3 --timeout=120 -k gevent --max-requests 100 --preload --bind 0.0.0.0:$PORT\n",
    };
    const { units } = await blueprintOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts);
    const command = units[0]?.web?.command.join(" ") ?? "";
    assert.match(command, /^gunicorn app:app --bind 0\.0\.0\.0:8000 /);
    assert.match(command, /--config serving\.py --timeout 120 --max-requests 100 --preload$/);
    assert.doesNotMatch(command, /workers 3|gevent/);
  });

  it("keeps the driver that a default names whose login hides it", async () => {
    const names = ["POSTGRES_ASYNC_URL", "POSTGRES_SYNC_URL"];
    const text = (scheme: string) => `URL: str = "${scheme}://•••@localhost:5438/shop"`;
    const place = (scheme: string) => [{ ...at("config.py:1"), text: text(scheme) }];
    const found = recon({
      entryPoints: [web("gunicorn app:app")],
      dependencies: ["sqlalchemy", "asyncpg", "psycopg2-binary"].map(name => dependency(name)),
      integrations: [integration("postgres", names, { scheme: "postgresql" })],
      environment: [
        variable("POSTGRES_ASYNC_URL", { secret: true, hasDefault: true, places: place("postgresql+asyncpg") }),
        variable("POSTGRES_SYNC_URL", { secret: true, hasDefault: true, places: place("postgresql") }),
      ],
    });
    const { units } = await blueprintOf(found, {});
    assert.deepEqual(
      units[0]?.variables.map(({ value }) => value?.split(":", 1)[0]),
      ["postgresql+asyncpg", "postgresql"],
    );
  });

  it("makes a key that Fernet takes for what the code gives it", async () => {
    const names = ["ENCRYPTION_KEY", "COOKIE_KEY", "VAULT_KEY", "SIGNING_SECRET", "APP_FERNET"];
    const found = recon({
      entryPoints: [web("gunicorn app:app")],
      environment: names.map((name, line) =>
        variable(name, { required: true, secret: true, places: [at(`settings.py:${line + 1}`)] }),
      ),
    });
    const settings = names.map(name => (name === "VAULT_KEY" ? `vault = os.environ["${name}"]` : `${name}: str`));
    const texts = {
      "settings.py": settings.join("\n"),
      "crypto.py":
        'a = Fernet(settings.ENCRYPTION_KEY.encode())\nb = Fernet(os.environ["COOKIE_KEY"])\nc = Fernet(vault)\nd = sign(settings.SIGNING_SECRET)\n',
    };
    const { units } = await blueprintOf(found, texts);
    const random = units[0]?.variables.map(({ name, envValue }) => [
      name,
      envValue && "random" in envValue && envValue.random,
    ]);
    assert.deepEqual(Object.fromEntries(random ?? []), {
      ENCRYPTION_KEY: "fernet",
      COOKIE_KEY: "fernet",
      VAULT_KEY: "fernet",
      SIGNING_SECRET: "text",
      APP_FERNET: "fernet",
    });
    assert.equal(units[0]?.variables.find(({ name }) => name === "VAULT_KEY")?.buildValue.length, 44);
  });

  it("gives a web application with a bot what clients of Telegram take for a token", async () => {
    const token = async (framework: string, name: string): Promise<unknown> => {
      const found = recon({
        entryPoints: [web("gunicorn app:app")],
        frameworks: [{ name: framework, place: at("bot.py:1") }],
        environment: [variable(name, { required: true, secret: true, places: [at("app.py:2")] })],
      });
      const [one] = (await blueprintOf(found, {})).units[0]?.variables ?? [];
      return one && [one.envValue, /^\d+:\S+$/.test(one.buildValue)];
    };
    for (const name of ["BOT_TOKEN", "TOKEN_BOT", "TG_TOKEN"])
      assert.deepEqual(await token("telegram", name), [{ random: "telegram" }, true]);
    // What callers of the application present, and what another network hands out.
    for (const name of ["API_TOKEN", "DISCORD_BOT_TOKEN"])
      assert.deepEqual(await token("telegram", name), [{ random: "text" }, false]);
    assert.deepEqual(await token("discord", "BOT_TOKEN"), [{ random: "text" }, false]);
    assert.deepEqual(await token("telegram", "SECRET_KEY"), [{ random: "text" }, false]);
  });

  it("tells where the command stands, not the object that it starts", async () => {
    const started = entryPoint("wsgi", "app.wsgi", "uwsgi --http :8000 --wsgi-file app.wsgi", {
      place: at("app.wsgi:2"),
      commandPlace: at("Procfile:1"),
      port: 8000,
    });
    const dependencies = [dependency("flask"), dependency("uwsgi")];
    const { plan } = await blueprintOf(recon({ entryPoints: [started], dependencies }), {});
    assert.match(plan.decisions.find(({ key }) => key === "web.command")?.reason ?? "", /^From Procfile:1, listening/);
  });

  it("starts what a Procfile starts beside its web process, on a port of its own", async () => {
    const line = (count: number, path = "Procfile") => ({ place: at(`${path}:${count}`) });
    const found = recon({
      entryPoints: [
        web("gunicorn app:app --bind 0.0.0.0:8000", { name: "web", port: 8000 }),
        entryPoint("asgi", "api:app", "uvicorn api:app --port $PORT", { name: "api", port: 8000, ...line(2) }),
        entryPoint("server", "admin.py", "python admin.py", { name: "admin", port: 8000, ...line(3) }),
        entryPoint("server", "tool.py", "python tool.py", { name: "tool", port: 9000, ...line(1, "Makefile") }),
      ],
      dependencies: [dependency("gunicorn"), dependency("uvicorn")],
    });
    const { units } = await blueprintOf(found, {});
    assert.deepEqual(
      units[0]?.processes.map(({ service, command, port }) => [service, command.join(" "), port]),
      [
        ["api", "uvicorn api:app --port 8002 --host 0.0.0.0", 8002],
        // Its own code has the number, and this machine has it once.
        ["admin", "python admin.py", null],
      ],
    );
    assert.match(units[0]?.processes[1]?.health?.test.toString() ?? "", /'localhost', 8000/);
    const text = (await changesOf(found, {})).files.find(({ path }) => path === "compose.yaml")?.text ?? "";
    assert.match(text, /\n {2}api:\n {4}<<: \*app\n {4}command: \["uvicorn", "api:app"/);
    assert.match(text, /127\.0\.0\.1:8002:8002/);
    const declined = await blueprintOf(found, {}, overriding({ "api.command": [] }));
    assert.deepEqual(
      declined.units[0]?.processes.map(({ service }) => service),
      ["admin"],
    );
  });

  it("brings a compiler to the build stage where a pin is older than the Python", async () => {
    const { plan } = await blueprintOf(
      recon({
        entryPoints: [web("gunicorn app:app")],
        dependencies: [
          dependency("pydantic", { specifier: "==1.8.2", python311: { verdict: "no", why: "It is old" } }),
        ],
      }),
      {},
    );
    assert.deepEqual(value(plan, "install.system.build"), ["gcc", "libc6-dev", "python3-dev"]);
    assert.deepEqual(value(plan, "install.system.runtime"), []);
  });

  it("serves the Flask object of a Dash application with what looks up an attribute, and develops with its script", async () => {
    const dash = (target: string, command: string): ReturnType<typeof entryPoint> =>
      entryPoint("dash", target, command, { place: at("app.py:3"), devCommand: ["python", "app.py"], port: 8050 });
    const facts = { dependencies: [dependency("dash"), dependency("gunicorn")] };
    const { plan } = await blueprintOf(recon({ ...facts, entryPoints: [dash("app:app.server", "")] }), {});
    assert.deepEqual(value(plan, "web.command"), ["waitress-serve", "--listen=0.0.0.0:8050", "app:app.server"]);
    assert.match(String(value(plan, "install.add")), /^waitress==/);
    const changes = await changesOf(recon({ ...facts, entryPoints: [dash("app.py", "python app.py")] }), {});
    const script = changes.plan;
    assert.deepEqual(value(script, "web.command"), ["python", "app.py"]);
    const override = changes.files.find(({ path }) => path === "compose.override.yaml")?.text ?? "";
    assert.match(override, /environment:\n\s+HOST: "0\.0\.0\.0"/);
  });

  it("installs no project that its back end would not find, and none whose code takes src for a package", async () => {
    const pyproject =
      '[tool.poetry]\nname = "shop"\nversion = "1"\n[build-system]\nrequires = []\nbuild-backend = "poetry.core.masonry.api"\n';
    const facts = recon({
      packageManager: { name: "poetry", lock: null, place: at("pyproject.toml:1") },
      entryPoints: [entryPoint("asgi", "src.main:app", "", { place: at("src/main.py:3") })],
      modules: [moduleAt("src.main", "src/main.py"), moduleAt("src.shop.models", "src/shop/models.py")],
    });
    const own = { "pyproject.toml": pyproject, "src/main.py": "", "src/shop/__init__.py": "" };
    assert.equal(value((await blueprintOf(facts, own)).plan, "install.project"), false);
    const laidOut = recon({ ...facts, modules: [moduleAt("shop.models", "src/shop/models.py")] });
    assert.equal(value((await blueprintOf(laidOut, own)).plan, "install.project"), true);
    const other = { "pyproject.toml": pyproject, "src/main.py": "", "src/store/__init__.py": "" };
    assert.equal(value((await blueprintOf(laidOut, other)).plan, "install.project"), false);
  });

  it("gives the stages of development what only their dependencies are compiled from, or load", async () => {
    const { plan } = await blueprintOf(
      recon({
        entryPoints: [web("gunicorn app:app")],
        dependencies: [
          dependency("psycopg2", { systemPackages: { build: ["gcc", "libpq-dev"], runtime: ["libpq5"] } }),
          dependency("python-magic", { systemPackages: { build: [], runtime: ["libmagic1"] } }),
          dependency("mysqlclient", {
            group: "dev",
            systemPackages: { build: ["default-libmysqlclient-dev", "gcc", "pkg-config"], runtime: ["libmariadb3"] },
          }),
          dependency("furo", { group: "docs", systemPackages: { build: ["graphviz"], runtime: [] } }),
        ],
      }),
      {},
    );
    assert.deepEqual(value(plan, "install.system.dev"), ["default-libmysqlclient-dev", "libmagic1", "pkg-config"]);
    assert.deepEqual(value(plan, "install.system.runtime"), ["libmagic1", "libpq5"]);
  });

  describe("migrations", () => {
    const alembic = (place: string, workingDirectory: string, command = "alembic upgrade head") =>
      ({ tool: "alembic", command: command.split(" "), workingDirectory, place: at(place) }) as const;
    const api = (parts: Partial<Recon>): Recon =>
      recon({
        entryPoints: [
          entryPoint("asgi", "main:app", "uvicorn main:app", { place: at("src/main.py:3"), workingDirectory: "src" }),
        ],
        dependencies: [dependency("alembic"), dependency("uvicorn")],
        ...parts,
      });

    it("run where their configuration lies, above the code", async () => {
      const { files } = await changesOf(api({ migrations: alembic("alembic.ini:2", "") }), { "src/main.py": "" });
      assert.match(
        files.find(({ path }) => path === "compose.yaml")?.text ?? "",
        /command: \[alembic, upgrade, head\]\n {4}working_dir: \/app\n/,
      );
    });

    it("change the folder without a shell, and not at all where the program runs there as well", async () => {
      const inside = { migrations: alembic("src/alembic.ini:2", "", "cd src && alembic upgrade head") };
      const { units } = await blueprintOf(api(inside), { "src/main.py": "" });
      assert.deepEqual(units[0]?.migrate, ["alembic", "upgrade", "head"]);
      assert.equal(units[0].migrateFolder, "src");
      const { files } = await changesOf(api(inside), { "src/main.py": "" });
      assert.doesNotMatch(files.find(({ path }) => path === "compose.yaml")?.text ?? "", /working_dir/);
    });

    it("that lie beside the only unit which installs their tool are that unit's", async () => {
      const texts = {
        "alembic.ini": "[alembic]\nscript_location = migrations\n",
        "migrations/env.py": "",
        "api/main.py": "",
        "bot/bot.py": "",
      };
      const unit = (name: string, parts: Partial<Recon>) => ({ name, path: name, recon: recon(parts) });
      const shared = recon({
        migrations: alembic("alembic.ini:2", ""),
        units: [
          unit("api", {
            entryPoints: [
              entryPoint("asgi", "main:app", "uvicorn main:app", {
                place: at("api/main.py:3"),
                workingDirectory: "api",
              }),
            ],
            dependencies: [dependency("alembic"), dependency("uvicorn")],
          }),
          unit("bot", { entryPoints: [entryPoint("bot", "bot.py", "python bot.py", { place: at("bot/bot.py:1") })] }),
        ],
      });
      const { units } = await blueprintOf(shared, texts);
      assert.deepEqual(
        units.map(({ name, context, outside, migrate }) => ({ name, context, outside, migrate })),
        [
          { name: "api", context: "", outside: ["alembic.ini", "migrations"], migrate: ["alembic", "upgrade", "head"] },
          { name: "bot", context: "bot", outside: [], migrate: null },
        ],
      );
    });
  });

  describe("what is written beside the code", () => {
    const texts = {
      "src/main.py": 'import logging\nlogging.basicConfig(filename="api.log")\nlogging.FileHandler("logs/other.log")\n',
      "src/db.py": 'URL = "sqlite:///../database/a.db"\nOTHER = "sqlite:///./b.db"\n',
    };
    const api = recon({
      entryPoints: [
        entryPoint("asgi", "main:app", "uvicorn main:app", { place: at("src/main.py:3"), workingDirectory: "src" }),
      ],
      dependencies: [dependency("uvicorn")],
    });

    it("lies on volumes and in memory, and files among the code lead there or to the log", async () => {
      const { units } = await blueprintOf(api, texts);
      assert.deepEqual(
        units[0]?.dataFolders.map(({ path, volume }) => `${path} ${volume}`),
        ["/app/database database", "/data data", "/app/src/logs null"],
      );
      assert.deepEqual(units[0].dataLinks, [
        { from: "/app/src/b.db", to: "/data/b.db" },
        { from: "/app/src/api.log", to: "/dev/stdout" },
      ]);
    });

    it("needs no database file beside a server, and still a log", async () => {
      const { units } = await blueprintOf({ ...api, integrations: [integration("postgres", ["DATABASE_URL"])] }, texts);
      assert.deepEqual(
        units[0]?.dataFolders.map(({ path }) => path),
        ["/app/src/logs"],
      );
    });
  });

  it("runs a worker in its own folder where that is another one", async () => {
    const { files } = await changesOf(
      recon({
        entryPoints: [
          entryPoint("asgi", "main:app", "uvicorn main:app", { place: at("src/main.py:3"), workingDirectory: "src" }),
          entryPoint("worker", "jobs.app", "celery -A jobs.app worker", {
            place: at("jobs/app.py:3"),
            workingDirectory: "",
          }),
        ],
        dependencies: [dependency("celery"), dependency("uvicorn")],
      }),
      { "src/main.py": "", "jobs/app.py": "" },
    );
    const compose = files.find(({ path }) => path === "compose.yaml")?.text ?? "";
    assert.match(compose, / {2}worker:\n(?: {4}.*\n){2} {4}working_dir: \/app\n/);
    assert.equal(compose.match(/working_dir/g)?.length, 1);
  });

  it("never starts an ASGI application under a WSGI server", async () => {
    const { plan } = await blueprintOf(
      recon({
        entryPoints: [entryPoint("asgi", "app:app", "", { place: at("app.py:3") })],
        dependencies: [dependency("fastapi"), dependency("gunicorn")],
      }),
      {},
    );
    assert.equal(value(plan, "web.server"), "uvicorn");
  });

  it("makes the folder of a database that lies inside another one that is written to", async () => {
    const dockerfileOf = async (address: string, driver = "", more = ""): Promise<string> => {
      const texts = {
        "requirements.txt": `flask==3.0.3\nflask-sqlalchemy==3.1.1\ngunicorn==22.0.0\n${driver}`,
        "app.py": `from flask import Flask\nfrom flask_sqlalchemy import SQLAlchemy\napp = Flask(__name__)\napp.config["SQLALCHEMY_DATABASE_URI"] = "${address}"\nprint(app.instance_path)\ndb = SQLAlchemy(app)\n${more}`,
      };
      return (
        applied(texts, await changesOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts))["Dockerfile"] ??
        ""
      );
    };
    assert.match(
      await dockerfileOf("sqlite:///db/shop.db"),
      /^RUN install -d .* \/app\/instance \/app\/instance\/db$/m,
    );
    const alone = /^RUN install -d -o 10001 -g 10001 \/app\/instance$/m;
    assert.match(await dockerfileOf("sqlite:///shop.db"), alone);
    // A driver alone leads nobody away from the file; a variable does.
    const driver = "psycopg2-binary==2.9.9\n";
    assert.match(await dockerfileOf("sqlite:///db/shop.db", driver), /\/app\/instance\/db$/m);
    const read = 'import os\nurl = os.environ["POSTGRES_URL"]\n';
    assert.match(await dockerfileOf("sqlite:///db/shop.db", driver, read), alone);
  });

  it("installs what the authors have a platform install, apart for building and for running", async () => {
    const system = async (texts: Texts, list = "flask==3.0.3\ngunicorn==22.0.0\n"): Promise<readonly unknown[]> => {
      const all = { "requirements.txt": list, "app.py": "from flask import Flask\napp = Flask(__name__)\n", ...texts };
      const { plan } = await changesOf(await readRecon(memoryFiles(all), { name: "shop" }), all);
      return ["build", "runtime", "dev"].map(stage => value(plan, `install.system.${stage}`));
    };
    const packages =
      "# for charts\n:repo:deb x jammy main\nlibxml2-dev build-essential\nffmpeg=7:5.1\nhttps://example.com/a.deb\n";
    const found = [["build-essential", "libxml2-dev", "python3-dev"], ["ffmpeg"], ["ffmpeg"]];
    assert.deepEqual(await system({ Aptfile: packages }), found);
    assert.deepEqual(await system({ "packages.txt": packages }), [[], [], []]);
    assert.deepEqual(await system({ "packages.txt": packages }, "flask\ngunicorn\nstreamlit\n"), found);
    // Of another system, from another's repository, or a distribution of Python: apt would find none and end the build.
    const strange = "language-pack-de\npython3.10-dev\nmsodbcsql17\npandas\n";
    assert.deepEqual(await system({ Aptfile: strange }), [[], [], []]);
  });

  it("leaves out what the distributions of a list need that is not installed", async () => {
    const system = async (optional: string, list: string): Promise<readonly unknown[]> => {
      const all = {
        "requirements.txt": `flask==3.0.3\ngunicorn==22.0.0\n${list}`,
        [optional]: "python-ldap==3.4.4\n",
        "app.py": "from flask import Flask\napp = Flask(__name__)\n",
      };
      const { plan } = await changesOf(await readRecon(memoryFiles(all), { name: "shop" }), all);
      return ["build", "runtime"].map(stage => value(plan, `install.system.${stage}`));
    };
    const needed = [
      ["gcc", "libc6-dev", "libldap2-dev", "libsasl2-dev", "python3-dev"],
      ["libldap-2.5-0", "libsasl2-2"],
    ];
    assert.deepEqual(await system("optional-requirements.txt", ""), [[], []]);
    assert.deepEqual(await system("optional-requirements.txt", "-r optional-requirements.txt\n"), needed);
  });

  it("says which packages of a list it left out, beside the line of the first one, of whatever folder above", async () => {
    const all = {
      Aptfile: "# for charts\n\nffmpeg\nmsodbcsql17\n",
      "services/api/requirements.txt": "flask\ngunicorn\n",
      "services/api/app.py": "from flask import Flask\napp = Flask(__name__)\n",
    };
    const { plan } = await changesOf(await readRecon(memoryFiles(all), { name: "shop" }), all);
    const { reason } = plan.decisions.find(({ key }) => key.endsWith("install.system.runtime")) ?? {};
    assert.match(
      reason ?? "",
      /list packages of the system \(Aptfile:3\)\. Left out .* have it: msodbcsql17 \(Aptfile:3\)\./,
    );
  });

  it("takes the settings of the sample where the module that is named is an empty package of several", async () => {
    const found = recon({
      packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
      dependencies: [dependency("django")],
      entryPoints: [entryPoint("wsgi", "core.wsgi:app", "", { place: at("core/wsgi.py:2") })],
    });
    const texts = {
      "core/wsgi.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")\n',
      "core/settings/dev.py": "DEBUG = True\n",
      ".env.example": "DJANGO_SETTINGS_MODULE=core.settings.dev\n",
    };
    const split = await blueprintOf(found, { ...texts, "core/settings/__init__.py": "" });
    assert.equal(split.units[0]?.djangoSettings, "core.settings.dev");
    const whole = await blueprintOf(found, { ...texts, "core/settings/__init__.py": "from .dev import *\n" });
    assert.equal(whole.units[0]?.djangoSettings, "core.settings");
  });

  it("takes the settings for production where the module that is named is an empty package, and no sample chooses", async () => {
    const settingsOf = async (
      modules: readonly string[],
      manager = "core.settings",
      shared = "",
    ): Promise<string | null | undefined> => {
      const found = recon({
        dependencies: [dependency("django")],
        entryPoints: [entryPoint("wsgi", "core.wsgi:app", "", { place: at("core/wsgi.py:2") })],
      });
      const { units } = await blueprintOf(found, {
        "core/wsgi.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")\n',
        "manage.py": `os.environ.setdefault("DJANGO_SETTINGS_MODULE", "${manager}")\n`,
        "core/settings/__init__.py": shared,
        ...Object.fromEntries(modules.map(name => [`core/settings/${name}.py`, "DEBUG = True\n"])),
      });
      return units[0]?.djangoSettings;
    };
    assert.equal(await settingsOf(["base", "local", "production", "test"]), "core.settings.production");
    assert.equal(await settingsOf(["base", "local", "stage", "test"], "core.settings.local"), "core.settings.local");
    assert.equal(await settingsOf(["base", "dev", "test"]), "core.settings.dev");
    assert.equal(await settingsOf(["base", "testing"]), "core.settings.base");
    assert.equal(await settingsOf(["one", "two"]), "core.settings");
    const helpers = "import os\nBASE_DIR = os.getcwd()\ndef flag(name):\n    return name in os.environ\n";
    assert.equal(await settingsOf(["base", "prod"], "core.settings", helpers), "core.settings.prod");
    const driver = "import pymysql\npymysql.install_as_MySQLdb()\n";
    assert.equal(await settingsOf(["base", "prod"], "core.settings", helpers + driver), "core.settings.prod");
    for (const more of [
      "SECRET_KEY = 'x'\n",
      "from .base import *\n",
      "include('base.py')\n",
      "from typed import to_django\nto_django(Project())\n",
      "from core import loader\nloader.load(os.environ['ENV'])\n",
      "from core.loader import load\nload()\n",
      "if os.environ.get('ENV') == 'live':\n    from .prod import DEBUG\n",
      "loaded = load(__name__)\n",
    ])
      assert.equal(await settingsOf(["base", "prod"], "core.settings", helpers + more), "core.settings");
  });

  it("keeps the ASGI server that the person's files start, unless the project brings another", async () => {
    const serverOf = async (path: string, ...names: readonly string[]): Promise<unknown> => {
      const { plan } = await blueprintOf(
        recon({
          packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
          dependencies: ["django", "channels", ...names].map(name => dependency(name)),
          entryPoints: [
            entryPoint("asgi", "core.asgi:application", "daphne core.asgi:application", {
              place: at("core/asgi.py:6"),
              commandPlace: at(`${path}:1`),
            }),
          ],
        }),
        {},
      );
      return value(plan, "web.server");
    };
    assert.equal(await serverOf("Procfile"), "daphne");
    assert.equal(await serverOf("Procfile", "uvicorn"), "uvicorn");
    assert.equal(await serverOf("README.md"), "uvicorn");
  });

  it("sets Django up before an ASGI module that imports models too early, and says where", async () => {
    const asgi = (first: string, second: string): string =>
      `import os\nfrom django.core.asgi import get_asgi_application\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")\n${first}\n${second}\napplication = 1\n`;
    const early = "from chat.routing import urls";
    const setUp = "django_app = get_asgi_application()";
    const found = (line: number): Recon =>
      recon({
        packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
        dependencies: [dependency("django"), dependency("channels")],
        entryPoints: [
          entryPoint("asgi", "core.asgi:application", "uvicorn core.asgi:application", { place: at("core/asgi.py:6") }),
        ],
        imports: [
          { from: "core/asgi.py", to: "chat/routing.py", line, kind: "static" },
          { from: "chat/routing.py", to: "chat/consumers.py", line: 1, kind: "static" },
          { from: "chat/consumers.py", to: "chat/models.py", line: 1, kind: "static" },
        ],
      });
    const broken = await blueprintOf(found(4), { "core/asgi.py": asgi(early, setUp) });
    assert.deepEqual(value(broken.plan, "web.command"), [
      "python",
      "-c",
      "import os; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'core.settings'); import django; django.setup(); import uvicorn; uvicorn.run('core.asgi:application', host='0.0.0.0', port=8000, workers=1)",
    ]);
    assert.equal(value(broken.plan, "web.server"), "uvicorn");
    assert.match(String((value(broken.plan, "install.add") as string[])[0]), /^uvicorn==/);
    const withDaphne = found(4);
    const sockets = await blueprintOf(
      { ...withDaphne, dependencies: [...withDaphne.dependencies, dependency("daphne")] },
      { "core/asgi.py": asgi(early, setUp) },
    );
    assert.match(
      (value(sockets.plan, "web.command") as string[])[2] ?? "",
      /django\.setup\(\); import daphne\.cli; daphne\.cli\.CommandLineInterface\(\)\.run\(\['-b', '0\.0\.0\.0', '-p', '8000', 'core\.asgi:application'\]\)$/,
    );
    assert.equal(value(sockets.plan, "web.server"), "daphne");
    const reasonOf = ({ plan }: typeof broken): string =>
      plan.decisions.find(({ key }) => key === "web.command")?.reason ?? "";
    assert.match(reasonOf(broken), /imports models before .*core\/asgi\.py:4.* below get_asgi_application\(\)/);
    const left = "from channels.routing import ProtocolTypeRouter\napplication = ProtocolTypeRouter({})\n";
    const channels = reasonOf(await blueprintOf(found(4), { "core/asgi.py": left }));
    assert.match(
      channels,
      /leaves setting Django up to runserver \(core\/asgi\.py:1\).* Call django\.setup\(\) before/,
    );
    assert.doesNotMatch(channels, /models|get_asgi_application/);
    const right = await blueprintOf(found(5), { "core/asgi.py": asgi(setUp, early) });
    assert.equal((value(right.plan, "web.command") as string[])[0], "uvicorn");
  });

  it("gives unprivileged ports to servers that it starts itself", async () => {
    const { plan } = await blueprintOf(recon({ entryPoints: [web("gunicorn app:app", { port: 80 })] }), {});
    assert.equal(value(plan, "web.port"), 8000);
  });

  it("keeps beat's schedule where the container may write", async () => {
    const { plan } = await blueprintOf(
      recon({
        dependencies: [dependency("celery")],
        entryPoints: [
          web("gunicorn app:app"),
          entryPoint("beat", "tasks", "celery -A tasks beat"),
          entryPoint("worker", "tasks", "celery -A tasks worker"),
        ],
      }),
      {},
    );
    assert.deepEqual((value(plan, "beat.command") as string[]).slice(4), [
      "--schedule",
      "/tmp/celerybeat-schedule",
      "--pidfile=",
    ]);
    assert.deepEqual((value(plan, "worker.command") as string[]).slice(4), ["--concurrency", "2"]);
  });

  it("runs a worker that plans its own jobs once, with its schedule where the container may write", async () => {
    const found = recon({
      dependencies: [dependency("celery"), dependency("flask")],
      entryPoints: [web("gunicorn app:app"), entryPoint("worker", "tasks", "celery -A tasks worker -B")],
    });
    const { plan } = await blueprintOf(found, {});
    assert.deepEqual((value(plan, "worker.command") as string[]).slice(4), [
      "-B",
      "--schedule",
      "/tmp/celerybeat-schedule",
      "--concurrency",
      "2",
    ]);
    const { files } = await changesOf(found, {});
    const document = files.find(({ path }) => path === "docs/docker.md")?.text ?? "";
    assert.match(document, /\| `worker` \| no: it plans jobs/);
    assert.doesNotMatch(document, /--scale worker/);
  });

  it("keeps beat's schedule out of a folder of the machine that a script was written for", async () => {
    const beat = "celery -A tasks beat -s /home/shop/beat/schedule";
    const { plan } = await blueprintOf(
      recon({
        dependencies: [dependency("celery")],
        entryPoints: [web("gunicorn app:app"), entryPoint("beat", "tasks", beat)],
      }),
      {},
    );
    assert.deepEqual((value(plan, "beat.command") as string[]).slice(4, 6), ["-s", "/tmp/celerybeat-schedule"]);
  });

  it("separates a database for each unit that migrates its own", async () => {
    const unit = (name: string): { name: string; path: string; recon: ReturnType<typeof recon> } => ({
      name,
      path: name,
      recon: recon({
        entryPoints: [web("gunicorn app:app", { port: 8000 })],
        integrations: [integration("postgres", ["DATABASE_URL"])],
        environment: [variable("DATABASE_URL", { required: true })],
        migrations: { tool: "alembic", command: ["alembic", "upgrade", "head"], place: at(`${name}/alembic.ini:1`) },
      }),
    });
    const { plan, services } = await blueprintOf(recon({ units: [unit("orders"), unit("stock")] }), {});
    assert.deepEqual(value(plan, "services"), ["orders-db", "stock-db"]);
    assert.notEqual(services[0]?.passwordVariable, services[1]?.passwordVariable);
    assert.match(String(value(plan, "environment.DATABASE_URL", "stock")), /@stock-db:5432\//);
  });

  it("points units at each other", async () => {
    const api = recon({ entryPoints: [web("gunicorn app:app", { port: 9000 })] });
    const site = recon({
      entryPoints: [web("gunicorn app:app")],
      environment: [variable("API_URL", { hasDefault: true, default: "http://localhost:9000/v1" })],
    });
    const { plan } = await blueprintOf(
      recon({
        units: [
          { name: "api", path: "api", recon: api },
          { name: "site", path: "site", recon: site },
        ],
      }),
      {},
    );
    assert.equal(value(plan, "environment.API_URL", "site"), "http://api:9000/v1");
  });

  it("publishes each unit on a port of its own, with room for its debugger", async () => {
    const unit = (name: string) => ({
      name,
      path: name,
      recon: recon({ entryPoints: [web("gunicorn app:app")] }),
    });
    const units = [unit("orders"), unit("stock"), unit("site")];
    const ports = async (texts: Readonly<Record<string, string>>): Promise<unknown> =>
      (await blueprintOf(recon({ units }), texts)).units.map(({ web: own }) => own?.publishedPort);
    assert.deepEqual(await ports({}), [8000, 8002, 8004]);
    const theirs =
      'services:\n  stock:\n    build: ./stock\n    ports: ["8000:8000"]\n  x:\n    image: x\n    ports: ["8002:80"]\n';
    assert.deepEqual(await ports({ "compose.yaml": theirs }), [8001, 8000, 8003]);
  });

  it("starts each process of one file that is called with other words", async () => {
    const part = (name: string, words: string, rank: number): EntryPoint =>
      entryPoint("worker", "run.py", `python run.py${words}`, { name, rank });
    const of = async (...entryPoints: readonly EntryPoint[]): Promise<readonly string[]> =>
      (await blueprintOf(recon({ entryPoints }), {})).units.flatMap(({ processes }) =>
        processes.map(({ command }) => command.join(" ")),
      );
    assert.deepEqual(await of(part("fetch", " --part fetch", 1), part("check", " --part check", 2)), [
      "python run.py --part fetch",
      "python run.py --part check",
    ]);
    assert.deepEqual(await of(part("fetch", "", 1), part("again", "", 2)), ["python run.py"]);
    const unbuffered = entryPoint("worker", "run.py", "python -u run.py", { name: "again", rank: 2 });
    assert.deepEqual(await of(part("fetch", "", 1), unbuffered), ["python run.py"]);
  });

  it("moves Postgres 18's volume to where that image keeps its data", async () => {
    const base = recon({
      entryPoints: [web("gunicorn app:app")],
      integrations: [integration("postgres", ["DATABASE_URL"])],
    });
    const data = async (image: string): Promise<unknown> =>
      (await blueprintOf(base, {}, overriding({ "services.db.image": image }))).services[0]?.data;
    assert.equal(await data("postgres:18"), "/var/lib/postgresql");
    assert.equal(await data("postgres:16-alpine"), "/var/lib/postgresql/data");
    assert.equal(await data("pgvector/pgvector:pg17"), "/var/lib/postgresql/data");
  });

  it("takes PostGIS where the settings name GeoDjango's back end, and no other", async () => {
    const image = async (engine: string): Promise<unknown> => {
      const place = { ...at("settings.py:1"), text: `"ENGINE": "${engine}",` };
      const uses = [integration("postgres", ["DB_HOST"], { via: "settings", places: [place] })];
      return (await blueprintOf(recon({ entryPoints: [web("gunicorn app:app")], integrations: uses }), {})).services[0]
        ?.image;
    };
    assert.equal(await image("django.contrib.gis.db.backends.postgis"), "postgis/postgis:17-3.5");
    assert.equal(await image("django.db.backends.postgresql"), "postgres:17");
  });

  it("asks which database is meant where SQLite is the default and a driver lies beside it", async () => {
    const { plan } = await blueprintOf(
      recon({
        entryPoints: [web("gunicorn app:app")],
        integrations: [integration("sqlite", ["DATABASE_URL"]), integration("postgres", [], { via: "distribution" })],
        environment: [variable("DATABASE_URL", { hasDefault: true, default: "sqlite:///app.db" })],
      }),
      {},
    );
    assert.deepEqual(
      plan.questions.map(({ key, default: preset }) => [key, preset]),
      [["services", ["db"]]],
    );
    assert.match(String(value(plan, "environment.DATABASE_URL")), /^postgresql:\/\/app:.*@db:5432\/app$/);
  });

  it("points a variable at the service whose address a sample file shows for it", async () => {
    const { units } = await blueprintOf(
      recon({
        entryPoints: [entryPoint("asgi", "app:app", "uvicorn app:app")],
        integrations: [integration("postgres", [], { via: "distribution" })],
        environment: [variable("APP_STORE", { hasDefault: true, default: "" }), variable("DOCS_AT")],
      }),
      {
        ".env.example": "APP_STORE=postgresql://me:x@localhost:5432/shop\nDOCS_AT=https://example.com/docs\n",
        "app.py": "",
      },
    );
    assert.deepEqual(
      units[0]?.variables.map(each => each.value),
      ["postgresql://app:${POSTGRES_PASSWORD:?Set POSTGRES_PASSWORD in .env}@db:5432/app", null],
    );
  });

  it("starts one of the databases that the same variables configure", async () => {
    const rivals = (parts: Parameters<typeof integration>[2]): ReturnType<typeof recon> =>
      recon({
        entryPoints: [web("gunicorn app:app")],
        manifests: [{ path: "requirements.txt", kind: "requirements", includes: [] }],
        integrations: [integration("mysql", ["DB_HOST", "DB_NAME"], parts), integration("postgres", ["DB_HOST"])],
      });
    const started = await blueprintOf(rivals({ image: "mysql:8.4", places: [at("ci.yml:3")] }), {});
    assert.deepEqual(value(started.plan, "services"), ["db"]);
    assert.equal(value(started.plan, "services.database"), "mysql");
    assert.deepEqual(started.plan.questions, []);
    const installed = await blueprintOf(rivals({ places: [at("requirements.txt:2")] }), {});
    assert.equal(value(installed.plan, "services.database"), "mysql");
    const unknown = await blueprintOf(rivals({}), {});
    assert.equal(value(unknown.plan, "services.database"), "postgres");
    assert.deepEqual(
      unknown.plan.questions.map(({ key, candidates }) => [key, candidates]),
      [["services.database", ["postgres", "mysql"]]],
    );
    const both = await blueprintOf(
      recon({
        entryPoints: [web("gunicorn app:app")],
        manifests: [{ path: "requirements.txt", kind: "requirements", includes: [] }],
        integrations: [
          integration("mysql", ["DB_HOST"], { places: [at("requirements.txt:2")] }),
          integration("postgres", ["DB_HOST"], { places: [at("requirements.txt:3")] }),
        ],
      }),
      {},
    );
    assert.match(
      both.plan.decisions.find(({ key }) => key === "services.database")?.reason ?? "",
      /PostgreSQL is the most common choice, as nothing else tells which \(requirements\.txt:3, requirements\.txt:2\)\.$/,
    );
    assert.equal(both.plan.questions.length, 1);
    const set = await blueprintOf(rivals({}), {}, overriding({ "services.database": "mysql" }));
    assert.equal(value(set.plan, "services.db.image"), "mysql:8.4");
  });

  it("starts two databases that have variables of their own", async () => {
    const { plan } = await blueprintOf(
      recon({
        entryPoints: [web("gunicorn app:app")],
        integrations: [integration("mysql", ["LEGACY_DB_HOST"]), integration("postgres", ["DB_HOST"])],
      }),
      {},
    );
    assert.deepEqual(value(plan, "services"), ["mysql", "postgres"]);
  });

  it("tells nothing of a service that is left out", async () => {
    const base = recon({
      entryPoints: [web("gunicorn app:app")],
      integrations: [integration("postgres", ["DB_HOST"])],
    });
    const keys = async (settings?: Parameters<typeof blueprintOf>[2]): Promise<readonly string[]> =>
      (await blueprintOf(base, {}, settings)).plan.decisions.flatMap(({ key }) =>
        key.startsWith("services.") ? key : [],
      );
    assert.ok((await keys()).includes("services.db.image"));
    assert.deepEqual(await keys(overriding({ services: [] })), []);
  });

  it("starts no store for a cloud that the program can do without", async () => {
    const optional = integration("s3", ["S3_ENDPOINT"], { kind: "storage", optional: true });
    const { plan } = await blueprintOf(recon({ entryPoints: [web("gunicorn app:app")], integrations: [optional] }), {});
    assert.deepEqual(value(plan, "services"), []);
  });

  it("gives a library no server", async () => {
    const { plan, units } = await blueprintOf(
      recon({ packageManager: { name: "setuptools", lock: null, place: null } }),
      { "setup.py": "" },
    );
    assert.equal(value(plan, "application.kind"), "library");
    assert.equal(units[0]?.web, null);
  });

  it("takes the settings that the WSGI module names for everything", async () => {
    const { plan } = await blueprintOf(
      recon({
        frameworks: [{ name: "django", place: at("manage.py:1") }],
        entryPoints: [entryPoint("wsgi", "config.wsgi:application", "", { place: at("config/wsgi.py:3") })],
      }),
      {
        "manage.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.dev")\n',
        "config/wsgi.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.prod')\n",
      },
    );
    assert.equal(value(plan, "django.settings"), "config.prod");
  });

  it("takes the settings of manage.py where the server's own module names none", async () => {
    const settingsWith = async (wsgi: string) => {
      const { units } = await blueprintOf(
        recon({
          frameworks: [{ name: "django", place: at("manage.py:1") }],
          entryPoints: [entryPoint("wsgi", "config.wsgi:application", "", { place: at("config/wsgi.py:3") })],
        }),
        { "manage.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.dev")\n', "config/wsgi.py": wsgi },
      );
      return units[0]?.djangoSettings;
    };
    const bare = "from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n";
    assert.equal(await settingsWith(bare), "config.dev");
    assert.equal(await settingsWith("from site import application\n"), null);
    const { units } = await blueprintOf(
      recon({
        frameworks: [{ name: "django", place: at("manage.py:1") }],
        entryPoints: [entryPoint("asgi", "shop.routing:application", "", { place: at("shop/routing.py:2") })],
      }),
      {
        "manage.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.dev")\n',
        "config/wsgi.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.prod")\n',
        "shop/routing.py": "from channels.routing import ProtocolTypeRouter\napplication = ProtocolTypeRouter({})\n",
      },
    );
    assert.equal(units[0]?.djangoSettings, "config.prod");
  });

  it("gives a switch no name of a database, and an address that opens a branch the address", async () => {
    const { plan } = await blueprintOf(
      recon({
        dependencies: [dependency("django"), dependency("psycopg2")],
        entryPoints: [entryPoint("wsgi", "shop.wsgi:application", "gunicorn shop.wsgi")],
        integrations: [integration("postgres", ["DATABASE_URL", "DEBUG_DATABASE"])],
        environment: [variable("DATABASE_URL"), variable("DEBUG_DATABASE", { type: "bool", default: "False" })],
      }),
      {
        "settings.py":
          'URL = os.getenv("DATABASE_URL")\nif URL:\n    ENGINE = "django.db.backends.postgresql"\nelse:\n    ENGINE = "django.db.backends.sqlite3"\n',
      },
    );
    assert.match(String(value(plan, "environment.DATABASE_URL")), /^postgresql:\/\//);
    assert.ok(!plan.decisions.some(({ key }) => key === "environment.DEBUG_DATABASE"));
  });

  it("takes no settings that a comment names", async () => {
    const { plan } = await blueprintOf(
      recon({
        frameworks: [{ name: "django", place: at("manage.py:1") }],
        entryPoints: [entryPoint("wsgi", "shop.wsgi:application", "", { place: at("shop/wsgi.py:4") })],
      }),
      {
        "shop/wsgi.py":
          'import os\n# or use os.environ["DJANGO_SETTINGS_MODULE"] = "shop.settings"\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.common")\n',
      },
    );
    assert.equal(value(plan, "django.settings"), "settings.common");
  });

  it("starts one relational server where the settings would admit several", async () => {
    const settings = `import os
if os.getenv("DB") == "postgres":
    ENGINE = "django.db.backends.postgresql"
if os.getenv("DB") in ["mysql", "mariadb"]:
    ENGINE = "django.db.backends.mysql"
`;
    const { plan } = await blueprintOf(
      recon({
        entryPoints: [web("gunicorn app:app")],
        manifests: [{ path: "requirements.txt", kind: "requirements", includes: [] }],
        integrations: [
          integration("mysql", ["DB_HOST"], { via: "settings" }),
          integration("postgres", ["DB_HOST"], { via: "settings", places: [at("requirements.txt:3")] }),
        ],
        environment: [
          variable("DB", { places: [at("settings.py:2")] }),
          variable("DB_HOST", { hasDefault: true, default: "" }),
        ],
      }),
      { "settings.py": settings },
    );
    assert.deepEqual(value(plan, "services"), ["db"]);
    assert.match(String(value(plan, "services.db.image")), /^postgres:/);
    assert.equal(value(plan, "environment.DB"), "postgres");
    assert.equal(value(plan, "environment.DB_HOST"), "db");
  });

  it("takes the server that the person's stack has over the one of the tests", async () => {
    const { services } = await blueprintOf(
      recon({
        entryPoints: [web("gunicorn app:app")],
        integrations: [
          integration("mysql", [], { via: "distribution", image: "mysql:5.7" }),
          integration("mariadb", [], { via: "compose", image: "mariadb:10.11" }),
          integration("postgres", [], { via: "ci", image: "postgres" }),
        ],
      }),
      { "compose.yaml": "services:\n  db:\n    image: mariadb:10.11\n" },
    );
    assert.deepEqual(
      services.map(({ name, image, exists }) => ({ name, image, exists })),
      [{ name: "db", image: "mariadb:10.11", exists: true }],
    );
  });

  it("adds no second database to a stack that runs without it, where the code's own default is to have none", async () => {
    const planned = async (fallback: string, theirs: string): Promise<unknown> => {
      const texts = {
        "requirements.txt": "flask==3.1\npsycopg==3.2\npymongo==4.6\n",
        Dockerfile:
          'FROM python:3.11-slim\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["flask", "--app", "app", "run"]\n',
        "compose.yaml": `services:\n  web:\n    build: .\n    environment:\n      DATABASE_URL: postgres://db/shop\n${theirs}`,
        "app.py": `import os\nimport psycopg\nfrom flask import Flask\nfrom pymongo import MongoClient\napp = Flask(__name__)\ndb = psycopg.connect(os.environ["DATABASE_URL"])\nMONGO_URL = os.environ.get("MONGO_URL", ${fallback})\ndef archive():\n    return MongoClient(MONGO_URL) if MONGO_URL else None\n`,
      };
      return value((await blueprintOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts)).plan, "services");
    };
    const db = "  db:\n    image: postgres:17\n";
    assert.deepEqual(await planned("False", db), ["db"]);
    assert.deepEqual(await planned('"mongodb://mongo/shop"', db), ["mongo", "db"]);
    assert.deepEqual(await planned("False", ""), ["mongo", "db"]);
    assert.deepEqual(await planned('"mongodb://admin:s3cret@mongo/shop"', db), ["mongo", "db"]);
  });

  it("starts no database that is one of several which CI tests with", async () => {
    const stack = async (optional: boolean): Promise<unknown> =>
      value(
        (
          await blueprintOf(
            recon({
              entryPoints: [web("gunicorn app:app")],
              integrations: [
                integration("sqlite", []),
                integration("mariadb", [], { via: "ci", image: "mariadb:11", optional }),
              ],
            }),
            {},
          )
        ).plan,
        "services",
      );
    assert.deepEqual(await stack(true), []);
    assert.deepEqual(await stack(false), ["db"]);
  });

  it("stands in for a cloud only where the code cannot do without", async () => {
    const s3 = integration("s3", ["S3_ENDPOINT", "S3_BUCKET"], { kind: "storage", optional: true });
    const planned = async (parts: Parameters<typeof variable>[1]): Promise<unknown> =>
      value(
        (
          await blueprintOf(
            recon({
              entryPoints: [web("gunicorn app:app")],
              integrations: [s3],
              environment: [variable("S3_BUCKET", parts), variable("S3_ENDPOINT")],
            }),
            {},
          )
        ).plan,
        "services",
      );
    assert.deepEqual(await planned({}), []);
    assert.deepEqual(await planned({ required: true }), ["storage"]);
  });

  it("names packages as the Debian release of the image has them", async () => {
    const ask = async (parts: Parameters<typeof dependency>[1], chosen: string) =>
      (
        await blueprintOf(
          recon({
            python: { requires: null, pins: [], chosen, reason: "", problems: [] },
            entryPoints: [web("gunicorn app:app")],
            dependencies: [dependency("thing", parts)],
          }),
          {},
        )
      ).plan;
    const uwsgi = { systemPackages: { build: ["gcc", "libpcre3-dev"], runtime: ["libpcre3", "mime-support"] } };
    assert.deepEqual(value(await ask(uwsgi, "3.11"), "install.system.runtime"), ["libpcre3", "mime-support"]);
    const trixie = await ask(uwsgi, "3.13");
    assert.deepEqual(value(trixie, "install.system.runtime"), ["libpcre2-8-0", "media-types"]);
    assert.deepEqual(value(trixie, "install.system.build"), ["gcc", "libpcre2-dev", "python3-dev"]);
    const kept = await ask({ systemPackages: { build: [], runtime: ["wkhtmltopdf"] } }, "3.13");
    assert.equal(value(kept, "base.image"), "python:3.13-slim-bookworm");
  });

  it("leaves Sentry off rather than giving it an address that it refuses", async () => {
    const { plan, units } = await blueprintOf(
      recon({
        entryPoints: [web("gunicorn app:app")],
        integrations: [integration("sentry", ["SENTRY_DSN"], { kind: "http" })],
        environment: [variable("SENTRY_DSN", { required: true })],
      }),
      {},
    );
    assert.deepEqual(plan.questions, []);
    assert.equal(units[0]?.variables[0]?.value, "${SENTRY_DSN:-}");
  });

  it("runs no scripts of Flask-Migrate where nobody made any", async () => {
    const migrations = { tool: "flask-migrate", command: ["flask", "db", "upgrade"], place: at("app.py:4") };
    const facts = recon({ entryPoints: [web("gunicorn app:app")], migrations });
    const { plan } = await blueprintOf(facts, { "app.py": "" });
    assert.deepEqual(value(plan, "migrate.command"), []);
    const made = await blueprintOf(facts, { "app.py": "", "migrations/env.py": "" });
    assert.deepEqual(value(made.plan, "migrate.command"), ["flask", "db", "upgrade"]);
  });

  it("adds no migration where the image that is there runs one at its start", async () => {
    const { plan, units } = await blueprintOf(
      recon({
        docker: { dockerfiles: ["Dockerfile"], composeFiles: [], ignoreFiles: [], devcontainers: [] },
        entryPoints: [web("gunicorn app:app"), entryPoint("worker", "app", "rq worker shop")],
        migrations: { tool: "flask-migrate", command: ["flask", "db", "upgrade"], place: at("boot.sh:2") },
      }),
      {
        Dockerfile: 'FROM python:3.11\nCOPY . .\nENTRYPOINT ["./boot.sh"]\n',
        "boot.sh": "#!/bin/sh\nflask db upgrade\nexec gunicorn app:app\n",
      },
    );
    assert.deepEqual(value(plan, "migrate.command"), []);
    assert.equal(units[0]?.takesCommand, false);
  });

  const migrating = recon({
    docker: { dockerfiles: ["Dockerfile"], composeFiles: ["compose.yaml"], ignoreFiles: [], devcontainers: [] },
    entryPoints: [web("gunicorn app:app")],
    migrations: { tool: "django", command: ["python", "manage.py", "migrate"], place: at("manage.py:1") },
  });
  const image = {
    Dockerfile: 'FROM python:3.11\nENTRYPOINT ["./entry.sh"]\nCMD ["gunicorn", "app:app"]\n',
    "entry.sh": '#!/bin/sh\npython manage.py migrate\nexec "$@"\n',
  };

  it("knows that a command of Compose leaves the image's entry point running", async () => {
    const compose = "services:\n  web:\n    build: .\n    command: python manage.py runserver\n";
    const { plan } = await blueprintOf(migrating, { ...image, "compose.yaml": compose });
    assert.deepEqual(value(plan, "migrate.command"), []);
  });

  it("knows that an entry point of Compose takes the place of the image's", async () => {
    const compose = "services:\n  web:\n    build: .\n    entrypoint: [gunicorn, app:app]\n";
    const { plan } = await blueprintOf(migrating, { ...image, "compose.yaml": compose });
    assert.deepEqual(value(plan, "migrate.command"), ["python", "manage.py", "migrate"]);
  });

  it("gives every part of a connection, also one that a function of the project's own reads", async () => {
    const { plan } = await blueprintOf(
      recon({
        entryPoints: [web("gunicorn app:app")],
        integrations: [integration("postgres", ["DB_HOST", "PGPORT", "PGPASSWORD"])],
        environment: ["DB_HOST", "DB_PASSWORD", "PGPORT", "PGPASSWORD", "DB_PASSWORD_FILE"].map(name => variable(name)),
      }),
      {},
    );
    const given = (key: string): unknown => plan.decisions.find(found => found.key === `environment.${key}`)?.value;
    assert.equal(given("DB_PASSWORD"), "${POSTGRES_PASSWORD:?Set POSTGRES_PASSWORD in .env}");
    assert.equal(given("PGPASSWORD"), given("DB_PASSWORD"));
    assert.equal(given("PGPORT"), "5432");
    assert.equal(given("DB_PASSWORD_FILE"), undefined);
  });

  it("makes up a key that signs, and none that another party hands out", async () => {
    const { units } = await blueprintOf(
      recon({
        entryPoints: [web("gunicorn app:app")],
        environment: ["SECRET_KEY", "JWT_SECRET", "S3_SECRET_KEY", "REDDIT_SECRET", "STRIPE_SECRET_KEY"].map(name =>
          variable(name, { secret: true }),
        ),
      }),
      {},
    );
    const made = units[0]?.variables.filter(({ source }) => source === "secret").map(({ name }) => name);
    assert.deepEqual(made, ["JWT_SECRET", "SECRET_KEY"]);
  });

  it("tells a server its own address, and Celery where results lie in RabbitMQ", async () => {
    const { plan, units } = await blueprintOf(
      recon({
        entryPoints: [web("gunicorn app:app"), entryPoint("worker", "app", "celery -A app worker")],
        integrations: [integration("rabbitmq", ["CELERY_BROKER_URL", "CELERY_RESULT_BACKEND"], { kind: "queue" })],
        environment: ["SERVER_NAME", "CELERY_BROKER_URL", "CELERY_RESULT_BACKEND"].map(name =>
          variable(name, { required: true }),
        ),
      }),
      {},
    );
    assert.deepEqual(plan.questions, []);
    const values = Object.fromEntries(units[0]?.variables.map(each => [each.name, each.value]) ?? []);
    assert.equal(values.SERVER_NAME, "${SERVER_NAME:-localhost:8000}");
    assert.match(values.CELERY_BROKER_URL ?? "", /^amqp:\/\/app:\$\{RABBITMQ_PASSWORD[^}]*\}@rabbitmq:5672\/\/$/);
    assert.equal(values.CELERY_RESULT_BACKEND, "rpc://");
  });

  describe("values of variables", () => {
    const valueOf = async (
      name: string,
      services: readonly Integration[],
      fallback: string | null,
    ): Promise<unknown> => {
      const { plan } = await blueprintOf(
        recon({
          entryPoints: [web("gunicorn app:app")],
          integrations: services,
          environment: [variable(name, { hasDefault: true, default: fallback })],
        }),
        {},
      );
      return plan.decisions.find(({ key }) => key === `environment.${name}`)?.value;
    };

    it("lead to the server whose driver is there, whatever the default names", async () => {
      const both = [integration("mysql", ["DATABASE_URL"]), integration("postgres", [], { via: "distribution" })];
      const settings = overriding({ "services.database": "postgres" });
      const { plan } = await blueprintOf(
        recon({
          entryPoints: [web("gunicorn app:app")],
          integrations: both,
          environment: [variable("DATABASE_URL", { hasDefault: true, default: "mysql://root@localhost/shop" })],
        }),
        {},
        settings,
      );
      assert.match(String(value(plan, "environment.DATABASE_URL")), /^postgresql:\/\/app:.*@db:5432\/app$/);
    });

    it("leave alone what holds a whole connection in a form of its own", async () => {
      assert.equal(await valueOf("DATABASE", [integration("postgres", ["DATABASE"])], null), undefined);
    });

    it("leave alone the socket of an engine, and the port of pages for people", async () => {
      const redis = [integration("redis", ["REDIS_URL"]), integration("rabbitmq", ["RABBITMQ_MANAGEMENT_PORT"])];
      assert.equal(await valueOf("CONTAINER_SOCKET", redis, "unix:///var/run/docker.sock"), undefined);
      assert.equal(await valueOf("RABBITMQ_MANAGEMENT_PORT", redis, "15672"), undefined);
    });
  });
});

describe("Elasticsearch", () => {
  it("is of the major version that an older client speaks with", async () => {
    const imageFor = async (parts: Parameters<typeof dependency>[1]): Promise<unknown> => {
      const found = recon({
        dependencies: [dependency("elasticsearch", parts)],
        integrations: [integration("elasticsearch", ["ES_URL"])],
      });
      return value((await blueprintOf(found, {})).plan, "services.elasticsearch.image");
    };
    assert.match(String(await imageFor({ specifier: "==7.13.4" })), /:7\.17/);
    assert.match(String(await imageFor({ specifier: ">=7,<8" })), /:7\.17/);
    assert.match(String(await imageFor({ specifier: ">=7", locked: "8.15.0" })), /:8\./);
    assert.match(String(await imageFor({ specifier: "" })), /:8\./);
  });
});
