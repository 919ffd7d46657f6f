import assert from "node:assert/strict";
import { planned } from "../plan-kit";

const use = (cases: string): string =>
  `from sqlalchemy import URL, create_engine
from conf import settings

name = None if settings.DATABASE_TYPE == "mysql" else "postgres"
url = URL.create(
    drivername="mysql+asyncmy" if settings.DATABASE_TYPE == "mysql" else "postgresql+asyncpg",
    username=settings.DATABASE_USER,
    host=settings.DATABASE_HOST,
)
backend = f"db+postgresql+psycopg://{settings.DATABASE_USER}@{${cases}}/shop"
`;

/** What the stack gives an application that is written for two databases. */
async function environment(type: string, hole: string): Promise<readonly string[]> {
  const { files } = await planned({
    "requirements.txt": "fastapi\nuvicorn\npydantic-settings\nsqlalchemy\nasyncmy\nasyncpg\npsycopg\n",
    "conf.py": `from typing import Literal

from pydantic_settings import BaseSettings

class Settings(BaseSettings):
    DATABASE_TYPE: ${type}
    DATABASE_HOST: str
    DATABASE_USER: str

settings = Settings()
`,
    "db.py": use(hole),
    "main.py": "from fastapi import FastAPI\nimport db\n\napp = FastAPI()\n",
  });
  const text = files.find(({ path }) => path === "compose.yaml")?.text ?? "";
  return [...text.matchAll(/^ +DATABASE_\w+: .*$/gm)].map(([line]) => line.trim());
}

describe("scaffold/decisions/engine-word", () => {
  it("is one that the settings list, and parts of the address follow the database that was chosen", async () => {
    for (const hole of ["settings.DATABASE_HOST", "quote(settings.DATABASE_HOST)"])
      assert.deepEqual(await environment('Literal["mysql", "postgresql"]', hole), [
        "DATABASE_HOST: db",
        "DATABASE_TYPE: postgresql",
        "DATABASE_USER: app",
      ]);
  });

  it("is one that the code compares with where nothing lists any", async () =>
    assert.deepEqual((await environment("str", "settings.DATABASE_HOST"))[1], "DATABASE_TYPE: postgres"));
});
