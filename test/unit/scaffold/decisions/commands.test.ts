import assert from "node:assert/strict";
import {
  dropOption,
  needsShell,
  programName,
  replacePort,
  setOption,
  throughShell,
} from "../../../../src/scaffold/decisions/commands";
import { SERVER_FITS } from "../../../../src/scaffold/decisions/server-commands";

const words = (text: string): readonly string[] => text.split(" ");
const fit = (command: string, port = 8000): string => {
  const program = programName(words(command));
  return (SERVER_FITS[program]?.(words(command), port) ?? []).join(" ");
};

describe("start commands", () => {
  it("get the port for its variable", () => {
    assert.deepEqual(
      replacePort(words("gunicorn -b 0.0.0.0:$PORT a:app --log ${LEVEL:-info}"), 80),
      words("gunicorn -b 0.0.0.0:80 a:app --log info"),
    );
  });

  it("need a shell for operators and variables only", () => {
    assert.equal(needsShell(words("flask db upgrade && gunicorn a:app")), true);
    assert.equal(needsShell(words("gunicorn a:create_app()")), false);
    assert.equal(needsShell(["sh", "-c", 'exec celery --broker "redis://$HOST/0" worker']), false);
    assert.deepEqual(throughShell(words("gunicorn $OPTS a:app")), ["sh", "-c", "exec gunicorn $OPTS a:app"]);
  });

  it("name their program through python -m and manage.py", () => {
    assert.equal(programName(words("python3 -m uvicorn a:app")), "uvicorn");
    assert.equal(programName(words("python manage.py runserver")), "manage.py runserver");
    assert.equal(programName(words("env A=b /opt/venv/bin/gunicorn a:app")), "gunicorn");
  });

  it("keep the spelling of an option that is set", () => {
    assert.deepEqual(setOption(words("x --bind=1 y"), ["--bind", "-b"], "2"), words("x --bind=2 y"));
    assert.deepEqual(setOption(words("x -b 1 y"), ["--bind", "-b"], "2"), words("x -b 2 y"));
    assert.deepEqual(setOption(words("x -b1 y"), ["--bind", "-b"], "2"), words("x -b2 y"));
    assert.deepEqual(setOption(words("x y"), ["--bind", "-b"], "2"), words("x y --bind 2"));
    assert.deepEqual(dropOption(words("x --uds=/s --uds /t y"), "--uds"), words("x y"));
  });
});

describe("servers in containers", () => {
  it("listen on every interface", () => {
    assert.equal(
      fit("gunicorn a:app"),
      "gunicorn a:app --bind 0.0.0.0:8000 --worker-tmp-dir /dev/shm --access-logfile -",
    );
    assert.equal(
      fit("gunicorn --bind unix:/x.sock -D a:app"),
      "gunicorn --bind 0.0.0.0:8000 a:app --worker-tmp-dir /dev/shm --access-logfile -",
    );
    assert.equal(fit("uvicorn a:app --reload --host 127.0.0.1"), "uvicorn a:app --host 0.0.0.0 --port 8000");
    assert.equal(fit("hypercorn a:app"), "hypercorn a:app --bind 0.0.0.0:8000");
    assert.equal(fit("waitress-serve --port=80 a:app"), "waitress-serve --listen=0.0.0.0:8000 a:app");
    assert.equal(fit("fastapi dev main.py"), "fastapi run main.py --host 0.0.0.0 --port 8000");
    assert.equal(
      fit("streamlit run app.py", 8501),
      "streamlit run app.py --server.address 0.0.0.0 --server.port 8501 --server.headless true --browser.gatherUsageStats false",
    );
    assert.equal(
      fit("uwsgi --socket :3031 --module a:app"),
      "uwsgi --module a:app --http-socket 0.0.0.0:8000 --die-on-term",
    );
    assert.equal(fit("uwsgi --ini uwsgi.ini"), "uwsgi --ini uwsgi.ini --die-on-term");
  });

  it("are the same when fitted twice", () => {
    for (const command of [
      "gunicorn a:app",
      "uvicorn a:app",
      "daphne a:app",
      "granian a:app",
      "sanic a:app",
      "streamlit run a.py",
      "uwsgi --http :80 -w a",
    ]) {
      assert.equal(fit(fit(command)), fit(command), command);
    }
  });
});
