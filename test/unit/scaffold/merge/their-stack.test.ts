import assert from "node:assert/strict";
import { parse } from "yaml";
import type { ChangeSet } from "../../../../src/model/plan";
import { applied, planned, type Texts } from "../plan-kit";

const APP: Texts = {
  "requirements.txt": "flask\ngunicorn\nsqlalchemy\nalembic\npsycopg2-binary\n",
  "app.py":
    'import os\nimport sqlalchemy\nfrom flask import Flask\napp = Flask(__name__)\nengine = sqlalchemy.create_engine(os.environ["DATABASE_URL"])\n',
  "alembic.ini": "[alembic]\nscript_location = migrations\n",
  "migrations/env.py": "from alembic import context\n",
  Dockerfile:
    'FROM python:3.13-slim\nWORKDIR /srv\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["gunicorn", "-b", "0.0.0.0:8000", "app:app"]\n',
};

function changes(texts: Texts): Promise<ChangeSet> {
  return planned({ ...APP, ...texts });
}

type Service = Readonly<Record<string, unknown>>;

function servicesIn(set: ChangeSet, path: string): Readonly<Record<string, Service>> {
  const text = set.files.find(file => file.path === path)?.text ?? "";
  return (parse(text) as { services?: Readonly<Record<string, Service>> } | null)?.services ?? {};
}

const written = ({ files }: ChangeSet): readonly string[] =>
  files.filter(({ action }) => action !== "unchanged").map(({ path }) => path);

const STACK = `services:
  api: # the one that people see
    build:
      context: ..
    ports: ["8000:8000"]
    environment:
      DATABASE_URL: postgresql://shop:\${DB_PASSWORD:?}@db/shop
  db:
    image: postgres:16
    environment:
      POSTGRES_USER: shop
      POSTGRES_PASSWORD: \${DB_PASSWORD:?}
      POSTGRES_DB: shop
`;

describe("a stack of the person's own", () => {
  it("is joined on its networks, also by the container that is debugged", async () => {
    const joined = STACK.replace("context: ..", "context: .")
      .replace("    ports:", "    networks: [back]\n    ports:")
      .replace("    image:", "    networks: [back]\n    image:");
    const { Dockerfile: _theirs, ...code } = APP;
    const set = await planned({ ...code, "compose.yaml": `${joined}networks: { back: {} }\n` });
    const debugged = servicesIn(set, "compose.override.yaml")["api-debug"];
    assert.deepEqual(debugged?.["networks"], ["back"]);
    assert.deepEqual(servicesIn(set, "compose.yaml")["migrate"]?.["networks"], ["back"]);
  });

  it("is completed where it lies, with paths and values from there, and no second one is made", async () => {
    const texts = { "docker/compose.yaml": STACK, ".gitignore": "*.pyc\n", ".dockerignore": "**/.env\n" };
    const set = await changes(texts);
    assert.ok(!written(set).includes("compose.yaml"), written(set).join());
    const { api, db, migrate } = servicesIn(set, "docker/compose.yaml");
    assert.ok(api?.["healthcheck"] && db?.["healthcheck"]);
    assert.deepEqual(migrate?.["build"], { context: ".." });
    assert.match(set.files.find(({ path }) => path === "docker/.env")?.text ?? "", /^DB_PASSWORD=r+$/m);
    assert.match(
      set.files.find(({ path }) => path === "docs/docker.md")?.text ?? "",
      /docker compose --project-directory docker up --build/,
    );
    assert.deepEqual(written(await planned(applied({ ...APP, ...texts }, set))), []);
  });

  it("whose code reads a mounted file of variables keeps its user, and is asked for nothing that the file gives", async () => {
    const stack = async (volume: string, code: string): Promise<readonly [user: boolean, asked: string]> => {
      const set = await planned({
        "requirements.txt": "flask\ngunicorn\npython-dotenv\n",
        "app.py": `import os\nfrom dotenv import load_dotenv\nfrom flask import Flask\n${code}\napp = Flask(__name__)\nkey = os.environ["SHOP_KEY"]\n`,
        Dockerfile: APP["Dockerfile"] ?? "",
        "deploy/settings.txt": "",
        "compose.yaml": `services:\n  web:\n    build: .\n    ports: ["8000:8000"]\n    volumes: ["${volume}"]\n`,
      });
      const dockerfile = set.files.find(({ path }) => path === "Dockerfile")?.text ?? "";
      return [/^USER 10001/m.test(dockerfile), JSON.stringify(servicesIn(set, "compose.yaml")["web"])];
    };
    const [becomesOther, asked] = await stack(".:/srv", "load_dotenv()");
    assert.equal(becomesOther, false);
    assert.doesNotMatch(asked, /SHOP_KEY/);
    for (const [volume, code] of [
      [".:/srv", "# load_dotenv() is for others"],
      ["./deploy:/srv/deploy", "load_dotenv()"],
    ] as const) {
      const [isOther, wanted] = await stack(volume, code);
      assert.equal(isOther, true, volume + code);
      assert.match(wanted, /SHOP_KEY:\?/, volume + code);
    }
  });

  it("with a proxy's image in the folder of the application gets an image for this, and none into that", async () => {
    const texts = {
      "requirements.txt": "flask\ngunicorn\n",
      "app.py": "from flask import Flask\napp = Flask(__name__)\n",
      dockerfile: "FROM nginx:1.27\nCOPY nginx.conf /etc/nginx/nginx.conf\n",
      "nginx.conf": "events {}\n",
      "compose.yaml": 'services:\n  proxy:\n    build: .\n    ports: ["80:80"]\n',
    };
    const set = await planned(texts);
    assert.ok(written(set).includes("Dockerfile.app"), written(set).join());
    assert.ok(!written(set).some(path => /^dockerfile$/i.test(path)));
    const { proxy, ...others } = servicesIn(set, "compose.yaml");
    assert.deepEqual(Object.keys(proxy ?? {}), ["build", "ports"]);
    assert.match(JSON.stringify(others), /"dockerfile":"Dockerfile\.app"/);
    assert.deepEqual(written(await planned(applied(texts, set))), []);
  });

  it("is given the port that it takes from a variable without a preset, since Compose refuses an empty one", async () => {
    const filled = async (port: string, texts: Texts = {}): Promise<readonly (string | undefined)[]> => {
      const all = {
        "requirements.txt": "flask\ngunicorn\n",
        "app.py": "from flask import Flask\napp = Flask(__name__)\n",
        Dockerfile: APP["Dockerfile"] ?? "",
        "compose.yaml": `services:\n  web:\n    build: .\n    ports: ["${port}"]\n`,
        ".gitignore": ".env\n",
        ".dockerignore": "**/.env\n",
        ...texts,
      };
      const set = await planned(all);
      assert.deepEqual(written(await planned(applied(all, set))), []);
      return [".env", ".env.example"].map(
        file => /^SERVER_PORT=.*$/m.exec(set.files.find(({ path }) => path === file)?.text ?? "")?.[0],
      );
    };
    for (const port of ["${SERVER_PORT}:${SERVER_PORT}", "80:$SERVER_PORT", "127.0.0.1:80:${SERVER_PORT}/tcp"])
      assert.deepEqual(await filled(port), ["SERVER_PORT=8000", "SERVER_PORT=8000"], port);
    for (const port of ["${SERVER_PORT}:8000", "80:${SERVER_PORT:-8000}", "80:8000"])
      assert.deepEqual(await filled(port), [undefined, undefined], port);
    const [known] = await filled("80:${SERVER_PORT}", { ".env.example": "SERVER_PORT=9000\n" });
    assert.equal(known, "SERVER_PORT=9000");
  });

  it("gains no server that only another file starts where it leads the code to its own", async () => {
    const servers = async (broker: string): Promise<readonly string[]> => {
      const stack = (variables: string, server: string): string =>
        `services:\n  api:\n    build: .\n    ports: ["8000:8000"]\n${variables}  ${server}`;
      const texts = {
        ...APP,
        "requirements.txt": "flask\ngunicorn\ncelery\nredis\n",
        "app.py":
          'import os\nfrom celery import Celery\nfrom flask import Flask\napp = Flask(__name__)\nqueue = Celery("app", broker=os.environ.get("BROKER", "redis://localhost:6379/0"))\n',
        "compose.yaml": stack(broker, "redis:\n    image: redis:7\n"),
        "docker-compose.prod.yml": stack(
          "    environment: { BROKER: amqp://rabbit/ }\n",
          "rabbit:\n    image: rabbitmq:4\n",
        ),
      };
      return Object.keys(servicesIn(await planned(texts), "compose.yaml"));
    };
    assert.ok(!(await servers("    environment: { BROKER: redis://redis:6379/0 }\n")).join().includes("rabbit"));
    assert.ok((await servers("")).join().includes("rabbit"));
  });

  it("is told where several run the project, and named in the plan", async () => {
    const texts = {
      "docker/a/compose.yaml": STACK.replace("..", "../.."),
      "docker/b/compose.yaml": STACK.replace("..", "../.."),
    };
    const { plan } = await changes(texts);
    const decision = plan.decisions.find(({ key }) => key === "compose.file");
    assert.equal(decision?.value, "compose.yaml");
    assert.match(decision.reason, /docker\/a\/compose\.yaml and docker\/b\/compose\.yaml/);
  });

  it("that runs the published image of the project gets no second application, and its migration runs that image", async () => {
    const published = STACK.replace("build:\n      context: ..", "image: ghcr.io/acme/shop:2");
    const set = await changes({
      "pyproject.toml": '[project]\nname = "shop"\nversion = "1"\n',
      "compose.yaml": published,
    });
    const { api, db, migrate, ...others } = servicesIn(set, "compose.yaml");
    assert.deepEqual(Object.keys(others), []);
    assert.equal(api?.["build"], undefined);
    assert.ok(db?.["healthcheck"]);
    assert.equal(migrate?.["image"], "ghcr.io/acme/shop:2");
    assert.equal(migrate["build"], undefined);
  });

  it("that migrates by a command of its own name gets no second migration", async () => {
    for (const command of ["python -m tools migrate-db", "./run_migrations.sh", "make db-migrate"]) {
      const own = STACK.replace("  db:\n", `  upgrade:\n    build: .\n    command: ${command}\n  db:\n`).replace(
        "..",
        ".",
      );
      assert.deepEqual(
        Object.keys(servicesIn(await changes({ "compose.yaml": own }), "compose.yaml")),
        ["api", "upgrade", "db"],
        command,
      );
    }
    const other = STACK.replace("..", ".").replace(
      "  db:\n",
      "  draft:\n    build: .\n    command: flask db migrate\n  db:\n",
    );
    assert.ok("migrate" in servicesIn(await changes({ "compose.yaml": other }), "compose.yaml"));
    const chosenBy = {
      "compose.yaml": STACK.replace("..", "."),
      Dockerfile: `${APP["Dockerfile"]}ENTRYPOINT ["./entrypoint.sh"]\n`,
      "entrypoint.sh": '#!/bin/sh\ncase "$1" in\n  migrate) exec ./bin/db.sh ;;\n  *) exec "$@" ;;\nesac\n',
    };
    assert.ok("migrate" in servicesIn(await changes(chosenBy), "compose.yaml"), "a word that is compared runs nothing");
  });

  it("gets no migration where its image holds none of Alembic's files", async () => {
    const lean = (copy: string): string =>
      `FROM python:3.13-slim AS dev\nWORKDIR /srv\nCOPY . .\nFROM python:3.13-slim\nWORKDIR /srv\n${copy}RUN pip install -r requirements.txt\nCMD ["gunicorn", "-b", "0.0.0.0:8000", "app:app"]\n`;
    const migrates = async (copy: string): Promise<boolean> => {
      const set = await changes({ "compose.yaml": STACK.replace("..", "."), Dockerfile: lean(copy) });
      return "migrate" in servicesIn(set, "compose.yaml");
    };
    assert.equal(await migrates("COPY requirements.txt app.py ./\n"), false);
    for (const copy of [
      "COPY requirements.txt app.py alembic.ini ./\nCOPY migrations migrations\n",
      "COPY requirements.txt app.py ./\nCOPY --from=dev /srv /srv\n",
      "COPY *.txt *.py *.ini ./\n",
      "COPY . .\n",
    ])
      assert.equal(await migrates(copy), true, copy);
  });

  it("gets a value where it insists on one and any does, and is left to ask for what another party hands out", async () => {
    const texts = {
      "compose.yaml": `${STACK.replace("..", ".")}    hostname: \${DB_HOSTNAME:?}\n    labels: ["\${OPENAI_API_KEY:?}", "\${STRIPE_SECRET_KEY:?}", "\${SECRET_KEY:?}", "\${SMTP_PASSWORD:?}", "\${TAG:-1}"]\n`,
      ".env.example": "DB_PASSWORD=\nDB_HOSTNAME=\nOPENAI_API_KEY=\nTAG=\n",
      ".gitignore": ".env\n",
      ".dockerignore": ".env\n",
    };
    const text = (await changes(texts)).files.find(({ path }) => path === ".env")?.text ?? "";
    for (const line of [/^DB_PASSWORD=r+$/m, /^SECRET_KEY=r+$/m, /^DB_HOSTNAME=$/m, /^OPENAI_API_KEY=$/m, /^TAG=$/m])
      assert.match(text, line);
    assert.doesNotMatch(text, /^DB_PASSWORD=$|^(?:STRIPE_SECRET_KEY|SMTP_PASSWORD)=/m);
  });

  it("hands to a worker beside it what no file of variables of its own says, and nothing that one does or may say", async () => {
    const texts = {
      "requirements.txt": "flask\ngunicorn\ncelery[redis]\n",
      "tasks.py":
        'import os\nfrom celery import Celery\napp = Celery("tasks", broker=os.environ.get("BROKER_URL", "redis://localhost:6379/0"))\n',
      "app.py": "from flask import Flask\nfrom tasks import app as queue\napp = Flask(__name__)\n",
      Procfile: "web: gunicorn app:app\nworker: celery -A tasks worker\n",
      "docker-compose.yml": "services:\n  web:\n    build: .\n    env_file: web.env\n",
    };
    const broker = async (given: Texts): Promise<unknown> => {
      const set = await planned({ Dockerfile: APP["Dockerfile"] ?? "", ...texts, ...given });
      const { worker } = servicesIn(set, "docker-compose.yml");
      assert.deepEqual(worker?.["env_file"], ["web.env"]);
      return (worker["environment"] as Record<string, string> | undefined)?.["BROKER_URL"];
    };
    assert.match(String(await broker({ "web.env": "LOG_LEVEL=info\n" })), /^redis:\/\/redis:6379/);
    assert.equal(await broker({ "web.env": "BROKER_URL=redis://queue.example/1\n" }), undefined);
    assert.equal(await broker({}), undefined);
  });

  it("gains no variables in a base to which a file beside it gives them", async () => {
    const base = STACK.replace(/ {4}environment:\n {6}DATABASE_URL.*\n/, "").replace("..", ".");
    const overlay = "services:\n  api:\n    env_file: [dev.env]\n";
    const plain = servicesIn(await changes({ "docker-compose.yml": base }), "docker-compose.yml");
    assert.ok(plain["api"]?.["environment"]);
    const set = await changes({ "docker-compose.yml": base, "docker-compose.dev.yml": overlay });
    assert.equal(servicesIn(set, "docker-compose.yml")["api"]?.["environment"], undefined);
  });

  describe("of services that extend others", () => {
    const QUEUE: Texts = {
      Dockerfile: APP["Dockerfile"] ?? "",
      "requirements.txt": "flask\ngunicorn\ncelery\nredis\n",
      "app.py": "from flask import Flask\napp = Flask(__name__)\n",
      "tasks.py":
        'import os\nfrom celery import Celery\ncelery = Celery("tasks", broker=os.environ["REDIS_URL"])\n@celery.task\ndef add(a, b):\n    return a + b\n',
    };
    const BASE =
      "  app:\n    build:\n      context: ..\n    restart: always\n    environment:\n      REDIS_URL: redis://queue:6379/0\n    healthcheck: { disable: true }\n";
    const servicesOf = async (texts: Texts): Promise<Readonly<Record<string, Service>>> => {
      return servicesIn(await planned({ ...QUEUE, ...texts }), "deploy/compose.yaml");
    };
    const added = (service: Service | undefined): readonly string[] => Object.keys(service ?? {}).slice(1);

    for (const place of ["the same file", "another file"]) {
      it(`adds nothing that a base in ${place} gives, and no second worker`, async () => {
        const isSame = place === "the same file";
        const base = isSame ? "app" : "{ file: ../base/app.yml, service: app }";
        const found = await servicesOf({
          "base/app.yml": `services:\n${BASE}`,
          "deploy/compose.yaml": `services:\n${isSame ? BASE : ""}  web:\n    extends: ${base}\n    ports: ["8000:8000"]\n  jobs:\n    extends: ${base}\n    command: celery -A tasks worker\n  queue:\n    image: redis:7\n`,
        });
        assert.deepEqual(Object.keys(found), [...(isSame ? ["app"] : []), "web", "jobs", "queue"]);
        assert.deepEqual(added(found["web"]), ["ports", "init", "depends_on"]);
        assert.deepEqual(added(found["jobs"]), ["command", "init", "depends_on"]);
      });
    }

    it("adds a variable that the base lacks", async () => {
      const base = BASE.replace("REDIS_URL: redis://queue:6379/0", "OTHER: a");
      const { web } = await servicesOf({
        "base/app.yml": `services:\n${base}`,
        "deploy/compose.yaml": `services:\n  web:\n    extends: { file: ../base/app.yml, service: app }\n  queue:\n    image: redis:7\n`,
      });
      assert.deepEqual(Object.keys(web?.["environment"] ?? {}), ["REDIS_URL"]);
    });

    it("takes a server of an included file for one that is there, and waits for no check that it has not", async () => {
      const stack = (server: string): Texts => ({
        "deploy/servers.yml": `services:\n  queue:\n    image: redis:7\n${server}`,
        "deploy/compose.yaml": `include: [servers.yml]\nservices:\n  web:\n    build: ..\n    ports: ["8000:8000"]\n`,
      });
      const conditionOf = async (server: string): Promise<unknown> => {
        const { web, ...others } = await servicesOf(stack(server));
        assert.deepEqual(Object.keys(others), ["worker"]);
        return (web?.["depends_on"] as { queue?: { condition?: string } } | undefined)?.queue?.condition;
      };
      assert.equal(await conditionOf(""), "service_started");
      assert.equal(await conditionOf("    healthcheck: { test: redis-cli ping }\n"), "service_healthy");
    });
  });
});
