import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import { memoryFiles } from "../../../kit/memory-files";
import { applied, changesOf, planned } from "../plan-kit";

/** `docs/docker.md` for a folder of these files. */
async function documentOf(texts: Readonly<Record<string, string>>): Promise<string> {
  const recon = await readRecon(memoryFiles(texts), { name: "shop" });
  return (await changesOf(recon, texts)).files.find(({ path }) => path === "docs/docker.md")?.text ?? "";
}

const APP = {
  "wsgi.py": "from flask import Flask\n\napp = Flask(__name__)\n",
  "tasks.py":
    'from celery import Celery\n\ncelery = Celery("shop", broker="redis://localhost:6379/0")\n\n\n@celery.task\ndef mail(): ...\n',
};

describe("the document of the containers", () => {
  it("says once what the code is for, as words and not as markup, and in each row what runs", async () => {
    const text = await documentOf({
      ...APP,
      "pyproject.toml":
        '[project]\nname = "shop"\nversion = "1"\ndescription = "Tea | <b>shop</b> *now*."\nrequires-python = ">=3.11"\ndependencies = ["flask", "celery", "redis"]\n',
    });
    assert.match(text, /## Services\n\nTea \\\| \\<b\\>shop\\<\/b\\> \\\*now\\\*\.\n\n\| service \| what \| port \|\n/);
    assert.equal(text.split("Tea ").length, 2);
    assert.match(text, /\| `web` \| answers requests \| 8000 on this machine \|/);
    assert.match(text, /\| `worker` \| `celery [^|]*` \| none \|/);
  });

  it("names the port of this machine that a service of theirs has, whatever form it is written in", async () => {
    const shown = async (port: string): Promise<string | undefined> => {
      const text = await documentOf({
        ...APP,
        "requirements.txt": "flask\ngunicorn\n",
        Dockerfile:
          'FROM python:3.13-slim\nCOPY . .\nEXPOSE 8000\nCMD ["gunicorn", "-b", "0.0.0.0:8000", "wsgi:app"]\n',
        "compose.yaml": `services:\n  api:\n    build: .\n    ports: [${port}]\n`,
      });
      return /\| `api` \| answers requests \| (\d+) on this machine/.exec(text)?.[1];
    };
    assert.equal(await shown('"8008:8000"'), "8008");
    assert.equal(await shown('"127.0.0.1:${PORT:-8009}:8000/tcp", "9000:9000"'), "8009");
    assert.equal(await shown("{ target: 8000, published: 8010 }"), "8010");
    assert.equal(await shown('"8000:8000"'), "8000");
    assert.equal(await shown('"8000"'), "8000");
  });

  it("names the sample of theirs on the second run as on the first", async () => {
    const texts = {
      "requirements.txt": "flask\n",
      "app.py": 'import os\nfrom flask import Flask\nA = os.environ["MODE"]\napp = Flask(__name__)\n',
      ".env.example": "MODE=dev\n",
      "env.example": "# how long\nSECONDS_OF=12\n",
    };
    const first = await planned(texts);
    assert.match(
      first.files.find(({ path }) => path === "docs/docker.md")?.text ?? "",
      /\| `SECONDS_OF` \| no \| env\.example:2 \|/,
    );
    const after = applied(texts, first);
    assert.match(after[".env.example"] ?? "", /SECONDS_OF/);
    const second = await planned(after);
    assert.deepEqual(
      second.files.filter(({ action }) => action !== "unchanged").map(({ path }) => path),
      [],
    );
  });

  it("repeats no password that stands in a file of theirs", async () => {
    const read = (address: string, password: string): Promise<string> =>
      documentOf({
        ...APP,
        "requirements.txt": "flask\ngunicorn\npsycopg2\n",
        "wsgi.py": `${APP["wsgi.py"]}import os\nimport psycopg2\npsycopg2.connect(os.environ["DATABASE_URL"])\n`,
        Dockerfile: 'FROM python:3.13-slim\nCOPY . .\nCMD ["gunicorn", "-b", "0.0.0.0:8000", "wsgi:app"]\n',
        "compose.yaml": `services:\n  api:\n    build: .\n    environment: { DATABASE_URL: "${address}" }\n  pg: { image: postgres:17, environment: { POSTGRES_USER: shop, POSTGRES_PASSWORD: "${password}", POSTGRES_DB: shop } }\n`,
      });
    for (const address of [
      "shop:S3cretPass99@pg/shop",
      "shop:S3cretPass99@pg/${PGDB:-shop}",
      "${U:-shop}:S3cretPass99@pg/shop",
    ]) {
      const text = await read(`postgresql://${address}`, "S3cretPass99");
      assert.match(text, /environment\.DATABASE_URL \| `postgresql:\/\/•••@pg/);
      assert.doesNotMatch(text, /S3cretPass99/);
    }
    const behind = await read("postgresql://shop:${PGPASS}@pg/shop", "${PGPASS}");
    assert.match(behind, /environment\.DATABASE_URL \| `postgresql:\/\/shop:\$\{PGPASS\}@pg/);
  });

  it("starts from the sample that is completed", async () => {
    const texts = { ...APP, "requirements.txt": "flask\n", "env.example": "MODE=dev\n" };
    const code = 'import os\nfrom flask import Flask\nA = os.environ["MODE"]\napp = Flask(__name__)\n';
    assert.match(await documentOf({ ...texts, "wsgi.py": code }), /Start from `env\.example`\./);
  });

  it("makes no heading and no list of the words of a manifest", async () => {
    for (const [words, shown] of [
      ["# Shop", "\\# Shop."],
      ["- tea", "\\- tea."],
      ["1. tea", "1\\. tea."],
      ["~~old~~", "\\~\\~old\\~\\~."],
    ] as const) {
      const manifest = `[project]\nname = "shop"\nversion = "1"\ndescription = "${words}"\ndependencies = ["flask"]\n`;
      const text = await documentOf({ ...APP, "pyproject.toml": manifest });
      assert.ok(text.includes(`## Services\n\n${shown}\n\n`), text.slice(0, 300));
    }
  });

  it("says where a variable has a default that only Compose gives", async () => {
    const text = await documentOf({
      "requirements.txt": "flask\n",
      "app.py":
        'import os\nfrom flask import Flask\nA = os.environ["MODE"]\nB = os.environ.get("MODE", "dev")\nC = os.environ["TOKEN_URL"]\napp = Flask(__name__)\n',
    });
    assert.match(text, /\| `MODE` \| no \| app\.py:3 \| default of `compose\.yaml` or `\.env` \|/);
    assert.match(text, /\| `TOKEN_URL` \| yes[^|]*\| app\.py:5 \| `\.env` \|/);
  });

  it("says which file of theirs a variable comes from, where their service reads one", async () => {
    const texts = {
      "requirements.txt": "flask\npsycopg2-binary\n",
      "app.py":
        'import os\nimport psycopg2\nfrom flask import Flask\nA = os.environ["MODE"]\npsycopg2.connect(host=os.environ["DB_HOST"])\napp = Flask(__name__)\n',
      Dockerfile: 'FROM python:3.11-slim\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["flask", "run"]\n',
      ".env.example": "MODE=live\nDB_HOST=localhost\n",
    };
    const web = "services:\n  web:\n    build: .\n";
    const read = await documentOf({
      ...texts,
      "compose.yaml": `${web}    env_file: web.env\n    environment: { MODE: test }\n`,
    });
    assert.match(read, /\| `DB_HOST` \|[^|]*\| app\.py:5 \| `web\.env` \|/);
    assert.match(read, /\| `MODE` \|[^|]*\| app\.py:4 \| `compose\.yaml` \|/);
    assert.match(
      await documentOf({ ...texts, "compose.yaml": web }),
      /\| `DB_HOST` \|[^|]*\| app\.py:5 \| `compose\.yaml` \|/,
    );
  });

  it("says how the tables are made by hand where that may lose those that are there", async () => {
    const text = await documentOf({
      "requirements.txt": "flask\npsycopg2-binary\n",
      "shop.py":
        'import os\nimport click\nimport psycopg2\nfrom flask import Flask\napp = Flask(__name__)\n\n\ndef connect():\n    return psycopg2.connect(os.environ["DATABASE_URL"])\n\n\n@app.cli.command("init-db")\ndef init_db():\n    with app.open_resource("schema.sql") as file:\n        connect().cursor().executescript(file.read().decode())\n',
      "schema.sql": "DROP TABLE IF EXISTS post;\nCREATE TABLE post (id integer);\n",
    });
    assert.match(text, /\| make the tables, once[^|]*\| `docker compose run --rm web flask --app shop:app init-db` \|/);
  });

  it("claims that WEB_CONCURRENCY sets the number of processes only where no start of theirs says it", async () => {
    const told = async (texts: Readonly<Record<string, string>>): Promise<boolean> =>
      (await documentOf({ ...APP, "requirements.txt": "flask\ngunicorn\n", ...texts })).includes(
        "container `WEB_CONCURRENCY` sets",
      );
    const from = (command: string): Readonly<Record<string, string>> => ({
      Dockerfile: `FROM python:3.11\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ${command}\n`,
    });
    const compose = (command: string): Readonly<Record<string, string>> => ({
      "compose.yaml": `services:\n  web:\n    build: .\n    command: ${command}\n    ports: ["8000:8000"]\n`,
    });
    const plain = '["gunicorn", "wsgi:app", "--bind", "0.0.0.0:8000"]';
    assert.equal(await told(from(plain)), true);
    assert.equal(await told(from('["gunicorn","wsgi:app","--bind","0.0.0.0:8000","-w4"]')), false);
    assert.equal(await told(from("gunicorn wsgi:app -b 0.0.0.0:8000 --workers=4")), false);
    assert.equal(await told(from("gunicorn wsgi:app -b 0.0.0.0:8000 -w ${WEB_CONCURRENCY:-2}")), true);
    assert.equal(await told({ ...from(plain), ...compose("gunicorn wsgi:app -b 0.0.0.0:8000 --workers=4") }), false);
    assert.equal(await told({ ...from('["gunicorn","wsgi:app","-w4"]'), ...compose(plain) }), true);
  });
});
