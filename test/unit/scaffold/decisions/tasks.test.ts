import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import { memoryFiles } from "../../../kit/memory-files";
import { applied, changesOf } from "../plan-kit";

async function testsOf(more: Readonly<Record<string, string>>): Promise<string> {
  const texts = {
    "requirements.txt": "fastapi\nuvicorn\npytest\n",
    "app.py": "from fastapi import FastAPI\napp = FastAPI()\n",
    ...more,
  };
  const files = applied(texts, await changesOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts));
  return files["compose.test.yaml"] ?? "";
}

describe("the tests of a plan", () => {
  it("are none where pytest is declared and no file is there that it would take for one", async () => {
    assert.equal(await testsOf({}), "");
    assert.equal(await testsOf({ Makefile: "check:\n\tpytest\n", "setup.cfg": "[flake8]\n" }), "");
  });

  it("have the settings that their pipeline chooses", async () => {
    const site = (name: string): string =>
      `import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.${name}")\n`;
    const texts = {
      "requirements.txt": "Django==5.1.2\ngunicorn==23.0.0\npytest\npytest-django\n",
      "manage.py": site("settings"),
      "shop/settings.py": 'ROOT_URLCONF = "shop.urls"\n',
      "shop/conf/test.py": "from shop.settings import *\n",
      "shop/wsgi.py": `${site("settings")}from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n`,
      "tests/test_a.py": "def test_a():\n    assert True\n",
    };
    const pipeline =
      "jobs:\n  t:\n    runs-on: ubuntu-latest\n    env:\n      DJANGO_SETTINGS_MODULE: shop.conf.test\n    steps:\n      - run: pytest\n";
    assert.match(await testsOf(texts), /DJANGO_SETTINGS_MODULE: shop\.settings\n/);
    assert.match(
      await testsOf({ ...texts, ".github/workflows/ci.yml": pipeline }),
      /DJANGO_SETTINGS_MODULE: shop\.conf\.test\n/,
    );
  });

  it("are run where there are some, or where settings may call them anything", async () => {
    for (const more of [
      { "tests/test_app.py": "def test_app():\n    pass\n" },
      { "shop/tests.py": "def test_app():\n    pass\n" },
      { "setup.cfg": "[tool:pytest]\npython_files = *_spec.py\n", "spec/app_spec.py": "def test_app():\n    pass\n" },
      { Makefile: "check:\n\tpytest --doctest-modules shop\n" },
      { "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '--doctest-modules'\n" },
    ])
      assert.match(await testsOf(more), /target: test/, Object.keys(more)[0]);
  });
});
