import assert from "node:assert/strict";
import { applied, changesOf } from "./plan-kit";
import { at, dependency, entryPoint, integration, recon, variable } from "./recon-kit";

describe("variables that continuous integration sets for the tests", () => {
  it("are set for the tests alone, where the code reads them and the stack says nothing else", async () => {
    const place = at(".github/workflows/ci.yml:12");
    const set = {
      LANGUAGE: "en-us",
      DATABASE_URL: "sqlite:///x.db",
      CI_ONLY: "1",
      SITE: "x",
      DJANGO_SETTINGS_MODULE: "shop.settings.ci",
    };
    const found = recon({
      dependencies: [dependency("django"), dependency("gunicorn"), dependency("psycopg2")],
      entryPoints: [entryPoint("wsgi", "shop.wsgi:application", "gunicorn shop.wsgi")],
      integrations: [integration("postgres", ["DATABASE_URL"])],
      environment: [
        variable("LANGUAGE", { default: "ru", hasDefault: true }),
        variable("DATABASE_URL", { required: true }),
        variable("SITE", { required: true }),
      ],
      tests: {
        runner: "django",
        command: ["python", "manage.py", "test"],
        environment: Object.entries(set).map(([name, value]) => ({ name, value, place })),
        place: at("tests.py:1"),
      },
    });
    const texts = { "manage.py": "", "requirements.txt": "django\n", "shop/settings/ci.py": "DEBUG = True\n" };
    const files = applied(texts, await changesOf(found, texts));
    const { "compose.test.yaml": tests = "", "compose.yaml": stack = "" } = files;
    assert.match(tests, /^ +LANGUAGE: en-us$/m);
    assert.match(tests, /^ +SITE: x$/m);
    assert.match(tests, /^ +DJANGO_SETTINGS_MODULE: shop\.settings\.ci$/m);
    assert.match(tests, /^ +DATABASE_URL: postgresql:\/\//m);
    assert.doesNotMatch(tests, /CI_ONLY/);
    assert.doesNotMatch(stack, /en-us|settings\.ci/);
  });
});
