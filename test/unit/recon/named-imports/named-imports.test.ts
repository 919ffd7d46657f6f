import assert from "node:assert/strict";
import { namedImports } from "../../../../src/recon/named-imports/named-imports";
import { projectOf } from "../../../kit/python-project";

type Contents = Readonly<Record<string, string>>;

/** Edges by name as `from -> to :line`, sorted. */
async function edges(contents: Contents): Promise<readonly string[]> {
  const { project } = await projectOf(contents);
  return namedImports(project)
    .map(({ from, to, line, kind }) => {
      assert.equal(kind, "dynamic");
      return `${from} -> ${to} :${String(line)}`;
    })
    .sort();
}

const MANAGE = `import os
from django.core.management import execute_from_command_line
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")
if __name__ == "__main__":
    execute_from_command_line()
`;

describe("recon/named-imports", () => {
  it("follows Django's settings, URLs and the tasks that Celery looks for", async () => {
    const found = await edges({
      "manage.py": MANAGE.replace("site.", "portal."),
      "portal/__init__.py": "",
      "portal/settings.py": `
LOCAL_APPS = ["shop.apps.ShopConfig"]
INSTALLED_APPS = ["django.contrib.admin", "users"] + LOCAL_APPS
MIDDLEWARE = ["django.middleware.Security", "portal.middleware.Trace", "portal.middleware.Missing"]
ROOT_URLCONF = "portal.urls"
TEMPLATES = [{"OPTIONS": {"context_processors": ["shop.context.cart"]}}]
LOGGING = {"loggers": {"shop.views": {"level": "INFO"}}, "root": {"name": "shop.views"}}
BEAT = {"nightly": {"task": "shop.tasks.clean"}}
AUTH_USER_MODEL = "users.User"
`,
      "portal/middleware.py": "class Trace: ...\n",
      "portal/urls.py": `
from django.urls import include, path
urlpatterns = [path("shop/", include("shop.urls")), path("x/", include(("users.urls", "users")))]
`,
      "portal/celery.py": `
from celery import Celery
app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
`,
      "users/__init__.py": "",
      "users/urls.py": "",
      "shop/__init__.py": "",
      "shop/apps.py": "class ShopConfig: ...\n",
      "shop/context.py": "def cart(request): ...\n",
      "shop/tasks.py": "def clean(): ...\n",
      "shop/urls.py": "",
      "shop/views.py": "",
    });
    assert.deepEqual(found, [
      "manage.py -> portal/settings.py :3",
      "portal/celery.py -> shop/tasks.py :5",
      "portal/settings.py -> portal/middleware.py :4",
      "portal/settings.py -> portal/urls.py :5",
      "portal/settings.py -> shop/apps.py :2",
      "portal/settings.py -> shop/context.py :6",
      "portal/settings.py -> users/__init__.py :3",
      "portal/urls.py -> shop/urls.py :3",
      "portal/urls.py -> users/urls.py :3",
    ]);
  });

  it("follows what calls load by name", async () => {
    const found = await edges({
      "pkg/__init__.py": "from importlib import import_module\nimport_module(f'{__name__}.signals')\n",
      "pkg/signals.py": "",
      "pkg/tasks.py": "from celery import Celery\napp = Celery('x', include=['pkg.jobs'])\n",
      "pkg/jobs.py": "",
      "pkg/settings.py": "class Production: ...\n",
      "pkg/web.py": `
from flask import Flask
from werkzeug.utils import import_string
BLUEPRINTS = ["pkg.views:blueprint", "pkg.admin.blueprint", "pkg.settings.Nothing"]
def create_app():
    app = Flask(__name__)
    app.config.from_object("pkg.settings.Production")
    for name in BLUEPRINTS:
        app.register_blueprint(import_string(name))
    return app
`,
      "pkg/views.py": "blueprint = None\n",
      "pkg/admin.py": "blueprint = None\n",
      "serve.py": "import uvicorn\nif __name__ == '__main__':\n    uvicorn.run('pkg.asgi:app', port=8000)\n",
      "pkg/asgi.py": "app = None\n",
    });
    assert.deepEqual(found, [
      "pkg/__init__.py -> pkg/signals.py :2",
      "pkg/tasks.py -> pkg/jobs.py :2",
      "pkg/web.py -> pkg/admin.py :9",
      "pkg/web.py -> pkg/settings.py :7",
      "pkg/web.py -> pkg/views.py :9",
      "serve.py -> pkg/asgi.py :3",
    ]);
  });

  it("follows extensions of bots, Celery's own settings and configured plug-ins", async () => {
    const found = await edges({
      "bot.py": `
from discord.ext import commands
COGS = ("cogs.music", "cogs.gone")
class Bot(commands.Bot):
    async def setup_hook(self):
        await self.load_extension("cogs.admin")
        for cog in COGS:
            await self.load_extension(cog)
`,
      "cogs/music.py": "",
      "cogs/admin.py": "",
      "celeryconfig.py": "broker_url = 'redis://'\nimports = ('jobs.mail',)\n",
      "jobs/__init__.py": "",
      "jobs/mail.py": "",
      "words.py": "imports = ['jobs.mail']\nNAME = 'jobs.mail'\n",
    });
    assert.deepEqual(found, [
      "bot.py -> cogs/admin.py :6",
      "bot.py -> cogs/music.py :8",
      "celeryconfig.py -> jobs/mail.py :2",
    ]);
  });

  it("tells nothing twice that a statement imports", async () => {
    const found = await edges({
      "urls.py": "from django.urls import include\nimport shop.urls\nx = include('shop.urls')\n",
      "shop/__init__.py": "",
      "shop/urls.py": "",
    });
    assert.deepEqual(found, []);
  });
});
