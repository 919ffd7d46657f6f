import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/static-files";
import { detect } from "../../../kit/detect";

describe("recon/detectors/static-files", () => {
  it("collects where STATIC_ROOT says", async () => {
    const found = await detect(detector, {
      "manage.py":
        'import os\nfrom django.core.management import execute_from_command_line\nif __name__ == "__main__":\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\n    execute_from_command_line([])\n',
      "site_/__init__.py": "",
      "site_/settings.py":
        'WSGI_APPLICATION = "site_.wsgi.application"\nROOT_URLCONF = "site_.urls"\nSTATIC_ROOT = BASE_DIR / "staticfiles"\nINSTALLED_APPS = ["django.contrib.admin", "rest_framework", "django_rq", "shop"]\n',
      "site_/wsgi.py": "from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n",
      "site_/urls.py":
        'from django.urls import include, path\nurlpatterns = [path("api/", include("shop.urls")), path("", home)]\n',
      "shop/__init__.py": "",
      "shop/urls.py":
        'from django.urls import path\nurlpatterns = [path("health/", health), path("items/<int:pk>/", item)]\n',
    });
    assert.deepEqual(found, ["static staticfiles = python manage.py collectstatic --noinput @site_/settings.py:3"]);
  });

  it("leaves the folder open that only a variable tells", async () => {
    const found = await detect(detector, {
      "manage.py":
        'from django.core.management import execute_from_command_line\nif __name__ == "__main__":\n    execute_from_command_line([])\n',
      "site/settings/__init__.py": "",
      "site/settings/base.py": 'import os\nROOT_URLCONF = "site.urls"\nSTATIC_ROOT = os.getenv("STATIC_ROOT")\n',
    });
    assert.deepEqual(found, ["static - = python manage.py collectstatic --noinput @site/settings/base.py:3"]);
  });

  it("finds the settings inside a package that sets nothing", async () => {
    const found = await detect(detector, {
      "manage.py":
        'import os\nfrom django.core.management import execute_from_command_line\nif __name__ == "__main__":\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")\n    execute_from_command_line([])\n',
      "config/settings/__init__.py": "",
      "config/settings/base.py": 'ROOT_URLCONF = "config.urls"\nSTATIC_ROOT = "static"\n',
      "config/settings/production.py": "from .base import *\nDEBUG = False\n",
    });
    assert.deepEqual(found, ["static static = python manage.py collectstatic --noinput @config/settings/base.py:2"]);
  });

  it("finds the settings that only the environment names", async () => {
    const found = await detect(detector, {
      "manage.py":
        'from django.core.management import execute_from_command_line\nif __name__ == "__main__":\n    execute_from_command_line([])\n',
      "site/settings/__init__.py": "",
      "site/settings/base.py": 'import os\nROOT_URLCONF = "site.urls"\nSTATIC_ROOT = os.path.join("x", "static")\n',
    });
    assert.deepEqual(found, ["static x/static = python manage.py collectstatic --noinput @site/settings/base.py:3"]);
  });
});
