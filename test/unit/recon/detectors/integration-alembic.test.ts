import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/integration-alembic";
import { evidenceOf, servicesOf } from "../../../kit/detect";

const INI =
  "[alembic]\nscript_location = %(here)s/migrations\nsqlalchemy.url = postgresql+asyncpg://shop:p%%40ss@localhost:5433/orders\n";
const ENV = `from logging.config import fileConfig
from sqlalchemy import engine_from_config, pool
from sqlalchemy.engine import Connection
from alembic import context
config = context.config
def run_migrations_offline():
    url = config.get_main_option("sqlalchemy.url")
    context.configure(url=url)
def run_migrations_online():
    connectable = engine_from_config(config.get_section(config.config_ini_section), prefix="sqlalchemy.")
`;
const services = (ini: string, env: string): Promise<readonly string[]> =>
  servicesOf(detector, { "db/alembic.ini": ini, "db/migrations/env.py": env });

describe("recon/detectors/integration-alembic", () => {
  it("finds the database of alembic.ini where env.py goes by it, with its login", async () => {
    assert.deepEqual(await services(INI, ENV), ["postgres database postgresql+asyncpg breaks"]);
    const [one] = await evidenceOf(detector, { "db/alembic.ini": INI, "db/migrations/env.py": ENV });
    assert.ok(one?.claim === "integration" && one.fixed);
    const { host, port, user, database, password } = one.fixed;
    assert.deepEqual([host, port, user, database], ["localhost", 5433, "shop", "orders"]);
    assert.equal(password?.line, 3);
    assert.ok(!password.text.includes("ss@"), password.text);
  });

  it("says nothing where env.py takes it from elsewhere, and of an address outside or of the template", async () => {
    for (const own of [
      'config.set_main_option("sqlalchemy.url", "sqlite:///x.db")\n',
      'def section():\n    part = config.get_section("alembic")\n    part["sqlalchemy.url"] = 1\n',
      "from sqlalchemy.ext.asyncio import create_async_engine\n",
      "from shop.core import config as own\n",
      'import os\nurl = os.environ["URL"]\n',
      "connectable = engine_from_config({}, url=address)\n",
    ])
      assert.deepEqual(await services(INI, ENV + own), [], own);
    assert.deepEqual(await services(INI.replace("localhost", "db.example.org"), ENV), []);
    assert.deepEqual(await services(INI.replace(/= postgres.*/, "= driver://user:pass@localhost/dbname"), ENV), []);
    assert.deepEqual(await services(INI, "run = 1\n"), []);
  });
});
