import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/django-applications";
import { detect } from "../../../kit/detect";

describe("recon/detectors/django-applications", () => {
  it("counts modules that settings name as used", async () => {
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
    assert.deepEqual(found, ["used rest_framework @site_/settings.py:4", "used django_rq @site_/settings.py:4"]);
  });
});
