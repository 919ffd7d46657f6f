import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/supervisor";
import { detect } from "../../../kit/detect";

describe("recon/detectors/supervisor", () => {
  it("makes a process of each program", async () => {
    const found = await detect(detector, {
      "supervisord.conf": "[supervisord]\nnodaemon=true\n[program:site]\ncommand=gunicorn app:app -b 0.0.0.0:8015\n",
      "app.py": "app = None\n",
    });
    assert.deepEqual(found, [
      "wsgi site app:app = gunicorn app:app -b 0.0.0.0:8015 :8015 @supervisord.conf:4",
      "port 8015 server-config @supervisord.conf:4",
    ]);
  });
  it("has the signs that Supervisor doubles once", async () => {
    const found = await detect(detector, {
      "supervisord.conf": "[program:q]\ncommand=celery -A shop worker --hostname 'q%(process_num)02d@%%h'\n",
      "shop.py": "from celery import Celery\napp = Celery()\n",
    });
    assert.match(found.join("\n"), /--hostname q00@%h/);
  });

  it("calls a manage.py of an image's folder from where the workspace has it", async () => {
    const manage =
      'import os\nfrom django.core.management import execute_from_command_line\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\nexecute_from_command_line()\n';
    const found = await detect(detector, {
      "system/supervisord.conf": "[program:queue]\ncommand=python /srv/shop/manage.py watch_orders\n",
      "shop/manage.py": manage,
      "shop/shop/settings.py": "ROOT_URLCONF = 'shop.urls'\nINSTALLED_APPS = []\n",
    });
    assert.match(found.join("\n"), /^worker queue manage\.py watch_orders = python manage\.py watch_orders /m);
  });

  it("leaves what a documentation shows", async () => {
    const found = await detect(detector, {
      "docs/code_examples/supervisord.conf": "[program:site]\ncommand=gunicorn app:app -b 0.0.0.0:8015\n",
      "app.py": "app = None\n",
    });
    assert.deepEqual(found, []);
  });
  it("expands the program's name and the number of its first process", async () => {
    const found = await detect(detector, {
      "supervisord.conf":
        "[program:site]\ncommand=gunicorn app:app -b 0.0.0.0:80%(process_num)02d -n %(program_name)s\nnumprocs=2\n[program:queue]\ncommand=celery -A app worker -n q%(process_num)s@%(host_node_name)s\nnumprocs_start=1\n",
      "app.py": "app = None\n",
    });
    assert.deepEqual(
      found.flatMap(line => line.split(" = ")[1] ?? []),
      [
        "gunicorn app:app -b 0.0.0.0:8000 -n site :8000 @supervisord.conf:2",
        'sh -c exec celery -A app worker -n "q1@$HOSTNAME" @supervisord.conf:5',
      ],
    );
  });
  it("leaves out a configuration for development beside another one, and asks no program to stay that ends by itself", async () => {
    const site = "[program:site]\ncommand=gunicorn app:app -b 0.0.0.0:8015\n";
    const dev =
      "[program:init]\ncommand=python init.py\nstartsecs=0\n[program:dev]\ncommand=gunicorn app:app --reload\n";
    const texts = { "conf/supervisord-dev.conf": dev, "app.py": "app = None\n", "init.py": "print(1)\n" };
    const names = async (more: Readonly<Record<string, string>>): Promise<readonly string[]> =>
      (await detect(detector, { ...texts, ...more })).flatMap(line => /^(\w+ \w+) .* = /.exec(line)?.[1] ?? []);
    assert.deepEqual(await names({ "conf/supervisord.conf": site }), ["wsgi site"]);
    assert.deepEqual(await names({}), ["script init", "wsgi dev"]);
  });
  it("takes the last command of a script for the process, and what comes before for its preparation", async () => {
    const found = await detect(detector, {
      "supervisord.conf":
        "[program:site]\ncommand=bash /start.sh\n[program:queue]\ncommand=python manage.py send_queued\n",
      "start.sh":
        "#!/bin/bash\npython manage.py wait_for_db\npython manage.py create_bucket\nexec gunicorn app:app -b 0.0.0.0:8015\n",
      "app.py": "app = None\n",
      "manage.py":
        'from django.core.management import execute_from_command_line\nif __name__ == "__main__":\n    execute_from_command_line()\n',
    });
    assert.deepEqual(
      found.filter(line => !/^(?:port|framework)/.test(line)),
      [
        "wsgi site app:app = gunicorn app:app -b 0.0.0.0:8015 :8015 @start.sh:4",
        "worker queue manage.py send_queued = python manage.py send_queued @supervisord.conf:4",
      ],
    );
  });
});
