import assert from "node:assert/strict";
import { djangoSites } from "../../../../src/recon/django/sites";
import { projectOf } from "../../../kit/python-project";

async function settingsOf(text: string): Promise<readonly string[]> {
  const { project } = await projectOf({
    "manage.py":
      "import os\nfrom django.core.management import execute_from_command_line\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\nexecute_from_command_line([])\n",
    "shop/__init__.py": "",
    "shop/settings/__init__.py": text,
    "shop/settings/settings.dist.py": "DEBUG = False\n",
    "shop/settings/components/cache.py": "CACHES = {}\n",
    "shop/settings/components/static.py": "STATIC_ROOT = '/static'\n",
    "shop/settings/environments/local.py": "DEBUG = True\n",
    "shop/urls.py": "urlpatterns = []\n",
  });
  return djangoSites(project).flatMap(({ settingsFiles }) =>
    settingsFiles.map(({ path }) => path.replace("shop/settings/", "")),
  );
}

describe("settings that django-split-settings takes in", () => {
  it("are files and patterns of them, seen from the file with the call", async () => {
    const written =
      'from split_settings.tools import include, optional\ninclude("settings.dist.py", "components/*.py", optional("none.py"))\n';
    assert.deepEqual(await settingsOf(written), [
      "__init__.py",
      "settings.dist.py",
      "components/cache.py",
      "components/static.py",
    ]);
  });

  it("may stand in a tuple before", async () => {
    const named =
      'from split_settings.tools import include\nFILES = ("components/static.py", "environments/local.py")\ninclude(*FILES)\n';
    assert.deepEqual(await settingsOf(named), ["__init__.py", "components/static.py", "environments/local.py"]);
  });

  it("are found by whatever name the function is called here", async () => {
    for (const written of [
      'from split_settings.tools import include as take\ntake("components/static.py")\n',
      'from split_settings import tools\ntools.include("components/static.py")\n',
      'import split_settings.tools\nsplit_settings.tools.include("components/static.py")\n',
    ])
      assert.deepEqual(await settingsOf(written), ["__init__.py", "components/static.py"], written);
    const both =
      'from django.urls import include\nfrom split_settings.tools import optional\ninclude("components/static.py")\n';
    assert.deepEqual(await settingsOf(both), ["__init__.py"]);
  });

  it("are none of Django's own `include`", async () => {
    const own = 'from django.urls import include\ninclude("components/static.py")\n';
    assert.deepEqual(await settingsOf(own), ["__init__.py"]);
  });
});
