import assert from "node:assert/strict";
import { planned } from "./plan-kit";

const COMPOSE = `services:
  dump:
    build: dump
    environment: ["PGHOST=db"]
  watch:
    image: postgres:17
    entrypoint: /watch.sh
  db:
    image: postgres:17
    environment: ["POSTGRES_PASSWORD=sesame"]
  redis:
    image: redis:7
  web:
    build: .
    ports: ["8000:8000"]
  tasks:
    build: .
    command: celery -A shop.worker worker
`;
const CELERY =
  'from celery import Celery\napp = Celery("a", broker="redis://redis:6379/0")\n@app.task\ndef run(): ...\n';
const CODE = {
  "requirements.txt": "flask\ngunicorn\npsycopg2\ncelery\nredis\n",
  Dockerfile:
    "FROM python:3.11\nWORKDIR /srv\nCOPY . .\nRUN pip install -r requirements.txt\nCMD gunicorn app:app -b 0.0.0.0:8000\n",
  "dump/Dockerfile": 'FROM postgres:17\nCMD ["cron", "-f"]\n',
  "app.py":
    'import os, psycopg2\nfrom flask import Flask\napp = Flask(__name__)\npsycopg2.connect(os.environ["DATABASE_URL"])\n',
  "shop/__init__.py": "",
  "shop/worker.py": CELERY,
  "shop/other.py": CELERY,
};

async function composeOf(texts: Readonly<Record<string, string>>): Promise<string> {
  const { files } = await planned(texts);
  return files.find(({ path }) => path === "compose.yaml")?.text ?? "";
}

describe("a Compose file without what the code may do without", () => {
  const search =
    'import os\nif os.getenv("ELASTICSEARCH_URL"):\n    from elasticsearch import Elasticsearch\n    Elasticsearch(os.environ["ELASTICSEARCH_URL"])\n';
  const code = {
    ...CODE,
    "app.py": CODE["app.py"] + search,
    "requirements.txt": `${CODE["requirements.txt"]}elasticsearch\n`,
  };

  it("stays without it, which a new file has", async () => {
    assert.match(await composeOf(code), /^ {2}elasticsearch:/m);
    assert.doesNotMatch(await composeOf({ ...code, "compose.yaml": COMPOSE }), /^ {2}elasticsearch:/m);
    const led = COMPOSE.replace(
      "  web:\n    build: .\n",
      '  web:\n    build: .\n    environment: ["ELASTICSEARCH_URL="]\n',
    );
    assert.match(await composeOf({ ...code, "compose.yaml": led }), /^ {2}elasticsearch:/m);
    // A stack without the application left nothing of its out.
    const proxy = "services:\n  proxy:\n    build: ./nginx\n";
    const other = { "compose.yaml": proxy, "nginx/Dockerfile": "FROM nginx:1\n" };
    assert.match(await composeOf({ ...code, ...other }), /^ {2}elasticsearch:/m);
  });
});

describe("a Compose file with jobs on the database's image", () => {
  it("is completed with the address of the server, not of a job", async () => {
    assert.match(await composeOf({ ...CODE, "compose.yaml": COMPOSE }), /DATABASE_URL[:=] ?postgresql:\/\/\S+@db:5432/);
  });

  it("gets no worker of an application that it leaves out, as long as it has a worker", async () => {
    assert.doesNotMatch(await composeOf({ ...CODE, "compose.yaml": COMPOSE }), /shop\.other/);
    const [serving = ""] = COMPOSE.split("  tasks:");
    assert.match(await composeOf({ ...CODE, "compose.yaml": serving }), /"celery", "-A", "shop\.\w+", "worker"/);
  });
});

describe("a Compose file that takes the login of its database from variables", () => {
  const LOGIN = `services:
  db:
    image: postgres:17
    environment: { POSTGRES_USER: "\${DB_USER}", POSTGRES_DB: $DB_NAME, POSTGRES_PASSWORD: "\${DB_PASSWORD}" }
  web:
    build: .
    environment: { DATABASE_URL: "postgresql://\${DB_USER}:\${DB_PASSWORD}@db/\${DB_NAME}" }
`;
  const envOf = async (texts: Readonly<Record<string, string>>): Promise<string> =>
    (await planned({ ...CODE, ...texts })).files.find(({ path }) => path === ".env")?.text ?? "";

  it("has a user and a database, which the person may have named", async () => {
    assert.match(await envOf({ "compose.yaml": LOGIN }), /^DB_USER=app$[\s\S]*^DB_NAME=app$/m);
    assert.doesNotMatch(await envOf({ "compose.yaml": LOGIN, ".env": "DB_USER=shop\nDB_NAME=shop\n" }), /=app$/m);
    assert.doesNotMatch(await envOf({ "compose.yaml": LOGIN.replace("${DB_USER}", "${DB_USER:-shop}") }), /^DB_USER=/m);
  });
});
