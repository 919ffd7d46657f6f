import assert from "node:assert/strict";
import { applied, changesOf } from "../plan-kit";
import { at, dependency, entryPoint, integration, recon, variable } from "../recon-kit";

const CLASSES = `import os

class Config:
    DEBUG = False
    SECRET_KEY = os.getenv("SECRET_KEY", "x")

class DevelopmentConfig(Config):
    SQLALCHEMY_DATABASE_URI = "postgresql://me:me@localhost/me"

class TestingConfig(Config):
    TESTING = True
`;
const PRODUCTION = `
class ProductionConfig(Config):
    SQLALCHEMY_DATABASE_URI = os.environ.get("DATABASE_URL")
`;
const TABLE = `
config = {
    "dev": DevelopmentConfig,
    "prod": ProductionConfig,
    "default": DevelopmentConfig,
}
`;

interface Case {
  readonly config: string;
  readonly usual: string | null;
  readonly text?: string;
  readonly hasServer?: boolean;
  readonly path?: string;
  readonly app?: string;
  readonly required?: boolean;
}

/** What Compose sets APP_MODE to; null where it does not. */
async function modeOf({
  config,
  usual,
  text = "",
  hasServer = true,
  path = "config.py",
  app = "import os\n",
  required = false,
}: Case): Promise<string | null> {
  const found = recon({
    packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
    dependencies: [dependency("flask"), dependency("gunicorn"), dependency("psycopg2")],
    entryPoints: [entryPoint("wsgi", "app:app", "gunicorn app:app")],
    integrations: hasServer ? [integration("postgres", ["DATABASE_URL"])] : [],
    environment: [
      variable("APP_MODE", {
        default: usual,
        hasDefault: usual !== null,
        required,
        places: [{ ...at("app.py:2"), text }],
      }),
      variable("DATABASE_URL", { places: [at(`${path}:15`)] }),
    ],
  });
  const texts = { "app.py": app, [path]: config, "requirements.txt": "flask\n" };
  const files = applied(texts, await changesOf(found, texts));
  return /^ +APP_MODE: (.*)$/m.exec(files["compose.yaml"] ?? "")?.[1] ?? null;
}

describe("a variable that chooses a class of settings", () => {
  it("is the word that the table has for the class of production", async () => {
    assert.equal(await modeOf({ config: CLASSES + PRODUCTION + TABLE, usual: "dev" }), "prod");
    assert.equal(await modeOf({ config: CLASSES + PRODUCTION + TABLE, usual: "default" }), "prod");
    const keywords = "\nby_name = dict(dev=DevelopmentConfig, prod=ProductionConfig)\n";
    assert.equal(await modeOf({ config: CLASSES + PRODUCTION + keywords, usual: "dev" }), "prod");
  });

  it("is told by the name that the line binds it to, where it has no default", async () => {
    const all = { config: CLASSES + PRODUCTION + TABLE, usual: null, text: 'name = os.getenv("APP_MODE")' };
    assert.equal(await modeOf({ ...all, app: 'name = os.getenv("APP_MODE")\napp = create_app(name)\n' }), "prod");
    assert.equal(await modeOf({ ...all, app: 'name = os.getenv("APP_MODE")\napp = create_app("dev")\n' }), null);
    const held = { ...all, text: 'self.name = os.getenv("APP_MODE")' };
    assert.equal(await modeOf({ ...held, app: "app.config.from_object(config[self.name])\n" }), "prod");
    assert.equal(await modeOf({ ...held, app: "app.config.from_object(config[name])\n" }), null);
  });

  it("is one that a container can load, where the code needs one and that of production has a server written down", async () => {
    const fixed = `
class BaseConfig:
    DEBUG = False

class DevConfig(BaseConfig):
    SQLALCHEMY_DATABASE_URI = "sqlite:///dev.sqlite"

class ProductionConfig(BaseConfig):
    SQLALCHEMY_DATABASE_URI = "postgresql:///shop"
`;
    const text = 'app.config.from_object(os.environ["APP_MODE"])';
    assert.equal(await modeOf({ config: fixed, usual: null, text, required: true }), "config.DevConfig");
    // Nothing fails without it, and no setting is there.
    const bound = { config: fixed, usual: null, text: 'mode = os.getenv("APP_MODE")' };
    assert.equal(await modeOf({ ...bound, app: `${bound.text}\napp.config.from_object(mode)\n` }), "config.DevConfig");
    const asked = `${bound.text}\nif mode:\n    app.config.from_object(mode)\n`;
    assert.equal(await modeOf({ ...bound, app: asked }), null);
    assert.equal(await modeOf({ ...bound, text: 'mode = os.getenv("APP_MODE") or usual', app: asked }), null);
    assert.equal(await modeOf({ ...bound, app: `${bound.text}\nprint(mode)\n` }), null);
  });

  it("is told by the line that looks it up, where it has no default", async () => {
    const all = CLASSES + PRODUCTION + TABLE;
    assert.equal(await modeOf({ config: all, usual: null, text: 'config[os.getenv("APP_MODE")]' }), "prod");
    assert.equal(await modeOf({ config: all, usual: null, text: 'mode = os.getenv("APP_MODE")' }), null);
  });

  it("is the dotted name of the class where it names one", async () => {
    const all = CLASSES + PRODUCTION;
    assert.equal(await modeOf({ config: all, usual: "config.DevelopmentConfig" }), "config.ProductionConfig");
    const text = 'app.config.from_object(os.environ["APP_MODE"])';
    assert.equal(await modeOf({ config: all, usual: null, text }), "config.ProductionConfig");
    assert.equal(await modeOf({ config: all, usual: null, text, path: "web/config.py" }), "config.ProductionConfig");
    const bound = { config: all, usual: null, text: 'mode = os.getenv("APP_MODE")' };
    const app = `${bound.text}\napp.config.from_object(mode)\n`;
    assert.equal(await modeOf({ ...bound, app }), "config.ProductionConfig");
    assert.equal(await modeOf({ ...bound, app: `${bound.text}\napp.config.from_object(mode_of_old)\n` }), null);
  });

  it("is left alone where it is what production runs with, or another word", async () => {
    assert.equal(await modeOf({ config: CLASSES + PRODUCTION + TABLE, usual: "prod" }), null);
    assert.equal(await modeOf({ config: CLASSES + PRODUCTION + TABLE, usual: "blue" }), null);
    assert.equal(await modeOf({ config: CLASSES + PRODUCTION, usual: "config.ProductionConfig" }), null);
    const products = CLASSES + PRODUCTION.replace("Production", "Product") + TABLE.replace("Production", "Product");
    assert.equal(await modeOf({ config: products, usual: "dev" }), null);
  });

  it("is left alone where that class has a server's address written into it", async () => {
    const literal = CLASSES + PRODUCTION.replace('os.environ.get("DATABASE_URL")', '"mysql://user@localhost/foo"');
    assert.equal(await modeOf({ config: literal + TABLE, usual: "dev" }), null);
  });

  it("is left alone where nothing gives that class a database", async () => {
    assert.equal(await modeOf({ config: CLASSES + PRODUCTION + TABLE, usual: "dev", hasServer: false }), null);
    const backed = PRODUCTION.replace('"DATABASE_URL")', '"DATABASE_URL") or "sqlite:///app.db"');
    assert.equal(await modeOf({ config: CLASSES + backed + TABLE, usual: "dev", hasServer: false }), "prod");
  });
});
