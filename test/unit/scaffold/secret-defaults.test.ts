import assert from "node:assert/strict";
import { readRecon } from "../../../src/recon/read-recon";
import { memoryFiles } from "../../kit/memory-files";
import { changesOf } from "./plan-kit";

async function writtenFor(lines: string): Promise<ReadonlyMap<string, string>> {
  const texts = {
    "requirements.txt": "fastapi\nuvicorn\nredis\nsqlalchemy\npsycopg2-binary\n",
    "main.py": `import os, redis\nfrom fastapi import FastAPI\nfrom sqlalchemy import create_engine\n${lines}app = FastAPI()\n`,
  };
  const { files } = await changesOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts);
  return new Map(files.map(({ path, text }) => [path, text]));
}

describe("a secret default in the code", () => {
  it("is written nowhere, be it in a query, a webhook's path or before a host alone", async () => {
    const files = await writtenFor(
      'engine = create_engine(os.getenv("DATABASE_URL", "postgresql://h/db?user=scott&password=tigerS3cr3tX9&application_name=shop"))\n' +
        'HOOK = os.getenv("ALERT_HOOK_URL", "https://hooks.example.com/services/T0000/B000/abcdefSECRETxyz123456")\n' +
        'DSN = os.getenv("ERRORS_URL", "https://abcdef0123456789abcdef0123456789@errors.example.com/1")\n',
    );
    for (const [path, text] of files) assert.doesNotMatch(text, /tigerS3cr3tX9|abcdefSECRETxyz|abcdef0123456789/, path);
    assert.match(
      files.get("compose.yaml") ?? "",
      /DATABASE_URL: postgresql:\S+:\$\{POSTGRES_PASSWORD:\?[^}]*\}@db:5432\/app\?application_name=shop\n/,
    );
  });

  it("is replaced where the setting that it fills signs, whatever the variable is called", async () => {
    const compose = (
      await writtenFor(
        'SECRET_KEY = os.environ.get("SHOP_SECRET", "secret-key")\nclass C:\n    JWT_SECRET_KEY: str = os.getenv("TOKENS_SECRET", "x")\n' +
          'GITHUB_SECRET_KEY = os.getenv("GITHUB_SECRET", "x")\nOTHER = os.getenv("OTHER_SECRET", "x")\n',
      )
    ).get("compose.yaml");
    assert.match(compose ?? "", /SHOP_SECRET: \$\{SHOP_SECRET:\?/);
    assert.match(compose ?? "", /TOKENS_SECRET: \$\{TOKENS_SECRET:\?/);
    assert.doesNotMatch(compose ?? "", /GITHUB_SECRET|OTHER_SECRET/);
  });

  it("is replaced in settings with a prefix, but not what another service hands out", async () => {
    const compose = (
      await writtenFor(
        "from pydantic_settings import BaseSettings\n" +
          'class Access(BaseSettings):\n    model_config = {"env_prefix": "ACCESS_"}\n    jwt_secret: str = "change-me"\n' +
          'access = Access()\nOUTSIDE = os.getenv("SUPABASE_JWT_SECRET", "x")\n',
      )
    ).get("compose.yaml");
    assert.match(compose ?? "", /ACCESS_JWT_SECRET: \$\{ACCESS_JWT_SECRET:\?/);
    assert.doesNotMatch(compose ?? "", /SUPABASE_JWT_SECRET/);
  });

  it("is left to the code where a line makes another thing of it", async () => {
    const compose = (
      await writtenFor(
        'CONFIG = {}\nCONFIG["SECRET_KEY"] = read(token=os.environ.get("PROVIDER_TOKEN", ""))\n' +
          'JWT_SECRET = (os.getenv("LEGACY_PASSWORD", "a") == "b") and "x"\n' +
          'SECRET_KEY = os.getenv("OLD_PASSWORD", "a") == "b"\n' +
          'store = connect(secret=os.getenv("PARTNER_PASSWORD", "a"))\n' +
          'class C:\n    SESSION_SECRET = os.getenv("SIGNED_TOKEN") or "ab=="\n',
      )
    ).get("compose.yaml");
    assert.match(compose ?? "", /SIGNED_TOKEN: \$\{SIGNED_TOKEN:\?/);
    assert.doesNotMatch(compose ?? "", /PROVIDER_TOKEN|LEGACY_PASSWORD|OLD_PASSWORD|PARTNER_PASSWORD/);
  });

  it("keeps the form of its own address, where one line reads two", async () => {
    const compose = (
      await writtenFor(
        'DB, CACHE = os.getenv("DATABASE_URL", "postgresql+psycopg2://u:hunter2secret@h/orders"), os.getenv("REDIS_URL", "redis://:hunter2secret@h:6379/3")\n' +
          "engine = create_engine(DB)\nstore = redis.Redis.from_url(CACHE)\n",
      )
    ).get("compose.yaml");
    assert.match(compose ?? "", /REDIS_URL: redis:\/\/\S*redis:6379\/3\n/);
    assert.match(compose ?? "", /DATABASE_URL: postgresql\+psycopg2:\/\//);
  });
});
