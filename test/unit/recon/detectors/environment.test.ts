import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import { memoryFiles } from "../../../kit/memory-files";
import type { Evidence } from "../../../../src/model/evidence";
import { detector } from "../../../../src/recon/detectors/environment";
import { evidenceOf } from "../../../kit/detect";

type Variable = Extract<Evidence, { claim: "environment" }>;

async function variables(contents: Readonly<Record<string, string>>): Promise<readonly Variable[]> {
  const evidence = await evidenceOf(detector, contents);
  return evidence.filter(one => one.claim === "environment");
}

async function names(contents: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return [...new Set((await variables(contents)).map(({ name }) => name))].sort();
}

async function one(code: string, name: string): Promise<Variable> {
  const found = (await variables({ "app.py": code })).find(variable => variable.name === name);
  assert.ok(found, `${name} was not found`);
  return found;
}

describe("recon/detectors/environment", () => {
  it("takes one parameter of a reader for the name, and another where that one is not given", async () => {
    const code =
      'import os\nclass Setup:\n    def add(self, param, default=None, variable=None):\n        variable = variable.upper() if variable else param.upper()\n        value = self.settings.get(param) or os.environ.get(variable)\n        if value is None and default is None:\n            raise ValueError(param)\n        return value\n    def all(self):\n        self.add("public_host")\n        self.add("public_port", default="443")\n        self.add("auth.client", variable="client_id")\n';
    const found = await variables({ "app.py": code });
    assert.deepEqual(
      found.map(each => `${each.name} ${each.required ? "required" : (each.default ?? "")}`),
      ["PUBLIC_HOST required", "PUBLIC_PORT 443", "CLIENT_ID required"],
    );
  });

  it("reads a variable whose name a function makes anew from itself", async () => {
    const code =
      'import os\ndef read(self):\n    name = name.upper()\n    return os.environ.get(name)\nos.environ["SHOP_HOST"]\n';
    assert.deepEqual(await names({ "app.py": code }), ["SHOP_HOST"]);
    const kept =
      'import os\ndef read(key):\n    name = f"SHOP_{key}"\n    other = name.upper()\n    return os.environ.get(other)\nread("port")\n';
    assert.deepEqual(await names({ "app.py": kept }), ["SHOP_PORT"]);
  });

  it("requires nothing that the caller's own options may hold, and takes no key for a switch that is only asked for", async () => {
    const reader = (given: string): string =>
      `import os\ndef token(config, key, name):\n    if key in config:\n        found = ${given}\n    else:\n        found = os.environ.get(name)\n    if not found:\n        raise ValueError(name)\n    return found\ntoken({}, "Key", "SHOP_API_KEY")\n`;
    assert.equal((await one(reader("config[key].value"), "SHOP_API_KEY")).required, false);
    assert.equal((await one(reader("None"), "SHOP_API_KEY")).required, true);
    const asked = await one('import os\nHAS_KEY = bool(os.getenv("SHOP_API_KEY"))\n', "SHOP_API_KEY");
    assert.deepEqual([asked.type, asked.secret], [null, true]);
    assert.equal((await one('import os\nUSE = bool(os.getenv("USE_API_KEY"))\n', "USE_API_KEY")).type, "bool");
  });

  it("requires the secret key of settings that take everything else from a module beside them", async () => {
    const files = {
      "shop/settings/__init__.py": "",
      "shop/settings/base.py": "INSTALLED_APPS = []\n",
      "shop/settings/production.py":
        "from shop.settings.base import *\nimport os\nSECRET_KEY = os.getenv('APP_SECRET', None)\n",
      "shop/keys.py": "import os\nSECRET_KEY = os.getenv('OTHER_SECRET', None)\n",
    };
    const found = await variables(files);
    assert.deepEqual(found.map(each => `${each.name} ${String(each.required)}`).sort(), [
      "APP_SECRET true",
      "OTHER_SECRET false",
    ]);
  });

  it("reads the variable that a field of a settings class names, whatever library it is of", async () => {
    const code =
      'import config\nclass Zipkin(config.Config):\n    host = config.StrField(default="localhost", env="ZIPKIN_HOST")\n    port = config.IntField(default=9411, env="ZIPKIN_PORT")\n    dsn = config.StrField(path="dsn", env="SENTRY_DSN")\n    tags = Tags(env="PRODUCTION")\n    label = config.StrField(env="production")\n';
    assert.deepEqual(
      (await variables({ "app.py": code })).map(each => [each.name, each.default, each.type, each.required]),
      [
        ["ZIPKIN_HOST", "localhost", "str", false],
        ["ZIPKIN_PORT", "9411", "int", false],
        ["SENTRY_DSN", null, "str", false],
      ],
    );
  });

  it("takes a field for a number or a secret by its whole word alone", async () => {
    const code =
      'import conf\nclass Zap(conf.Base):\n    a = conf.IntervalField(default="5m", env="ZAP_EVERY")\n    b = conf.PointField(default="1,2", env="ZAP_CENTRE")\n    c = conf.IntegerField(default=3, env="ZAP_COUNT")\n    d = conf.SecretField(env="ZAP_PHRASE", default="hunter2hunter2")\n';
    const found = await variables({ "app.py": code });
    assert.deepEqual(
      found.map(({ name, type, secret }) => [name, type, secret]),
      [
        ["ZAP_EVERY", null, false],
        ["ZAP_CENTRE", null, false],
        ["ZAP_COUNT", "int", false],
        ["ZAP_PHRASE", null, true],
      ],
    );
    const { environment } = await readRecon(memoryFiles({ "app.py": code }), { name: "sample" });
    assert.ok(!JSON.stringify(environment).includes("hunter2"));
  });

  it("requires nothing of a module that only a choice loads", async () => {
    const store = (name: string): string => `import os\nURL = os.environ["${name}_URL"]\nclass Store:\n    pass\n`;
    const files = {
      "shop/__init__.py": "",
      "shop/stores/__init__.py": "",
      "shop/stores/redis.py": store("REDIS"),
      "shop/stores/mongo.py": store("MONGO"),
      "shop/stores/zilliz.py": store("ZILLIZ"),
      "shop/queue.py": 'import os\nQUEUE = os.environ["QUEUE_URL"]\n',
      "shop/mail.py": 'import os\nKEY = os.environ["MAIL_KEY"]\n',
    };
    const required = async (main: string): Promise<readonly string[]> =>
      [
        ...new Set((await variables({ ...files, "main.py": main })).flatMap(each => (each.required ? each.name : []))),
      ].sort();
    const cases = ["redis", "mongo", "zilliz"].map(
      name =>
        `        case "${name}":\n            from shop.stores.${name} import Store\n            return Store()\n`,
    );
    const match = `import os\ndef store():\n    kind = os.environ.get("STORE")\n    match kind:\n${cases.join("")}`;
    assert.deepEqual(await required(`from shop import queue\n${match}`), ["MAIL_KEY", "QUEUE_URL"]);
    const chosen = `import os\nfrom shop import queue\nMAIL = os.getenv("MAIL", "none")\nif MAIL == "api":\n    from shop import mail\n`;
    assert.ok(!(await required(chosen)).includes("MAIL_KEY"));
    // Whether the branch is taken is not known here, so that it may be.
    for (const unknown of ['app.config["MAIL"]', 'settings.MODE == "x"'])
      assert.ok(
        (await required(`from base import app, settings\nif ${unknown}:\n    from shop import mail\n`)).includes(
          "MAIL_KEY",
        ),
      );
    assert.ok((await required(chosen.replace('"none"', '"api"'))).includes("MAIL_KEY"));
    const command = `import sys\nif __name__ == "__main__":\n    if sys.argv[1] == "mail":\n        from shop import mail\n`;
    assert.ok((await required(command)).includes("MAIL_KEY"));
  });

  it("requires none of several variables of which one will do", async () => {
    const head =
      "import os\nTOKEN = os.getenv('API_TOKEN')\nUSER = os.getenv('API_USER')\nPASSWORD = os.getenv('API_PASSWORD')\nTESTING = os.getenv('TESTING')\n";
    const required = async (check: string): Promise<readonly string[]> =>
      (await variables({ "app.py": `${head}if ${check}:\n    raise SystemExit(1)\n` })).flatMap(each =>
        each.required ? each.name : [],
      );
    assert.deepEqual(await required("not TOKEN and not (USER and PASSWORD)"), []);
    assert.deepEqual(await required("not (TOKEN or USER)"), []);
    assert.deepEqual(await required("TOKEN is None and USER is None"), []);
    assert.deepEqual(await required("not TESTING and not TOKEN"), ["API_TOKEN"]);
    assert.deepEqual(await required("not TOKEN or not USER"), ["API_TOKEN", "API_USER"]);
  });

  it("requires nothing that a function has returned without", async () => {
    const read = (before: string): string =>
      `import os\ndef setup():\n${before}    name, password = os.getenv('ADMIN').split(':', 1)\n    return name\n`;
    assert.equal((await one(read(""), "ADMIN")).required, true);
    const guarded = await variables({ "app.py": read("    if not os.getenv('ADMIN', ''):\n        return\n") });
    assert.deepEqual(
      guarded.map(({ required }) => required),
      [false, false],
    );
  });

  it("reads files that use mocks, or the types of a test framework, as any other", async () => {
    const read = "import os\ndef host():\n    return os.getenv('HUB_HOST')\n";
    const typing = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import unittest\n";
    for (const head of ["from unittest import mock\n", "from unittest.mock import patch\n", typing])
      assert.deepEqual(await names({ "app.py": head + read }), ["HUB_HOST"]);
    assert.deepEqual(await names({ "app.py": `import pytest\n${read}` }), []);
  });

  it("takes nothing of a request, and no editor of a login, for a variable", async () => {
    const code =
      "import os\nimport web\nfrom bottle import request\nagent = web.ctx.env.get('HTTP_USER_AGENT')\nhost = request.environ.get('HTTP_HOST')\neditor = os.environ.get('EDITOR')\nserver = os.environ.get('SERVER_SOFTWARE', '')\ntest = os.environ.get('PYTEST_CURRENT_TEST')\nkey = os.environ.get('SITE_KEY')\n";
    assert.deepEqual(await names({ "app.py": code }), ["SITE_KEY"]);
  });

  it("takes sample files for what is read where a program goes through its whole environment", async () => {
    const sample = "TOKEN=MyToken\nOWNERS=1,2\n";
    const whole =
      "import os\nclass Settings:\n    def load(self, data):\n        data.update({k.lower(): v for k, v in os.environ.items() if k.lower() in self.keys})\n";
    assert.deepEqual(await names({ "settings.py": whole, ".env.example": sample }), ["OWNERS", "TOKEN"]);
    assert.deepEqual(await names({ "settings.py": "import os\n", ".env.example": sample }), []);
    const child = "import os, subprocess\nenv = {}\nenv.update(os.environ)\nsubprocess.run('x', env=env)\n";
    assert.deepEqual(await names({ "settings.py": child, ".env.example": sample }), []);
  });

  it("requires nothing that the pipeline gives to a script of its own", async () => {
    const code = "import os\nopen(os.environ['GITHUB_OUTPUT'])\njobs = os.environ['JOBS']\n";
    const required = async (path: string): Promise<readonly string[]> =>
      (await variables({ "web.py": "import os\n", [path]: code }))
        .filter(variable => variable.required)
        .map(({ name }) => name);
    assert.deepEqual(await required(".ci/scripts/jobs.py"), []);
    assert.deepEqual(await required("scripts/release.py"), ["JOBS"]);
    assert.deepEqual(await required("app.py"), ["GITHUB_OUTPUT", "JOBS"]);
  });

  it("reads the options of a click command that has a prefix for them", async () => {
    const options =
      'import click\n@click.command()\n@click.option("-p", "--port", default=9181, type=int)\n@click.option("--debug/--normal", default=False)\n@click.option("-r", "redis_url", required=True)\n@click.option("--key", envvar="KEY")\n@click.argument("path")\ndef run(**options): pass\n';
    const called = await variables({ "cli.py": `${options}def main():\n    run(auto_envvar_prefix="SHOP")\n` });
    assert.deepEqual(
      called.map(({ name, default: text, required }) => [name, text, required]),
      [
        ["KEY", null, false],
        ["SHOP_PORT", "9181", false],
        ["SHOP_DEBUG", "False", false],
        ["SHOP_REDIS_URL", null, true],
      ],
    );
    const inside = options.replace("command()", 'command(context_settings={"auto_envvar_prefix": "SHOP"})');
    assert.deepEqual(await names({ "cli.py": inside }), ["KEY", "SHOP_DEBUG", "SHOP_PORT", "SHOP_REDIS_URL"]);
    assert.deepEqual(await names({ "cli.py": options }), ["KEY"]);
  });

  it("reads the options of a ConfigArgParse parser that has a prefix for them", async () => {
    const code = `from configargparse import ArgumentParser
PREFIX = "SHOP_"
parser = ArgumentParser(auto_env_var_prefix=PREFIX, allow_abbrev=False)
parser.add_argument("-c", "--cache-dir", required=True)
group = parser.add_argument_group("API")
group.add_argument("--api-port", type=int, default=8081)
group.add_argument("--quiet", action="store_true")
group.add_argument("--key", env_var="API_KEY")
`;
    const told = (await variables({ "cli.py": code })).map(variable => [
      variable.name,
      variable.default,
      variable.required,
      variable.type,
    ]);
    assert.deepEqual(told, [
      ["API_KEY", null, false, null],
      ["SHOP_CACHE_DIR", null, true, null],
      ["SHOP_API_PORT", "8081", false, "int"],
      ["SHOP_QUIET", null, false, "bool"],
    ]);
    assert.deepEqual(await names({ "cli.py": code.replace("configargparse", "argparse") }), ["API_KEY"]);
  });

  it("reads the options that Everett's components declare", async () => {
    const code = `from everett.manager import ConfigManager, Option
from everett.component import ConfigOptions
def level(value):
    return value
class AppComponent:
    class Config:
        redis_url = Option(doc="where Redis is")
        workers = Option(default="4", parser=int, doc="how many")
        log_level = Option(default="INFO", parser=level)
        statsd_host = Option(default="")
class Old(RequiredConfigMixin):
    required_config = ConfigOptions()
    required_config.add_option("bucket", default="crashes", doc="the bucket")
    required_config.add_option("region", doc="where it is")
`;
    assert.deepEqual(
      (await variables({ "app.py": code })).map(one => [one.name, one.default, one.required, one.type]),
      [
        ["REDIS_URL", null, true, null],
        ["WORKERS", "4", false, "int"],
        ["LOG_LEVEL", "INFO", false, null],
        ["STATSD_HOST", "", false, null],
        ["BUCKET", "crashes", false, null],
        ["REGION", null, true, null],
      ],
    );
    assert.deepEqual(await names({ "app.py": code.replaceAll("from everett", "from shop") }), []);
  });

  it("reads Everett's options under the namespace that every manager has, and under none where one has another", async () => {
    const manager = (made: string): string =>
      `from everett.manager import ConfigManager\ndef build():\n    config = ConfigManager(environments=[])\n    ${made}\n`;
    const told = (made: string, more = "") =>
      names({
        "app.py":
          "from everett.manager import Option\nclass App:\n    class Config:\n        redis_url = Option()\n    def __init__(self, manager):\n        self.store = Store(manager.with_namespace('store'))\n",
        "configuration.py": manager(made),
        "other.py": more,
        "tests/test_app.py": manager("return config"),
      });
    assert.deepEqual(await told('return config.with_namespace("shop")'), ["SHOP_REDIS_URL"]);
    assert.deepEqual(await told('config = config.with_namespace("shop")\n    return config'), ["SHOP_REDIS_URL"]);
    assert.deepEqual(await told("return config"), ["REDIS_URL"]);
    assert.deepEqual(await told('store = config.with_namespace("store")\n    return config'), ["REDIS_URL"]);
    assert.deepEqual(
      await told(
        "return config",
        'from everett.manager import ConfigManager\nCONFIG = ConfigManager.basic_config().with_namespace("shop")\n',
      ),
      ["REDIS_URL"],
    );
    assert.deepEqual(await told('return config.with_namespace("shop")', manager("return config")), ["REDIS_URL"]);
  });

  it("reads the values of django-configurations, with their prefix, defaults and types", async () => {
    const code = `from configurations import Configuration, values
class Base(Configuration):
    DEBUG = values.BooleanValue(True)
    SECRET_KEY = values.SecretValue()
    DATABASES = values.DatabaseURLValue("postgres://localhost/shop")
    EMAIL_PORT = values.IntegerValue(environ_name="MAIL_PORT", environ_prefix=None)
    HOSTS = values.ListValue(["a", "b"], environ_prefix="SHOP_")
    THEME = values.Value("dark", environ_prefix="shop")
    TOKEN = values.Value(environ_required=True)
    NAME = values.Value("shop", environ=False)
    RAVEN = {"dsn": values.URLValue(None, environ_name="RAVEN_DSN")}
class Local(Base):
    SECRET_KEY = values.Value("not a secret")
`;
    assert.deepEqual(
      (await variables({ "settings.py": code })).map(one => [one.name, one.default, one.required, one.type]),
      [
        ["DJANGO_DEBUG", "True", false, "bool"],
        ["DJANGO_SECRET_KEY", null, true, null],
        ["DATABASE_URL", "postgres://localhost/shop", false, "url"],
        ["MAIL_PORT", null, false, "int"],
        ["SHOP_HOSTS", "a,b", false, "list"],
        ["shop_THEME", "dark", false, null],
        ["DJANGO_TOKEN", null, true, null],
        ["DJANGO_RAVEN_DSN", null, false, "url"],
      ],
    );
    assert.deepEqual(await names({ "settings.py": code.replace("from configurations", "from shop") }), []);
    const wsgi = (name: string): string =>
      `import os\nos.environ.setdefault("DJANGO_CONFIGURATION", "${name}")\nfrom configurations.wsgi import get_wsgi_application\n`;
    const key = async (name: string) =>
      (await variables({ "settings.py": code, "wsgi.py": wsgi(name) })).find(one => one.name === "DJANGO_SECRET_KEY");
    assert.equal((await key("Local"))?.required, false);
    assert.equal((await key("Other"))?.required, true);
  });

  it("believes what an own class shows of its readers more than what they are called", async () => {
    const base = `from os import environ
class EnvBase:
    @classmethod
    def integer(cls, envvar, default):
        value = environ.get(envvar)
        return default if value is None else int(value)
    @classmethod
    def bool(cls, envvar, default=False):
        return environ.get(envvar, str(default)).lower() in ("1", "true")
`;
    const code = `from base import EnvBase
class Env(EnvBase):
    def __init__(self):
        self.cache = self.integer("CACHE_MB", 1200)
        self.fast = self.bool("FAST")
`;
    const found = await variables({ "base.py": base, "env.py": code });
    assert.deepEqual(
      found.map(one => [one.name, one.default, one.type]),
      [
        ["CACHE_MB", "1200", "int"],
        ["FAST", "False", "bool"],
      ],
    );
    const other = { "base.py": base.replaceAll("environ.get(envvar", "cache.get(envvar"), "env.py": code };
    assert.deepEqual(await names(other), []);
  });

  it("requires nothing that a loop asks for before", async () => {
    const code = `import os
NAMES = {"SHOP_RULES": "rules", "SHOP_DEBUG": "debug"}
class Settings:
    def value(self, name, key):
        found = os.environ[name]
        return found.split(":") if key == "rules" else found
    def load(self):
        return {key: self.value(name, key) for name, key in NAMES.items() if name in os.environ}
`;
    const required = async (text: string) =>
      new Set((await variables({ "conf.py": text })).flatMap(one => (one.required ? one.name : []))).size;
    assert.equal(await required(code), 0);
    assert.equal(await required(code.replace(" if name in os.environ", "")), 2);
    const must = 'import os\nNAMES = ["MUST_A", "MUST_B"]\nMAY = ["MAY_A"]\n';
    const may = `${must}may = {name: os.environ[name] for name in MAY if name in os.environ and len(name) > 3}\n`;
    assert.equal(await required(may), 0);
    for (const found of [
      `${may}must = {key: os.environ[key] for key in NAMES}\n`,
      `${must}missing = [name for name in NAMES if name not in os.environ]\nmust = [os.environ[name] for name in NAMES]\n`,
      `${must}must = [os.environ[name] for name in NAMES if name not in MAY]\n`,
      `import os\nmay = [name for name in os.environ["NAMES"] + os.getenv("MORE").split() if name in os.environ]\n`,
    ])
      assert.equal(await required(found), 2, found);
  });

  it("knows the settings file that Flask takes from a variable", async () => {
    const code = `from flask import Flask
def create_app(testing=False):
    app = Flask(__name__)
    app.config.from_envvar("SHOP_SETTINGS")
    app.config.from_envvar("SHOP_EXTRA", silent=True)
    app.config.from_envvar("SHOP_LOUD", silent=False)
    if testing:
        app.config.from_envvar("SHOP_TESTING")
    return app
`;
    assert.deepEqual(
      (await variables({ "app.py": code })).map(({ name, required, type }) => [name, required, type]),
      [
        ["SHOP_SETTINGS", true, "path"],
        ["SHOP_EXTRA", false, "path"],
        ["SHOP_LOUD", true, "path"],
        ["SHOP_TESTING", false, "path"],
      ],
    );
  });

  it("calls required what is kept and then given to something that refuses None", async () => {
    const code = `import os, discord
from redis import Redis
from sqlalchemy import create_engine
from conf import Config, LINK
ADDRESS = os.getenv("ADDRESS")
engine = create_engine(ADDRESS)
COUNT = os.getenv("COUNT", "")
count = int(COUNT)
TOKEN = os.getenv("BOT_TOKEN")
client = discord.Client()
others = [create_engine(Config.URL), create_engine(LINK)]
REPLACED = os.getenv("REPLACED")
if not REPLACED:
    REPLACED = "sqlite://"
create_engine(REPLACED)
GIVEN = os.getenv("GIVEN", "sqlite://")
create_engine(GIVEN)
PART = f"redis://{os.getenv('PART')}"
Redis.from_url(PART)
LATER = os.getenv("LATER")
def lazily():
    return create_engine(LATER)
CHOSEN = os.getenv("CHOSEN")
if CHOSEN:
    create_engine(CHOSEN)
OWN = os.getenv("OWN")
def make(OWN=None):
    return create_engine(OWN)
make()
UNUSED = os.getenv("UNUSED")
def create_app():
    if not UNUSED:
        return None
    return create_engine(UNUSED)
USED = os.getenv("USED")
def main():
    if os.getenv("QUIET") == "1":
        return None
    return create_engine(USED)
if __name__ == "__main__":
    client.run(TOKEN)
`;
    const settings = `import os
class Config:
    URL = os.environ.get("URL")
LINK = os.environ.get("LINK") or "sqlite://"
`;
    const found = await variables({ "app.py": code, "conf.py": settings });
    assert.deepEqual(
      found
        .filter(({ required }) => required)
        .map(({ name }) => name)
        .sort(),
      ["ADDRESS", "BOT_TOKEN", "COUNT", "URL", "USED"],
    );
  });

  it("calls secret what the code signs, encrypts or logs in with, and required what it signs its own tokens with", async () => {
    const code = `import os, jwt, pika, pymysql
from itsdangerous import URLSafeTimedSerializer
from cryptography.fernet import Fernet
from conf import PHRASE, APPLE, LATE, DASHBOARD
SIGNER = URLSafeTimedSerializer(os.environ.get("LINKS"))
BROKER = os.getenv("BROKER_AT")
MAIL = os.getenv("MAILER")
WORD = os.environ.get("WORD", "x")
URL = f"postgresql://{os.getenv('WHO')}:{WORD}@{os.getenv('WHERE')}/shop"
BOX = os.getenv("BOX")
HMM = os.getenv("HMM", "HS256")
def login(user):
    return jwt.encode({"sub": user}, PHRASE, algorithm=HMM)
def apple():
    return jwt.encode({}, APPLE, algorithm="ES256")
def late(user):
    if not LATE:
        return None
    return jwt.encode({"sub": user}, LATE)
def seal(text):
    return Fernet(BOX.encode()).encrypt(text)
def whose(text):
    return jwt.decode(text, PHRASE, algorithms=[HMM])
def embed():
    return jwt.encode({}, DASHBOARD, algorithm="HS256")
def read(text):
    return jwt.decode(text, os.getenv("PUBLIC"), algorithms=["RS256"])
def connect():
    word = os.getenv("LOCAL")
    pymysql.connect(host=os.getenv("HERE"), user=os.getenv("ME"), password=word)
def send(text, MAIL):
    return jwt.encode({}, MAIL)
Login(show_password=os.getenv("EYE_ICON"))
field("x", secret=os.getenv("HIDE_FIELDS", "1"))
queue = pika.BlockingConnection(pika.ConnectionParameters(host=BROKER))
`;
    const settings = `import os
PHRASE = os.getenv("PHRASE_A")
APPLE = os.getenv("APPLE_A")
LATE = os.getenv("LATE_A")
DASHBOARD = os.getenv("DASHBOARD_A")
`;
    const found = await variables({ "app.py": code, "conf.py": settings });
    const marked = (isMarked: (variable: Variable) => boolean): readonly string[] =>
      found.flatMap(each => (isMarked(each) ? [each.name] : [])).sort();
    assert.deepEqual(
      marked(({ secret }) => secret),
      ["APPLE_A", "BOX", "DASHBOARD_A", "LATE_A", "LINKS", "LOCAL", "PHRASE_A", "WORD"],
    );
    assert.deepEqual(
      marked(({ required }) => required),
      ["BROKER_AT", "LINKS", "PHRASE_A"],
    );
  });

  it("calls required what fails on None where it is read", async () => {
    const code = `
import os
A = int(os.getenv("CONVERTED"))
B = os.getenv("ENCODED").encode("utf-8")
C = os.getenv("JOINED") + "/path"
D = int(os.getenv("WITH_OTHER") or 5)
E = os.getenv("ASKED") and os.getenv("ASKED").split(",")
F = os.getenv("CHOSEN").split(",") if os.getenv("CHOSEN") else []
G = int(os.getenv("WITH_DEFAULT", "5"))
from sqlalchemy import create_engine
import redis.asyncio
J = create_engine(os.getenv("ENGINE_ADDRESS"))
async def start():
    K = redis.asyncio.from_url(os.environ.get("STORE_ADDRESS"), decode_responses=True)
    L = Page.from_url(os.environ.get("PAGE_ADDRESS"))
import dagster as dg
I = dg.EnvVar("ASKED_LATER").get_value()
try:
    H = int(os.getenv("TRIED"))
except Exception:
    H = 1
try:
    M = int(os.getenv("TRIED_FOR_NONE"))
except (TypeError, ValueError):
    M = 1
try:
    N = int(os.environ["MISSING"])
except TypeError:
    N = 1
from decouple import config
try:
    O = int(config("RAISED"))
except TypeError:
    O = 1
try:
    P = int(config("RAISED_AND_HANDLED"))
except Exception:
    P = 1
`;
    const found = await variables({ "app.py": code });
    assert.deepEqual([...new Set(found.filter(({ required }) => required).map(({ name }) => name))].sort(), [
      "CONVERTED",
      "ENCODED",
      "ENGINE_ADDRESS",
      "JOINED",
      "MISSING",
      "RAISED",
      "STORE_ADDRESS",
    ]);
  });

  it("requires what settings are given as a default that may be None, and refuse then", async () => {
    const code = `import os
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    SHOP_ID: str = os.getenv("SHOP_ID")
    SHOP_NAME: str = os.getenv("SHOP_NAME", "shop")
    SHOP_HINT: str | None = os.getenv("SHOP_HINT")
    SHOP_PORT: int = Field(os.getenv("SHOP_PORT"))
`;
    const found = (await variables({ "app.py": code })).filter(({ required }) => required);
    assert.deepEqual(
      found.map(({ name, hasDefault }) => [name, hasDefault]),
      [["SHOP_ID", false]],
    );
    const model = code.replaceAll("BaseSettings", "BaseModel").replace("pydantic_settings", "pydantic");
    assert.deepEqual(
      (await variables({ "app.py": model })).filter(({ required }) => required),
      [],
    );
  });

  it("requires nothing of settings that are made where a failure is handled, or that a branch chooses", async () => {
    const code = `from pydantic import ValidationError
from pydantic_settings import BaseSettings
class Flow(BaseSettings):
    flow_key: str
class Search(BaseSettings):
    search_key: str
    region: str
class Store(BaseSettings):
    store_key: str
    region: str
class Late(BaseSettings):
    late_key: str
class App:
    def flow(self):
        try:
            self.flow = Flow()
        except ValidationError:
            self.flow = None
    def source(self, kind):
        if kind == "search":
            self.source = Search()
        elif kind == "store":
            self.source = Store()
    def late(self):
        if self.made is None:
            self.made = Late()
class Stopped(BaseSettings):
    stopped_key: str
class Db(BaseSettings):
    db_key: str
class Mail(BaseSettings):
    mail_key: str
try:
    stopped = Stopped()
except ValidationError as error:
    fail(error)
if WITH_DB:
    db = Db()
if WITH_MAIL:
    mail = Mail()
def given():
    try:
        return Flow()
    except ValidationError:
        return None
`;
    const found = (await variables({ "app.py": code })).filter(({ required }) => required);
    assert.deepEqual([...new Set(found.map(({ name }) => name))].sort(), [
      "DB_KEY",
      "LATE_KEY",
      "MAIL_KEY",
      "REGION",
      "STOPPED_KEY",
    ]);
  });

  it("takes names and defaults from a table of a class that a loop goes through", async () => {
    const code = `import os
class Config:
    DEFAULTS = {"SHOP_DIR": ".", "SHOP_PORT": 80}
    def __init__(self):
        for name, value in self.DEFAULTS.items():
            setattr(self, name, os.environ.get(name, value))
`;
    assert.deepEqual(
      (await variables({ "app.py": code })).map(({ name, default: text, type }) => [name, text, type]),
      [
        ["SHOP_DIR", ".", null],
        ["SHOP_PORT", "80", "int"],
      ],
    );
    const twice = `import os
ONE = {"ONE_HOST": "a"}
TWO = {"TWO_HOST": "b"}
for name, value in ONE.items():
    print(os.environ.get(name, value))
for name, value in TWO.items():
    print(os.environ.get(name, value))
`;
    assert.ok((await variables({ "app.py": twice })).every(({ default: text }) => text === null));
  });

  it("takes plain values without a type for fields of pydantic 1, as pydantic 2 does not", async () => {
    const code = `
from pydantic import BaseSettings, Field
from shop import Backend, make
class Settings(BaseSettings):
    name = "shop"
    port = 8000
    key = Field(..., env="SHOP_KEY")
    backend = Backend
    made = make()
    def upper(self):
        local = "x"
        return local
settings = Settings()
`;
    const found = (await variables({ "app.py": code })).map(
      ({ name, required }) => `${name} ${required ? "needed" : ""}`,
    );
    assert.deepEqual(found.sort(), ["NAME ", "PORT ", "SHOP_KEY needed"]);
    assert.deepEqual(
      await names({
        "app.py": code.replace(
          "pydantic import BaseSettings,",
          "pydantic_settings import BaseSettings\nfrom pydantic import",
        ),
      }),
      [],
    );
  });

  it("knows the type of plain values: their own, or that of the field they stand for", async () => {
    const code = `
from pydantic import BaseSettings, Field
class Base(BaseSettings):
    ratio: float = 1.0
    token_ttl: int = 60
    password_check: bool = Field(True, env="CHECK_PASSWORD")
class Settings(Base):
    ratio = 2
    token_ttl = 30
    password_hash_rounds = 12
    use_token = True
    session_key_length = Field(default=32)
    jwt_secret = "x"
settings = Settings()
`;
    const found = (await variables({ "app.py": code })).map(({ name, type }) => `${name} ${type ?? "?"}`);
    assert.deepEqual(found.sort(), [
      "CHECK_PASSWORD bool",
      "JWT_SECRET ?",
      "PASSWORD_HASH_ROUNDS int",
      "RATIO float",
      "SESSION_KEY_LENGTH int",
      "TOKEN_TTL int",
      "USE_TOKEN bool",
    ]);
  });

  it("takes a field that pydantic 1 sets to None for optional, as pydantic 2 does not", async () => {
    const code = `from typing import Annotated, Any, List, Optional, Union
from pydantic import BaseSettings, Field, HttpUrl
class Base(BaseSettings):
    INHERITED: Optional[str]
class Settings(Base):
    PLAIN: Optional[HttpUrl]
    JOINED: str | None
    EITHER: Union[None, List[str]]
    ANYTHING: Any
    DESCRIBED: Optional[str] = Field(env="DESCRIBED_BY")
    ASKED: Optional[str] = Field(...)
    INSIDE: List[Optional[str]]
    NEEDED: HttpUrl
settings = Settings()
`;
    const needed = async (text: string): Promise<readonly string[]> =>
      (await variables({ "app.py": text })).filter(({ required }) => required).map(({ name }) => name);
    assert.deepEqual(await needed(code), ["ASKED", "INSIDE", "NEEDED"]);
    const second = code
      .replace("import BaseSettings,", "import")
      .replace("class Base", "from pydantic_settings import BaseSettings\nclass Base");
    assert.equal((await needed(second)).length, 9);
    const either = `try:\n    from pydantic_settings import BaseSettings\nexcept ImportError:\n    from pydantic import BaseSettings\nclass Settings(BaseSettings):\n    HINT: str | None\n`;
    assert.deepEqual(await needed(either), ["HINT"]);
  });

  it("reads what an assertion asks for", async () => {
    for (const test of [
      "os.environ.get('KEY')",
      "not os.environ.get('KEY')",
      "os.environ.get('KEY') and os.environ.get('KEY').strip()",
    ]) {
      for (const code of [`def check():\n    assert ${test}, 'no'\n`, `assert ${test}\n`]) {
        assert.equal((await variables({ "app.py": `import os\n${code}` }))[0]?.name, "KEY", code);
      }
    }
  });

  it("requires nothing that the application sets itself before it reads it", async () => {
    const found = await variables({
      "probe.py": "import os\ndef probe(up):\n    os.environ['PROXY_UP'] = '1' if up else '0'\n",
      "views.py": "import os\ndef view():\n    return int(os.environ.get('PROXY_UP'))\n",
    });
    assert.deepEqual(
      found.map(({ name, required }) => [name, required]),
      [["PROXY_UP", false]],
    );
  });

  it("requires what a flag of a wrapper asks for", async () => {
    const code = `
import os
def get_env(key, default=None, required=False):
    value = os.getenv(key, default)
    if required and value is None:
        raise ValueError(key)
    return value
A = get_env("NEEDED", required=True)
B = get_env("FREE")
`;
    assert.equal((await one(code, "NEEDED")).required, true);
    assert.equal((await one(code, "FREE")).required, false);
  });

  it("puts the reader's own prefix before every name", async () => {
    const django = {
      "conf/base.py": "import environ\nenv = environ.Env()\nenv.prefix = 'SHOP_'\nKEY = env.str('SECRET_KEY')\n",
      "conf/mail.py": "from conf.base import env\nHOST = env('MAIL_HOST', default='')\n",
    };
    assert.deepEqual(await names(django), ["SHOP_MAIL_HOST", "SHOP_SECRET_KEY"]);
    const own = { "app.py": "from environs import Env\nenv = Env(prefix='APP_')\nHOST = env.str('HOST')\n" };
    assert.deepEqual(await names(own), ["APP_HOST"]);
  });

  it("puts what `prefixed` enters before the names of its body, and of nothing beside it", async () => {
    const code = `
from environs import Env
env = Env()
other = Env()
with env.prefixed("BOT_"):
    TOKEN = env.str("TOKEN", default="")
    with env.prefixed("DB_"):
        HOST = env("HOST", "db")
    FREE = other("FREE", "x")
DEBUG = env.bool("DEBUG", False)
def load():
    settings = Env()
    with settings.prefixed("CACHE_"), settings.prefixed("L2_"):
        return settings.str("URL")
`;
    assert.deepEqual(await names({ "app.py": code }), ["BOT_DB_HOST", "BOT_TOKEN", "CACHE_L2_URL", "DEBUG", "FREE"]);
    assert.equal((await one(code, "BOT_DB_HOST")).default, "db");
  });

  it("reads the settings class of each service where several have the same name", async () => {
    const settings = (name: string): string =>
      `from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    ${name}: str\nsettings = Settings()\n`;
    const contents = {
      "a/app/__init__.py": "",
      "a/app/config.py": settings("A_QUEUE"),
      "b/app/__init__.py": "",
      "b/app/config.py": settings("B_QUEUE"),
    };
    assert.deepEqual(await names(contents), ["A_QUEUE", "B_QUEUE"]);
  });

  it("keeps every digit of a long number", async () => {
    const code = `
import os
GUILD = int(os.getenv("GUILD", 846580409050857493))
CHAT = int(os.getenv("CHAT") or -1001234567890123456)
`;
    assert.equal((await one(code, "GUILD")).default, "846580409050857493");
    assert.equal((await one(code, "CHAT")).default, "-1001234567890123456");
  });

  it("takes for secret what is kept as one, and no default of False for a switch then", async () => {
    const code = `
import os
def get_string(name, default): return os.environ.get(name, default)
ZOOM_SECRET_TOKEN = os.getenv("ZOOM").encode()
AWS_SECRET_ACCESS_KEY = get_string("AWS_SECRET_ACCESS_KEY", False)
STRIPE_SECRET = os.environ.get("STRIPE_SECRET", False)
USE_TOKEN = os.environ.get("USE_TOKEN", False)
DEBUG = str(os.getenv("DEBUG", "false")).lower() in ["true", "1"]
SITE = os.environ.get("CAPTCHA_SITE_KEY")
`;
    assert.equal((await one(code, "ZOOM")).secret, true);
    assert.deepEqual((({ secret, type }) => ({ secret, type }))(await one(code, "AWS_SECRET_ACCESS_KEY")), {
      secret: true,
      type: "str",
    });
    assert.equal((await one(code, "STRIPE_SECRET")).type, null);
    assert.equal((await one(code, "USE_TOKEN")).type, "bool");
    assert.equal((await one(code, "DEBUG")).type, "bool");
    assert.equal((await one(code, "CAPTCHA_SITE_KEY")).secret, false);
  });

  it("takes no default of False of what is named as a text for a switch", async () => {
    const code = `
import os
if os.environ.get("RDS_DB_NAME", False) and os.environ.get("SHOW_MAP", False):
    pass
`;
    assert.equal((await one(code, "RDS_DB_NAME")).type, null);
    assert.equal((await one(code, "SHOW_MAP")).type, "bool");
    for (const name of ["SEND_EMAIL", "LOG_TO_FILE", "TRUST_PROXY_HOST"])
      assert.equal((await one(`import os\nX = os.getenv("${name}", False)\n`, name)).type, "bool", name);
  });

  it("reads the names of a login where they are the user of a server, and nowhere else", async () => {
    const code = `
from decouple import config
import os
DATABASES = {"default": {
    "ENGINE": "django.db.backends.mysql",
    "USER": config("USERNAME"),
    "HOST": config("DB_HOST"),
}}
AUTHOR = os.environ.get("USER")
user = os.environ["USER"]
post(json={"user": os.environ["USER"]}, user=os.environ["USER"])
`;
    assert.deepEqual(await names({ "app.py": code }), ["DB_HOST", "USERNAME"]);
  });

  it("reads the settings that an app.json asks for", async () => {
    const found = await variables({
      "bot.py": "import os\n",
      "app.json": '{"name": "bot", "env": {"GUILD_ID": {"required": true}}}',
    });
    assert.deepEqual(
      found.map(({ name, scope, place }) => [name, scope, place.path]),
      [["GUILD_ID", "application", "app.json"]],
    );
  });

  describe("everett", () => {
    it("reads parsers as types, and raise_error=False as optional", async () => {
      const code = `
from everett.manager import ConfigManager, ListOf
config = ConfigManager.basic_config()
DEBUG = config("DEBUG", default="false", parser=bool)
HOSTS = config("HOSTS", parser=ListOf(str), raise_error=False)
KEY = config("KEY")
`;
      const read = async (name: string): Promise<readonly unknown[]> => {
        const { required, type, hasDefault } = await one(code, name);
        return [required, type, hasDefault];
      };
      assert.deepEqual(await read("DEBUG"), [false, "bool", true]);
      assert.deepEqual(await read("HOSTS"), [false, "list", false]);
      assert.deepEqual(await read("KEY"), [true, null, false]);
      assert.deepEqual(await names({ "app.py": code.replaceAll(/\bconfig\b/g, "_read") }), ["DEBUG", "HOSTS", "KEY"]);
    });
  });

  describe("reads of os", () => {
    it("finds every form, under any import", async () => {
      const code = `
import os
import os as system
from os import environ, getenv, environ as e
A = os.environ["A_A"]
B = os.environ.get("B_B")
C = os.getenv("C_C", "c")
D = environ["D_D"]
E = getenv("E_E")
F = e.get("F_F")
G = system.environ.pop("G_G", None)
if "H_H" in os.environ: pass
env = os.environ
I = env["I_I"]
J = os.environ.get(key="J_J", default="j")
`;
      assert.deepEqual(
        await names({ "app.py": code }),
        [..."ABCDEFGHIJ"].map(letter => `${letter}_${letter}`),
      );
    });

    it("leaves what an operating system or an environment of Python sets", async () => {
      const code =
        'import os\nA = os.environ["ProgramFiles"]\nB = os.getenv("VIRTUAL_ENV")\nC = os.getenv("SystemDrive")\nD = os.getenv("KEPT")\n';
      assert.deepEqual(await names({ "app.py": code }), ["KEPT"]);
    });

    it("takes no removal for a read", async () => {
      const code =
        'import os\ndef clean():\n    os.environ.pop("OLD_ONE", None)  # gone\n    return os.environ.pop("KEPT", None)\n';
      assert.deepEqual(await names({ "app.py": code }), ["KEPT"]);
    });

    it("gives defaults as text, types, places and secrecy", async () => {
      const port = await one('import os\nport = int(os.environ.get("PORT", 8000))\n', "PORT");
      assert.equal(port.default, "8000");
      assert.equal(port.type, "int");
      assert.equal(port.place.line, 2);
      assert.equal(port.place.column, 12);
      assert.equal(
        (await one('import os\nD = os.getenv("DEBUG", "0").lower() in ("1", "true")\n', "DEBUG")).type,
        "bool",
      );
      assert.equal((await one('import os\nH = os.getenv("HOSTS", "a,b").split(",")\n', "HOSTS")).type, "list");
      assert.equal((await one('import os\nS = os.environ["API_KEY"]\n', "API_KEY")).secret, true);
    });

    it("reads code inside f-strings, decorators, defaults and lambdas", async () => {
      const code = `
import os
def f(a=os.getenv("IN_DEFAULT")):
    return f"{os.environ['IN_FSTRING']}"
@limit(os.getenv("IN_DECORATOR", "5"))
def g(): pass
h = lambda: os.environ["IN_LAMBDA"]
`;
      assert.deepEqual(await names({ "app.py": code }), ["IN_DECORATOR", "IN_DEFAULT", "IN_FSTRING", "IN_LAMBDA"]);
    });
  });

  describe("traps", () => {
    it("1: a WSGI environ is no process environment", async () => {
      const code = `
def application(environ, start_response):
    path = environ["PATH_INFO"]
    return environ.get("QUERY_STRING")
def view(request):
    return request.environ.get("SERVER_SOFTWARE")
`;
      assert.deepEqual(await names({ "app.py": code }), []);
    });

    it("2: a jinja2 environment called env proves nothing", async () => {
      const code = `
from jinja2 import Environment
env = Environment()
T = env.get_template("INDEX")
U = env.get("NOT_ONE")
`;
      assert.deepEqual(await names({ "app.py": code }), []);
    });

    it("3: env of a package about environments", async () => {
      const code = `
from serverutils.environment import env
A = env.to_bool("FEATURE_X")
B = env.get("SOME_NAME", "x")
C = env.render("NOT_THIS")
`;
      assert.deepEqual(await names({ "app.py": code }), ["FEATURE_X", "SOME_NAME"]);
    });

    it("3: functions of a package about environments", async () => {
      const code = `
from rigging.env import env_str, env_int, env_opt, list_envs
A = env_str("TITLE", "shop")
B = env_int("WORKERS", 4)
C = env_opt("PROXY")
D = list_envs("NOT_THIS")
E = as_bool(env_str("DEBUG", "false"))
`;
      assert.deepEqual(
        (await variables({ "app.py": code })).map(({ name, default: preset, type, required }) => [
          name,
          preset,
          type,
          required,
        ]),
        [
          ["TITLE", "shop", "str", false],
          ["WORKERS", "4", "int", false],
          ["PROXY", null, null, false],
          ["DEBUG", "false", "bool", false],
        ],
      );
    });

    it("4: an own wrapper that takes two names reads both", async () => {
      const code = `
import os

def either(new, old, default):
    if os.getenv(old) is not None:
        warn(old)
    return os.getenv(new, os.getenv(old, default))

PORT = int(either("SHOP_PORT", "PORT", "8000"))
`;
      assert.deepEqual(
        (await variables({ "app.py": code })).map(({ name, default: preset, type }) => [name, preset, type]),
        [
          ["SHOP_PORT", "8000", "int"],
          ["PORT", "8000", "int"],
        ],
      );
    });

    it("4: own wrappers in other files, with defaults and failures", async () => {
      const found = await variables({
        "shop/__init__.py": "",
        "shop/config.py": `
import os
from django.core.exceptions import ImproperlyConfigured

def get_env(name, default=None):
    try:
        return os.environ[name]
    except KeyError:
        if default is None:
            raise ImproperlyConfigured(name)
        return default

def flag(key, default=False):
    return os.getenv(key, str(default)).lower() == "true"
`,
        "shop/settings.py": `
from .config import get_env, flag
from shop import config
NAME = get_env("DB_NAME")
HOST = get_env("DB_HOST", "localhost")
DEBUG = flag("DEBUG")
PORT = config.get_env("DB_PORT", default="5432")
`,
      });
      const by = new Map(found.map(variable => [variable.name, variable]));
      assert.deepEqual([...by.keys()].sort(), ["DB_HOST", "DB_NAME", "DB_PORT", "DEBUG"]);
      assert.equal(by.get("DB_NAME")?.required, true);
      assert.equal(by.get("DB_HOST")?.required, false);
      assert.equal(by.get("DB_HOST")?.default, "localhost");
      assert.equal(by.get("DB_PORT")?.default, "5432");
      assert.equal(by.get("DEBUG")?.type, "bool");
      assert.equal(by.get("DEBUG")?.default, "False");
    });

    it("5: one wrapper, two names", async () => {
      const code = `
import os
def secret(name, default=""):
    path = os.environ.get(name + "_FILE")
    if path:
        return open(path).read()
    return os.environ.get(name, default)
P = secret("DB_PASSWORD")
`;
      assert.deepEqual(await names({ "app.py": code }), ["DB_PASSWORD", "DB_PASSWORD_FILE"]);
    });

    it("5b: the name as given is the main one, wherever the file is looked for first; kinds by what is returned", async () => {
      const code = `
import os
from pathlib import Path
def envbool(s, default):
    v = os.getenv(s, default=default)
    if v not in ("", "True", "False"):
        raise ValueError(s)
    return v == "True"
def envint(s, default):
    v = os.getenv(s, default)
    if v == "None":
        return None
    return int(v)
def envsecret(s, default=None):
    if path := os.getenv(s + "_FILE"):
        return Path(path).read_text().strip()
    return os.getenv(s, default)
SECRET_KEY = envsecret("SECRET_KEY", "---")
DEBUG = envbool("DEBUG", "True")
AGE = envint("CONN_MAX_AGE", "0")
`;
      const found = await variables({ "settings.py": code });
      const kinds = found.map(({ name, default: value, hasDefault, type }) => ({ name, value, hasDefault, type }));
      assert.deepEqual(kinds, [
        { name: "SECRET_KEY", value: "---", hasDefault: true, type: null },
        { name: "SECRET_KEY_FILE", value: null, hasDefault: false, type: "path" },
        { name: "DEBUG", value: "True", hasDefault: true, type: "bool" },
        { name: "CONN_MAX_AGE", value: "0", hasDefault: true, type: "int" },
      ]);
    });

    it("5c: wrappers that give a reader, take keywords, and ask before they read", async () => {
      const found = await variables({
        "lib/env.py": `
import os
def get_env(key, default, kind=None):
    return lambda: get_value(key=key, default=default, kind=kind)
def get_value(key, default, kind=None):
    value = os.getenv(key)
    return default if value is None else kind(value)
def get_list_from_env(key, separator=",", default=None, *, required=False):
    value = os.environ.get(key)
    if required and value is None and default is None:
        raise ValueError(key)
    return value.split(separator) if value else default
def get_or_fail(key, default=None):
    value = os.environ.get(key)
    if value is None and default is None:
        raise ValueError(key)
    return value or default
def get_float_from_env(key, default=None):
    if key not in os.environ:
        return default
    return float(os.environ[key])
def needed(key):
    if key not in os.environ:
        raise KeyError(key)
    return os.environ[key]
`,
        "settings.py": `
from dataclasses import dataclass, field
from lib.env import get_env, get_float_from_env, get_list_from_env, get_or_fail, needed
@dataclass
class Settings:
    ECHO: bool = field(default_factory=get_env("DATABASE_ECHO", False))
    POOL: int = field(default_factory=get_env("DATABASE_POOL", 5))
THRESHOLD = get_float_from_env("THRESHOLD")
NEEDED = needed("NEEDED")
APPS = get_list_from_env("APPS")
FAILS = get_or_fail("FAILS")
`,
      });
      assert.deepEqual(
        found.map(({ name, default: value, type, required }) => [name, value, type, required]),
        [
          ["DATABASE_ECHO", "False", "bool", false],
          ["DATABASE_POOL", "5", "int", false],
          ["THRESHOLD", null, "float", false],
          ["NEEDED", null, null, true],
          ["APPS", null, "list", false],
          ["FAILS", null, null, true],
        ],
      );
    });

    it("6: a method with the name as its second argument", async () => {
      const code = `
import os
ACKS = {"0": 0, "1": 1}
class Config:
    def _from_dict(self, values, key, default):
        return values[os.environ.get(key, default)]
    def load(self):
        self.acks = self._from_dict(ACKS, "PRODUCER_ACKS", "1")
`;
      const acks = await one(code, "PRODUCER_ACKS");
      assert.equal(acks.default, "1");
    });

    it("7: names in constants, f-strings and dicts of names", async () => {
      const found = await names({
        "names.py": 'SECRET_ENV_VAR = "SHARED_SECRET"\n',
        "app.py": `
import os
from names import SECRET_ENV_VAR
PREFIX = "WORKER"
NAMES = {"a": "FIRST_NAME", "b": "SECOND_NAME"}
S = os.getenv(SECRET_ENV_VAR)
L = os.getenv(f"{PREFIX}_LOG_LEVEL")
def read(kind):
    return os.environ[NAMES[kind]]
`,
      });
      assert.deepEqual(found, ["FIRST_NAME", "SECOND_NAME", "SHARED_SECRET", "WORKER_LOG_LEVEL"]);
    });

    it("8: loops over options under a prefix", async () => {
      const code = `
import os
OPTIONS = ("host", "port")
for option in OPTIONS:
    value = os.environ.get("CACHE_" + option.upper())
settings = {key: os.getenv(f"QUEUE_{key}") for key in ["USER", "NAME"]}
`;
      assert.deepEqual(await names({ "app.py": code }), ["CACHE_HOST", "CACHE_PORT", "QUEUE_NAME", "QUEUE_USER"]);
    });

    it("8b: loops over a table of names, by its keys, its values or a column", async () => {
      const code = `
import os
from names import FIRST
KEYS = {FIRST: "one", "KEY_B": "two"}
VALUES = {"one": "VALUE_A"}
COLUMNS = [("host", "COLUMN_A"), ("port", "COLUMN_B")]
PAIRS = {("OTHER_A", "OTHER_B"): 1}
def read():
    for name, option in KEYS.items():
        yield option, os.getenv(name)
    found = {option: os.environ.get(name) for option, name in COLUMNS}
    for option, name in VALUES.items():
        found[option] = os.getenv(name)
    for name in VALUES.values():
        print(os.getenv(name))
    for option, name in VALUES.items():
        print(os.environ.get(option.title()))
    for name, other in PAIRS:
        print(os.getenv(name), os.getenv(other))
`;
      assert.deepEqual(await names({ "names.py": 'FIRST = "KEY_A"\n', "app.py": code }), [
        "COLUMN_A",
        "COLUMN_B",
        "KEY_A",
        "KEY_B",
        "VALUE_A",
      ]);
    });

    it("9: each empty key of an INI file becomes a name, others do not", async () => {
      const found = await names({
        "config.ini": "[db]\nDB_HOST =\nDB_PORT = 5432\n",
        "app.py": `
import os
from configparser import ConfigParser
parser = ConfigParser()
parser.read("config.ini")
for section in parser.sections():
    for key, value in parser.items(section):
        if not value:
            parser.set(section, key, os.environ.get(key.upper()))
`,
      });
      assert.deepEqual(found, ["DB_HOST"]);
    });

    it("9b: configparser with the environment as defaults interpolates", async () => {
      const found = await names({
        "settings.ini": "[db]\nurl = postgres://%(DB_USER)s@%(host)s/x\nhost = db\n",
        "app.py": 'import os\nimport configparser\nc = configparser.ConfigParser(os.environ)\nc.read("settings.ini")\n',
      });
      assert.deepEqual(found, ["DB_USER"]);
    });

    it("10: pydantic prefixes as class keywords, inherited, nested, lower-case fields", async () => {
      const found = await variables({
        "config.py": `
from pydantic import BaseModel, Field, SecretStr, AliasChoices
from pydantic_settings import BaseSettings, SettingsConfigDict

class Settings(BaseSettings):
    secret_key: SecretStr
    debug: bool = False
    name: str | None = None
    model_config = SettingsConfigDict(env_file=".env")

class Bot(Settings, env_prefix="bot_"):
    token: str

class Admin(Bot):
    level: int = 3

class Database(BaseModel):
    host: str = "localhost"
    port: int

class Nested(BaseSettings):
    model_config = {"env_nested_delimiter": "__", "env_prefix": "APP_"}
    database: Database
    url: str = Field(default="x", validation_alias="SERVICE_URL")
    either: str = Field(validation_alias=AliasChoices("ONE_NAME", "OTHER_NAME"))

settings = Settings()
bot = Bot()
`,
      });
      const by = new Map(found.map(variable => [variable.name, variable]));
      const expected = [
        "SECRET_KEY",
        "DEBUG",
        "NAME",
        "BOT_TOKEN",
        "BOT_SECRET_KEY",
        "BOT_DEBUG",
        "BOT_NAME",
        "BOT_LEVEL",
      ];
      for (const name of expected) assert.ok(by.has(name), name);
      assert.equal(by.get("SECRET_KEY")?.required, true);
      assert.equal(by.get("SECRET_KEY")?.secret, true);
      assert.equal(by.get("DEBUG")?.default, "False");
      assert.equal(by.get("DEBUG")?.type, "bool");
      assert.equal(by.get("NAME")?.required, false);
      assert.equal(by.get("BOT_LEVEL")?.default, "3");
      assert.equal(by.get("APP_DATABASE__PORT")?.required, true);
      assert.equal(by.get("APP_DATABASE__HOST")?.default, "localhost");
      assert.equal(by.get("SERVICE_URL")?.default, "x");
      assert.equal(by.has("APP_URL"), false);
      assert.equal(by.get("ONE_NAME")?.required, false);
      assert.ok(by.has("OTHER_NAME"));
    });

    it("11: plain models that are filled from the environment as a whole", async () => {
      const code = `
import os
from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

class Base(BaseModel):
    LEVEL: str

class Web(Base):
    TITLE: str
    debug: bool = False
    PORT: int = Field(8000, alias="WEB_PORT")

class Store(BaseModel):
    STORE_HOST: str = "localhost"

class Mail(BaseModel):
    MAIL_HOST: str

class Body(BaseModel):
    text: str

class All(BaseModel):
    web: Web
    store: Store

def load():
    values = {**dotenv_values(".env"), **dict(os.environ)}
    return All(web=Web(**values), store=Store.model_validate(os.environ))

class Lower(BaseModel):
    database_url: str

class Cut(BaseModel):
    api_key: str

class Camel(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel)
    camel_key: str

class OldCamel(BaseModel):
    class Config:
        alias_generator = to_camel
    old_key: str

lower = Lower(**{k.lower(): v for k, v in os.environ.items()})
cut = Cut(**{k[4:].lower(): v for k, v in os.environ.items() if k.startswith("APP_")})
camel = Camel(**os.environ)
old = OldCamel.parse_obj(os.environ)
mail = Mail(**{**os.environ})
def create(data): return Body(**data)
`;
      const by = new Map((await variables({ "config.py": code })).map(variable => [variable.name, variable]));
      assert.deepEqual([...by.values()].map(({ name, required }) => `${name} ${String(required)}`).sort(), [
        "LEVEL true",
        "MAIL_HOST true",
        "STORE_HOST false",
        "TITLE true",
        "WEB_PORT false",
        "debug false",
      ]);
      assert.equal(by.get("STORE_HOST")?.default, "localhost");
    });

    it("10: a configuration that is joined with a shared one, or unpacks it", async () => {
      const code = `
from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

SHARED = SettingsConfigDict(env_file=".env", case_sensitive=False)

class HasherSettings(BaseModel):
    PEPPER: str = Field(min_length=32)

class HasherEnv(BaseSettings, HasherSettings):
    model_config = SHARED | SettingsConfigDict(env_prefix="PASSWORD_")

class Mail(BaseSettings):
    model_config = {**SHARED, "env_prefix": "MAIL_"}
    host: str

hasher = HasherEnv()
mail = Mail()
`;
      const found = await variables({ "config.py": code });
      assert.deepEqual(found.map(({ name }) => name).sort(), ["MAIL_HOST", "PASSWORD_PEPPER"]);
    });

    it("10: settings inside settings are no variable of their own", async () => {
      const code = `
from pydantic import BaseModel
from pydantic_settings import BaseSettings, SettingsConfigDict

class DbConfig(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="DB_")
    host: str | None = None

class Limits(BaseModel):
    rate: int = 3

class Config(BaseSettings):
    db: DbConfig
    limits: Limits = Limits()
    debug: bool = False
`;
      assert.deepEqual(await names({ "app.py": code }), ["DB_HOST", "DEBUG"]);
    });

    it("10: settings that the outer ones fill by their delimiter read nothing by themselves", async () => {
      const code = `
from pydantic_settings import BaseSettings, SettingsConfigDict
class Grpc(BaseSettings):
    port: str
class Mail(BaseSettings):
    host: str = "mail"
class Config(BaseSettings):
    model_config = SettingsConfigDict(env_nested_delimiter="__")
    grpc: Grpc
    mail: Mail = Mail()
`;
      assert.deepEqual(await names({ "app.py": code }), ["GRPC__PORT", "HOST", "MAIL__HOST"]);
    });

    it("10a: what the code passes itself, one by one or unpacked, need not be set", async () => {
      const found = await variables({
        "settings.py": `
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    SECRET: str
    TOKEN: str
    HOST: str
def make(folder):
    secrets = {"SECRET": folder.read()}
    return Settings(TOKEN="t", **secrets)
`,
      });
      assert.deepEqual(
        found.filter(({ required }) => required).map(({ name }) => name),
        ["HOST"],
      );
    });

    it("10: fields of an Enum and of an alias have the words that they take for their type", async () => {
      const found = await variables({
        "kinds.py":
          'from enum import Enum, StrEnum\nfrom typing import Literal\nclass Mode(str, Enum):\n    DEV = "dev"\n    PROD = "prod"\nclass Colour(StrEnum):\n    RED = "red"\nLevel = Literal["low", "high"]\n',
        "addresses.py": "from pydantic import AnyUrl\nclass Loose(AnyUrl): ...\nclass Strict: ...\n",
        "settings.py":
          "from pydantic_settings import BaseSettings\nfrom addresses import Loose, Strict\nfrom kinds import Colour, Level, Mode\nclass Settings(BaseSettings):\n    mode: Mode\n    colour: Colour | None\n    level: Level\n    server: Loose | None\n    other: Strict\n    names: tuple[str, int]\n",
      });
      const types = Object.fromEntries(found.map(({ name, type }) => [name, type]));
      assert.deepEqual(types, {
        MODE: 'Literal["dev", "prod"]',
        COLOUR: 'Literal["red"]',
        LEVEL: 'Literal["low", "high"]',
        SERVER: "AnyUrl",
        OTHER: "Strict",
        NAMES: "tuple[str, int]",
      });
    });

    it("10b: pydantic 1 with class Config and env=", async () => {
      const found = await variables({
        "config.py": `
from pydantic import BaseSettings, Field
class Settings(BaseSettings):
    redis_url: str = "redis://localhost"
    token: str = Field(..., env="API_TOKEN")
    class Config:
        env_prefix = "my_"
s = Settings()
`,
      });
      assert.deepEqual(found.map(({ name }) => name).sort(), ["API_TOKEN", "MY_REDIS_URL"]);
      assert.equal(found.find(({ name }) => name === "API_TOKEN")?.required, true);
    });

    it("11: required is not syntax", async () => {
      const code = `
import os
import sys
try:
    A = os.environ["GUARDED"]
except KeyError:
    A = None
try:
    R = os.environ["RERAISED"]
except KeyError:
    raise RuntimeError("set it")
B = os.environ.get("EMPTY_RAISES", "")
if not B:
    raise ValueError("EMPTY_RAISES")
C = os.getenv("NONE_EXITS")
if C is None:
    sys.exit(1)
DEBUG = os.getenv("DEBUG") == "1"
D = os.getenv("ONLY_LIVE")
if not DEBUG and not D:
    raise ValueError()
if DEBUG:
    E = os.environ["ONLY_DEBUG"]
F = os.getenv("ASSERTED")
assert F, "needed"
G, H = os.getenv("PAIR_A"), os.getenv("PAIR_B")
if not (G and H):
    raise ValueError()
missing = [name for name in ["LIST_A", "LIST_B"] if not os.getenv(name)]
if missing:
    raise SystemExit(missing)
if "MEMBER" not in os.environ:
    raise KeyError("MEMBER")
try:
    import driver
except ImportError:
    if "ON_BUILDER" in os.environ:
        driver = None
    else:
        raise
try:
    import local_settings
except ImportError:
    if "WITHOUT_LOCAL" not in os.environ:
        raise SystemExit("WITHOUT_LOCAL is missing")
I = os.environ["PLAIN"]
`;
      const found = await variables({ "app.py": code });
      const required = [...new Set(found.filter(variable => variable.required).map(({ name }) => name))].sort();
      assert.deepEqual(required, [
        "ASSERTED",
        "EMPTY_RAISES",
        "LIST_A",
        "LIST_B",
        "MEMBER",
        "NONE_EXITS",
        "ONLY_LIVE",
        "PAIR_A",
        "PAIR_B",
        "PLAIN",
        "RERAISED",
        "WITHOUT_LOCAL",
      ]);
      assert.equal(found.find(({ name }) => name === "EMPTY_RAISES")?.hasDefault, false);
    });

    it("11b: a check or a read in a branch counts where the branch is taken while no variable is set", async () => {
      const code = `
import os
import sys
def flag(name, default="0"):
    return os.getenv(name, default).lower() in ("1", "true")
TESTING = "test" in sys.argv
PRODUCTION = os.getenv("STAGE", "production") == "production"
DEBUG = flag("DEBUG", "1")
A = os.getenv("UNLESS_TESTING")
if not A:
    if not TESTING:
        raise RuntimeError("UNLESS_TESTING")
    A = "for tests"
B = os.getenv("UNLESS_DEBUG")
if not DEBUG and not B:
    raise RuntimeError("UNLESS_DEBUG")
if PRODUCTION:
    C = os.environ["IN_PRODUCTION"]
elif DEBUG:
    C = os.environ["IN_DEBUG"]
else:
    C = os.environ["ELSEWHERE"]
if flag("USE_CACHE"):
    D = os.environ["WITH_CACHE"]
E = os.environ["BY_CHOICE"] if PRODUCTION else "x"
F = "x" if PRODUCTION else os.environ["OTHER_CHOICE"]
for name in unknown():
    G = os.environ["IN_LOOP"]
if unknown():
    H = os.environ["UNKNOWN"]
I = os.getenv("FEATURE")
if flag("WITH_FEATURE"):
    if not I:
        raise RuntimeError("FEATURE")
`;
      const found = await variables({ "app.py": code });
      assert.deepEqual([...new Set(found.filter(({ required }) => required).map(({ name }) => name))].sort(), [
        "BY_CHOICE",
        "IN_PRODUCTION",
        "UNLESS_TESTING",
      ]);
    });

    it("11c: a check in another file counts, by app.config, by the settings object and by name", async () => {
      const found = await variables({
        "shop/config.py": `
from os import environ
class Config:
    SECRET_KEY = environ.get("FLASK_SECRET", "")
    MAIL_KEY = environ.get("MAIL_KEY", "")
    LATE = environ.get("LATE_KEY", "")
LICENCE = environ.get("LICENCE")
UNUSED = environ.get("UNUSED")
`,
        "shop/__init__.py": `
from flask import Flask
from .config import Config, LICENCE
def create_app(config=None):
    app = Flask(__name__)
    app.config.from_object(Config)
    if not app.config["SECRET_KEY"]:
        raise RuntimeError("Set FLASK_SECRET")
    if app.config.get("MAIL_KEY") == "":
        raise RuntimeError("Set MAIL_KEY")
    return app
if not LICENCE:
    raise SystemExit(1)
`,
        "shop/views.py": `
from flask import current_app
def pay():
    if not current_app.config["LATE"]:
        raise RuntimeError("not configured")
`,
        "site/settings.py": 'import os\nHOOK_KEY = os.getenv("HOOK_KEY")\nOTHER_KEY = os.getenv("OTHER_KEY")\n',
        "site/apps.py": `
from django.conf import settings
from django.apps import AppConfig
class SiteConfig(AppConfig):
    def ready(self):
        if not settings.HOOK_KEY:
            raise RuntimeError("HOOK_KEY")
`,
      });
      assert.deepEqual(
        found
          .filter(({ required }) => required)
          .map(({ name }) => name)
          .sort(),
        ["FLASK_SECRET", "HOOK_KEY", "LICENCE", "MAIL_KEY"],
      );
      assert.equal(found.find(({ name }) => name === "FLASK_SECRET")?.hasDefault, false);
    });

    it("11d: Django refuses an empty SECRET_KEY by itself", async () => {
      const settings = (rest: string): Record<string, string> => ({
        "site/settings.py": `import os\nINSTALLED_APPS = []\nSECRET_KEY = os.environ.get("SECRET_KEY")\n${rest}`,
      });
      assert.equal((await variables(settings("")))[0]?.required, true);
      assert.equal((await variables(settings('if not SECRET_KEY:\n    SECRET_KEY = "dev"\n')))[0]?.required, false);
    });

    it("12: defaults in every form", async () => {
      const code = `
import os
A = os.getenv("WITH_OR") or "d"
B = os.environ.get("OUTER", os.environ.get("INNER", "inner"))
C = os.getenv("NUMBER", 6379)
D = os.getenv("TRUTH", True) in (True, "True", "1")
E = os.environ.get("KEYWORD", default="k")
BASE = "/srv"
F = os.getenv("JOINED", BASE + "/data")
`;
      const by = new Map((await variables({ "app.py": code })).map(variable => [variable.name, variable]));
      assert.equal(by.get("WITH_OR")?.default, "d");
      assert.equal(by.get("OUTER")?.default, "inner");
      assert.equal(by.get("INNER")?.default, "inner");
      assert.equal(by.get("NUMBER")?.default, "6379");
      assert.equal(by.get("NUMBER")?.type, "int");
      assert.equal(by.get("TRUTH")?.default, "True");
      assert.equal(by.get("TRUTH")?.type, "bool");
      assert.equal(by.get("KEYWORD")?.default, "k");
      assert.equal(by.get("JOINED")?.default, "/srv/data");
    });

    it("13: writes are no reads", async () => {
      const code = `
import os
os.environ["SET_HERE"] = "1"
os.environ["SET_AND_READ"] = "1"
x = os.environ["SET_AND_READ"]
os.environ.setdefault("DEFAULTED", "x")
del os.environ["DELETED"]
`;
      assert.deepEqual(await names({ "app.py": code }), []);
    });

    it("13b: what another file of the application sets is not required", async () => {
      const found = await variables({
        "main.py": 'import os\nos.environ["APP_VERSION"] = "1.2"\nimport views\n',
        "views.py": 'import os\nVERSION = os.environ["APP_VERSION"]\nOTHER = os.environ["OTHER"]\n',
      });
      assert.deepEqual(
        found.map(({ name, required }) => [name, required]),
        [
          ["APP_VERSION", false],
          ["OTHER", true],
        ],
      );
      // A server and a worker are not started through `manage.py`, so nothing there holds for them.
      const [mode] = await variables({
        "manage.py": 'import os\nos.environ.setdefault("SHOP_MODE", "dev")\n',
        "shop/settings.py": 'import os\nMODE = os.environ["SHOP_MODE"]\n',
      });
      assert.equal(mode?.required, true);
    });

    it("14: membership only", async () => {
      const member = await one('import os\nlive = "DYNO" in os.environ\n', "DYNO");
      assert.equal(member.required, false);
      assert.equal(member.hasDefault, false);
    });

    it("15: names hidden in libraries", async () => {
      const found = await variables({
        "settings.py":
          'import dj_database_url\nDATABASES = {"default": dj_database_url.config(default="sqlite:///db")}\nO = dj_database_url.config("OTHER_URL")\n',
        "tasks.py": "from celery import Celery\napp = Celery('x')\n",
      });
      const by = new Map(found.map(variable => [variable.name, variable]));
      assert.equal(by.get("DATABASE_URL")?.default, "sqlite:///db");
      assert.ok(by.has("OTHER_URL"));
      assert.equal(by.get("CELERY_BROKER_URL")?.scope, "library");
    });

    it("15b: Celery reads its own variables before an address on localhost that code gives it", async () => {
      const local = async (text: string): Promise<readonly unknown[]> =>
        (await variables({ "app.py": text })).map(({ name, default: usual, scope }) => [name, usual, scope]);
      const broker = ["CELERY_BROKER_URL", "redis://localhost:6379/0", "library"];
      const backend = ["CELERY_RESULT_BACKEND", "redis://localhost:6379/1", "library"];
      for (const text of [
        "from celery import Celery\napp = Celery('x', broker='redis://localhost:6379/0', backend='redis://localhost:6379/1')\n",
        "CELERY_BROKER_URL = 'redis://localhost:6379/0'\nCELERY_RESULT_BACKEND = 'redis://localhost:6379/1'\n",
        "app.config['CELERY_BROKER_URL'] = 'redis://localhost:6379/0'\napp.config['CELERY_RESULT_BACKEND'] = 'redis://localhost:6379/1'\n",
        "app.config.update(CELERY_BROKER_URL='redis://localhost:6379/0', CELERY_RESULT_BACKEND='redis://localhost:6379/1')\n",
        "from celery import Celery\nbroker_url = 'redis://localhost:6379/0'\nresult_backend = 'redis://localhost:6379/1'\n",
      ])
        assert.deepEqual(await local(text), [broker, backend], text);
      for (const text of [
        "from celery import Celery\napp = Celery('x', broker='redis://queue:6379/0')\n",
        "from celery import Celery\napp = Celery('x', broker='memory://')\n",
        "broker_url = 'redis://localhost:6379/0'\n",
      ])
        assert.deepEqual(await local(text), [], text);
    });

    it("16: names that only the shell entry point reads are a class of their own", async () => {
      const found = await variables({
        "app.py": 'import os\nA = os.environ["SHARED"]\n',
        "docker-entrypoint.sh": `#!/bin/sh
# $COMMENTED is no read
WORKERS="\${WORKERS:-4}"
: "\${DB_HOST:?set it}"
LOCAL=1
echo '$QUOTED' $LOCAL $SHARED "$HOME"
exec gunicorn -w $WORKERS app:app
`,
      });
      const by = new Map(found.map(variable => [variable.name, variable]));
      assert.deepEqual([...by.keys()].sort(), ["DB_HOST", "SHARED", "WORKERS"]);
      assert.equal(by.get("WORKERS")?.scope, "shell");
      assert.equal(by.get("WORKERS")?.default, "4");
      assert.equal(by.get("DB_HOST")?.required, true);
      assert.equal(by.get("SHARED")?.scope, "application");
    });

    it("17: what an image sets and no code reads is not reported", async () => {
      assert.deepEqual(
        await names({
          "app.py": "print(1)\n",
          Dockerfile: 'FROM python:3.11\nENV UNREAD=1 PORT=80\nCMD ["python", "app.py"]\n',
        }),
        [],
      );
    });

    it("18: dotenv_values sets no process variable", async () => {
      const code = `
import os
from dotenv import dotenv_values
alone = dotenv_values(".env")
A = alone["FILE_ONLY"]
merged = {**dotenv_values(".env"), **os.environ}
B = merged["FROM_BOTH"]
`;
      assert.deepEqual(await names({ "app.py": code }), ["FROM_BOTH"]);
    });

    it("19: names with dots", async () => {
      assert.deepEqual(await names({ "app.py": 'import os\nx = os.environ.get("BATCH.SIZE", "5")\n' }), ["BATCH.SIZE"]);
    });

    it("20: helper scripts, hooks and tests are not the application's", async () => {
      const read = (name: string): string => `import os\nx = os.environ["${name}"]\n`;
      const found = await variables({
        "app/__init__.py": "",
        "app/main.py": read("REAL"),
        "scripts/release.py": read("RELEASE_TOKEN"),
        ".claude/hooks/check.py": read("HOOK_MODE"),
        "tests/test_main.py": read("TEST_ONLY"),
        "setup.py": read("BUILD_EXT"),
      });
      const scopes = Object.fromEntries(found.map(({ name, scope }) => [name, scope]));
      assert.deepEqual(scopes, {
        REAL: "application",
        RELEASE_TOKEN: "script",
        HOOK_MODE: "script",
        BUILD_EXT: "script",
      });
    });
  });

  describe("libraries", () => {
    it("django-environ, with its schema", async () => {
      const code = `
import environ
env = environ.Env(DEBUG=(bool, False), WORKERS=int, TOKEN=(str, None))
DEBUG = env("DEBUG")
TOKEN = env("TOKEN")
WORKERS = env("WORKERS")
KEY = env("SECRET_KEY")
HOSTS = env.list("ALLOWED_HOSTS", default=["a", "b"])
DATABASES = {"default": env.db()}
CACHE = env.cache("REDIS_URL", default="redis://x")
PORT = env.int("PORT", 8000)
`;
      const by = new Map((await variables({ "settings.py": code })).map(variable => [variable.name, variable]));
      assert.equal(by.get("DEBUG")?.default, "False");
      assert.equal(by.get("DEBUG")?.type, "bool");
      assert.equal(by.get("DEBUG")?.required, false);
      assert.equal(by.get("TOKEN")?.required, false, "None is what it gets");
      assert.equal(by.get("WORKERS")?.required, true);
      assert.equal(by.get("SECRET_KEY")?.required, true);
      assert.equal(by.get("ALLOWED_HOSTS")?.default, "a,b");
      assert.equal(by.get("ALLOWED_HOSTS")?.type, "list");
      assert.equal(by.get("DATABASE_URL")?.required, true);
      assert.equal(by.get("REDIS_URL")?.default, "redis://x");
      assert.equal(by.get("PORT")?.type, "int");
    });

    it("the schema of django-environ, and the prefix, where the object is imported from another module", async () => {
      const by = new Map(
        (
          await variables({
            "shop/conf/__init__.py": "",
            "shop/conf/environ.py":
              "import environ\nenv = environ.Env(DEBUG=(bool, False), TIME_ZONE=(str, 'Europe/Riga'))\n",
            "shop/conf/i18n.py": "from shop.conf.environ import env\nTIME_ZONE = env('TIME_ZONE')\n",
            "shop/conf/base.py": "from .environ import env\nDEBUG = env('DEBUG')\n",
            "shop/conf/production.py": "from .base import *\nKEY = env('SITE_KEY')\nDEBUG = env('DEBUG')\n",
          })
        ).map(variable => [variable.name, variable]),
      );
      assert.equal(by.get("TIME_ZONE")?.default, "Europe/Riga");
      assert.equal(by.get("TIME_ZONE")?.required, false);
      assert.equal(by.get("DEBUG")?.type, "bool");
      assert.equal(by.get("DEBUG")?.required, false);
      assert.equal(by.get("SITE_KEY")?.required, true);
    });

    it("the schema of django-environ, where dictionaries of other modules are part of it", async () => {
      const found = await variables({
        "shop/audit.py": "SCHEMA = {'AUDIT': (bool, True), 'AUDIT_KEY': str}\n",
        "shop/settings.py":
          "import environ\nfrom .audit import SCHEMA as AUDIT_SCHEMA\nfrom .other import GONE\nenv = environ.FileAwareEnv(**AUDIT_SCHEMA, **GONE, LANG_CODE=(str, 'lv'))\nA = env('AUDIT')\nB = env('AUDIT_KEY')\nC = env('LANG_CODE')\nD = env('GONE_KEY')\n",
      });
      assert.deepEqual(
        found.map(({ name, type, default: text, required }) => [name, type, text, required]),
        [
          ["AUDIT", "bool", "True", false],
          ["AUDIT_KEY", "str", null, true],
          ["LANG_CODE", "str", "lv", false],
          ["GONE_KEY", null, null, true],
        ],
      );
    });

    it("decouple, Starlette, environs", async () => {
      const found = await variables({
        "a.py":
          'from decouple import config, Csv\nA = config("A_KEY")\nB = config("B_KEY", default=5, cast=int)\nC = config("C_KEY", cast=Csv(), default="x,y")\n',
        "b.py":
          'from starlette.config import Config\nconfig = Config(".env")\nD = config("D_KEY", cast=bool, default=False)\nE = config("E_KEY")\n',
        "c.py": 'from environs import Env\nenv = Env()\nF = env.bool("F_KEY", False)\nG = env("G_KEY")\n',
      });
      const by = new Map(found.map(variable => [variable.name, variable]));
      assert.equal(by.get("A_KEY")?.required, true);
      assert.equal(by.get("B_KEY")?.default, "5");
      assert.equal(by.get("B_KEY")?.type, "int");
      assert.equal(by.get("C_KEY")?.type, "list");
      assert.equal(by.get("D_KEY")?.type, "bool");
      assert.equal(by.get("D_KEY")?.default, "False");
      assert.equal(by.get("E_KEY")?.required, true);
      assert.equal(by.get("F_KEY")?.default, "False");
      assert.equal(by.get("G_KEY")?.required, true);
    });

    it("a reader that is handed on as an argument whose annotation names its class", async () => {
      const found = await variables({
        "config.py": `
from typing import Optional
from environs import Env

class Bot:
    @staticmethod
    def from_env(env: Env):
        return env.str("BOT_TOKEN"), env.list("ADMINS", subcast=int)

def redis(env: "Optional[Env]" = None):
    return env.int("REDIS_PORT", 6379)

def other(env: Unknown, text: str):
    return env.str("NOT_THIS"), text.join("NOR_THIS")
`,
      });
      assert.deepEqual(
        found.map(({ name, type, required }) => [name, type, required]),
        [
          ["BOT_TOKEN", "str", true],
          ["ADMINS", "list", true],
          ["REDIS_PORT", "int", false],
        ],
      );
    });

    it("Dagster's variables of resources", async () => {
      const found = await variables({
        "resources.py":
          'import dagster as dg\nfrom dagster import EnvVar\nA = dg.EnvVar("SNOWFLAKE_USER")\nB = EnvVar.int("SNOWFLAKE_PORT")\nC = EnvVar("WORKSPACE_ID").get_value("none")\n',
      });
      assert.deepEqual(
        found.map(({ name, type }) => [name, type]),
        [
          ["SNOWFLAKE_USER", null],
          ["SNOWFLAKE_PORT", "int"],
          ["WORKSPACE_ID", null],
        ],
      );
    });

    it("click and typer options", async () => {
      const code = `
import click, typer
@click.command()
@click.option("--host", envvar="APP_HOST", default="0.0.0.0")
@click.option("--token", envvar=["APP_TOKEN", "TOKEN"], required=True)
@click.option("--storage", envvar="APP_STORAGE", type=click.Choice(["local", "s3"], case_sensitive=False))
def main(host, token): ...
def serve(port: int = typer.Option(8000, envvar="APP_PORT")): ...
`;
      const by = new Map((await variables({ "cli.py": code })).map(variable => [variable.name, variable]));
      assert.equal(by.get("APP_HOST")?.default, "0.0.0.0");
      assert.equal(by.get("APP_PORT")?.default, "8000");
      assert.equal(by.get("APP_STORAGE")?.type, 'Literal["local", "s3"]');
      assert.ok(by.has("APP_TOKEN") && by.has("TOKEN"));
    });

    it("Flask's prefix, dynaconf and environ-config", async () => {
      const found = await names({
        "a.py":
          'from flask import Flask\napp = Flask(__name__)\napp.config.from_prefixed_env("SHOP")\nx = app.config["MAIL_HOST"]\n',
        "b.py": 'from dynaconf import Dynaconf\nsettings = Dynaconf(envvar_prefix="DYN")\n',
        "c.py": "from b import settings\nprint(settings.TIMEOUT)\n",
        "d.py":
          'import environ\n@environ.config(prefix="CONF")\nclass Config:\n    host = environ.var("localhost")\n    debug = environ.bool_var()\n',
      });
      assert.deepEqual(found, ["CONF_DEBUG", "CONF_HOST", "DYN_TIMEOUT", "SHOP_MAIL_HOST"]);
    });

    it("Dynaconf's prefix under either of its names, and what Django's and Flask's objects have without one", async () => {
      const told = async (made: string) =>
        names({
          "config.py": `from dynaconf import *\nimport dynaconf\nsettings = dynaconf.${made}\ndynaconf.Validator("HOST")\n`,
        });
      assert.deepEqual(await told('Dynaconf(ENVVAR_PREFIX_FOR_DYNACONF="SHOP")'), ["SHOP_HOST"]);
      assert.deepEqual(await told("DjangoDynaconf(__name__)"), ["DJANGO_HOST"]);
      assert.deepEqual(await told('FlaskDynaconf(app, ENVVAR_PREFIX="SHOP")'), ["SHOP_HOST"]);
      assert.deepEqual(await told("FlaskDynaconf(app)"), ["FLASK_HOST"]);
      assert.deepEqual(await told("Dynaconf(PREFIX='SHOP')"), ["DYNACONF_HOST"]);
    });

    it("what Dynaconf's validators ask for, required where nothing but the environment can give it", async () => {
      const told = async (more: string) => {
        const found = await variables({
          "config.py": `from dynaconf import Dynaconf, Validator\nsettings = Dynaconf(envvar_prefix="SHOP"${more}, validators=[\n    Validator("DB_HOST", "DB_NAME", required=True),\n    Validator("DB_PORT", required=True, cast=int),\n    Validator("TOKEN", must_exist=True, when=Validator("DB_HOST")),\n    Validator("PORT", must_exist=True, cast=int, default="8080"),\n    Validator("nested.key", required=True),\n])\n`,
        });
        return found.map(
          ({ name, required, type, default: given }) =>
            `${name} ${required ? "required" : "optional"} ${type ?? "-"} ${given ?? "-"}`,
        );
      };
      assert.deepEqual(await told(""), [
        "SHOP_DB_HOST required - -",
        "SHOP_DB_NAME required - -",
        "SHOP_DB_PORT required int -",
        "SHOP_DB_HOST optional - -",
        "SHOP_TOKEN optional - -",
        "SHOP_PORT optional int 8080",
      ]);
      assert.deepEqual((await told(', DB_HOST="localhost", db_port=5432')).slice(0, 3), [
        "SHOP_DB_HOST optional - localhost",
        "SHOP_DB_NAME required - -",
        "SHOP_DB_PORT optional int 5432",
      ]);
      assert.deepEqual(
        (await told(', settings_files=["settings.toml"]')).filter(line => line.includes("required")),
        [],
      );
    });

    it("requires nothing of a module that only a variable without a value lets in", async () => {
      const ldap = (condition: string, more = "") => ({
        "site_/__init__.py": "",
        "site_/base.py": `import environ\nenv = environ.Env(AUTH_LDAP=(bool, False), LOCAL=(bool, True))\nKEY = env("KEY")\n${condition}:\n    from .ldap import *  # noqa\n`,
        "site_/ldap.py": 'from .base import env\nAUTH_LDAP_SERVER = env("AUTH_LDAP_SERVER")\n',
        "site_/other.py": more,
      });
      const required = async (texts: Readonly<Record<string, string>>) =>
        (await variables(texts)).filter(one => one.required).map(({ name }) => name);
      assert.deepEqual(await required(ldap('if env("AUTH_LDAP")')), ["KEY"]);
      for (const taken of ['if env("LOCAL")', 'if env.str("MODE", "local") == "production"'])
        assert.deepEqual((await required(ldap(taken))).sort(), ["AUTH_LDAP_SERVER", "KEY"]);
      // A folder that is called `products` is no production.
      const moved = (texts: Readonly<Record<string, string>>) =>
        Object.fromEntries(Object.entries(texts).map(([path, text]) => [path.replace("site_/", "products/"), text]));
      assert.deepEqual(await required(moved(ldap('if env("AUTH_LDAP")'))), ["KEY"]);
      const loaded = ldap('if env("AUTH_LDAP")', "from . import ldap\n");
      assert.deepEqual((await required(loaded)).sort(), ["AUTH_LDAP_SERVER", "KEY"]);
    });

    it("requires what a reader raises for, whatever follows an `or`", async () => {
      const code =
        "from starlette.config import Config\nconfig = Config('.env')\nUSER = config('REDIS_USER') or ''\nPORT = config('REDIS_PORT', default='6379') or ''\n";
      const found = await variables({ "app.py": code });
      assert.deepEqual(
        found.map(({ name, required, default: given }) => [name, required, given]),
        [
          ["REDIS_USER", true, ""],
          ["REDIS_PORT", false, "6379"],
        ],
      );
    });

    it("django_heroku reads the database's address", async () => {
      const found = await names({ "settings.py": "import django_heroku\ndjango_heroku.settings(locals())\n" });
      assert.deepEqual(found, ["DATABASE_URL"]);
    });

    it("addresses and secrets of what Flask's prefix lies over, by module or class", async () => {
      const settings =
        'import os\nSECRET_KEY = "secret key"\nSQLALCHEMY_DATABASE_URI = "sqlite:///shop.db"\nMAIL_URL = os.environ["MAIL_URL"]\nTITLE = "Shop"\nclass Live:\n    CACHE_URL = "redis://localhost/0"\n';
      const found = await variables({
        "shop/__init__.py": "",
        "shop/config.py": settings,
        "app.py":
          'from flask import Flask\nfrom shop.config import Live\napp = Flask(__name__)\napp.config.from_object("shop.config")\napp.config.from_object(Live)\napp.config.from_prefixed_env()\n',
      });
      assert.deepEqual(found.map(({ name, default: given }) => `${name} ${given ?? "-"}`).sort(), [
        "FLASK_CACHE_URL redis://localhost/0",
        "FLASK_SECRET_KEY secret key",
        "FLASK_SQLALCHEMY_DATABASE_URI sqlite:///shop.db",
        "MAIL_URL -",
      ]);
    });

    it("what files set under Flask's prefix", async () => {
      const app = 'from quart import Quart\napp = Quart(__name__)\napp.config.from_prefixed_env(prefix="SHOP")\n';
      const found = await names({
        "app.py": app,
        "development.env": "SHOP_SECRET_KEY=x\nOTHER_KEY=1\n# SHOP_IN_WORDS are many\n",
        "docker-compose.yml": 'services:\n  a:\n    environment:\n      SHOP_DB_URL: "${SHOP_OUTSIDE:-x}"\n',
      });
      assert.deepEqual(found, ["SHOP_DB_URL", "SHOP_SECRET_KEY"]);
      const plain = await names({ "app.py": "print(1)\n", "development.env": "SHOP_SECRET_KEY=x\n" });
      assert.deepEqual(plain, []);
    });

    it("samples add documented names with low confidence only", async () => {
      for (const sample of [".env.example", ".env_sample", "env-example", "dotenv_example"]) {
        const found = await variables({
          "app.py": "print(1)\n",
          [sample]: "# The public address\nPUBLIC_URL=https://x\n\nUNDOCUMENTED=1\n",
        });
        assert.deepEqual(
          found.map(({ name, place }) => [name, place.confidence]),
          [["PUBLIC_URL", "low"]],
          sample,
        );
      }
    });
  });
});
