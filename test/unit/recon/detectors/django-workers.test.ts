import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/django-workers";
import { detect } from "../../../kit/detect";

describe("recon/detectors/django-workers", () => {
  it("adds the process of an installed application", async () => {
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
    assert.deepEqual(found, [
      "framework rq @site_/settings.py:4",
      "worker worker manage.py rqworker = python manage.py rqworker default @site_/settings.py:4",
    ]);
  });

  it("takes from every queue that the settings have", async () => {
    const worker = async (queues: string): Promise<string | undefined> =>
      (
        await detect(detector, {
          "manage.py":
            'import os\nfrom django.core.management import execute_from_command_line\nif __name__ == "__main__":\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\n    execute_from_command_line([])\n',
          "site_/__init__.py": "",
          "site_/settings.py": `INSTALLED_APPS = ["django_rq"]\n${queues}`,
        })
      ).find(line => line.startsWith("worker"));
    assert.match(
      (await worker(
        'RQ_QUEUES = {"mail": {"URL": URL}, "default": {"URL": URL}}\nRQ_QUEUES["slow"] = {"URL": URL}\n',
      )) ?? "",
      / = python manage\.py rqworker default mail slow @/,
    );
    assert.match((await worker("RQ_QUEUES = queues()\n")) ?? "", / rqworker default @/);
  });
});
