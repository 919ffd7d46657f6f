import assert from "node:assert/strict";
import { migratingLine, readExistingStarts } from "../../../../src/scaffold/layout/existing-start";
import { readExistingCompose } from "../../../../src/scaffold/layout/existing-compose";
import { openWorkspace } from "../../../../src/workspace/workspace";
import { memoryFiles } from "../../../kit/memory-files";

async function startOf(texts: Readonly<Record<string, string>>, path = "Dockerfile") {
  const workspace = await openWorkspace("sample", memoryFiles(texts));
  await workspace.load(Object.keys(texts));
  const [start] = readExistingStarts(workspace, [path]);
  assert.ok(start);
  return start;
}

const FLASK = ["flask", "--app", "shop:create_app", "db", "upgrade"];

describe("the start of a person's own image", () => {
  it("knows that an entry point which runs its own server takes no command", async () => {
    const start = await startOf({
      Dockerfile: 'FROM python:3.11\nCOPY boot.sh ./\nENTRYPOINT ["./boot.sh"]\n',
      "boot.sh": "#!/bin/bash\nflask db upgrade\nexec gunicorn -b :5000 shop:app\n",
    });
    assert.equal(start.takesCommand, false);
    assert.deepEqual(migratingLine(start.entrypoint, FLASK), { path: "boot.sh", line: 2, text: "flask db upgrade" });
  });

  it("knows that an entry point which ends in exec runs the command", async () => {
    const start = await startOf({
      Dockerfile: 'FROM python:3.11\nENTRYPOINT ["/entrypoint.sh"]\nCMD ["gunicorn", "shop.wsgi"]\n',
      "docker/entrypoint.sh": '#!/bin/sh\nset -e\npython manage.py migrate --noinput\nexec "$@"\n',
    });
    assert.equal(start.takesCommand, true);
    assert.equal(
      migratingLine(start.entrypoint, ["python", "manage.py", "migrate", "--noinput"])?.path,
      "docker/entrypoint.sh",
    );
  });

  it("tells scripts that run what they are given from those that take words of their own", async () => {
    const takes = async (script: string): Promise<boolean> =>
      (
        await startOf({
          Dockerfile: 'FROM python:3.11\nENTRYPOINT ["tini", "--", "bash", "run.sh", "start"]\n',
          "run.sh": script,
        })
      ).takesCommand;
    assert.equal(await takes('main() {\n  wait_for_db; exec gosu app "$@"\n}\nmain "$@"\n'), true);
    assert.equal(await takes('case "$1" in\n  web) exec gunicorn a:app ;;\n  *) exec "$@" ;;\nesac\n'), true);
    assert.equal(await takes('exec uv run "$@"\n'), true);
    const own =
      'log() { echo "$1"; }\nstart() { python serve.py & wait; }\ncase "$1" in\n  start) shift; start "$@" ;;\nesac\n';
    assert.equal(await takes(own), false);
    assert.equal(await takes('exec python manage.py "$@"\n'), false);
  });

  it("reads the script that a line for a shell runs, and knows an image of another language", async () => {
    const shell = {
      Dockerfile: 'FROM python:3.12\nCMD ["bash", "-c", ". boot.sh"]\n',
      "boot.sh": "exec uvicorn a:b\n",
    };
    const start = await startOf(shell);
    assert.equal(start.command.at(0)?.path, "Dockerfile");
    assert.ok(start.command.some(({ path, text }) => path === "boot.sh" && text === "exec uvicorn a:b"));
    assert.equal(start.isPython, true);
    const made = async (text: string): Promise<boolean> => (await startOf({ Dockerfile: text })).isPython;
    assert.equal(await made('FROM debian:12\nRUN pip3 install flask\nCMD ["flask", "run"]\n'), true);
    assert.equal(await made('FROM python:3.12 AS docs\nFROM node:22\nRUN npm ci\nCMD ["node", "app"]\n'), false);
  });

  it("knows an image of a proxy or a server, unless Python is put into it or the image is nobody's known", async () => {
    const isOfOther = async (text: string): Promise<boolean> => (await startOf({ Dockerfile: text })).isOfOther;
    assert.equal(await isOfOther("FROM python:3.12 AS docs\nFROM nginx:1.27\nCOPY nginx.conf /etc/nginx/\n"), true);
    assert.equal(await isOfOther("FROM docker.io/bitnami/postgresql:16\nCOPY init.sql /init/\n"), true);
    assert.equal(await isOfOther('FROM nginx:alpine\nRUN apk add --no-cache python3 py3-pip\nCMD ["/start"]\n'), false);
    assert.equal(await isOfOther("FROM acme/base:1\nCOPY . .\n"), false);
    assert.equal(await isOfOther("FROM acme/nginx-python-app:1\n"), false);
    assert.equal(await isOfOther('FROM debian:12\nCMD ["flask", "run"]\n'), false);
  });

  it("reads the command itself, and wrappers that run what follows", async () => {
    const start = await startOf({
      Dockerfile: 'FROM python:3.11\nENTRYPOINT ["tini", "--"]\nCMD alembic upgrade head && uvicorn app:app\n',
    });
    assert.equal(start.takesCommand, true);
    assert.equal(migratingLine(start.command, ["alembic", "upgrade", "head"])?.line, 3);
    assert.equal(
      (await startOf({ Dockerfile: 'FROM python:3.11\nENTRYPOINT ["gunicorn", "app:app"]\n' })).takesCommand,
      false,
    );
    assert.equal(
      (await startOf({ Dockerfile: "FROM python:3.11\nENTRYPOINT gunicorn app:app\n" })).takesCommand,
      false,
    );
  });

  it("finds no migration where a line only looks like one, and none in a comment", async () => {
    const start = await startOf({
      Dockerfile: 'FROM python:3.11\nCMD ["./start.sh"]\n',
      "start.sh": "# flask db upgrade is for later\npip install --upgrade flask\nexec flask run\n",
    });
    assert.equal(migratingLine([...start.entrypoint, ...start.command], FLASK), null);
  });

  it("reads the command of a Compose service with the script that it names", async () => {
    const texts = {
      "compose.yaml":
        "services:\n  web:\n    build: .\n    command: bash scripts/prestart.sh\n  db:\n    image: postgres\n",
      "scripts/prestart.sh": "alembic upgrade head\n",
    };
    const workspace = await openWorkspace("sample", memoryFiles(texts));
    await workspace.load(Object.keys(texts));
    const [web, db] = readExistingCompose(workspace, "compose.yaml", new Set())?.services ?? [];
    assert.equal(migratingLine(web?.start ?? [], ["alembic", "upgrade", "head"])?.path, "scripts/prestart.sh");
    assert.equal(db?.start, null);
  });
});
