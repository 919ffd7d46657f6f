import assert from "node:assert/strict";
import { containerCommand } from "../../../../src/recon/commands/container-command";
import { readCommand } from "../../../../src/recon/commands/read-command";

function inContainer(text: string, port: number | null = 8000): string {
  const read = readCommand(text.split(" "));
  assert.ok(read);
  return containerCommand(read, read.port ?? port).join(" ");
}

describe("recon/commands/container-command", () => {
  const cases: Readonly<Record<string, string>> = {
    "gunicorn app:app": "gunicorn --bind 0.0.0.0:8000 app:app",
    "gunicorn -b 127.0.0.1:5000 app:app": "gunicorn -b 0.0.0.0:5000 app:app",
    "gunicorn --bind unix:/run/x.sock app:app": "gunicorn --bind 0.0.0.0:8000 app:app",
    "gunicorn -c gunicorn.conf.py app:app": "gunicorn -c gunicorn.conf.py app:app",
    "python -m gunicorn app:app": "python -m gunicorn --bind 0.0.0.0:8000 app:app",
    "uvicorn app:app --reload": "uvicorn app:app --host 0.0.0.0 --port 8000",
    "uvicorn app:app --host localhost --port 80": "uvicorn app:app --host 0.0.0.0 --port 80",
    "flask run --debug": "flask run --host 0.0.0.0 --port 8000",
    "waitress-serve --listen=127.0.0.1:8080 app:app": "waitress-serve --listen=0.0.0.0:8080 app:app",
    "fastapi dev app.py": "fastapi run app.py",
    "python manage.py runserver 127.0.0.1:8000": "python manage.py runserver 0.0.0.0:8000",
    "gunicorn --pid /run/a.pid -u www-data --group=www-data -w 2 shop:app":
      "gunicorn --bind 0.0.0.0:8000 -w 2 shop:app",
    "gunicorn --preload -w 2 shop.pid:app": "gunicorn --bind 0.0.0.0:8000 --preload -w 2 shop.pid:app",
    "celery -A shop worker": "celery -A shop worker",
    "celery -A shop worker -f /srv/a.log --pidfile=/run/a.pid -l INFO": "celery -A shop worker -l INFO",
    "celery -A shop worker --uid www-data --gid=33 -l INFO": "celery -A shop worker -l INFO",
    "celery -A shop beat --logfile /srv/a.log --pidfile=": "celery -A shop beat --pidfile=",
  };
  for (const [text, wanted] of Object.entries(cases)) {
    it(text, () => {
      assert.equal(inContainer(text), wanted);
    });
  }
});
