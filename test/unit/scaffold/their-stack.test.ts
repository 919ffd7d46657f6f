import assert from "node:assert/strict";
import { readRecon } from "../../../src/recon/read-recon";
import { memoryFiles } from "../../kit/memory-files";
import { applied, changesOf, planned, type Texts } from "./plan-kit";

const SETTINGS = `
import os
from decouple import config
SECRET_KEY = config("SECRET_KEY")
INSTALLED_APPS = ["django.contrib.staticfiles"]
STATIC_URL = "static/"
MEDIA_ROOT = os.path.join(os.path.dirname(__file__), "media")
DATABASES = {"default": {
    "ENGINE": "django.db.backends.mysql",
    "NAME": config("NAME"),
    "USER": config("USERNAME"),
    "PASSWORD": config("PASSWORD"),
    "HOST": config("HOST"),
    "PORT": config("PORT"),
}}
`;

async function written(texts: Texts): Promise<Texts> {
  const all = {
    "requirements.txt": "django\nmysqlclient\npython-decouple\n",
    "manage.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")\n',
    "site/__init__.py": "",
    "site/settings.py": SETTINGS,
    "site/wsgi.py":
      'import os\nfrom django.core.wsgi import get_wsgi_application\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")\napplication = get_wsgi_application()\n',
    ...texts,
  };
  return applied(all, await changesOf(await readRecon(memoryFiles(all), { name: "shop" }), all));
}

describe("a Django application with MySQL", () => {
  it("gets the user of the database by the name that its settings read", async () => {
    assert.match((await written({}))["compose.yaml"] ?? "", /^ +USERNAME: app$/m);
  });

  it("has passwords that Compose gives out commented in the sample, as the rest of the address", async () => {
    const sample = (await written({}))[".env.example"] ?? "";
    assert.match(sample, /^# PASSWORD=$/m);
    assert.match(sample, /^MYSQL_PASSWORD=$/m);
    assert.match(sample, /^SECRET_KEY=$/m);
  });

  it("adds what it builds beside a service of a published image that no Dockerfile at the root makes", async () => {
    const files = await written({
      "pyproject.toml":
        '[project]\nname = "shop"\nversion = "1"\ndependencies = ["django", "mysqlclient", "python-decouple"]\n',
      "compose.yaml": "services:\n  store:\n    image: acme/shop:1\n    ports: ['9090:8000']\n",
    });
    assert.match(files["compose.yaml"] ?? "", /^ {2}web:\n {4}image: .+\n {4}build:/m);
  });

  it("declares no volume that no service of a person's own image uses", async () => {
    const dockerfile = "FROM python:3.11\nWORKDIR /srv\nCOPY . .\nCMD gunicorn site.wsgi -b 0.0.0.0:8000\n";
    assert.match((await written({}))["compose.yaml"] ?? "", /^ {2}site-media:$/m);
    assert.doesNotMatch((await written({ Dockerfile: dockerfile }))["compose.yaml"] ?? "", /media/);
  });
});

const PROJECT = `[project]
name = "shop"
version = "1.0"
requires-python = ">=3.11"
dependencies = ["django", "gunicorn"]

[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
`;

async function project(texts: Texts, manifest = PROJECT): Promise<Texts> {
  const all = {
    "pyproject.toml": manifest,
    "uv.lock": 'version = 1\n\n[[package]]\nname = "shop"\nversion = "1.0"\nsource = { editable = "." }\n',
    "shop/__init__.py": "",
    "shop/settings.py": 'STATIC_ROOT = "static"\nINSTALLED_APPS = ["django.contrib.staticfiles"]\n',
    "shop/wsgi.py":
      'import os\nfrom django.core.wsgi import get_wsgi_application\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\napplication = get_wsgi_application()\n',
    ...texts,
  };
  return applied(all, await changesOf(await readRecon(memoryFiles(all), { name: "shop" }), all));
}

const MANAGE =
  'import os, sys\nfrom django.core.management import execute_from_command_line\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\nif __name__ == "__main__":\n    execute_from_command_line(sys.argv)\n';

describe("a Django application that is installed as a package", () => {
  it("has one copy of its modules, also for a script inside its package", async () => {
    const below = (await project({ "shop/manage.py": MANAGE }))["Dockerfile"] ?? "";
    assert.match(below, /python shop\/manage\.py collectstatic/);
    assert.match(below, /^ {4}PYTHONPATH=\/app$/m);
    assert.doesNotMatch((await project({ "manage.py": MANAGE }))["Dockerfile"] ?? "", /PYTHONPATH/);
  });

  it("gets no libraries for a group that its image does without", async () => {
    const groups = '\n[dependency-groups]\nprod = ["pymemcache"]\npostgres = ["psycopg2"]\n';
    const { Dockerfile = "" } = await project({ "manage.py": MANAGE }, PROJECT + groups);
    assert.match(Dockerfile, /--group prod/);
    assert.doesNotMatch(Dockerfile, /libpq/);
  });

  it("tells pytest its settings where nothing else does", async () => {
    const dev = '\n[dependency-groups]\ndev = ["pytest", "pytest-django"]\n';
    const texts = { "manage.py": MANAGE, "tests/test_shop.py": "def test_it():\n    pass\n" };
    const named = { ...texts, "pytest.ini": "[pytest]\nDJANGO_SETTINGS_MODULE = shop.settings_test\n" };
    const told = /^ +DJANGO_SETTINGS_MODULE: shop\.settings$/m;
    assert.match((await project(texts, PROJECT + dev))["compose.test.yaml"] ?? "", told);
    assert.doesNotMatch((await project(named, PROJECT + dev))["compose.test.yaml"] ?? "", told);
    assert.doesNotMatch((await project(texts))["compose.test.yaml"] ?? "", told);
  });
});

describe("a folder with a setup.py that declares nothing", () => {
  it("takes the lists above it", async () => {
    const all = {
      "requirements.txt": "-r requirements/main.txt\n-r requirements/production.txt\n",
      "requirements/production.txt": "# This file was autogenerated by uv\npsycopg2-binary==2.9.9\n",
      "requirements/main.txt": "django==5.2\ngunicorn==23.0.0\nwagtail==7.0\n",
      "shop/setup.py": 'from setuptools import find_packages, setup\nsetup(name="shop", packages=find_packages())\n',
      "shop/manage.py": MANAGE,
      "shop/shop/__init__.py": "",
      "shop/shop/settings.py": 'INSTALLED_APPS = ["wagtail"]\n',
      "shop/shop/wsgi.py":
        'import os\nfrom django.core.wsgi import get_wsgi_application\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\napplication = get_wsgi_application()\n',
    };
    const found = await readRecon(memoryFiles(all), { name: "site" });
    const files = applied(all, await changesOf(found, all));
    const dockerfile = files["Dockerfile"] ?? files["shop/Dockerfile"] ?? "";
    assert.match(dockerfile, /pip install --requirement \.\.\/requirements\.txt$/m);
  });
});

describe("a database of which the settings say no host", () => {
  const settings = (engine: string, more: string): Texts => ({
    "requirements.txt": `django\n${engine === "mysql" ? "mysqlclient" : "psycopg2-binary"}\n`,
    "site/settings.py": `INSTALLED_APPS = []\nDATABASES = {"default": {\n    "ENGINE": "django.db.backends.${engine}",\n    "NAME": "shop",\n${more}}}\n`,
  });
  const composeOf = async (texts: Texts): Promise<string> => (await written(texts))["compose.yaml"] ?? "";

  it("is found by what libpq reads, with the login that the settings lack", async () => {
    const all = await written(settings("postgresql", '    "USER": "",\n    "PASSWORD": "",\n    "HOST": "",\n'));
    assert.match(all["compose.yaml"] ?? "", /^ +PGHOST: db\n +PGUSER: app$/m);
    assert.match(all["compose.yaml"] ?? "", /^ +POSTGRES_DB: shop$/m);
    assert.equal(all["docker/forward_localhost.py"], undefined);
    assert.match(await composeOf(settings("postgresql", "")), /^ +PGHOST: db$/m);
  });

  it("keeps the login that the settings have", async () => {
    const compose = await composeOf(settings("postgresql", '    "USER": "ada",\n    "PASSWORD": "tiger",\n'));
    assert.match(compose, /^ +PGHOST: db$/m);
    assert.doesNotMatch(compose, /PGUSER|PGPASSWORD/);
    assert.match(compose, /^ +POSTGRES_USER: ada$/m);
  });

  it("asks its own variable for the password, and the client for the host alone", async () => {
    const own = settings("postgresql", '    "USER": "ada",\n    "PASSWORD": os.environ["DB_PASSWORD"],\n');
    const compose = await composeOf({ ...own, "site/settings.py": `import os\n${own["site/settings.py"] ?? ""}` });
    assert.match(compose, /^ +PGHOST: db$/m);
    assert.match(compose, /^ +DB_PASSWORD: \$\{POSTGRES_PASSWORD:/m);
    assert.doesNotMatch(compose, /PGUSER|PGPASSWORD/);
  });

  it("is on this machine for a client of MySQL, which asks no environment", async () => {
    const all = await written(settings("mysql", '    "USER": "ada",\n    "PASSWORD": "tiger",\n'));
    assert.notEqual(all["docker/forward_localhost.py"], undefined);
    assert.doesNotMatch(all["compose.yaml"] ?? "", /PGHOST/);
  });

  it("is left alone where a variable or options say where it is", async () => {
    assert.doesNotMatch(await composeOf(settings("postgresql", '    "HOST": os.environ["DB_HOST"],\n')), /PGHOST/);
    assert.doesNotMatch(await composeOf(settings("postgresql", '    "OPTIONS": {"service": "shop"},\n')), /PGHOST/);
  });
});

describe("a Django application below src/", () => {
  it("runs from its source, as its settings name folders from their own file", async () => {
    const rest = {
      "src/shop/__init__.py": "",
      "src/shop/settings.py":
        'import environ\nenv = environ.Env()\nSTATIC_ROOT = "static"\nEMAIL_CONFIG = env.email_url("EMAIL_URL")\nINSTALLED_APPS = ["django.contrib.staticfiles"]\n',
      "src/shop/wsgi.py":
        'import os\nfrom django.core.wsgi import get_wsgi_application\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\napplication = get_wsgi_application()\n',
      "manage.py": MANAGE,
      "tests/test_shop.py": "def test_it():\n    pass\n",
      ".env.example": "EMAIL_URL=consolemail://\n",
      "pyproject.toml": `${PROJECT}\n[dependency-groups]\ndev = ["pytest"]\n`.replace(
        '"gunicorn"',
        '"gunicorn", "django-environ"',
      ),
      "uv.lock": 'version = 1\n\n[[package]]\nname = "shop"\nversion = "1.0"\nsource = { editable = "." }\n',
    };
    const files = applied(rest, await changesOf(await readRecon(memoryFiles(rest), { name: "shop" }), rest));
    assert.match(files["Dockerfile"] ?? "", /^ {4}PYTHONPATH=\/app\/src:\/app$/m);
    // A test gets an address where the code takes one apart.
    assert.match(files["compose.test.yaml"] ?? "", /^ +EMAIL_URL: consolemail:\/\//m);
  });
});

describe("a site of Django beside a server that was there before it", () => {
  const flask = (imported: string): Texts => ({
    "requirements.txt": "django\nmysqlclient\npython-decouple\nflask\n",
    "app.py": `from flask import Flask\napp = Flask(__name__)\nfrom ${imported} import *\n`,
  });
  const startOf = (files: Texts): string => /^CMD \["gunicorn", "(\S+)"/m.exec(files["Dockerfile"] ?? "")?.[1] ?? "";

  it("is what starts where the other one lacks a module of its own", async () =>
    assert.match(
      (await written(flask("routes")))["docker/serve_static.py"] ?? "",
      /^from site\.wsgi import application/m,
    ));

  it("is no reason to leave a server whose module a step before the start makes", async () => {
    assert.equal(startOf(await written(flask("orders_pb2"))), "app:app");
    assert.equal(startOf(await written({ ...flask("routes"), ".gitignore": "/routes.py\n" })), "app:app");
  });

  it("is no reason to leave a server for a wsgi.py of another kind", async () => {
    const plain = {
      ...flask("orders"),
      "admin/wsgi.py": "from flask import Flask\napp = Flask(__name__)\n",
      "requirements.txt": "flask\ngunicorn\n",
    };
    const found = await planned(plain);
    assert.equal(startOf(applied(plain, found)), "app:app");
  });

  it("is no reason to leave a server that has all it imports", async () =>
    assert.equal(startOf(await written({ ...flask("routes"), "routes.py": "" })), "app:app"));
});

describe("a client of a cache that only an extra brings", () => {
  const extra = '\n[project.optional-dependencies]\nredis = ["redis>=5"]\n';
  const cached: Texts = {
    "manage.py": MANAGE,
    "shop/settings.py":
      'import environ\nenv = environ.Env()\nCACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}\n',
    ".env.example": "CACHE_URL=redis://localhost:6379/0\n",
  };

  it("is installed where that cache is in the stack", async () => {
    const files = await project(cached, PROJECT + extra);
    assert.match(files["compose.yaml"] ?? "", /^ +CACHE_URL: redis:\/\/redis:6379\/0$/m);
    assert.match(files["Dockerfile"] ?? "", /uv sync [^\n]*--extra redis/);
  });

  it("is not asked for where what always runs has it", async () => {
    const files = await project(cached, PROJECT.replace('"gunicorn"', '"gunicorn", "redis"') + extra);
    assert.doesNotMatch(files["Dockerfile"] ?? "", /--extra redis/);
  });
});

describe("an engine of Django's database that a variable names", () => {
  it("is the same word while the image is built, where settings import it", async () => {
    const { Dockerfile = "" } = await project(
      {
        "manage.py": MANAGE,
        "shop/settings.py": `${SETTINGS.replace('"django.db.backends.mysql"', 'config("DB_ENGINE")')}STATIC_ROOT = "static"\n`,
      },
      PROJECT.replace('"gunicorn"', '"gunicorn", "psycopg2-binary", "python-decouple"'),
    );
    assert.match(Dockerfile, /DB_ENGINE=django\.db\.backends\.postgresql \\$/m);
  });
});
