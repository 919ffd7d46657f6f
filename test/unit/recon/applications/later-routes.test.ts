import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/flask";
import { detect } from "../../../kit/detect";

const entries = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  (await detect(detector, files)).filter(line => /^(?:wsgi|server)/.test(line));

const PACKAGE =
  "from flask import Flask\napp = Flask(__name__)\ndef create_app():\n    app.secret_key = 'x'\n    return app\n";
const MAIN =
  "from . import create_app\nfrom .web import web\nfrom .server import Server\ndef main():\n    app = create_app()\n    app.register_blueprint(web)\n    Server().start()\n";
const PROGRAM = 'from shop.main import main\nif __name__ == "__main__":\n    main()\n';

describe("recon/applications: routes that an import does not bring", () => {
  it("starts the program that alone registers them, on the port that a constant names", async () => {
    const files = { "shop/__init__.py": PACKAGE, "shop/main.py": MAIN, "run_shop.py": PROGRAM };
    assert.deepEqual(await entries({ ...files, "shop/constants.py": "DEFAULT_PORT = 8083\n" }), [
      "server web run_shop.py = python run_shop.py :8083 @run_shop.py:2",
    ]);
    const oauth =
      "import os\nfrom shop import app\ndef add():\n    app.register_blueprint(1)\nif os.environ.get('OAUTH'):\n    add()\n";
    const more = { ...files, "shop/main.py": MAIN.replace("    Server", "    app.register_blueprint(2)\n    Server") };
    assert.deepEqual(await entries({ ...more, "shop/oauth.py": oauth, "shop/web.py": "from . import oauth\n" }), [
      "server web run_shop.py = python run_shop.py @run_shop.py:2",
    ]);
  });

  it("starts the program where it alone gives the factory what it needs", async () => {
    const laid =
      "from flask import Flask\napp = Flask(__name__)\ndef lay_out(config=None):\n    @app.route('/')\n    def index():\n        return ''\n    return app\n";
    const program =
      'from laid import lay_out\nfrom waitress import serve\ndef main():\n    serve(lay_out({"a": 1}), port=5000)\nif __name__ == "__main__":\n    main()\n';
    assert.deepEqual(await entries({ "laid.py": laid, "go.py": program }), [
      "server web go.py = python go.py :5000 @go.py:5",
    ]);
  });

  it("serves the factory that lays the object out, where one without arguments does", async () => {
    const laid =
      "from flask import Flask\nfrom web import web\napp = Flask(__name__)\ndef create_app():\n    app.register_blueprint(web)\n    return app\n";
    assert.deepEqual(await entries({ "shop.py": laid, "web.py": "web = 1\n" }), [
      "wsgi web shop:create_app() = gunicorn shop:create_app() --bind 0.0.0.0:8000 :8000 @shop.py:4",
    ]);
  });

  it("serves the module that lays out an object of elsewhere and can be run", async () => {
    const main =
      "from .common import app\nfrom .views import views\napp.register_blueprint(views)\n@app.route('/')\ndef index():\n    return ''\n";
    const runs = "if __name__ == '__main__':\n    app.run(host='0.0.0.0', port=5000)\n";
    const files = {
      "api/__init__.py": "",
      "api/common.py": "from flask import Flask\napp = Flask('api')\n",
      "api/views.py": "views = 1\n",
    };
    assert.deepEqual(await entries({ ...files, "api/main.py": main + runs }), [
      "wsgi web api.main:app = gunicorn api.main:app --bind 0.0.0.0:5000 :5000 @api/main.py:1",
    ]);
    const only = "from .common import app\n";
    assert.deepEqual(await entries({ ...files, "api/main.py": only + runs }), [
      "wsgi web api.common:app = gunicorn api.common:app --bind 0.0.0.0:5000 :5000 @api/common.py:2",
    ]);
    const imports = "from flask import Flask\napp = Flask('api')\nfrom . import main\n";
    assert.deepEqual(await entries({ ...files, "api/common.py": imports, "api/main.py": main + runs }), [
      "wsgi web api.common:app = gunicorn api.common:app --bind 0.0.0.0:5000 :5000 @api/common.py:2",
    ]);
  });

  it("serves one of several modules that lay out the same object, and none beside an object with routes or in a folder apart", async () => {
    const program =
      "from common import app\nfrom views import views\napp.register_blueprint(views)\nif __name__ == '__main__':\n    app.run(port=5000)\n";
    const bare = { "common.py": "from flask import Flask\napp = Flask('api')\n", "views.py": "views = 1\n" };
    const served = (target: string): readonly string[] => [
      `wsgi web ${target} = gunicorn ${target} --bind 0.0.0.0:5000 :5000 @${target.replace(":app", ".py")}:${target === "common:app" ? "2" : "1"}`,
    ];
    assert.deepEqual(await entries({ ...bare, "main.py": program, "run.py": program }), served("main:app"));
    const route = `${bare["common.py"]}@app.route('/')\ndef index():\n    return ''\n`;
    assert.deepEqual(await entries({ ...bare, "common.py": route, "debug.py": program }), served("common:app"));
    assert.deepEqual(await entries({ ...bare, "tools/main.py": program }), served("common:app"));
  });

  it("serves the object wherever an import gives it a route", async () => {
    const wsgi = "wsgi web shop:app = gunicorn shop:app --bind 0.0.0.0:8000 :8000 @shop/__init__.py:2";
    const files = { "shop/__init__.py": PACKAGE, "shop/main.py": MAIN, "run_shop.py": PROGRAM };
    const routes = "from shop import app\n@app.route('/')\ndef index():\n    return ''\n";
    assert.deepEqual(await entries({ ...files, "shop/routes.py": routes }), [wsgi]);
    const handed = `${PACKAGE}from shop.lay import lay\nlay(app)\n`;
    const lay = "def lay(app):\n    app.register_blueprint(1)\n";
    assert.deepEqual(await entries({ ...files, "shop/__init__.py": handed, "shop/lay.py": lay }), [wsgi]);
    const api = `${PACKAGE}from flask_restful import Api\napi = Api(app)\napi.add_resource(1)\n`;
    assert.deepEqual(await entries({ ...files, "shop/__init__.py": api }), [wsgi]);
  });
});
