import assert from "node:assert/strict";
import { changesOf, type Texts } from "../plan-kit";
import { at, dependency, entryPoint, recon } from "../recon-kit";

const WSGI = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n';

async function asked(texts: Texts): Promise<unknown> {
  const found = recon({
    packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
    dependencies: [dependency("django"), dependency("gunicorn")],
    entryPoints: [entryPoint("wsgi", "shop.wsgi:application", "gunicorn shop.wsgi:application")],
  });
  const all = { "requirements.txt": "django\ngunicorn\n", "manage.py": "", "shop/wsgi.py": WSGI, ...texts };
  const { plan } = await changesOf(found, all);
  return plan.questions.find(({ key }) => key === "django.settings")?.candidates ?? null;
}

describe("settings of Django", () => {
  it("are asked for where no file of them is kept with the code", async () => {
    assert.deepEqual(await asked({ "shop/settings_sample.py": "DEBUG = True\n", "shop/urls.py": "" }), [
      "shop.settings",
      "shop.settings_sample",
    ]);
  });

  it("are not asked for where they are a module, a package, or of another place", async () => {
    assert.equal(await asked({ "shop/settings.py": "" }), null);
    assert.equal(await asked({ "shop/settings/__init__.py": "", "shop/settings/base.py": "DEBUG = True\n" }), null);
    assert.equal(await asked({ "shop/wsgi.py": WSGI.replace("shop.settings", "elsewhere.settings") }), null);
  });
});
