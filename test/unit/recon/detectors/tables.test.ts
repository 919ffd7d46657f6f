import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/tables";
import { detect } from "../../../kit/detect";

const APP =
  "from flask import Flask\nfrom flask_sqlalchemy import SQLAlchemy\napp = Flask(__name__)\ndb = SQLAlchemy(app)\n\nclass User(db.Model):\n    id = db.Column(db.Integer)\n";
const PUSH = "app.app_context().push()";

describe("recon/detectors/tables", () => {
  describe("made by a command of the application's own", () => {
    it("runs the command of Flask, by its name and its application", async () => {
      const made = '@app.cli.command("create_db")\ndef create_db():\n    db.create_all()\n';
      assert.deepEqual(await detect(detector, { "app.py": APP + made }), [
        "migrations create_all = flask create_db @app.py:10",
      ]);
      assert.deepEqual(await detect(detector, { "shop.py": APP, "cli.py": `from shop import app, db\n${made}` }), [
        "migrations create_all = flask --app shop:app create_db @cli.py:4",
      ]);
    });

    it("never runs what loses, changes or adds rows again, however it is written", async () => {
      const told = async (body: string, more: Readonly<Record<string, string>> = {}): Promise<readonly string[]> =>
        (
          await detect(detector, {
            "app.py": `${APP}@app.cli.command("init-db")\ndef init_db():\n${body}    db.create_all()\n`,
            ...more,
          })
        ).filter(line => line.includes("init-db") && !line.includes("loses"));
      assert.equal((await told("    pass\n")).length, 1);
      for (const body of [
        "    db.drop_all()\n",
        "    conn.run_sync(db.metadata.drop_all)\n",
        '    cur = conn.cursor()\n    cur.execute("DELETE FROM users")\n',
        '    db.session.execute("UPDATE users SET balance = 0")\n',
        '    User.create(name="admin")\n',
        "    Store().reset()\n",
      ])
        assert.deepEqual(
          await told(body, { "store.py": "class Store:\n    def reset(self):\n        db.drop_all()\n" }),
          [],
          body,
        );
    });

    it("names a blueprint's group, an AppGroup and a command that is added", async () => {
      const blueprint =
        'from flask import Blueprint\nfrom app import db\nbp = Blueprint("data", __name__)\n@bp.cli.command("create")\ndef create():\n    db.create_all()\n';
      assert.deepEqual(await detect(detector, { "app.py": APP, "commands.py": blueprint }), [
        "migrations create_all = flask data create @commands.py:6",
      ]);
      const group =
        'from flask.cli import AppGroup\nfrom app import db\ngroup = AppGroup("data")\n@group.command()\ndef make_all():\n    db.create_all()\n';
      assert.deepEqual(await detect(detector, { "app.py": APP, "commands.py": group }), [
        "migrations create_all = flask data make-all @commands.py:6",
      ]);
      const added =
        'import click\nfrom app import db\n@click.command("init-db")\ndef init_db():\n    db.create_all()\ndef init_app(app):\n    app.cli.add_command(init_db)\n';
      assert.deepEqual(await detect(detector, { "app.py": APP, "commands.py": added }), [
        "migrations create_all = flask init-db @commands.py:5",
      ]);
    });

    it("runs a FlaskGroup's and Flask-Script's own file", async () => {
      const group =
        'from flask.cli import FlaskGroup\nfrom app import app, db\ncli = FlaskGroup(app)\n@cli.command("create_db")\ndef create_db():\n    db.create_all()\nif __name__ == "__main__":\n    cli()\n';
      assert.deepEqual(await detect(detector, { "app.py": APP, "manage.py": group }), [
        "migrations create_all = python manage.py create_db @manage.py:6",
      ]);
      const script =
        'from flask_script import Manager\nfrom app import app, db\nmanager = Manager(app)\n@manager.command\ndef create_db():\n    db.create_all()\nif __name__ == "__main__":\n    manager.run()\n';
      assert.deepEqual(await detect(detector, { "app.py": APP, "manage.py": script }), [
        "migrations create_all = python manage.py create_db @manage.py:6",
      ]);
    });

    it("never runs one that drops, fills or asks, and makes the missing tables without it", async () => {
      for (const line of ["db.drop_all()", "db.session.add(User())", 'input("sure?")']) {
        const made = `@app.cli.command("reset")\ndef reset():\n    ${line}\n    db.create_all()\n`;
        assert.deepEqual(await detect(detector, { "app.py": APP + made }), [
          `migrations create_all = python -c from app import app, db; ${PUSH}; db.create_all() @app.py:11`,
        ]);
      }
    });

    it("tells of one that drops where nothing else makes the tables, and says that it loses rows", async () => {
      const files = {
        "app.py":
          'from flask import Flask\nimport sqlite3\napp = Flask(__name__)\n@app.cli.command("init-db")\ndef init_db():\n    con = sqlite3.connect("a.db")\n    con.execute("DROP TABLE IF EXISTS a")\n    con.execute("CREATE TABLE IF NOT EXISTS a (id int)")\n',
      };
      assert.deepEqual(await detect(detector, files), ["migrations CREATE TABLE = flask init-db loses rows @app.py:8"]);
      const tutorial = {
        "app.py": "from flask import Flask\nimport db\napp = Flask(__name__)\ndb.init_app(app)\n",
        "db.py":
          'import click\nfrom flask import current_app\ndef get_db():\n    return current_app.db\ndef init_db():\n    with current_app.open_resource("schema.sql") as f:\n        get_db().executescript(f.read().decode())\n@click.command("init-db")\ndef init_db_command():\n    init_db()\ndef init_app(app):\n    app.cli.add_command(init_db_command)\n',
        "schema.sql": "DROP TABLE IF EXISTS user;\nCREATE TABLE user (id int);\n",
      };
      assert.deepEqual(await detect(detector, tutorial), [
        "migrations executescript = flask init-db loses rows @db.py:7",
      ]);
    });
  });

  describe("made by a script or below a main guard, which a server never runs", () => {
    const SCRIPT = "from app import app, db\n\nwith app.app_context():\n    db.create_all()\n";

    it("runs a script that is there for it", async () => {
      assert.deepEqual(await detect(detector, { "app.py": APP, "create_db.py": SCRIPT }), [
        "migrations create_all = python create_db.py @create_db.py:4",
      ]);
      const guarded =
        'from app import app, db\ndef make():\n    with app.app_context():\n        db.create_all()\nif __name__ == "__main__":\n    make()\n';
      assert.deepEqual(await detect(detector, { "app.py": APP, "create_db.py": guarded }), [
        "migrations create_all = python create_db.py @create_db.py:4",
      ]);
      assert.deepEqual(
        await detect(detector, {
          "shop/__init__.py": "",
          "shop/app.py": APP,
          "shop/create_tables.py": SCRIPT.replace("from app", "from .app"),
        }),
        ["migrations create_all = python -m shop.create_tables @shop/create_tables.py:4"],
      );
    });

    it("runs no script of another name, and none that drops", async () => {
      const alone = `migrations create_all = python -c from app import app, db; ${PUSH}; db.create_all()`;
      assert.deepEqual(await detect(detector, { "app.py": APP, "play.py": SCRIPT }), [`${alone} @play.py:4`]);
      const drops = SCRIPT.replace("    db", "    db.drop_all()\n    db");
      assert.deepEqual(await detect(detector, { "app.py": APP, "create_db.py": drops }), [`${alone} @create_db.py:5`]);
    });

    it("makes them by one line where the server's own file does it below its main guard", async () => {
      const guard = 'if __name__ == "__main__":\n    with app.app_context():\n        db.create_all()\n    app.run()\n';
      assert.deepEqual(await detect(detector, { "app.py": APP + guard }), [
        `migrations create_all = python -c from app import app, db; ${PUSH}; db.create_all() @app.py:10`,
      ]);
      const api =
        'import uvicorn\nfrom fastapi import FastAPI\nfrom db import Base, engine\napp = FastAPI()\nif __name__ == "__main__":\n    Base.metadata.create_all(bind=engine)\n    uvicorn.run(app)\n';
      const db =
        "from sqlalchemy import create_engine\nfrom sqlalchemy.orm import declarative_base\nengine = create_engine('sqlite:///a')\nBase = declarative_base()\n";
      assert.deepEqual(await detect(detector, { "main.py": api, "db.py": db }), [
        "migrations create_all = python -c import main; from db import Base, engine; Base.metadata.create_all(bind=engine) @main.py:6",
      ]);
    });

    it("calls the function that only the main guard calls, also one with SQL of its own", async () => {
      const own =
        'import sqlite3\nfrom flask import Flask\napp = Flask(__name__)\ndef init_db():\n    con = sqlite3.connect("a.db")\n    cur = con.cursor()\n    cur.execute("""\n        CREATE TABLE IF NOT EXISTS a (id int)""")\nif __name__ == "__main__":\n    init_db()\n    app.run()\n';
      assert.deepEqual(await detect(detector, { "app.py": own }), [
        `migrations CREATE TABLE = python -c from app import app, init_db; ${PUSH}; init_db() @app.py:7`,
      ]);
      const main = own
        .replace("    init_db()\n    app.run()", "    main()")
        .replace("if __", "def main():\n    init_db()\n    app.run()\nif __");
      assert.deepEqual(await detect(detector, { "app.py": main }), [
        `migrations CREATE TABLE = python -c from app import app, init_db; ${PUSH}; init_db() @app.py:7`,
      ]);
    });

    it("awaits a function that nobody calls", async () => {
      const files = {
        "db.py":
          "from sqlalchemy.ext.asyncio import create_async_engine\nfrom models import Base\nengine = create_async_engine('x')\nasync def init_models():\n    async with engine.begin() as con:\n        await con.run_sync(Base.metadata.create_all)\n",
        "models.py": "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase):\n    pass\n",
        "main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
      };
      assert.deepEqual(await detect(detector, files), [
        "migrations create_all = python -c import asyncio; import main; from db import init_models; asyncio.run(init_models()) @db.py:6",
      ]);
    });

    it("makes the tables of Flask-SQLAlchemy's models where nothing does, not even a script of SQL", async () => {
      assert.deepEqual(await detect(detector, { "app.py": APP }), [
        `migrations create_all = python -c from app import app, db; ${PUSH}; db.create_all() @app.py:4`,
      ]);
      assert.deepEqual(await detect(detector, { "app.py": APP, "dump.sql": "CREATE TABLE user (id int);\n" }), []);
      assert.deepEqual(await detect(detector, { "app.py": APP.split("\nclass")[0] ?? "" }), []);
    });

    it("calls a factory for its context", async () => {
      const files = {
        "shop/__init__.py":
          "from flask import Flask\nfrom flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\ndef create_app():\n    app = Flask(__name__)\n    db.init_app(app)\n    return app\n",
        "shop/models.py": "from shop import db\nclass User(db.Model):\n    pass\n",
        "run.py":
          'from shop import create_app, db\napp = create_app()\nif __name__ == "__main__":\n    with app.app_context():\n        db.create_all()\n    app.run()\n',
      };
      assert.deepEqual(await detect(detector, files), [
        `migrations create_all = python -c from run import app; ${PUSH}; from shop import db; db.create_all() @run.py:5`,
      ]);
    });
  });

  describe("made by the application itself", () => {
    const RACE = "per-process";

    it("is told where each process does it as it starts", async () => {
      assert.deepEqual(await detect(detector, { "app.py": `${APP}with app.app_context():\n    db.create_all()\n` }), [
        `${RACE} @app.py:9`,
      ]);
      const factory =
        "from flask import Flask\nfrom models import db\ndef make(app):\n    db.create_all()\ndef create_app():\n    app = Flask(__name__)\n    make(app)\n    return app\n";
      const models = "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\n";
      assert.deepEqual(await detect(detector, { "app.py": factory, "models.py": models }), [`${RACE} @app.py:4`]);
      const [setup = "", make = ""] = [
        "def create_app():\n    app = Flask(__name__)\n    set_up()\n    return app\ndef set_up():\n    lay()\n",
        "def lay():\n    db.create_all()\n",
      ];
      const above = `from flask import Flask\nfrom models import db\n${setup}${make}`;
      assert.deepEqual(await detect(detector, { "app.py": above, "models.py": models }), [`${RACE} @app.py:10`]);
      const upgrade =
        "from flask import Flask\nfrom flask_migrate import Migrate, upgrade\ndef create_app():\n    app = Flask(__name__)\n    with app.app_context():\n        upgrade()\n    return app\n";
      assert.deepEqual(await detect(detector, { "app.py": upgrade }), [`${RACE} @app.py:6`]);
    });

    it("is at start where a hook or a lifespan does it, and needs no command", async () => {
      const hook =
        'from fastapi import FastAPI\nfrom sqlmodel import SQLModel, create_engine\nengine = create_engine("x")\napp = FastAPI()\ndef init():\n    SQLModel.metadata.create_all(engine)\n@app.on_event("startup")\ndef start():\n    init()\n';
      assert.deepEqual(await detect(detector, { "main.py": hook }), [`${RACE} @main.py:6`]);
      const handed = hook.replace("app = FastAPI()", "").replace(/@app[^]*/, "app = FastAPI(on_startup=[init])\n");
      assert.deepEqual(await detect(detector, { "main.py": handed }), [`${RACE} @main.py:6`]);
    });

    it("is none where only a decorator of one's own, another name or another object's method points to it", async () => {
      const models = "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\n";
      const made = (maker: string, use = ""): Promise<readonly string[]> =>
        detect(detector, {
          "models.py": models,
          "maker.py": `from models import db\n${maker}`,
          "app.py": `import logging, maker\nfrom flask import Flask\nfrom models import db\napp = Flask(__name__)\n${use}`,
        });
      const line = `python -c from app import app; app.app_context().push(); from maker import set_up; set_up()`;
      const step = (at: number): readonly string[] => [`migrations create_all = ${line} @maker.py:${at}`];
      const body = "def set_up():\n    db.create_all()\n";
      assert.deepEqual(await made(`def timed(f):\n    return f\n@timed\n${body}`), step(6));
      assert.deepEqual(await made(`from tenacity import retry\n@retry(times=3)\n${body}`), step(5));
      assert.deepEqual(await made(`${body}again = set_up\n`), step(3));
      assert.deepEqual(await made(`${body}if __name__ == "__main__":\n    run(set_up)\n`), step(3));
      const store = "class Store:\n    def setup(self):\n        db.create_all()\n";
      assert.equal(
        (await made(store, "logging.getLogger().setup()\n")).some(one => one.startsWith(RACE)),
        false,
      );
      assert.deepEqual(await made(store, "maker.Store().setup()\n"), [`${RACE} @maker.py:4`]);
      assert.deepEqual(
        await made(store, "class Other:\n    def setup(self): pass\nOther().setup()\n"),
        await made(store),
      );
      assert.deepEqual(await made(`from events import on_start\n@on_start\n${body}`), [`${RACE} @maker.py:5`]);
    });

    it("says that each start loses the rows, and that a function that nothing calls would", async () => {
      const reset =
        "from fastapi import FastAPI\nfrom models import Base, engine\napp = FastAPI()\nasync def reset():\n    async with engine.begin() as conn:\n        await conn.run_sync(Base.metadata.drop_all)\n        await conn.run_sync(Base.metadata.create_all)\n";
      assert.deepEqual(
        await detect(detector, {
          "main.py": `${reset}@app.on_event("startup")\nasync def start():\n    await reset()\n`,
        }),
        [`${RACE} @main.py:7`, "readiness @main.py:6"],
      );
      const script = reset.replace("app = FastAPI()\n", "");
      assert.deepEqual(
        await detect(detector, { "reset.py": script, "main.py": "from fastapi import FastAPI\napp = FastAPI()\n" }),
        [
          "migrations create_all = python -c import asyncio; import main; from reset import reset; asyncio.run(reset()) loses rows @reset.py:6",
        ],
      );
    });

    it("loses nothing at each start where the rows are only dropped under a condition", async () => {
      const start = (drop: string): string => `${APP}with app.app_context():\n${drop}`;
      const lost = async (drop: string): Promise<readonly string[]> =>
        (await detect(detector, { "app.py": start(drop) })).filter(line => line.startsWith("readiness"));
      assert.equal((await lost("    db.drop_all()\n    db.create_all()\n")).length, 1);
      assert.deepEqual(await lost("    if is_reset():\n        db.drop_all()\n        db.create_all()\n"), []);
      assert.deepEqual(await lost("    if is_reset():\n        db.drop_all()\n    db.create_all()\n"), []);
    });

    it("is no race where a request does it", async () => {
      const asked =
        "import sqlite3\nfrom flask import Flask\napp = Flask(__name__)\n@app.get('/')\ndef index():\n    make()\n    return ''\ndef make():\n    sqlite3.connect('a').execute('CREATE TABLE IF NOT EXISTS a (id int)')\n";
      assert.deepEqual(await detect(detector, { "app.py": asked }), []);
    });

    it("is no concern of tests, comments, bots and programs that are no web application", async () => {
      assert.deepEqual(
        await detect(detector, { "bot.py": "from db import Base, e\nBase.metadata.create_all(e)\n" }),
        [],
      );
      assert.deepEqual(await detect(detector, { "tests/test_a.py": "from app import db\ndb.create_all()\n" }), []);
    });
  });
});
