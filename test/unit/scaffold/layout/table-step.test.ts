import assert from "node:assert/strict";
import type { MigrationTool, Recon } from "../../../../src/model/recon";
import { at, dependency, entryPoint, integration, recon, variable } from "../recon-kit";
import { blueprintOf } from "../plan-kit";

const APP = "from flask import Flask\napp = Flask(__name__)\n";
const MADE: MigrationTool = { tool: "create_all", command: ["flask", "create_db"], place: at("app.py:5") };

async function decided(
  key: string,
  found: Partial<Recon>,
  files: Readonly<Record<string, string>> = {},
): Promise<readonly [unknown, string]> {
  const { plan } = await blueprintOf(
    recon({
      packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
      dependencies: [dependency("flask"), dependency("flask-sqlalchemy")],
      entryPoints: [entryPoint("wsgi", "app:app", "gunicorn app:app")],
      ...found,
    }),
    { "app.py": APP, "requirements.txt": "flask\nflask-sqlalchemy\n", ...files },
  );
  const decision = plan.decisions.find(each => each.key === key);
  return [decision?.value, decision?.reason ?? ""];
}

describe("what makes the tables", () => {
  it("runs once before the application, and is cited", async () => {
    const [command, reason] = await decided("migrate.command", { migrations: MADE });
    assert.deepEqual(command, ["flask", "create_db"]);
    assert.match(reason, /leaves those that are there \(app\.py:5\)/);
  });

  it("is never run where it loses rows, and the plan says so", async () => {
    const [command, reason] = await decided("migrate.command", { migrations: { ...MADE, losesRows: true } });
    assert.deepEqual(command, []);
    assert.match(reason, /^flask create_db makes the tables \(app\.py:5\).* never run by itself; run it once by hand/);
  });

  it("runs where it may lose rows once for a volume, before there is the one file of SQLite", async () => {
    const loses = { migrations: { ...MADE, losesRows: true as const } };
    const made = async (line: string, found: Partial<Recon> = loses, more = {}): Promise<unknown> =>
      (
        await decided("migrate.command", found, {
          "app.py": `import os\nimport sqlite3\nfrom flask import Flask\napp = Flask(__name__)\n${line}\n`,
          ...more,
        })
      )[0];
    const instance = 'DATABASE = os.path.join(app.instance_path, "shop.sqlite")';
    const shell = async (line: string): Promise<string> => ((await made(line)) as readonly string[]).join(" ");
    assert.equal(
      await shell(instance),
      "test -s instance/shop.sqlite || test -e instance/.tables-made || flask create_db && touch instance/.tables-made",
    );
    assert.equal(
      await shell('sqlite3.connect("shop.db")'),
      "test -s shop.db || test -e /data/.tables-made || flask create_db && touch /data/.tables-made",
    );
    assert.deepEqual(await made('a = sqlite3.connect("a.db")\nb = sqlite3.connect("b.db")'), []);
    assert.deepEqual(await made('sqlite3.connect("shop.db")', loses, { "shop.db": "" }), [], "it came with the code");
    const postgres = integration("postgres", []);
    assert.deepEqual(await made(instance, { ...loses, integrations: [postgres] }), []);
    const chosen = integration("sqlite", ["DATABASE_URL"]);
    assert.deepEqual(await made(instance, { ...loses, integrations: [chosen] }), [], "it may be another database");
    const named = variable("DATABASE_FILE", { default: "shop.sqlite" });
    assert.deepEqual(await made(instance, { ...loses, environment: [named] }), [], "so it may here");
    const quoting = { migrations: { ...loses.migrations, command: ["python", "-c", "import shop; shop.make()"] } };
    assert.deepEqual(await made(instance, quoting), [], "a shell would read that otherwise");
  });

  it("is the step of a start script that makes them by a function of the models, seeds or not", async () => {
    const files = {
      "models.py": "def make_all():\n    Base.metadata.create_all(engine)\n",
      "shop/seed.py": "import models\nmodels.make_all()\nsession.add(1)\n",
      "shop/other.py": "print()\n",
      "entrypoint.sh": "#!/bin/sh\npython shop/other.py\npython3 shop/seed.py\nexec gunicorn app:app\n",
    };
    const [command, reason] = await decided("migrate.command", { migrations: MADE }, files);
    assert.deepEqual(command, ["python", "shop/seed.py"]);
    assert.match(reason, /entrypoint\.sh:3/);
    const none = async (more: Readonly<Record<string, string>>): Promise<unknown> =>
      (await decided("migrate.command", {}, { ...files, ...more }))[0];
    assert.deepEqual(await none({ "entrypoint.sh": "python3 shop/seed.py\n" }), []);
    assert.deepEqual(await none({ "models.py": "def make_all():\n    pass\n" }), []);
    const drops = "import models\nmodels.Base.metadata.drop_all(engine)\nmodels.make_all()\n";
    assert.deepEqual(await none({ "shop/seed.py": drops }), [], "what drops tables is never run by itself");
  });

  it("leaves gunicorn one process where each makes them as it starts", async () => {
    const race = {
      kind: "tables" as const,
      what: "each process makes the tables as it starts",
      why: "",
      place: at("app.py:9"),
      fix: "",
    };
    const [workers, reason] = await decided("web.workers", { perProcess: [race] });
    assert.equal(workers, 1);
    assert.match(reason, /each process makes the tables as it starts \(app\.py:9\)/);
    assert.equal((await decided("web.workers", {}))[0], 2);
  });
});
