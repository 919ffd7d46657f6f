import assert from "node:assert/strict";
import { readEngineNames, selectsEngine } from "../../../../src/scaffold/layout/engine-names";
import { openWorkspace } from "../../../../src/workspace/workspace";
import { memoryFiles } from "../../../kit/memory-files";
import { at, recon, variable } from "../recon-kit";

describe("the variable that chooses a database", () => {
  it("is told by its name", () => {
    for (const name of ["DB", "DB_ENGINE", "LD_DB_ENGINE", "DATABASE_TYPE", "DBTYPE"])
      assert.ok(selectsEngine(name), name);
    for (const name of ["DB_HOST", "DATABASE_URL", "ADB", "DB_NAME", "POSTGRES_DB", "MYSQL_DATABASE", "REDIS_DB"])
      assert.ok(!selectsEngine(name), name);
  });

  it("has the words that the code compares it with, also through a constant", async () => {
    const workspace = await openWorkspace(
      "sample",
      memoryFiles({
        "a.py": 'if os.getenv("DB") == "postgres":\n    pass\nif os.getenv("DB") in ["mysql", "mariadb"]:\n    pass\n',
        "b.py": 'ENGINE = os.getenv("LD_DB_ENGINE", "sqlite")\nif ENGINE == "postgresql":\n    pass\n',
      }),
    );
    await workspace.load(["a.py", "b.py"]);
    const names = readEngineNames(
      workspace,
      recon({
        environment: [
          variable("DB", { places: [at("docker/.env:3"), at("a.py:1")] }),
          variable("LD_DB_ENGINE", { places: [at("b.py:1")] }),
        ],
      }),
    );
    assert.deepEqual(names.get("DB"), ["postgres", "mysql", "mariadb"]);
    assert.deepEqual(names.get("LD_DB_ENGINE"), ["postgresql"]);
  });

  it("is whatever Django's settings give to ENGINE", async () => {
    const texts = {
      "settings.py": 'DATABASES = {"default": {"ENGINE": os.getenv("KIND"), "NAME": os.getenv("NAME")}}\n',
    };
    const workspace = await openWorkspace("sample", memoryFiles(texts));
    await workspace.load(Object.keys(texts));
    const environment = ["KIND", "NAME"].map(name => variable(name, { places: [at("settings.py:1")] }));
    const names = readEngineNames(workspace, recon({ environment }));
    assert.deepEqual([...names.keys()], ["KIND"]);
    assert.equal(names.get("KIND")?.[0], "django.db.backends.postgresql");
  });

  it("has the keys of a table of databases that it takes one out of", async () => {
    const texts = {
      "settings.py": `LITE = "sqlite"
SERVER = "postgresql"
DATABASES_ALL = {
    LITE: {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"},
    SERVER: {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": os.environ.get("DB_HOST", "localhost"),
    },
    "maria": {"ENGINE": "django.db.backends.mysql"},
}
DATABASES = {"default": DATABASES_ALL[os.environ.get("SHOP_STORE", LITE)]}
THEMES = {
    "dark": {"colour": "black"},
}
THEME = THEMES[os.environ.get("SHOP_THEME", "dark")]
`,
    };
    const workspace = await openWorkspace("sample", memoryFiles(texts));
    await workspace.load(Object.keys(texts));
    const environment = ["SHOP_STORE", "SHOP_THEME"].map(name => variable(name, { places: [at("settings.py:11")] }));
    const names = readEngineNames(workspace, recon({ environment }));
    assert.deepEqual([...names], [["SHOP_STORE", ["sqlite", "postgresql", "maria"]]]);
  });

  it("has the words of another file where its own compares it with none, and Django's where its prefix is put before", async () => {
    const texts = {
      "settings.py": 'class Settings(BaseSettings):\n    DB_ENGINE: str = "sqlite"\n',
      "backup.py": 'if settings.DB_ENGINE == "sqlite":\n    pass\nelif settings.DB_ENGINE == "postgres":\n    pass\n',
      "config.py": 'TYPE = os.getenv("SHOP_DB_TYPE", "sqlite3")\n',
      "site.py": "DATABASES = {'default': {'ENGINE': env.str('SITE_DB_ENGINE'), 'NAME': 'x'}}\n",
      "base.py": 'DATABASES = {"default": {"ENGINE": "django.db.backends." + config["type"]}}\n',
    };
    const workspace = await openWorkspace("sample", memoryFiles(texts));
    await workspace.load(Object.keys(texts));
    const names = readEngineNames(
      workspace,
      recon({
        environment: [
          variable("DB_ENGINE", { places: [at("settings.py:2")] }),
          variable("SHOP_DB_TYPE", { places: [at("config.py:1")] }),
          variable("SITE_DB_ENGINE", { places: [at("site.py:1")] }),
        ],
      }),
    );
    assert.deepEqual(names.get("DB_ENGINE"), ["sqlite", "postgres"]);
    assert.deepEqual(names.get("SHOP_DB_TYPE"), ["postgresql", "mysql", "oracle"]);
    assert.equal(names.get("SITE_DB_ENGINE")?.[0], "django.db.backends.postgresql");
  });
});
