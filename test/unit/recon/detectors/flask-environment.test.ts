import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/flask-environment";
import { dependency, detect } from "../../../kit/detect";

describe("recon/detectors/flask-environment", () => {
  const shop = {
    "config/__init__.py": "",
    "config/server.py":
      "from flask import Flask\n\ndef create_app():\n    return Flask(__name__)\n\napplication = create_app()\n",
    "app.py": "from config.server import application\nimport views\n",
    "views.py": "",
  };
  it("serves the module that the file names, though the application is made elsewhere", async () => {
    assert.deepEqual(await detect(detector, { ...shop, ".flaskenv": "FLASK_DEBUG=1\nFLASK_APP = app.py\n" }), [
      "wsgi web app:application = gunicorn app:application --bind 0.0.0.0:8000 :8000 @.flaskenv:2",
    ]);
  });
  it("listens where the file says", async () => {
    const file = "FLASK_APP=app.py\nFLASK_RUN_PORT=5001\n";
    const at = async (...dependencies: readonly ReturnType<typeof dependency>[]): Promise<readonly string[]> =>
      detect(detector, { ...shop, ".flaskenv": file }, dependencies);
    const served = ["wsgi web app:application = gunicorn app:application --bind 0.0.0.0:5001 :5001 @.flaskenv:1"];
    assert.deepEqual(await at(dependency("python-dotenv")), served);
    assert.deepEqual(await at(dependency("flask", { extras: ["dotenv"] })), served);
    assert.match((await at(dependency("flask")))[0] ?? "", / :8000 @/);
  });
  it("tells nothing where the variable is not set", async () => {
    assert.deepEqual(await detect(detector, { ...shop, ".env": "FLASK_DEBUG=1\nFLASK_APP=\n" }), []);
  });
});
