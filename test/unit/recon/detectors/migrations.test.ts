import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/migrations";
import { readRecon } from "../../../../src/recon/read-recon";
import { detect } from "../../../kit/detect";
import { memoryFiles } from "../../../kit/memory-files";

describe("recon/detectors/migrations", () => {
  it("knows Alembic and where it is kept", async () => {
    const found = await detect(detector, {
      "db/alembic.ini": "[alembic]\nscript_location = migrations\n",
      "migrations/env.py": "",
    });
    assert.deepEqual(found, ["migrations alembic = alembic -c db/alembic.ini upgrade head @db/alembic.ini:2"]);
  });

  it("knows Alembic's section in a file of another name", async () => {
    const section = "[alembic]\nscript_location = db/migrations\n";
    const files = { "migrations.ini": section, "db/migrations/env.py": "", "alembictest.ini": section };
    assert.deepEqual(await detect(detector, files), [
      "migrations alembic = alembic -c migrations.ini upgrade head @migrations.ini:2",
    ]);
    const pyramid = { "development.ini": section, "production.ini": section, "db/migrations/env.py": "" };
    assert.deepEqual(await detect(detector, pyramid), [
      "migrations alembic = alembic -c production.ini upgrade head @production.ini:2",
    ]);
    assert.deepEqual(await detect(detector, { ...pyramid, "alembic.ini": section }), [
      "migrations alembic = alembic upgrade head @alembic.ini:2",
    ]);
  });

  it("goes into the folder from which alone the scripts are seen", async () => {
    const files = { "src/alembic.ini": "[alembic]\nscript_location = ./migrations\n", "src/migrations/env.py": "" };
    assert.deepEqual(await detect(detector, files), [
      "migrations alembic = cd src && alembic upgrade head @src/alembic.ini:2",
    ]);
    const both = { ...files, "migrations/env.py": "" };
    assert.deepEqual(await detect(detector, both), [
      "migrations alembic = alembic -c src/alembic.ini upgrade head @src/alembic.ini:2",
    ]);
  });
  it("runs nothing where alembic.ini is not committed, and says so beside revisions", async () => {
    const files = { "alembic/env.py": "", "alembic/script.py.mako": "down_revision = ${repr(down_revision)}\n" };
    assert.deepEqual(await detect(detector, files), []);
    const revised = { ...files, "alembic/versions/1_a.py": "" };
    assert.deepEqual(await detect(detector, revised), ["problem alembic-configuration-missing @alembic/env.py:1"]);
    assert.deepEqual(
      await detect(detector, { ...revised, "pyproject.toml": '[tool.alembic]\nscript_location = "alembic"\n' }),
      ["migrations alembic = alembic upgrade head @pyproject.toml:1"],
    );
  });
  it("misses no alembic.ini where Alembic may be run without the usual one, or is no part of the application", async () => {
    const revisions = (folder: string) => ({
      [`${folder}/env.py`]: "from alembic import context\nfrom alembic.config import Config\n",
      [`${folder}/script.py.mako`]: "down_revision = ${repr(down_revision)}\n",
      [`${folder}/versions/1_a.py`]: "from alembic import op\n",
    });
    const missing = "problem alembic-configuration-missing @alembic/env.py:1";
    assert.deepEqual(await detect(detector, revisions("alembic")), [missing]);
    for (const folder of ["tests/fixtures/alembic", "docs/example/alembic"])
      assert.deepEqual(await detect(detector, revisions(folder)), [], folder);
    for (const more of [
      { "shop/db.py": 'from alembic import command\ncommand.upgrade(CONFIG, "head")\n' },
      { "shop/db.py": 'import alembic.config\nalembic.config.main(argv=["upgrade", "head"])\n' },
      {
        "shop/db.py":
          'from advanced_alchemy import AlembicAsyncConfig\nC = AlembicAsyncConfig(script_location="alembic")\n',
      },
      { "alembic.ini.tmpl": "[alembic]\n" },
      { "entrypoint.sh": "envsubst < conf/a.tmpl > alembic.ini\nalembic upgrade head\n" },
    ])
      assert.deepEqual(await detect(detector, { ...revisions("alembic"), ...more }), [], JSON.stringify(more));
  });
  it("misses no alembic.ini of a unit whose revisions the one at the root names", async () => {
    const { problems } = await readRecon(
      memoryFiles({
        "alembic.ini": "[alembic]\nscript_location = services/api/alembic\n",
        "services/api/pyproject.toml":
          '[project]\nname = "api"\nversion = "1"\ndependencies = ["fastapi", "alembic"]\n',
        "services/api/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
        "services/api/alembic/env.py": "",
        "services/api/alembic/script.py.mako": "down_revision = ${repr(down_revision)}\n",
        "services/api/alembic/versions/1_a.py": "",
        "services/web/pyproject.toml": '[project]\nname = "web"\nversion = "1"\ndependencies = ["fastapi"]\n',
        "services/web/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
      }),
      { name: "sample" },
    );
    assert.deepEqual(
      problems.map(({ code }) => code).filter(code => code.startsWith("alembic")),
      [],
    );
  });
  it("passes over an Alembic without scripts", async () => {
    const found = await detect(detector, {
      "alembic.ini": "[alembic]\nscript_location = %(here)s/alembic\n",
      "pyproject.toml": '[tool.aerich]\nlocation = "./migrations"\n',
    });
    assert.deepEqual(found, ["migrations aerich = aerich upgrade @pyproject.toml:1"]);
    assert.deepEqual(await detect(detector, { "alembic.ini": "" }), [], "an empty file names no scripts");
    const elsewhere = {
      "alembic.ini": "[alembic]\n",
      "pyproject.toml": '[tool.alembic]\nscript_location = "db"\n',
      "db/env.py": "",
    };
    assert.deepEqual(await detect(detector, elsewhere), [
      "migrations alembic = alembic upgrade head @pyproject.toml:1",
    ]);
  });
  it("takes the factory before the objects of scripts that only work in its context", async () => {
    const files = {
      "shop/__init__.py":
        "from flask import Flask\nfrom flask_migrate import Migrate\ndef create_app(mode='dev'):\n    app = Flask(__name__)\n    Migrate(app)\n    return app\n",
      "add_prices.py":
        "from shop import create_app\napp = create_app()\ndef add():\n    with app.app_context():\n        pass\nif __name__ == '__main__':\n    add()\n",
    };
    assert.deepEqual(await detect(detector, files), [
      "migrations flask-migrate = flask --app shop db upgrade @shop/__init__.py:5",
    ]);
    // What it hands the application to, or asks of it besides, is for those who load it.
    const command = "@app.before_request\ndef fill():\n    with app.app_context():\n        pass\n";
    const loaded = { ...files, "add_prices.py": `from shop import create_app\napp = create_app()\n${command}` };
    assert.deepEqual(await detect(detector, loaded), [
      "migrations flask-migrate = flask --app add_prices:app db upgrade @shop/__init__.py:5",
    ]);
  });
  it("leaves Flask-Migrate its own file", async () => {
    const found = await detect(detector, {
      "app.py":
        "from flask import Flask\nfrom flask_migrate import Migrate\napp = Flask(__name__)\nmigrate = Migrate(app)\n",
      "migrations/alembic.ini": "[alembic]\n",
    });
    assert.deepEqual(found, ["migrations flask-migrate = flask db upgrade @app.py:4"]);
  });
  it("tells Flask-Migrate where its scripts are, where that is not beside the start", async () => {
    const app =
      "from flask import Flask\nfrom flask_migrate import Migrate\napp = Flask(__name__)\nmigrate = Migrate(app)\n";
    const files = { "src/__init__.py": "", "src/app.py": app, "src/migrations/env.py": "" };
    assert.deepEqual(await detect(detector, files), [
      "migrations flask-migrate = flask --app src.app:app db upgrade --directory src/migrations @src/app.py:4",
    ]);
    const told = { ...files, "src/app.py": app.replace("Migrate(app)", "Migrate(app, directory=HERE)") };
    assert.deepEqual(await detect(detector, told), [
      "migrations flask-migrate = flask --app src.app:app db upgrade @src/app.py:4",
    ]);
  });
  it("knows Aerich, yoyo and Prisma", async () => {
    const found = await detect(detector, {
      "pyproject.toml": '[tool.aerich]\nlocation = "./migrations"\n',
      "yoyo.ini": "[DEFAULT]\nsources = migrations\n",
      "schema.prisma": "datasource db {}\n",
    });
    assert.deepEqual(found, [
      "migrations aerich = aerich upgrade @pyproject.toml:1",
      "migrations prisma = prisma migrate deploy @schema.prisma:1",
      "migrations yoyo = yoyo apply --batch @yoyo.ini:1",
    ]);
  });

  describe("behind a command of the project's own", () => {
    const PROJECT = '[project]\nname = "shop"\nversion = "1"\n[project.scripts]\nshop = "shop.cli:main"\n';
    const INI = { "shop/alembic.ini": "[alembic]\nscript_location = shop/migrations\n", "shop/__init__.py": "" };

    it("follows groups of click to the console script", async () => {
      const found = await detect(detector, {
        ...INI,
        "shop/other/env.py": "from alembic import context\n",
        "shop/other/script.py.mako": "down_revision = ${down_revision}\n",
        "pyproject.toml": PROJECT,
        "shop/cli.py":
          'import click\n@click.group()\ndef shop_cli(): ...\n@shop_cli.group("database")\ndef database(): ...\n@database.command()\ndef bring_up():\n    from alembic import command\n    command.upgrade(config(), "head")\ndef main():\n    shop_cli()\n',
      });
      assert.deepEqual(found, ["migrations alembic = shop database bring-up @shop/cli.py:7"]);
    });

    it("calls a group of click as its decorator names it, wherever it is added", async () => {
      for (const name of ['name="db"', '"db"']) {
        const found = await detect(detector, {
          ...INI,
          "pyproject.toml": PROJECT,
          "shop/db.py": `import click\nfrom alembic import command\n@click.group(${name})\ndef db_cli(): ...\n@db_cli.command("upgrade")\ndef upgrade_db():\n    command.upgrade(config(), "head")\n`,
          "shop/cli.py":
            "import click\nfrom shop.db import db_cli\n@click.group()\ndef main(): ...\nmain.add_command(db_cli)\n",
        });
        assert.deepEqual(found, ["migrations alembic = shop db upgrade @shop/db.py:6"]);
      }
    });

    it("follows Typer through add_typer, and a function that the command calls", async () => {
      const found = await detect(detector, {
        ...INI,
        "pyproject.toml": PROJECT.replace("cli:main", "cli:app"),
        "shop/db.py":
          "from alembic import command\nasync def migrate_schema(engine):\n    def run(connection):\n        command.upgrade(config(connection), 'head')\n    await engine.run(run)\n",
        "shop/tasks.py":
          "import typer\nfrom shop.db import migrate_schema\ntasks = typer.Typer(name='db')\n@tasks.command('migrate')\ndef run():\n    migrate_schema(None)\n",
        "shop/cli.py": "import typer\nfrom shop.tasks import tasks\napp = typer.Typer()\napp.add_typer(tasks)\n",
      });
      assert.deepEqual(found, ["migrations alembic = shop db migrate @shop/tasks.py:5"]);
    });

    it("takes the only console script for what a function adds its commands to", async () => {
      const found = await detect(detector, {
        ...INI,
        "pyproject.toml": PROJECT.replace("cli:main", "cli:app"),
        "shop/admin.py":
          "import typer\nfrom alembic import command\ndef add_commands(app: typer.Typer):\n    @app.command('migrate')\n    def migrate():\n        command.upgrade(config, 'head')\n",
        "shop/cli.py": "import typer\nfrom shop.admin import add_commands\napp = typer.Typer()\nadd_commands(app)\n",
      });
      assert.deepEqual(found, ["migrations alembic = shop migrate @shop/admin.py:5"]);
    });

    it("leaves Alembic its own command where its file lies beside the application", async () => {
      const found = await detect(detector, {
        "alembic.ini": "[alembic]\nscript_location = migrations\n",
        "migrations/env.py": "",
        "pyproject.toml": PROJECT,
        "shop/__init__.py": "",
        "shop/cli.py":
          "import click\nfrom alembic import command\n@click.group()\ndef main(): ...\n@main.command()\ndef upgrade():\n    command.upgrade(config, 'head')\n",
      });
      assert.deepEqual(found, ["migrations alembic = alembic upgrade head @alembic.ini:2"]);
    });

    it("knows Flask-Script, and of several applications the one whose migrations they are", async () => {
      const app = "from flask import Flask\nfrom flask_migrate import Migrate\ndb = Migrate()\n";
      const script = await detect(detector, {
        "shop/__init__.py": `${app}def create_app():\n    app = Flask(__name__)\n    db.init_app(app)\n    return app\n`,
        "manage.py":
          "from flask_script import Manager\nfrom flask_migrate import MigrateCommand\nfrom shop import create_app\nmanager = Manager(create_app)\nmanager.add_command('db', MigrateCommand)\nif __name__ == '__main__':\n    manager.run()\n",
      });
      assert.deepEqual(script, ["migrations flask-migrate = python manage.py db upgrade @manage.py:5"]);
      const several = await detect(detector, {
        "bin/proxy.py": "from flask import Flask\napp = Flask(__name__)\n",
        "shop/__init__.py": "",
        "shop/main.py": `${app}app = Flask(__name__)\n`,
      });
      assert.deepEqual(several, ["migrations flask-migrate = flask --app shop.main:app db upgrade @shop/main.py:3"]);
    });
  });
});
