import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/django";
import { dependency, detect } from "../../../kit/detect";

describe("recon/detectors/django", () => {
  it("serves what the settings name", async () => {
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
      "framework django @manage.py:4",
      "migrations django = python manage.py migrate --noinput @manage.py:4",
      "wsgi web site_.wsgi:application = gunicorn site_.wsgi:application --bind 0.0.0.0:8000 :8000 @site_/wsgi.py:2",
    ]);
  });
  it("names the application below a folder that is no package as the settings do", async () => {
    const found = await detect(detector, {
      "manage.py":
        'import os\nfrom django.core.management import execute_from_command_line\nif __name__ == "__main__":\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")\n    execute_from_command_line([])\n',
      "config/settings/__init__.py": "",
      "config/settings/base.py": 'WSGI_APPLICATION = "config.wsgi.application"\nROOT_URLCONF = "config.urls"\n',
      "config/wsgi.py": "from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n",
    });
    assert.ok(
      found.some(line => line.startsWith("wsgi web config.wsgi:application = gunicorn config.wsgi:application ")),
    );
  });
  it("serves what loads the router that the settings name", async () => {
    const found = await detect(
      detector,
      {
        "manage.py":
          'import os\nfrom django.core.management import execute_from_command_line\nif __name__ == "__main__":\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n    execute_from_command_line([])\n',
        "shop/__init__.py": "",
        "shop/settings.py": 'ASGI_APPLICATION = "shop.routing.application"\nROOT_URLCONF = "shop.urls"\n',
        "shop/routing.py": "from channels.routing import ProtocolTypeRouter\napplication = ProtocolTypeRouter({})\n",
        "shop/asgi.py":
          "import django\nfrom channels.routing import get_default_application\ndjango.setup()\napplication = get_default_application()\n",
      },
      [dependency("channels"), dependency("daphne")],
    );
    assert.ok(
      found.some(line => line.startsWith("asgi web shop.asgi:application = ")),
      found.join("\n"),
    );
  });
  it("serves ASGI where channels route", async () => {
    const found = await detect(
      detector,
      {
        "manage.py":
          'import os\nfrom django.core.management import execute_from_command_line\nif __name__ == "__main__":\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\n    execute_from_command_line([])\n',
        "site_/__init__.py": "",
        "site_/settings.py":
          'WSGI_APPLICATION = "site_.wsgi.application"\nROOT_URLCONF = "site_.urls"\nSTATIC_ROOT = BASE_DIR / "staticfiles"\nINSTALLED_APPS = ["django.contrib.admin", "rest_framework", "django_rq", "shop"]\nASGI_APPLICATION = "site_.asgi.application"\n',
        "site_/wsgi.py": "from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n",
        "site_/urls.py":
          'from django.urls import include, path\nurlpatterns = [path("api/", include("shop.urls")), path("", home)]\n',
        "shop/__init__.py": "",
        "shop/urls.py":
          'from django.urls import path\nurlpatterns = [path("health/", health), path("items/<int:pk>/", item)]\n',
        "site_/asgi.py":
          'from channels.routing import ProtocolTypeRouter\nfrom django.core.asgi import get_asgi_application\napplication = ProtocolTypeRouter({"http": get_asgi_application()})\n',
      },
      [dependency("daphne"), dependency("channels")],
    );
    assert.deepEqual(found, [
      "framework django @manage.py:4",
      "migrations django = python manage.py migrate --noinput @manage.py:4",
      "asgi web site_.asgi:application = daphne -b 0.0.0.0 -p 8000 site_.asgi:application :8000 @site_/asgi.py:3",
      "framework channels @site_/asgi.py:3",
    ]);
  });

  const MANAGE =
    'import os\nfrom django.core.management import execute_from_command_line\nif __name__ == "__main__":\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\n    execute_from_command_line([])\n';

  it("names modules as the folder of manage.py imports them where that is a package itself", async () => {
    const found = await detect(detector, {
      "orders/__init__.py": "",
      "orders/manage.py": MANAGE,
      "orders/site_/__init__.py": "",
      "orders/site_/settings.py": 'WSGI_APPLICATION = "site_.wsgi.application"\nROOT_URLCONF = "site_.urls"\n',
      "orders/site_/wsgi.py":
        "from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n",
    });
    assert.match(found.join("\n"), /^wsgi web site_\.wsgi:application = gunicorn site_\.wsgi:application /m);
  });

  it("leaves the names in a folder alone that end as the folder does", async () => {
    const found = await detect(detector, {
      "site/__init__.py": "",
      "site/manage.py": MANAGE.replace("site_", "mysite"),
      "site/mysite/__init__.py": "",
      "site/mysite/settings.py": 'WSGI_APPLICATION = "mysite.wsgi.application"\nROOT_URLCONF = "mysite.urls"\n',
      "site/mysite/wsgi.py":
        "from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n",
    });
    assert.match(found.join("\n"), /^wsgi web mysite\.wsgi:application = gunicorn mysite\.wsgi:application /m);
  });

  it("takes no loader of another site below it", async () => {
    const found = await detect(
      detector,
      {
        "manage.py": MANAGE,
        "site_/__init__.py": "",
        "site_/settings.py": 'ASGI_APPLICATION = "site_.asgi.application"\nROOT_URLCONF = "site_.urls"\n',
        "site_/asgi.py": "from django.core.asgi import get_asgi_application\napplication = get_asgi_application()\n",
        "chat/manage.py": MANAGE.replace("site_", "room"),
        "chat/room/__init__.py": "",
        "chat/room/settings.py": 'ASGI_APPLICATION = "room.asgi.application"\nROOT_URLCONF = "room.urls"\n',
        "chat/room/asgi.py":
          "import django\nfrom channels.routing import get_default_application\ndjango.setup()\napplication = get_default_application()\n",
      },
      [dependency("uvicorn")],
    );
    assert.deepEqual(
      found.flatMap(line => /^asgi web (\S+)/.exec(line)?.[1] ?? []),
      ["site_.asgi:application", "room.asgi:application"],
    );
  });

  it("makes the application from the settings where no module holds it", async () => {
    const found = await detect(detector, {
      "manage.py": MANAGE,
      "site_/__init__.py": "",
      "site_/settings.py": 'ROOT_URLCONF = "site_.urls"\n',
      "site_/urls.py": "urlpatterns = []\n",
    });
    assert.deepEqual(found.slice(2), [
      "wsgi web django.core.wsgi:get_wsgi_application() = gunicorn django.core.wsgi:get_wsgi_application() --bind 0.0.0.0:8000 :8000 @manage.py:4",
    ]);
  });

  it("starts no server for settings without URLs, but for those that are not here", async () => {
    const site = (settings: string): Record<string, string> => ({
      "manage.py": MANAGE,
      "site_/__init__.py": "",
      "site_/settings.py": settings,
      "site_/base.py": 'INSTALLED_APPS = ["shop"]\n',
    });
    assert.equal((await detect(detector, site("from .base import *\n"))).length, 2);
    assert.equal((await detect(detector, site("from company.settings import *\n"))).length, 3);
  });

  it("runs a manager inside a package from the folder above, by the manage.py that calls it", async () => {
    const files = {
      "shop/__init__.py": "",
      "shop/manage.py":
        'import os\nfrom django.core.management import execute_from_command_line\ndef main():\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n    execute_from_command_line([])\nif __name__ == "__main__":\n    main()\n',
      "shop/settings.py": 'WSGI_APPLICATION = "shop.wsgi.application"\nROOT_URLCONF = "shop.urls"\n',
      "shop/wsgi.py": "from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n",
    };
    const commands = async (more: Readonly<Record<string, string>>): Promise<readonly string[]> =>
      (await detect(detector, { ...files, ...more })).filter(line => line.startsWith("migrations"));
    assert.match(
      (await commands({ "manage.py": "from shop.manage import main\nmain()\n" })).join(),
      /= python manage\.py migrate/,
    );
    assert.match((await commands({})).join(), /= python shop\/manage\.py migrate/);
  });
});
