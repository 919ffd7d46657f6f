import assert from "node:assert/strict";
import { at, dependency, integration, recon, variable } from "../recon-kit";
import { blueprintOf } from "../plan-kit";

/** What the variables that are read in these lines of `db.py` are given. */
async function valuesOf(
  code: string,
  lines: Readonly<Record<string, number>>,
  drivers: readonly string[],
  parts: Parameters<typeof variable>[1] = {},
  service = "postgres",
): Promise<Readonly<Record<string, unknown>>> {
  const found = recon({
    packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
    dependencies: ["sqlalchemy", ...drivers].map(name => dependency(name)),
    integrations: [integration(service, ["DB_HOST", ...Object.keys(lines)])],
    environment: Object.entries(lines).map(([name, line]) =>
      variable(name, { places: [at(`db.py:${line}`)], ...parts }),
    ),
  });
  const { plan } = await blueprintOf(found, { "db.py": code, "requirements.txt": "sqlalchemy\n" });
  return Object.fromEntries(
    Object.keys(lines).map(name => [name, plan.decisions.find(({ key }) => key === `environment.${name}`)?.value]),
  );
}

describe("variables that are the scheme of an address", () => {
  it("are given the one that the installed driver takes", async () => {
    const code = 'engine = os.getenv("DB_ENGINE")\nURL = f"{engine}://{user}:{word}@{host}/{name}"\n';
    const engine = { DB_ENGINE: 1 };
    assert.deepEqual(await valuesOf(code, engine, ["psycopg2-binary"]), { DB_ENGINE: "postgresql" });
    assert.deepEqual(await valuesOf(code, engine, ["asyncpg"]), { DB_ENGINE: "postgresql+asyncpg" });
    assert.deepEqual(await valuesOf(code, engine, ["pymysql"], {}, "mysql"), { DB_ENGINE: "mysql+pymysql" });
    assert.deepEqual(await valuesOf(code, engine, ["pymysql"], { default: "mysql", hasDefault: true }, "mysql"), {
      DB_ENGINE: "mysql",
    });
    assert.deepEqual(await valuesOf(code.replace("{engine}", "postgresql"), engine, ["asyncpg"]), {
      DB_ENGINE: undefined,
    });
  });

  it("are known by a field of settings, and inside the braces", async () => {
    const settings = 'class S(BaseSettings):\n    DB_DRIVER: str\n\nURL = f"{settings.DB_DRIVER}://{u}@{h}"\n';
    assert.deepEqual(await valuesOf(settings, { DB_DRIVER: 2 }, ["asyncpg"]), { DB_DRIVER: "postgresql+asyncpg" });
    const inside = "URL = f\"{os.environ['DB_DIALECT']}://{u}@{h}\"\n";
    assert.deepEqual(await valuesOf(inside, { DB_DIALECT: 1 }, ["psycopg"]), { DB_DIALECT: "postgresql+psycopg" });
    const made = 'URL.create(drivername=os.environ["DB_DRIVER"])\n';
    assert.deepEqual(await valuesOf(made, { DB_DRIVER: 1 }, ["psycopg"]), { DB_DRIVER: "postgresql+psycopg" });
  });

  it("are given the driver of asynchronous code where the code or the name asks for it", async () => {
    const both = ["psycopg2", "asyncpg"];
    const code = 'A = os.getenv("ASYNC_DB_ENGINE")\nB = os.getenv("DB_ENGINE")\nx, y = f"{A}://{h}", f"{B}://{h}"\n';
    assert.deepEqual(await valuesOf(code, { ASYNC_DB_ENGINE: 1, DB_ENGINE: 2 }, both), {
      ASYNC_DB_ENGINE: "postgresql+asyncpg",
      DB_ENGINE: "postgresql",
    });
    assert.deepEqual(await valuesOf(`${code}create_async_engine(x)\n`, { DB_ENGINE: 2 }, both), {
      DB_ENGINE: "postgresql+asyncpg",
    });
  });

  it("may be one side of the plus", async () => {
    const code = 'D = env("DB_DIALECT")\nR = env("DB_DRIVER")\nURL = f"{D}+{R}://{host}"\n';
    const lines = { DB_DIALECT: 1, DB_DRIVER: 2 };
    assert.deepEqual(await valuesOf(code, lines, ["asyncpg"]), { DB_DIALECT: "postgresql", DB_DRIVER: "asyncpg" });
    assert.deepEqual(await valuesOf(code, lines, ["psycopg2"]), { DB_DIALECT: "postgresql", DB_DRIVER: "psycopg2" });
  });
});

describe("a variable that is all of a database's address", () => {
  it("has the driver that can wait, where the code opens engines in no other way", async () => {
    const urlOf = async (code: string): Promise<unknown> => {
      const found = recon({
        dependencies: ["sqlalchemy", "psycopg2-binary", "asyncpg"].map(name => dependency(name)),
        integrations: [integration("postgres", ["DATABASE_URL"])],
        environment: [variable("DATABASE_URL", { places: [at("db.py:1")], required: true })],
      });
      const { plan } = await blueprintOf(found, { "db.py": code, "requirements.txt": "sqlalchemy\n" });
      return plan.decisions.find(({ key }) => key === "environment.DATABASE_URL")?.value;
    };
    assert.match(String(await urlOf("engine = create_async_engine(settings.DATABASE_URL)\n")), /^postgresql\+asyncpg:/);
    assert.match(
      String(await urlOf("engine = create_engine(URL)\nother = create_async_engine(OTHER)\n")),
      /^postgresql:/,
    );
  });
});
