import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/flask";
import { dependency, detect } from "../../../kit/detect";

describe("recon/detectors/flask", () => {
  it("names the object of a wsgi module that a factory made, once", async () => {
    const found = await detect(detector, {
      "shop/__init__.py": "from flask import Flask\n\ndef create_app():\n    app = Flask(__name__)\n    return app\n",
      "wsgi.py": "from shop import create_app\n\napp = create_app()\n",
    });
    assert.deepEqual(found, [
      "framework flask @shop/__init__.py:4",
      "wsgi web wsgi:app = gunicorn wsgi:app --bind 0.0.0.0:8000 :8000 @wsgi.py:3",
    ]);
  });
  it("takes a class that a distribution derives from Flask for one, and no other that is called after it", async () => {
    const of = (call: string): Promise<readonly string[]> =>
      detect(detector, {
        "shop/app.py": `from flask import request\nfrom team.flask_base.app import FlaskBase, FlaskView\napp = ${call}\n`,
      });
    assert.deepEqual(await of('FlaskBase(__name__, "shop")'), [
      "framework flask @shop/app.py:3",
      "wsgi web app:app = gunicorn app:app --bind 0.0.0.0:8000 :8000 in shop @shop/app.py:3",
    ]);
    assert.deepEqual(await of('FlaskView("shop")'), []);
    assert.deepEqual(await of("FlaskView(__name__)\nview = FlaskLogger(__name__)"), []);
    const own = "class FlaskLogger:\n    def __init__(self, name): ...\n";
    const log = "app_log = FlaskLogger(__name__)\napp_log.run()\n";
    const main = "from flask import Flask\nfrom shop.flask_log import FlaskLogger\napp = Flask(__name__)\n";
    const files = { "shop/__init__.py": "", "shop/flask_log.py": own, "main.py": `${main}${log}` };
    assert.equal((await detect(detector, files)).filter(one => one.startsWith("wsgi")).length, 1);
  });
  it("runs the file whose import would start its own server", async () => {
    const code = "from flask import Flask\napp = Flask(__name__)\n";
    const run = 'app.run(host="0.0.0.0", port=5050)\n';
    const served = async (more: string): Promise<string | undefined> =>
      (await detect(detector, { "shop.py": code + more })).at(-1);
    assert.equal(await served(run), "server web shop.py = python shop.py :5050 @shop.py:3");
    assert.equal(
      await served(`if __name__ == "__main__":\n    ${run}`),
      "wsgi web shop:app = gunicorn shop:app --bind 0.0.0.0:5050 :5050 @shop.py:2",
    );
  });
  it("takes the port of the file that Gunicorn reads by itself", async () => {
    const code = "from flask import Flask\napp = Flask(__name__)\nif __name__ == '__main__':\n    app.run(port=5050)\n";
    const served = async (path: string): Promise<string | undefined> =>
      (await detect(detector, { "shop.py": code, [path]: "bind = '0.0.0.0:8010'\n" })).at(-1);
    assert.equal(
      await served("gunicorn.conf.py"),
      "wsgi web shop:app = gunicorn shop:app --bind 0.0.0.0:8010 :8010 @shop.py:2",
    );
    assert.equal(
      await served("deploy/gunicorn.conf.py"),
      "wsgi web shop:app = gunicorn shop:app --bind 0.0.0.0:5050 :5050 @shop.py:2",
    );
  });
  it("gives a server the factory where no module calls it", async () => {
    const found = await detect(detector, {
      "shop/__init__.py": "import flask\n\ndef create_app(config=None):\n    return flask.Flask(__name__)\n",
    });
    assert.deepEqual(found, [
      "framework flask @shop/__init__.py:4",
      "wsgi web shop:create_app() = gunicorn shop:create_app() --bind 0.0.0.0:8000 :8000 @shop/__init__.py:3",
    ]);
  });
  it("gives a server the factory where only a script that looks at the tables calls it", async () => {
    const found = await detect(detector, {
      "shop/__init__.py": "from flask import Flask\ndef create_app():\n    app = Flask(__name__)\n    return app\n",
      "check_db.py": "from shop import create_app\napp = create_app()\nwith app.app_context():\n    print(1)\n",
    });
    assert.ok(
      found.some(line => line.startsWith("wsgi web shop:create_app() =")),
      found.join("\n"),
    );
  });

  it("follows a subclass and a wrapper", async () => {
    const found = await detect(detector, {
      "server.py": "from flask import Flask\n\nclass Shop(Flask):\n    pass\n",
      "main.py":
        "from server import Shop\nfrom werkzeug.middleware.proxy_fix import ProxyFix\n\nshop = Shop(__name__)\napplication = ProxyFix(shop)\n",
    });
    assert.deepEqual(found, [
      "framework flask @main.py:4",
      "wsgi web main:application = gunicorn main:application --bind 0.0.0.0:8000 :8000 @main.py:5",
    ]);
  });
  it("follows a class that derives from an own one of another file", async () => {
    const found = await detect(detector, {
      "shop/__init__.py": "",
      "shop/base.py": "from flask import Flask\nclass Base(Flask):\n    pass\n",
      "shop/site.py":
        "from shop.base import Base\nclass Site(Base):\n    pass\ndef make(name='x'):\n    app = Site(name)\n    return app\n",
      "shop/run.py": "from shop.site import make\napp = make('shop')\n",
    });
    assert.ok(
      found.some(line => line.startsWith("wsgi web shop.run:app")),
      found.join("\n"),
    );
  });
  it("takes the declared server and the port of the code", async () => {
    const found = await detect(
      detector,
      {
        "app.py":
          'from flask import Flask\napp = Flask(__name__)\nif __name__ == "__main__":\n    app.run(port=5001)\n',
      },
      [dependency("waitress")],
    );
    assert.deepEqual(found, [
      "framework flask @app.py:2",
      "port 5001 code @app.py:4",
      "wsgi web app:app = waitress-serve --listen=0.0.0.0:5001 app:app :5001 @app.py:2",
    ]);
  });
  it("runs the script where the object has no name that a server could import", async () => {
    const found = await detect(detector, {
      "serve.py":
        'from flask import Flask\n\ndef main():\n    app = Flask(__name__)\n    app.run(port=9000)\n\nif __name__ == "__main__":\n    main()\n',
    });
    assert.deepEqual(found, [
      "framework flask @serve.py:4",
      "port 9000 code @serve.py:5",
      "server web serve.py = python serve.py :9000 @serve.py:5",
    ]);
  });
  it("leaves tests and examples alone", async () => {
    const found = await detect(detector, {
      "widgets/__init__.py": "",
      "tests/test_app.py": "from flask import Flask\napp = Flask(__name__)\n",
      "examples/hello.py": "from flask import Flask\napp = Flask(__name__)\n",
    });
    assert.deepEqual(found, []);
  });

  it("listens where Flask's own variable says, and where nothing else does", async () => {
    const portOf = async (files: Readonly<Record<string, string>>): Promise<string | undefined> =>
      (
        await detect(detector, { "web/app.py": "from flask import Flask\napp = Flask(__name__)\n", ...files }, [
          dependency("python-dotenv"),
        ])
      )
        .find(line => line.startsWith("wsgi"))
        ?.replace(/^.* --bind \S+:(\d+) .*$/, "$1");
    assert.equal(await portOf({ "web/.flaskenv": "FLASK_APP=app.py\nFLASK_RUN_PORT=5001\n" }), "5001");
    assert.equal(await portOf({ ".env": "FLASK_RUN_PORT=5002\n" }), "5002");
    assert.equal(await portOf({ ".flaskenv": "FLASK_RUN_PORT=$PORT\n" }), "8000");
    assert.equal(await portOf({ "other/.flaskenv": "FLASK_RUN_PORT=5001\n" }), "8000");
    const run = 'from flask import Flask\napp = Flask(__name__)\nif __name__ == "__main__":\n    app.run(port=5005)\n';
    assert.equal(await portOf({ "web/app.py": run, ".env": "FLASK_RUN_PORT=5002\n" }), "5005");
  });
});
