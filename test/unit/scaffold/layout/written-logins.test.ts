import assert from "node:assert/strict";
import { applied, changesOf } from "../plan-kit";
import { at, dependency, entryPoint, integration, recon, variable } from "../recon-kit";

/** What the server of the stack is made with. */
async function madeWith(settings: string, line: number): Promise<string> {
  const found = recon({
    packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
    dependencies: [dependency("django"), dependency("psycopg2")],
    entryPoints: [entryPoint("wsgi", "site.wsgi:application", "gunicorn site.wsgi")],
    integrations: [{ ...integration("postgres", ["DB_HOST"]), places: [at(`settings.py:${line}`)] }],
    environment: [variable("DB_HOST", {})],
  });
  const texts = { "settings.py": settings, "requirements.txt": "django\n", "manage.py": "" };
  const compose = applied(texts, await changesOf(found, texts))["compose.yaml"] ?? "";
  return ["USER", "DB"].map(part => new RegExp(`POSTGRES_${part}: (\\S+)`).exec(compose)?.[1] ?? "").join("/");
}

const DATABASES = `DATABASES = {
    "default": {
        "NAME": "shop",
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {"pool": True},
        'USER': 'keeper',
        "HOST": os.environ["DB_HOST"],
    },
    "other": {"NAME": "elsewhere"},
}
`;

describe("a login of which the code has a part", () => {
  it("is what the server of the stack is made with", async () => {
    assert.equal(await madeWith(DATABASES, 4), "keeper/shop");
    assert.equal(await madeWith('URL = f"postgresql://keeper:{pw}@{host}:5432/shop?ssl=no"\n', 1), "keeper/shop");
  });

  it("is ours in each part that comes from elsewhere", async () => {
    assert.equal(await madeWith(DATABASES.replace("'keeper'", 'os.environ["DB_USER"]'), 4), "app/shop");
    assert.equal(await madeWith('URL = f"postgresql://{user}:{pw}@{host}/{name}"\n', 1), "app/app");
    assert.equal(await madeWith('URL = os.getenv("DB_HOST", "postgresql://keeper:pw@db/shop")\n', 1), "app/app");
    assert.equal(await madeWith(DATABASES.replace("keeper", "root"), 4), "app/shop");
    assert.equal(await madeWith('NAME = "shop"\nENGINE = {"ENGINE": "x"}\n', 1), "app/app");
  });
});
