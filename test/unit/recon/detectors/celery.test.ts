import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/celery";
import { detect } from "../../../kit/detect";

describe("recon/detectors/celery", () => {
  it("finds worker and beat", async () => {
    const found = await detect(detector, {
      "shop/__init__.py": "",
      "shop/tasks.py":
        'from celery import Celery\n\nqueue = Celery("shop")\nqueue.conf.beat_schedule = {"nightly": {"task": "report"}}\n\n@queue.task\ndef report():\n    pass\n',
    });
    assert.deepEqual(found, [
      "framework celery @shop/tasks.py:3",
      "worker worker shop.tasks = celery -A shop.tasks worker --loglevel=info @shop/tasks.py:3",
      "beat beat shop.tasks = celery -A shop.tasks beat --loglevel=info --schedule /tmp/celerybeat-schedule @shop/tasks.py:3",
    ]);
  });
  it("starts where manage.py lies, so that every process sees the same folders", async () => {
    const found = await detect(detector, {
      "pyproject.toml": '[project]\nname = "shop"\n[build-system]\nrequires = ["setuptools"]\n',
      "src/manage.py":
        'import os\nfrom django.core.management import execute_from_command_line\nif __name__ == "__main__":\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n    execute_from_command_line([])\n',
      "src/shop/__init__.py": "",
      "src/shop/settings.py": "INSTALLED_APPS = []\n",
      "src/shop/celery.py": 'import celery\napp = celery.Celery("shop")\napp.autodiscover_tasks()\n',
    });
    assert.match(found.join("\n"), /^worker worker shop = .* in src @/m);
  });
  it("names the package whose celery module it is", async () => {
    const found = await detect(detector, {
      "config/__init__.py": "from .celery import app\n",
      "config/celery.py": 'import celery\napp = celery.Celery("config")\napp.autodiscover_tasks()\n',
    });
    assert.deepEqual(found, [
      "framework celery @config/celery.py:2",
      "worker worker config = celery -A config worker --loglevel=info @config/celery.py:2",
    ]);
  });
  it("names the object where Celery would take another one of its module for it", async () => {
    const worker = async (texts: Readonly<Record<string, string>>) =>
      (await detect(detector, texts)).flatMap(line => /^worker worker (\S+)/.exec(line)?.[1] ?? []);
    const flask = "from flask import Flask\nfrom celery import Celery\napp = Flask(__name__)\n";
    const tasks = "\n@queue.task\ndef report():\n    pass\n";
    assert.deepEqual(await worker({ "app.py": `${flask}queue = Celery("shop")\n${tasks}` }), ["app:queue"]);
    assert.deepEqual(
      await worker({ "app.py": `${flask}celery = Celery("shop")\n${tasks.replace("queue", "celery")}` }),
      ["app:celery"],
    );
    assert.deepEqual(await worker({ "jobs.py": `from celery import Celery\nqueue = Celery("shop")\n${tasks}` }), [
      "jobs",
    ]);
    const celery = 'from celery import Celery\napp = Celery("shop")\n@app.task\ndef report(): pass\n';
    const made = { "shop/celery.py": celery, "shop/web.py": "from flask import Flask\napp = Flask(__name__)\n" };
    assert.deepEqual(await worker({ ...made, "shop/__init__.py": "from .web import app\n" }), ["shop.celery"]);
    assert.deepEqual(await worker({ ...made, "shop/__init__.py": "from .celery import app\n" }), ["shop"]);
    const inner = { "shop/celery.py": celery, "shop/app.py": "x = 1\n", "shop/__init__.py": "from . import app\n" };
    assert.deepEqual(await worker(inner), ["shop"]);
  });
  it("loads the module that gives it its settings by a function, where it is made without a broker", async () => {
    const worker = async (made: string, end = "") => {
      const found = await detect(detector, {
        "config.py": 'class Config:\n    broker_url = "redis://localhost:6379"\n',
        "shop/__init__.py": `from celery import Celery\nfrom flask import Flask\nfrom config import Config\ncelery = Celery(${made})\ndef create_app():\n    app = Flask(__name__)\n    celery.config_from_object(Config)\n    return app\n${end}`,
        "shop/tasks.py": "from shop import celery\n@celery.task\ndef add():\n    pass\n",
        "serve.py": "from shop import celery, create_app\nfrom shop import tasks\napp = create_app()\n",
      });
      return /celery -A (\S+) worker/.exec(found.join("\n"))?.[1];
    };
    assert.equal(await worker("__name__"), "serve:celery");
    assert.equal(await worker('__name__, broker="redis://cache"'), "shop");
    assert.equal(await worker("__name__", "celery.conf.update(broker_url='redis://cache')\n"), "shop");
  });
  it("names the module that sets up what the tasks need, and that nothing imports", async () => {
    const found = await detect(detector, {
      "shop/__init__.py": "",
      "shop/app.py": "def create_app():\n    return 1\n",
      "shop/tasks.py": 'from celery import Celery\ncelery = Celery("shop")\n@celery.task\ndef report():\n    pass\n',
      "shop/worker.py": "from shop.app import create_app\n_app = create_app()\nfrom shop.tasks import celery\n",
      "shop/views.py": "from shop.tasks import celery, report\nreport.delay()\n",
    });
    assert.equal(
      found[1],
      "worker worker shop.worker = celery -A shop.worker worker --loglevel=info @shop/worker.py:3",
    );
  });
  it("starts no worker for a client that only sends", async () => {
    const found = await detect(detector, {
      "send.py": 'from celery import Celery\nclient = Celery(broker="redis://r")\nclient.send_task("x")\n',
    });
    assert.deepEqual(found, ["framework celery @send.py:2"]);
  });

  it("follows Celery's current application to the name under which it is handed on", async () => {
    const found = await detect(detector, {
      "main.py": "from shop import create_app\n\napp = create_app()\ncelery = app.celery_app\n",
      "shop/__init__.py":
        "def create_app():\n    from shop.queue import create_celery\n    app.celery_app = create_celery()\n",
      "shop/queue.py":
        "from celery import current_app as current\n\ndef create_celery():\n    queue = current\n    queue.config_from_object({})\n    return queue\n",
      "shop/tasks.py": "from celery import shared_task\n\n@shared_task\ndef report():\n    pass\n",
    });
    assert.deepEqual(found, [
      "framework celery @shop/queue.py:5",
      "worker worker main:celery = celery -A main:celery worker --loglevel=info @main.py:4",
    ]);
  });

  it("keeps every application that has tasks of its own, each with its own schedule", async () => {
    const own = (name: string): string =>
      `from celery import Celery\n\napp = Celery("${name}")\n\n@app.task\ndef run():\n    pass\n`;
    const found = await detect(detector, {
      "client.py": 'from celery import Celery\nclient = Celery(broker="redis://r")\nclient.send_task("x")\n',
      "mail/__init__.py": "",
      "mail/queue.py": `${own("mail")}app.conf.beat_schedule = {"nightly": {"task": "run"}}\n`,
      "shop/__init__.py": "",
      "shop/queue.py": 'from celery import Celery\n\nqueue = Celery("shop")\n',
      "shop/jobs.py": "from shop.queue import queue\n\n@queue.task\ndef bill():\n    pass\n",
      "stock/__init__.py": "",
      "stock/queue.py":
        'from celery import Celery\n\ndef make():\n    app = Celery(include=["stock.jobs"])\n    return app\n\ncelery = make()\n',
    });
    assert.deepEqual(
      found.filter(line => !line.startsWith("framework")),
      [
        "worker worker mail.queue = celery -A mail.queue worker --loglevel=info @mail/queue.py:3",
        "beat beat mail.queue = celery -A mail.queue beat --loglevel=info --schedule /tmp/celerybeat-schedule @mail/queue.py:3",
        "worker worker shop.queue = celery -A shop.queue worker --loglevel=info @shop/queue.py:3",
        "worker worker stock.queue = celery -A stock.queue worker --loglevel=info @stock/queue.py:7",
      ],
    );
  });
  it("finds applications that classes hold by the names that modules give them", async () => {
    const files = (name: string) => ({
      [`shop/${name}/__init__.py`]: "",
      [`shop/${name}/common.py`]: `from celery import Celery\nclass ${name.toUpperCase()}:\n    celery = Celery(include=["shop.${name}.tasks"])\n`,
      [`shop/${name}/tasks.py`]: `from shop.${name}.common import ${name.toUpperCase()}\n@${name.toUpperCase()}.celery.task()\ndef send():\n    pass\n`,
      [`shop/${name}/worker.py`]: `from shop.${name}.common import ${name.toUpperCase()}\napp = ${name.toUpperCase()}.celery\n`,
    });
    const found = await detect(detector, { "shop/__init__.py": "", ...files("mail"), ...files("sms") });
    assert.deepEqual(
      found.flatMap(line => /^worker worker (\S+)/.exec(line)?.[1] ?? []),
      ["shop.mail.worker", "shop.sms.worker"],
    );
  });
  it("takes an application of the code before one of a script beside it, and shared tasks for none alone", async () => {
    const shared = "from celery import shared_task\n@shared_task\ndef run(): pass\n";
    const one = (name: string): string => `from celery import Celery\n${name} = Celery("x")\n`;
    const workers = async (texts: Readonly<Record<string, string>>) =>
      (await detect(detector, texts)).flatMap(line => /^worker worker (\S+)/.exec(line)?.[1] ?? []);
    assert.deepEqual(await workers({ "a.py": one("app"), "b.py": one("app"), "jobs.py": shared }), ["a"]);
    const task = "@app.task\ndef run(): pass\n";
    const uses = "import web\nimport flask\napp = flask.Flask(__name__)\n";
    assert.deepEqual(
      await workers({ "scripts/dummy.py": `${one("app")}${task}`, "web.py": `${one("app")}${task}`, "main.py": uses }),
      ["web"],
    );
  });

  describe("beside tools that use the application", () => {
    const workersOf = async (texts: Readonly<Record<string, string>>) =>
      (await detect(detector, texts)).flatMap(line => /^worker worker (\S+)/.exec(line)?.[1] ?? []);
    const task = "@celery.task\ndef add(a, b): return a + b\n";

    it("starts no tool that purges or asks", async () => {
      const shop = {
        "shop/__init__.py": "",
        "shop/celery.py":
          'from celery import Celery\ncelery = Celery("shop", broker="redis://redis:6379/0")\ncelery.autodiscover_tasks(["shop"])\n',
        "shop/tasks.py": `from shop.celery import celery\n${task}`,
        "shop/web.py": "def create_app(): return 1\n",
      };
      const set = "from shop.web import create_app\nfrom shop.celery import celery\ncreate_app()\n";
      assert.deepEqual(await workersOf({ ...shop, "celery_boot.py": set }), ["celery_boot"]);
      assert.deepEqual(
        await workersOf({ ...shop, "purge_celery.py": "from shop.celery import celery\ncelery.control.purge()\n" }),
        ["shop"],
      );
      assert.deepEqual(await workersOf({ ...shop, "purge_celery.py": `${set}celery.control.purge()\n` }), ["shop"]);
      assert.deepEqual(await workersOf({ ...shop, "scripts/worker_stats.py": set }), ["shop"]);
    });

    it("loads no tool for the settings that it gives on the way", async () => {
      const found = await workersOf({
        "shop/__init__.py":
          'from flask import Flask\nfrom shop.extensions import celery\ndef create_app():\n    app = Flask(__name__)\n    celery.config_from_object("shop.config")\n    return app\n',
        "shop/config.py": 'broker_url = "redis://redis:6379/0"\n',
        "shop/extensions.py": 'from celery import Celery\ncelery = Celery("shop")\n',
        "shop/tasks.py": `from shop.extensions import celery\n${task}`,
        "drain.py":
          "from shop import create_app\nfrom shop.extensions import celery\ncreate_app()\ncelery.control.purge()\n",
      });
      assert.ok(!found.join().includes("drain"), found.join());
    });
  });

  it("keeps an application whose settings name the modules with its tasks", async () => {
    const shared = "from celery import shared_task\n@shared_task\ndef run(): pass\n";
    for (const set of [
      'app.config_from_object("shop.celeryconfig")',
      'app.conf.update(imports=["shop.tasks"])',
      'app.conf.imports = ["shop.tasks"]',
      'app.conf.include = ["shop.tasks"]',
    ]) {
      const found = await detect(detector, {
        "shop/__init__.py": "",
        "shop/celery.py": `from celery import Celery\napp = Celery("shop")\n${set}\n`,
        "shop/celeryconfig.py": 'broker_url = "redis://redis"\nimports = ("shop.tasks",)\n',
        "shop/reports.py":
          'from celery import Celery\nreports = Celery("reports", broker="redis://redis/1")\n@reports.task\ndef make(): pass\n',
        "shop/tasks.py": shared,
      });
      assert.deepEqual(
        found.flatMap(line => /^worker worker (\S+)/.exec(line)?.[1] ?? []),
        ["shop", "shop.reports"],
        set,
      );
    }
  });
});
