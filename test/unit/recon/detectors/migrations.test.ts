import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/migrations";
import { detect } from "../../../kit/detect";

describe("recon/detectors/migrations", () => {
  it("knows Alembic and where it is kept", async () => {
    const found = await detect(detector, { "db/alembic.ini": "[alembic]\nscript_location = migrations\n" });
    assert.deepEqual(found, ["migrations alembic = alembic -c db/alembic.ini upgrade head @db/alembic.ini:2"]);
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
  it("leaves Flask-Migrate its own file", async () => {
    const found = await detect(detector, {
      "app.py":
        "from flask import Flask\nfrom flask_migrate import Migrate\napp = Flask(__name__)\nmigrate = Migrate(app)\n",
      "migrations/alembic.ini": "[alembic]\n",
    });
    assert.deepEqual(found, ["migrations flask-migrate = flask db upgrade @app.py:4"]);
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
});
