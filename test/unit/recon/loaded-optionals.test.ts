import assert from "node:assert/strict";
import { readRecon } from "../../../src/recon/read-recon";
import { memoryFiles } from "../../kit/memory-files";

async function loaded(optional: string, texts: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const contents = {
    "pyproject.toml": `[project]\nname="shop"\ndependencies=["fastapi", "uvicorn"]\n[project.optional-dependencies]\n${optional}\n`,
    "shop/__init__.py": "",
    "shop/main.py": "from fastapi import FastAPI\nfrom shop import orders\napp = FastAPI()\n",
    ...texts,
  };
  const { dependencies } = await readRecon(memoryFiles(contents), { name: "shop" });
  return dependencies.flatMap(({ group, name, loadedAt }) =>
    loadedAt ? [`${group} ${name} ${loadedAt.path}:${String(loadedAt.line)}`] : [],
  );
}

describe("recon/loaded-optionals", () => {
  it("tells where code that a start loads imports what only an extra brings", async () => {
    const orders = { "shop/orders.py": "import yaml\n" };
    assert.deepEqual(await loaded('files=["pyyaml"]', orders), ["files pyyaml shop/orders.py:1"]);
    assert.deepEqual(await loaded('files=["pyyaml"]', { "shop/reports.py": "import yaml\n" }), []);
  });

  it("follows the settings that a server's module names, and the applications of these", async () => {
    const django = {
      "shop/main.py": "",
      "manage.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.dev")\n',
      "shop/wsgi.py":
        'import os\nfrom django.core.wsgi import get_wsgi_application\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\napplication = get_wsgi_application()\n',
      "shop/settings.py": 'import sentry_sdk\nINSTALLED_APPS = ["cart"]\nROOT_URLCONF = "shop.urls"\n',
      "shop/dev.py": "from shop.settings import *\nimport yaml\n",
      "shop/urls.py": "urlpatterns = []\n",
      "cart/__init__.py": "",
      "cart/models.py": "import redis\n",
    };
    assert.deepEqual(await loaded('all=["redis", "sentry-sdk"]\nfiles=["pyyaml"]', django), [
      "all redis cart/models.py:1",
      "all sentry-sdk shop/settings.py:1",
    ]);
  });

  it("passes over imports that a start can do without, and what is installed anyway", async () => {
    const guarded = "try:\n    import yaml\nexcept ImportError:\n    yaml = None\n";
    assert.deepEqual(await loaded('files=["pyyaml"]', { "shop/orders.py": guarded }), []);
    const late = "def load():\n    import yaml\n";
    assert.deepEqual(await loaded('files=["pyyaml"]', { "shop/orders.py": late }), []);
    assert.deepEqual(await loaded('files=["fastapi"]', { "shop/orders.py": "import fastapi\n" }), []);
  });

  it("passes over what a person calls, unless nothing else is started", async () => {
    const script = { "report.py": 'import yaml\nif __name__ == "__main__":\n    print(yaml.safe_load("a: 1"))\n' };
    assert.deepEqual(await loaded('files=["pyyaml"]', script), []);
    assert.deepEqual(await loaded('files=["pyyaml"]', { ...script, "shop/main.py": "" }), ["files pyyaml report.py:1"]);
  });
});
