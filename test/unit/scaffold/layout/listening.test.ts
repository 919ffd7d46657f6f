import assert from "node:assert/strict";
import { listeningOf } from "../../../../src/scaffold/layout/listening";

function heard(...texts: readonly string[]): string {
  const found = listeningOf(texts.map((text, at) => ({ path: "start.sh", line: at + 1, text })));
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

  it("speaks a protocol that no browser knows where uWSGI has a socket only", () => {
    assert.equal(heard("uwsgi --socket=:8002 --module=shop.wsgi"), "8002 by uWSGI's protocol");
    assert.equal(heard("uwsgi --socket /run/shop.sock --module shop.wsgi"), "open by uWSGI's protocol");
    assert.equal(heard("uwsgi --http :8080 --socket :8002 --module shop.wsgi"), "8080");
  });
});
