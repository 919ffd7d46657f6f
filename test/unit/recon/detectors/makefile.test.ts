import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/makefile";
import { detect } from "../../../kit/detect";

describe("recon/detectors/makefile", () => {
  it("expands variables and joins lines", async () => {
    const found = await detect(detector, {
      Makefile:
        "BIN := .venv/bin\nrun:\n\t$(BIN)/gunicorn app:app \\\n\t  --bind 0.0.0.0:8005\n\ntest: run\n\t$(BIN)/python -m pytest -q\n",
      "app.py": "app = None\n",
    });
    assert.deepEqual(found, [
      "wsgi web app:app = gunicorn app:app --bind 0.0.0.0:8005 :8005 @Makefile:3",
      "port 8005 task-runner @Makefile:3",
      "tests pytest = python -m pytest -q @Makefile:7",
    ]);
  });

  it("expands what stands in continued lines, in values that go on and behind two dollars", async () => {
    const text =
      "QUEUES := \\\n\tmail \\\n\tfiles\nPORT = 5000\nwork:\n\tcelery -A shop worker \\\n\t\t-Q \"$$(echo $(QUEUES) | tr ' ' ,)\" \\\n\t\t--loglevel=info\nserve: # \\ no\n\tgunicorn \\\n\t\t-b 0.0.0.0:$(PORT) \\\n\t\tapp:app\n";
    const found = await detect(detector, { Makefile: text, "app.py": "app = None\n", "shop.py": "app = 1\n" });
    assert.deepEqual(
      found.filter(one => !one.startsWith("framework")),
      [
        "worker worker shop = sh -c exec celery -A shop worker -Q $(echo mail files | tr ' ' ,) --loglevel=info @Makefile:6",
        "wsgi web app:app = gunicorn -b 0.0.0.0:5000 app:app :5000 @Makefile:10",
        "port 5000 task-runner @Makefile:10",
      ],
    );
  });

  it("knows Flask's application by the variable in front, else as the only one", async () => {
    const shop = { "shop/__init__.py": "", "shop/wsgi.py": "from flask import Flask\napplication = Flask(__name__)\n" };
    const serve =
      "wsgi web shop.wsgi:application = gunicorn shop.wsgi:application --bind 0.0.0.0:8000 :8000 @Makefile:2";
    for (const prefix of ["FLASK_DEBUG=1 FLASK_APP=shop.wsgi uv run ", ""])
      assert.deepEqual(
        (await detect(detector, { ...shop, Makefile: `run:\n\t${prefix}flask run --host=0.0.0.0\n` })).filter(one =>
          one.startsWith("wsgi"),
        ),
        [serve],
      );
  });

  it("names the module of an application that a command gives by its path", async () => {
    const found = await detect(detector, {
      Makefile: "run:\n\tuv run granian --interface asgi shop/main:make_app --factory\n",
      "shop/main.py": "from litestar import Litestar\ndef make_app() -> Litestar:\n    return Litestar()\n",
    });
    assert.deepEqual(
      found.map(one => one.split(" = ", 1)[0]),
      ["asgi web shop.main:make_app()"],
    );
  });

  it("starts nothing where a program is only asked for its version", async () => {
    const found = await detect(detector, {
      Makefile: "check:\n\ttwistd shop --version\n\tgunicorn --version\n\tuvicorn --help\n\tflask -V\n",
      "app.py": "from flask import Flask\napp = Flask(__name__)\n",
    });
    assert.deepEqual(found, []);
  });

  it("takes the branch of a conditional that the file's own values choose", async () => {
    const text = (mode: string): string =>
      `MODE?=${mode}\nPORT?=5000\nserve:\n\techo hello\nifeq ($(MODE), dev)\n\tflask run\nelse\n\tgunicorn -b 0.0.0.0:$(PORT) app:app\nendif\n`;
    const app = "from flask import Flask\napp = Flask(__name__)\n";
    const entries = async (mode: string): Promise<readonly string[]> =>
      (await detect(detector, { Makefile: text(mode), "app.py": app })).filter(one => one.startsWith("wsgi"));
    assert.deepEqual(await entries("prod"), ["wsgi web app:app = gunicorn -b 0.0.0.0:5000 app:app :5000 @Makefile:8"]);
    assert.deepEqual(await entries("dev"), [
      "wsgi web app:app = gunicorn app:app --bind 0.0.0.0:5000 :5000 @Makefile:6",
    ]);
  });

  it("knows variables of files that it includes, but of no file of secrets", async () => {
    const found = await detect(detector, {
      Makefile:
        'include Makefile.config\n-include .env gone.mk\nserve:\n\t$(GUNICORN) -b $(HOST):$(PORT) "app:app" --log-file=$(GONE)\n',
      "Makefile.config":
        "include Makefile.config\ninclude ports.mk\nVENV = $(PWD)/.venv\nGUNICORN = $(VENV)/bin/gunicorn\n",
      "ports.mk": "export HOST = 0.0.0.0\nexport PORT = 5000\nother:\n\tgunicorn other:app\n",
      ".env": "PORT=6000\n",
      "app.py": "from flask import Flask\napp = Flask(__name__)\n",
    });
    assert.deepEqual(
      found.filter(one => one.includes("app:app")),
      ["wsgi web app:app = gunicorn -b 0.0.0.0:5000 app:app :5000 @Makefile:4"],
    );
  });
});
