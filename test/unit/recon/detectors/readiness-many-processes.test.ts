import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/readiness-many-processes";
import { evidenceOf } from "../../../kit/detect";

async function lines(contents: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await evidenceOf(detector, contents)).map(one =>
    one.claim === "readiness" ? `${one.rule} ${one.place.path}:${one.place.line} ${one.what}` : one.claim,
  );
}

describe("recon/detectors/readiness-many-processes", () => {
  it("finds supervisors, background jobs, attached daemons and servers started from code", async () => {
    assert.deepEqual(
      await lines({
        "deploy/supervisord.conf":
          "[program:web]\ncommand=gunicorn app:app\n\n[program:worker]\ncommand=celery -A app worker\n",
        "start.sh": "#!/bin/sh\nredis-server &\ncelery -A app worker &\nexec gunicorn app:app\n",
        "docker/uwsgi.ini":
          "[uwsgi]\nmodule = app:app\nattach-daemon = celery -A app worker\nattach-daemon = ./manage.py sendalerts\nexec-pre-app = ./manage.py migrate\n",
        "app.py": 'import subprocess\ndef main():\n    subprocess.Popen(["celery", "-A", "app", "worker"])\n',
      }),
      [
        "many-processes deploy/supervisord.conf:5 2 programs are started by one supervisor",
        "many-processes docker/uwsgi.ini:3 celery -A app runs beside the web server",
        "many-processes docker/uwsgi.ini:4 ./manage.py sendalerts runs beside the web server",
        "many-processes start.sh:2 redis-server is started in the background of a script",
        "many-processes start.sh:3 celery is started in the background of a script",
        "many-processes app.py:3 celery is started from the application",
      ],
    );
  });
  it("lets one process be, and helpers that end", async () => {
    assert.deepEqual(
      await lines({
        "supervisord.conf": "[program:web]\ncommand=gunicorn app:app\n",
        "start.sh": "#!/bin/sh\npython manage.py migrate &\nwait\nexec gunicorn app:app\n",
        "app.py":
          'import subprocess\ndef check():\n    subprocess.run(["celery", "-A", "app", "status"])\n    subprocess.run(["git", "log"])\n',
        "tests/start.sh": "#!/bin/sh\nredis-server &\n",
      }),
      [],
    );
  });
});
