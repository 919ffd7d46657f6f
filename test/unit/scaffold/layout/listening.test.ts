import assert from "node:assert/strict";
import { listeningOf, type Told } from "../../../../src/scaffold/layout/listening";

function heard(...texts: readonly string[]): string {
  return heardBeside({}, ...texts);
}

function heardBeside({ variables = [], files = [] }: Partial<Told>, ...texts: readonly string[]): string {
  const lines = texts.map((text, at) => ({ path: "start.sh", line: at + 1, text }));
  const found = listeningOf(lines, { variables, files });
  return found === null ? "none" : `${found.port ?? "open"}${found.speaksHttp ? "" : " by uWSGI's protocol"}`;
}

describe("where the start of a person's own image listens", () => {
  it("is read from the words, else it is what the server takes by itself", () => {
    assert.equal(heard('["flask", "run", "--host=0.0.0.0"]'), "5000");
    assert.equal(heard("flask --app shop run -h 0.0.0.0 -p 80"), "80");
    assert.equal(heard("python manage.py migrate", "python manage.py runserver 0.0.0.0:8080"), "8080");
    assert.equal(heard("exec gunicorn shop.wsgi \\", "  --bind 0.0.0.0:9000"), "9000");
    assert.equal(heard('["sh", "-c", "alembic upgrade head && uvicorn shop:app --host 0.0.0.0"]'), "8000");
  });

  it("is open where a variable, a file or a socket decides", () => {
    assert.equal(heard('gunicorn shop:app --bind "0.0.0.0:$PORT"'), "open");
    assert.equal(heard("python manage.py runserver 0.0.0.0:$PORT"), "open");
    assert.equal(heard("gunicorn -c gunicorn.conf.py shop:app"), "open");
    assert.equal(heard("gunicorn -b unix:/run/shop.sock shop:app"), "open");
    assert.equal(heard("celery -A shop worker"), "none");
  });

  it("is open where the environment or a file that is read unasked decides", () => {
    assert.equal(heardBeside({ variables: ["FLASK_RUN_PORT"] }, "flask run"), "open");
    assert.equal(heardBeside({ variables: ["GUNICORN_CMD_ARGS"] }, '["gunicorn", "app:app"]'), "open");
    assert.equal(heardBeside({ variables: ["PORT"] }, '["gunicorn", "app:app"]'), "open");
    assert.equal(heardBeside({ variables: ["UVICORN_PORT"] }, "uvicorn app:app"), "open");
    assert.equal(heardBeside({ files: ["deploy/gunicorn.conf.py"] }, "gunicorn app:app"), "open");
    assert.equal(heard("FLASK_RUN_PORT=5005 flask run"), "open");
    assert.equal(heard("export PORT=9000", "exec gunicorn app:app"), "open");
    assert.equal(heardBeside({ variables: ["DB_PORT"], files: ["app.py"] }, "flask run"), "5000");
    assert.equal(heardBeside({ variables: ["PORT"] }, "gunicorn app:app -b 0.0.0.0:7000"), "7000");
  });

  it("speaks a protocol that no browser knows where uWSGI has a socket only", () => {
    assert.equal(heard("uwsgi --socket=:8002 --module=shop.wsgi"), "8002 by uWSGI's protocol");
    assert.equal(heard("uwsgi --socket /run/shop.sock --module shop.wsgi"), "open by uWSGI's protocol");
    assert.equal(heard("uwsgi --http :8080 --socket :8002 --module shop.wsgi"), "8080");
  });
});
