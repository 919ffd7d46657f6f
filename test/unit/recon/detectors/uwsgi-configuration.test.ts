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
      "wsgi web app:app = uwsgi --ini uwsgi.ini --module app:app :8014 @uwsgi.ini:2",
      "framework celery @uwsgi.ini:4",
      "worker worker app = celery -A app worker @uwsgi.ini:4",
    ]);
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
});
