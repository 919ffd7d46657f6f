import assert from "node:assert/strict";
import fc from "fast-check";
import { readCommand } from "../../../../src/recon/commands/read-command";

function read(text: string): string | null {
  const found = readCommand(text.split(" "));
  if (!found) return null;
  const flags = [found.isDevelopment ? "development" : "", found.port === null ? "" : `:${found.port}`].filter(Boolean);
  return [found.role, found.kind ?? "-", found.target, ...flags].join(" ");
}

describe("recon/commands/read-command", () => {
  const cases: Readonly<Record<string, string | null>> = {
    "gunicorn app:app -b 0.0.0.0:8000": "serve wsgi app:app :8000",
    "gunicorn -k uvicorn.workers.UvicornWorker -w 4 app:app": "serve asgi app:app",
    "gunicorn --preload --bind=:80 pkg.wsgi": "serve wsgi pkg.wsgi :80",
    "exec newrelic-admin run-program gunicorn app:app": "serve wsgi app:app",
    "/venv/bin/gunicorn -w4 app:app": "serve wsgi app:app",
    "python3.11 -m uvicorn app.main:app --reload": "serve asgi app.main:app development",
    "uvicorn --factory app:create --port 9": "serve asgi app:create() :9",
    "poetry run uvicorn app:app": "serve asgi app:app",
    "pyenv exec uvicorn app:app": "serve asgi app:app",
    "uv run --frozen --env-file .env uvicorn app:app": "serve asgi app:app",
    "hypercorn asgi:shop.web:app -b 0.0.0.0:8000": "serve asgi shop.web:app :8000",
    "daphne -b 0.0.0.0 -p 8001 site.asgi:application": "serve asgi site.asgi:application :8001",
    "waitress-serve --call --listen=*:8041 shop:create_app": "serve wsgi shop:create_app() :8041",
    "uwsgi --http :9090 --wsgi-file src/foo.py --callable app": "serve wsgi src.foo:app :9090",
    "flask --app shop run -h 0.0.0.0 -p 5001": "serve wsgi shop development :5001",
    "flask db upgrade": "migrate - ",
    "luigid --background --port 9000": "monitor server luigid :9000",
    "python -m luigi --module shop.tasks Load --local-scheduler": "script script shop.tasks",
    "luigi --help": null,
    "dagster dev -m shop.definitions -p 3333": "serve server shop.definitions development :3333",
    "dagster-webserver -h 0.0.0.0 -p 3500 -w workspace.yaml": "serve server workspace.yaml :3500",
    "chalice local --host=0.0.0.0 --port 9000": "serve server app:app :9000",
    "chalice deploy": null,
    "dagster-daemon run": "beat beat ",
    "dagster-daemon wipe": null,
    "dagster api grpc -h 0.0.0.0 -p 4000 -f repo.py": "serve grpc repo.py :4000",
    "dagster code-server start --host 0.0.0.0 --port 4000 -m shop": "serve grpc shop :4000",
    "dagster job launch -j daily": null,
    "fastapi run app/main.py --port 80": "serve asgi app/main.py :80",
    "fastapi dev": "serve asgi  development :8000",
    "python manage.py runserver 0.0.0.0:8000": "serve wsgi manage.py development :8000",
    "python manage.py migrate --noinput": "migrate - manage.py",
    "./manage.py qcluster": "worker worker manage.py qcluster",
    "celery -A shop.tasks worker -l info": "worker worker shop.tasks",
    "celery --app=shop beat": "beat beat shop",
    "celery -A shop flower --port=5556": "monitor server shop :5556",
    "rq worker high low": "worker worker rq",
    "dramatiq shop.tasks --watch .": "worker worker shop.tasks development",
    "streamlit run app.py --server.port 80": "serve streamlit app.py :80",
    "airflow celery flower": "monitor server airflow celery flower :5555",
    "airflow celery worker": "worker worker airflow celery",
    "twistd -ny shop.tac": "serve server shop.tac",
    "/opt/env/bin/twistd --umask 0022 --nodaemon -l - web --listen tcp:8080": "serve server web :8080",
    "python /opt/env/bin/twistd -n shop": "serve server shop",
    "coverage run --branch --source=lib {envbindir}/trial lib": "test - ",
    "poetry run coverage run --source=shop -m twisted.trial tests": "test - ",
    "jupyter lab --ip 0.0.0.0": "serve notebook  :8888",
    "jupyter lab extension": null,
    "datasette . --port 8002": "serve server . :8002",
    "datasette serve content.db": "serve server content.db :8001",
    "datasette publish fly content.db": null,
    "datasette . --get /news": null,
    "jupyter server extension disable --py shop": null,
    "python -m shop.worker": "script script shop.worker",
    "python -u bot.py": "script script bot.py",
    "python -m pip install x": "other - ",
    "python -m pytest tests": "test - ",
    "python -c pass": null,
    "coverage run -m pytest": "test - ",
    "alembic upgrade head": "migrate - ",
    "alembic revision": "other - ",
    "docker compose -f x.yml run --rm web pytest": "test - ",
    "dumb-init -- gunicorn app:app": "serve wsgi app:app",
    "wait-for-it db:5432 -t 30 -- celery -A shop worker": "worker worker shop",
    "PORT=80 DEBUG=1 gunicorn app:app": "serve wsgi app:app",
    "npm run build": null,
    nginx: null,
  };
  for (const [text, wanted] of Object.entries(cases)) {
    it(text, () => {
      assert.equal(read(text), wanted);
    });
  }

  it("splits the command that is one word of a watcher", () => {
    const words = ["watchfiles", "--filter", "python", "gunicorn app:app --bind :80", "src"];
    assert.deepEqual(readCommand(words), readCommand(["gunicorn", "app:app", "--bind", ":80"]));
    assert.equal(readCommand(["watchfiles", "--filter", "python"]), null);
    const quoted = readCommand(["watchfiles", "celery -A app worker -Q 'a b'", "."]);
    assert.deepEqual(quoted?.words.slice(-2), ["-Q", "a b"]);
  });

  it("answers any words without throwing", () => {
    const word = fc.oneof(
      fc.constantFrom(
        "python",
        "-m",
        "gunicorn",
        "celery",
        "-A",
        "exec",
        "env",
        "--",
        "poetry",
        "run",
        "manage.py",
        "-b",
        "uvicorn",
        "docker",
        "compose",
        "=",
        "",
      ),
      fc.string({ maxLength: 12 }),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 10 }), words => {
        readCommand(words);
      }),
    );
  });
});
