import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/uwsgi-configuration";
import { detect } from "../../../kit/detect";

describe("recon/detectors/uwsgi-configuration", () => {
  it("takes module, port and attached processes", async () => {
    const found = await detect(detector, {
      "uwsgi.ini": "[uwsgi]\nmodule = app:app\nhttp-socket = :8014\nattach-daemon = celery -A app worker\n",
      "app.py": "app = None\n",
    });
    assert.deepEqual(found, [
      "port 8014 server-config @uwsgi.ini:3",
      "wsgi web app:app = uwsgi --ini uwsgi.ini :8014 @uwsgi.ini:2",
      "framework celery @uwsgi.ini:4",
      "worker worker app = celery -A app worker @uwsgi.ini:4",
    ]);
  });

  it("takes the words of a daemon that has options beside them", async () => {
    const found = await detect(detector, {
      "uwsgi.ini":
        "[uwsgi]\nmodule = app:app\nattach-daemon2 = cmd=celery -A app worker,freq=5\nattach-daemon2 = freq=5,cmd=celery -A app beat\n",
      "app.py": "app = None\n",
    });
    assert.deepEqual(
      found.filter(one => one.includes(" = celery")),
      ["worker worker app = celery -A app worker @uwsgi.ini:3", "beat beat app = celery -A app beat @uwsgi.ini:4"],
    );
  });

  it("makes a worker of each management command that it keeps running, and reads what its hooks prepare", async () => {
    const found = await detect(detector, {
      "uwsgi.ini":
        "[uwsgi]\nmodule = site.wsgi:application\nhook-pre-app = exec:./manage.py migrate\nattach-daemon = python manage.py sendalerts --skip-checks\nif-env = SMTPD_PORT\nattach-daemon = ./manage.py smtpd --port %(_)\nendif =\nexec-pre-app = ./manage.py warm\n",
      "manage.py":
        "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'web.settings')\nfrom django.core.management import execute_from_command_line\nexecute_from_command_line()\n",
      "web/__init__.py": "",
      "web/settings.py": "INSTALLED_APPS = []\nROOT_URLCONF = 'web.urls'\n",
      "web/wsgi.py": "from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n",
    });
    assert.deepEqual(
      found.filter(line => /^(?:worker|migrations|script)/.test(line)),
      [
        "migrations django = python manage.py migrate @uwsgi.ini:3",
        "worker sendalerts manage.py sendalerts = python manage.py sendalerts --skip-checks @uwsgi.ini:4",
      ],
    );
  });

  it("gives the options in place of a file that names what only its machine has", async () => {
    const found = await detect(detector, {
      "contrib/uwsgi.ini":
        "[uwsgi]\nhttp = :8080\nmodule = app\nprocesses = 4\nenable-threads = true\nspooler = %d/mail\nvirtualenv = /srv/venv\n",
      "app.py": "application = None\n",
    });
    assert.deepEqual(found, [
      "port 8080 server-config @contrib/uwsgi.ini:2",
      "wsgi web app:application = uwsgi --processes 4 --enable-threads --module app:application :8080 @contrib/uwsgi.ini:3",
    ]);
  });

  it("gives the target to a file that answers only a proxy, and options in place of one that answers its own machine", async () => {
    const commands = async (text: string): Promise<readonly string[]> => {
      const found = await detect(detector, {
        "uwsgi.ini": text,
        "shop/app.wsgi": "app = None\n",
        "app.py": "app = None\n",
      });
      return found.filter(line => line.startsWith("wsgi"));
    };
    assert.deepEqual(await commands("[uwsgi]\nsocket = /run/app.sock\nmodule = app:app\n"), [
      "wsgi web app:app = uwsgi --ini uwsgi.ini --module app:app :8000 @uwsgi.ini:3",
    ]);
    assert.deepEqual(
      await commands("[uwsgi]\nhttp = 127.0.0.1:9090\nthreads = 2\nwsgi-file = shop/app.wsgi\ncallable = app\n"),
      ["wsgi web shop/app.wsgi:app = uwsgi --threads 2 --wsgi-file shop/app.wsgi --callable app :9090 @uwsgi.ini:4"],
    );
  });
});
