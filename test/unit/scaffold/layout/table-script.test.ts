import assert from "node:assert/strict";
import { at, dependency, entryPoint, recon } from "../recon-kit";
import { blueprintOf } from "../plan-kit";

const APP = "from flask import Flask\napp = Flask(__name__)\n";
const SCRIPT =
  "from app import app, db\n\nwith app.app_context():\n    # every table\n    db.create_all()\n    db.session.commit()\n";

async function migrate(files: Readonly<Record<string, string>>): Promise<readonly [unknown, string]> {
  const found = recon({
    packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
    dependencies: [dependency("flask"), dependency("flask-sqlalchemy")],
    entryPoints: [entryPoint("wsgi", "app:app", "gunicorn app:app")],
  });
  const { plan } = await blueprintOf(found, {
    "app.py": APP,
    "requirements.txt": "flask\nflask-sqlalchemy\n",
    ...files,
  });
  const decision = plan.decisions.find(({ key }) => key === "migrate.command");
  return [decision?.value, decision?.reason ?? ""];
}

describe("a script that makes the tables", () => {
  it("runs once before the application, and is cited", async () => {
    const [command, reason] = await migrate({ "create_db.py": SCRIPT });
    assert.deepEqual(command, ["python", "create_db.py"]);
    assert.match(reason, /create_db\.py:5/);
  });

  it("is left alone where it empties or fills tables, or where the application makes them by itself", async () => {
    assert.deepEqual((await migrate({ "create_db.py": `${SCRIPT}    db.drop_all()\n` }))[0], []);
    assert.deepEqual((await migrate({ "create_db.py": `${SCRIPT}    db.session.add(User())\n` }))[0], []);
    assert.deepEqual((await migrate({ "create_db.py": SCRIPT, "app.py": `${APP}db.create_all()\n` }))[0], []);
  });

  it("is the step of a start script that makes them by a function of the models, seeds or not", async () => {
    const files = {
      "models.py": "def make_all():\n    Base.metadata.create_all(engine)\n",
      "shop/seed.py": "import models\nmodels.make_all()\nsession.add(1)\n",
      "shop/other.py": "print()\n",
      "entrypoint.sh": "#!/bin/sh\npython shop/other.py\npython3 shop/seed.py\nexec gunicorn app:app\n",
    };
    const [command, reason] = await migrate(files);
    assert.deepEqual(command, ["python", "shop/seed.py"]);
    assert.match(reason, /entrypoint\.sh:3/);
    assert.deepEqual((await migrate({ ...files, "entrypoint.sh": "python3 shop/seed.py\n" }))[0], []);
    assert.deepEqual((await migrate({ ...files, "models.py": "def make_all():\n    pass\n" }))[0], []);
  });

  it("is none by another name, in a comment or for tests", async () => {
    assert.deepEqual((await migrate({ "server.py": SCRIPT }))[0], []);
    assert.deepEqual((await migrate({ "create_db.py": "# db.create_all()\n" }))[0], []);
    assert.deepEqual((await migrate({ "tests/create_db.py": SCRIPT }))[0], []);
  });
});
