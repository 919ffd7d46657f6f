import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import { memoryFiles } from "../../../kit/memory-files";
import { changesOf } from "../plan-kit";

describe("scaffold/decisions/scheme", () => {
  it("leaves a variable that is put before an address the scheme that it has, whatever it is called", async () => {
    const environment = async (address: string): Promise<string> => {
      const texts = {
        "requirements.txt":
          "fastapi==0.115.0\nuvicorn==0.30.0\nsqlalchemy==2.0.30\npsycopg2-binary==2.9.9\npydantic-settings==2.5.0\n",
        "config.py": `import pydantic_settings\nclass Settings(pydantic_settings.BaseSettings):\n    POSTGRES_NAME: str = "postgresql"\n    POSTGRES_USER: str = "postgres"\n    POSTGRES_PASSWORD: str = "1234"\n    POSTGRES_HOST: str = "localhost"\n    POSTGRES_DB: str = "postgres"\nsettings = Settings()\nurl: str = (\n    ${address}\n    f"{settings.POSTGRES_USER}:{settings.POSTGRES_PASSWORD}@"\n    f"{settings.POSTGRES_HOST}/{settings.POSTGRES_DB}"\n)\n`,
        "main.py":
          "from fastapi import FastAPI\nfrom sqlalchemy import create_engine\nimport config\nengine = create_engine(config.url)\napp = FastAPI()\n",
      };
      const changes = await changesOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts);
      return changes.files.find(({ path }) => path === "compose.yaml")?.text ?? "";
    };
    const scheme = await environment('f"{settings.POSTGRES_NAME}://"');
    assert.match(scheme, /POSTGRES_HOST: db\n/);
    assert.match(scheme, /POSTGRES_DB: app\n/);
    assert.doesNotMatch(scheme, /POSTGRES_NAME/);
    // Read nowhere as a scheme, it is the name of a database.
    assert.match(await environment('f"postgresql://"'), /POSTGRES_NAME: app\n/);
  });

  it("is given where the code goes on without one, whatever the sample shows", async () => {
    const compose = async (usual: string): Promise<string> => {
      const texts = {
        "requirements.txt": "fastapi\nuvicorn\nsqlalchemy\nasyncpg\npydantic-settings\n",
        ".env.example": "DB_DRIVER=postgresql+asyncpg\nDB_HOST=localhost\n",
        "config.py": `from pydantic_settings import BaseSettings, SettingsConfigDict\nclass Settings(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="DB_")\n    driver: str = ${usual}\n    host: str | None = None\n    user: str | None = None\n    password: str | None = None\n    name: str = ""\n    def url(self):\n        return f"{self.driver}://{self.user}:{self.password}@{self.host}/{self.name}"\n`,
        "main.py":
          "from fastapi import FastAPI\nfrom sqlalchemy.ext.asyncio import create_async_engine\nfrom config import Settings\nengine = create_async_engine(Settings().url())\napp = FastAPI()\n",
      };
      const { files } = await changesOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts);
      return files.find(({ path }) => path === "compose.yaml")?.text ?? "";
    };
    assert.match(await compose('""'), /DB_DRIVER: postgresql\+asyncpg\n/);
    assert.doesNotMatch(await compose('"postgresql+asyncpg"'), /DB_DRIVER/);
  });

  it("is the one that Tortoise has for PostgreSQL, where nothing else takes the address", async () => {
    const address = async (list: string): Promise<string | undefined> => {
      const texts = {
        "requirements.txt": `fastapi\nuvicorn\nasyncpg\n${list}\n`,
        "main.py":
          'import os\nfrom fastapi import FastAPI\nfrom tortoise.contrib.fastapi import register_tortoise\napp = FastAPI()\nregister_tortoise(app, db_url=os.environ["DATABASE_URL"], modules={"models": ["models"]})\n',
        "models.py": "from tortoise.models import Model\n",
      };
      const changes = await changesOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts);
      const compose = changes.files.find(({ path }) => path === "compose.yaml")?.text ?? "";
      return /DATABASE_URL: (\S+?):\/\//.exec(compose)?.[1];
    };
    assert.equal(await address("tortoise-orm"), "postgres");
    assert.equal(await address("tortoise-orm\nsqlalchemy"), "postgresql+asyncpg");
  });

  it("is the one that the code insists on before it puts another in its place", async () => {
    const address = async (check: string, others: Record<string, string> = {}): Promise<string | undefined> => {
      const texts = {
        ...others,
        "requirements.txt": "fastapi\nuvicorn\nasyncpg\nsqlalchemy\n",
        "main.py": `import os\nfrom fastapi import FastAPI\nfrom sqlalchemy.ext.asyncio import create_async_engine\napp = FastAPI()\nurl = os.environ["DATABASE_URL"]\n${check}\nengine = create_async_engine(url.replace("postgres://", "postgresql+asyncpg://"))\n`,
      };
      const changes = await changesOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts);
      const compose = changes.files.find(({ path }) => path === "compose.yaml")?.text ?? "";
      return /DATABASE_URL: (\S+?):\/\//.exec(compose)?.[1];
    };
    const refuses = (words: string): string => `if not url.startswith(${words}):\n    raise ValueError(url)`;
    assert.equal(await address(refuses('"postgres://"')), "postgres");
    assert.equal(await address(refuses('("postgresql://", "postgres://")')), "postgresql");
    assert.equal(await address(refuses('("postgres://", "postgresql+asyncpg://")')), "postgresql+asyncpg");
    assert.equal(await address(refuses('"redis://"')), "postgresql+asyncpg");
    assert.equal(await address('if not url.startswith("postgres://"):\n    print(url)'), "postgresql+asyncpg");
    for (const [check, others] of [
      ["", { "tests/test_x.py": `def check(url):\n    ${refuses('"postgres://"').replace("\n", "\n    ")}\n` }],
      ["", { "scripts/dump.py": `import os\nurl = os.environ["DATABASE_URL"]\n${refuses('"postgres://"')}\n` }],
      [`import sys\nother = sys.argv[1]\n${refuses('"postgres://"').replace("url", "other")}`, {}],
      [`def check(url):\n    ${refuses('"postgres://"').replace("\n", "\n    ")}`, {}],
      [`url = url.replace("postgresql", "postgres")\n${refuses('"postgres://"')}`, {}],
    ] as const)
      assert.equal(await address(check, others), "postgresql+asyncpg", "it is about another value");
  });

  it("has the driver of a variable's own address, but of a mere sample only where that can be right", async () => {
    const address = async (drivers: string, code: string, sample: string): Promise<string | undefined> => {
      const texts = {
        "requirements.txt": `flask\ngunicorn\nsqlalchemy\n${drivers}\n`,
        ".env.example": sample === "" ? "" : `DATABASE_URL=${sample}://u:p@localhost/shop\n`,
        "app.py": `import os\nfrom flask import Flask\nfrom sqlalchemy import create_engine\nfrom sqlalchemy.ext.asyncio import create_async_engine\napp = Flask(__name__)\n${code}\n`,
      };
      const changes = await changesOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts);
      const compose = changes.files.find(({ path }) => path === "compose.yaml")?.text ?? "";
      return / DATABASE_URL: (\S+?):\/\//.exec(compose)?.[1];
    };
    const read = (scheme: string): string => `os.environ.get("DATABASE_URL", "${scheme}://u:p@localhost/shop")`;
    const waits = 'create_async_engine(os.environ["WAITING_URL"] or "postgresql+asyncpg://u:p@localhost/shop")\n';
    const own = `${waits}create_engine(os.environ["DATABASE_URL"])`;
    const both = "asyncpg\npsycopg2-binary";
    assert.equal(await address(both, own, "postgresql+psycopg2"), "postgresql+psycopg2");
    assert.equal(
      await address(both, `${waits}create_engine(${read("postgresql+psycopg2")})`, ""),
      "postgresql+psycopg2",
    );
    assert.equal(await address("asyncpg", own, "postgresql+psycopg2"), "postgresql+asyncpg", "it is not installed");
    assert.equal(
      await address(both, `create_async_engine(${read("postgresql+asyncpg")})`, "postgresql+psycopg2"),
      "postgresql+asyncpg",
      "the default of the same variable has another one",
    );
    assert.equal(
      await address(
        both,
        'create_async_engine(os.environ["DATABASE_URL"])\nx = "postgresql+asyncpg://u:p@localhost/shop"',
        "postgresql+psycopg2",
      ),
      "postgresql+asyncpg",
      "no engine of the code takes one that does not wait",
    );
    assert.equal(
      await address("mysqlclient", `create_engine(${read("mysql+mysqldb")})`, "mysql+pymysql"),
      "mysql+mysqldb",
    );
  });
});
