import assert from "node:assert/strict";
import { readWrites } from "../../../../src/scaffold/layout/writes";
import { openWorkspace } from "../../../../src/workspace/workspace";
import type { Dependency, ReadinessFinding, Recon } from "../../../../src/model/recon";
import { at, dependency, entryPoint, integration, recon } from "../recon-kit";
import { memoryFiles } from "../../../kit/memory-files";

async function writesOf(
  texts: Readonly<Record<string, string>>,
  ignored: readonly string[] = [],
  dependencies: readonly Dependency[] = [],
  integrations: Recon["integrations"] = [],
  readiness: Recon["readiness"] = [],
): Promise<readonly string[]> {
  const workspace = await openWorkspace("w", memoryFiles(texts));
  await workspace.load(Object.keys(texts));
  return readWrites(workspace, recon({ dependencies, integrations, readiness }), "", ignored).map(
    ({ base, folder, file, isKept, isLog }) =>
      `${base === "work" ? "./" : ""}${folder}/${file ?? ""}${isLog ? " log" : isKept ? "" : " scratch"}`,
  );
}

describe("what the code writes", () => {
  it("is read from settings that name folders", async () => {
    assert.deepEqual(
      await writesOf({
        "settings.py":
          'MEDIA_ROOT = BASE_DIR / "media"\nLOG_DIR: str = "var/logs"\nEMAIL_FILE_PATH = BASE_DIR / "sent"\n',
      }),
      ["media/", "./var/logs/ scratch", "sent/"],
    );
    const asked =
      'class Files:\n    def __init__(self):\n        self.storage_path = self.config.get("FILES", "storage_path")\n        self.log_dir = options["log_dir"]\n        download_path = done["file_path"]\n';
    assert.deepEqual(await writesOf({ "files.py": asked }), []);
    const named =
      'MEDIA_ROOT = BASE_DIR / "media_root"\nUPLOAD_FOLDER = "upload_folder"\nEXPORT_DIR = os.environ.get("EXPORT_DIR", "export_dir")\nREPORT_DIR = app.config.get("report_dir", "report_dir")\n';
    assert.deepEqual(await writesOf({ "settings.py": named }), [
      "media_root/",
      "./upload_folder/",
      "./export_dir/",
      "./report_dir/",
    ]);
  });

  it("is what a tool keeps in the working folder, unless the code sends it elsewhere", async () => {
    const cached = "HTTPCACHE_ENABLED = True\n";
    assert.deepEqual(await writesOf({ "books/settings.py": cached }), ["./.scrapy/"]);
    assert.deepEqual(await writesOf({ "books/settings.py": `# ${cached}` }), []);
    assert.deepEqual(await writesOf({ "books/settings.py": `${cached}HTTPCACHE_DIR = "/tmp/pages"\n` }), []);
    const train = "import mlflow\nwith mlflow.start_run():\n    mlflow.log_param('a', 1)\n";
    assert.deepEqual(await writesOf({ "train.py": train }), ["./mlruns/", ".//mlflow.db"]);
    assert.deepEqual(await writesOf({ "train.py": train, "tracking.py": "mlflow.set_tracking_uri(URI)\n" }), []);
    assert.deepEqual(await writesOf({ "serve.py": "model = mlflow.pyfunc.load_model(PATH)\n" }), []);
  });

  it("is nothing that a script trains beside what starts", async () => {
    const texts = {
      "main.py": "import training\n",
      "training.py": "import mlflow\n",
      "train.py": "with mlflow.start_run(): ...\n",
    };
    const workspace = await openWorkspace("w", memoryFiles(texts));
    await workspace.load(Object.keys(texts));
    const writers = (to: string): readonly string[] =>
      readWrites(
        workspace,
        recon({
          entryPoints: [entryPoint("asgi", "main:app", "uvicorn main:app", { place: at("main.py:1") })],
          imports: [{ from: "main.py", to, line: 1, kind: "conditional" }],
        }),
        "",
        [],
      ).map(({ folder }) => folder);
    assert.deepEqual(writers("training.py"), []);
    assert.deepEqual(writers("train.py"), ["mlruns", ""]);
  });

  it("is the folder of a cache of files, one for each", async () => {
    const texts = {
      "config.py":
        'class Config:\n    PAGES = {"CACHE_TYPE": "FileSystemCache", "CACHE_DIR": str(Path.cwd() / "page_cache")}\n    IMAGES = {\n        "CACHE_DIR": "var/images",\n    }\n',
      "app.py": 'app.config["CACHE_DIR"] = os.environ["CACHE_DIR"]\nCACHE_TYPES = {"CACHE_DIR": str}\n',
    };
    assert.deepEqual(await writesOf(texts), ["page_cache/ scratch", "./var/images/"]);
  });

  it("is a folder that is handed over by its name", async () => {
    const texts = {
      "settings.py":
        'BASE_DIR = Path(__file__).parent\nLOGGING = init_logging(log_dir=BASE_DIR / "data" / "logs", level="debug/all")\n',
      "train.py": 'train(data_dir="data", output_dir="runs", log_dir=args.log_dir, report_dir=default["report_dir"])\n',
      "check.py": 'assert same(a, log_dir=="other") and f(report_dir="/srv/reports", export_dir=f"{here}/out")\n',
    };
    assert.deepEqual(await writesOf(texts), ["data/logs/ scratch", "./runs/"]);
  });

  it("is no folder of the workspace's own files that a call hands over, and none that a function takes", async () => {
    const texts = {
      "app/main.py": 'render(output_dir="app/templates")\nexport(export_dir="var/exports")\n',
      "app/render.py":
        'def render(\n    page,\n    output_dir="static/build",\n): ...\ndef out(log_dir="var/log"):\n    return init(log_dir="logs")\n',
      "app/templates/index.html": "",
      "var/exports/.gitkeep": "",
    };
    assert.deepEqual(await writesOf(texts), ["./var/exports/", "./logs/ scratch"]);
  });

  it("is no folder with which that of a cache is compared", async () => {
    assert.deepEqual(await writesOf({ "main.py": 'if os.environ["CACHE_DIR"] == "shared": ...\n' }), []);
  });

  it("is a folder below tests where a setting of the application names it", async () => {
    assert.deepEqual(await writesOf({ "main.py": 'UPLOAD_FOLDER = "tests/reports"\nREPORT_DIR = "test/out"\n' }), [
      "./tests/reports/",
      "./test/out/",
    ]);
  });

  it("is not what only tests are given", async () => {
    const texts = { "store.py": 'if name.startswith("tests/data/"):\n    open(name, "w")\n' };
    assert.deepEqual(await writesOf(texts, ["data", "tests/data"]), []);
  });

  it("lies where the steps above the file lead", async () => {
    assert.deepEqual(
      await writesOf({
        "src/app/core/log.py": 'LOG_DIR = os.path.join(os.path.dirname(os.path.dirname(__file__)), "logs")\n',
        "src/app/files.py": 'UPLOAD_DIR = Path(__file__).resolve().parent / "uploads"\n',
        "src/app/store.py": 'EXPORT_DIR = Path(__file__).parents[2] / "exports"\n',
      }),
      ["src/app/logs/ scratch", "src/app/uploads/", "exports/"],
    );
  });

  it("lies below a folder that is named from another one", async () => {
    assert.deepEqual(
      await writesOf({
        "site_/settings/base.py":
          'from pathlib import Path\nBASE_DIR = Path(__file__).resolve().parent.parent.parent\nDATA_DIR = BASE_DIR / "data"\nDB_DIR: Path = DATA_DIR / "db"\nLOGS = os.path.join(str(DATA_DIR), "logs")\nDATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": DB_DIR / "db.sqlite3"}}\nHUEY = SqliteHuey(filename=str(DB_DIR / "tasks.sqlite3"))\n',
      }),
      ["data/db/db.sqlite3", "data/db/tasks.sqlite3"],
    );
  });

  it("lies below a folder that is found from the file itself, one name after the other", async () => {
    assert.deepEqual(
      await writesOf({
        "config/config.py":
          'class Config:\n    CONFIG_PATH = Path(__file__).resolve()\n    PROJECT_ROOT = CONFIG_PATH.parents[1]\n    BASEDIR = str(os.path.join(PROJECT_ROOT, "app"))\n    UPLOAD_FOLDER = os.path.join(BASEDIR, "static", "media")\n',
        "app/store.py":
          'HERE = os.path.dirname(os.path.abspath(__file__))\nTOP = os.path.dirname(HERE)\nEXPORT_DIR = os.path.join(TOP, "exports")\n',
      }),
      ["exports/", "app/static/media/"],
    );
  });

  it("lies as many steps above the settings as django-environ is told", async () => {
    const settings = (path: string): Promise<readonly string[]> =>
      writesOf({
        "config/settings/common.py": `import environ\nROOT_DIR = environ.Path(__file__) - 3  # (/a/b/myfile.py - 3 = /)\nAPPS_DIR = ROOT_DIR.path("shop")\nCONFIG_DIR = environ.Path(__file__) - 2\nTOP = CONFIG_DIR - 1\n${path}\n`,
      });
    assert.deepEqual(await settings('EXPORTS_PATH = str(ROOT_DIR("var", "exports"))'), ["var/exports/"]);
    assert.deepEqual(await settings('MEDIA_ROOT = str(APPS_DIR("media"))'), ["shop/media/"]);
    assert.deepEqual(await settings('MEDIA_ROOT = str(TOP.path("media"))'), ["media/"]);
    assert.deepEqual(await settings("LIMIT = TOTAL - 1"), []);
  });

  it("is the file of a handler that a configuration of logging names", async () => {
    assert.deepEqual(
      await writesOf({
        "app/logging.ini":
          "[handler_console]\nclass=StreamHandler\nargs=('x/y.log',)\n\n[handler_file]\nargs=('app/logs/a.log', 'a')\nclass=handlers.RotatingFileHandler\n",
        "log_config.yaml": "handlers:\n  file:\n    class: logging.FileHandler\n    filename: var/b.log\n",
        "logging.json": '{"handlers": {"f": {"class": "logging.FileHandler", "filename": "out/c.log"}}}',
        "tests/logging.yaml": "class: logging.FileHandler\nfilename: t/d.log\n",
        "logging.dev.yaml": "class: logging.StreamHandler\nfilename: e/e.log\n",
        "logging.conf": "[handler_f]\nclass=FileHandler\nargs=('/var/log/f.log',)\n",
      }),
      ["./app/logs/a.log log", "./var/b.log log", "./out/c.log log"],
    );
  });

  it("lies below the folder that a formatted text begins with", async () => {
    const code =
      'import logging\nBASE_DIR = Path(__file__).resolve().parent\nlogging.FileHandler(f"{BASE_DIR}/logs/a.log")\n';
    assert.deepEqual(await writesOf({ "app/log.py": code }), ["app/logs/a.log log"]);
  });

  it("is read from SQLite addresses", async () => {
    assert.deepEqual(
      await writesOf({
        "app.py": 'URL = "sqlite:///./data/app.db"\nOTHER = "sqlite:////srv/x.db"\nMEMORY = "sqlite://"\n',
      }),
      ["./data/app.db"],
    );
    assert.deepEqual(
      await writesOf({
        "db.py":
          'URL = os.getenv("DB_URL", "sqlite://data/shop.db")\nOTHER = "sqlite://:memory:"\n# sqlite://...\nNAME = f"sqlite://{name}"\n',
      }),
      ["./data/shop.db"],
    );
    const joined = `DATABASES = {"default": env.db_url(default="sqlite:///" + os.path.join(os.getcwd(), "shop.db"))}\n`;
    assert.deepEqual(await writesOf({ "settings.py": joined }), ["/shop.db"]);
  });

  it("lies below the folder of Flask's application where the line says so, in however many lines", async () => {
    const texts = (value: string): Readonly<Record<string, string>> => ({
      "shop/__init__.py": "from flask import Flask\nclass Shop(Flask): ...\napp = ShopFlask(\n    __name__,\n)\n",
      "shop/config.py": `import os\nfrom flask import current_app\nclass Base:\n    UPLOAD_FOLDER = ${value}\n    PAGES = ("a", "b")\n`,
    });
    for (const value of [
      'os.path.join(current_app.root_path, "uploads")',
      'os.path.join(\n        os.getenv("UPLOAD_FOLDER", current_app.root_path),  # set by hosts\n        "uploads",\n    )',
    ]) {
      assert.deepEqual(await writesOf(texts(value)), ["shop/uploads/"]);
      assert.deepEqual(await writesOf(texts(value), ["uploads"]), ["shop/uploads/"]);
    }
    const apart = { ...texts('os.path.join(\n        BASE, "uploads"\n    )'), "site.py": "app = Flask(__name__)\n" };
    assert.deepEqual(await writesOf(apart), ["uploads/"]);
  });

  it("lies beside the module that makes the application under an old Flask-SQLAlchemy", async () => {
    const texts = {
      "shop/__init__.py": "app = Flask(__name__)\n",
      "shop/config.py": 'SQLALCHEMY_DATABASE_URI = "sqlite:///site.db"\n',
    };
    const used = (specifier: string) => [dependency("flask-sqlalchemy", { specifier })];
    assert.deepEqual(await writesOf(texts, [], used("==2.5.1")), ["shop/site.db"]);
    assert.deepEqual(await writesOf(texts, [], used("==3.1.1")), ["./instance/site.db"]);
  });

  it("lies where the program starts, or where the line says, when git ignores it anywhere", async () => {
    assert.deepEqual(await writesOf({ "app.py": 'gr.Interface(fn=greet, flagging_dir="flagged")\n' }, ["flagged"]), [
      "./flagged/",
    ]);
    const anchored = 'HERE = Path(__file__).parent\nTARGET = HERE / "exports"\n';
    assert.deepEqual(await writesOf({ "site/app.py": anchored }, ["exports"]), ["site/exports/"]);
  });

  it("is read from settings that name the file alone, where something opens SQLite", async () => {
    const settings = {
      "config.py": 'class Settings:\n    JOBS_DB: str = Field(\n        "database/jobs.db",\n    )\n',
    };
    assert.deepEqual(await writesOf(settings), []);
    assert.deepEqual(await writesOf(settings, [], [], [integration("sqlite", [])]), ["./database/jobs.db"]);
  });

  it("is what recon saw written: a folder, and a file that git does not have", async () => {
    const written = (path: string, kind: "file" | "folder"): ReadinessFinding => ({
      rule: "local-data",
      what: "",
      why: "",
      fix: "",
      place: at("app/main.py:1"),
      writes: { path, kind },
    });
    const told = [
      written("data/orders", "folder"),
      written("app/static/config/key", "file"),
      written("app/names.json", "file"),
      written("shop.db", "file"),
      written("report.txt", "file"),
    ];
    const texts = { "app/main.py": "", "app/names.json": "[]" };
    assert.deepEqual(await writesOf(texts, [], [], [], told), [
      "./data/orders/",
      "app/static/config/key",
      ".//shop.db",
    ]);
  });

  it("follows an address to the folder that the code names, and to Flask's instance folder", async () => {
    const text = 'BASE = Path(__file__).resolve().parent\nURL = f"sqlite:///{BASE}/data/app.db"\n';
    assert.deepEqual(await writesOf({ "src/settings.py": text }), ["src/data/app.db"]);
    const join =
      "basedir = os.path.abspath(os.path.dirname(__file__))\nURI = 'sqlite:///' + os.path.join(basedir, 'x.sqlite')\n";
    assert.deepEqual(await writesOf({ "web/config.py": join }), ["web/x.sqlite"]);
    const shared = {
      "core/paths.py": "ROOT = Path(__file__).parent.parent\n",
      "core/db.py": 'sqlite3.connect(ROOT / "a.db")\n',
    };
    assert.deepEqual(await writesOf(shared), ["/a.db"]);
    const flask = { "app.py": 'URI = "sqlite:///site.db"\n' };
    assert.deepEqual(await writesOf(flask, [], [dependency("flask-sqlalchemy")]), ["./instance/site.db"]);
    assert.deepEqual(await writesOf(flask, [], [dependency("flask-sqlalchemy", { specifier: "==2.5.1" })]), [
      ".//site.db",
    ]);
    assert.deepEqual(await writesOf({ "app.py": "os.makedirs(app.instance_path)\n" }), ["./instance/"]);
    for (const uri of ['f"sqlite:///{DB_NAME}"', '"sqlite:///" + DB_NAME']) {
      const named = { "app.py": `DB_NAME = "site.db"\nURI = ${uri}\n` };
      assert.deepEqual(await writesOf(named, [], [dependency("flask-sqlalchemy")]), ["./instance/site.db"]);
    }
  });

  it("leads out of the folder that the program starts in", async () => {
    assert.deepEqual(await writesOf({ "src/config.py": 'URL = "sqlite:///../database/db.sqlite"\n' }), [
      "./../database/db.sqlite",
    ]);
  });

  it("is a log, in a folder of its own or beside the code", async () => {
    assert.deepEqual(
      await writesOf({
        "app/__init__.py": 'import logging\nhandler = RotatingFileHandler(\n    "logs/todo.log", maxBytes=1\n)\n',
        "bot.py": "import logging\nlogging.basicConfig(level=logging.INFO, filename='bot.log')\n",
        "main.py": 'from loguru import logger\nlogger.add("var/log/{time}.log", rotation="1 day")\n',
        "settings.py":
          'BASE_DIR = Path(__file__).resolve().parent\nLOGGING = {"handlers": {"file": {"filename": BASE_DIR / "debug.log"}}}\n#     "filename": BASE_DIR / "old.log",\n',
        "third.py": 'import logging\nlogging.FileHandler(os.path.join(app.config["LOG_DIR"], "shop.log"))\n',
        "icons.py": 'import logging\nICONS = [{"filename": "chrome.png"}]\n',
        "other.py": 'import logging\nlogging.FileHandler(f"{name}.log")\nlogging.FileHandler("/var/log/x.log")\n',
      }),
      ["./logs/todo.log log", ".//bot.log log", "./var/log/ log", "/debug.log log"],
    );
  });

  it("is a log that a setting names, here or in another file", async () => {
    assert.deepEqual(
      await writesOf({
        "api/__init__.py": 'fh = logging.FileHandler(app.config.get("LOG_FILE"))\n',
        "api/config.py": 'class Config:\n    LOG_FILE = "api.log"\n',
      }),
      [".//api.log log"],
    );
    assert.deepEqual(
      await writesOf({
        "src/log.py":
          'PATH_OF_LOG = os.path.join(os.path.dirname(__file__), "logs", "a.log")\nlogging.FileHandler(PATH_OF_LOG)\n',
      }),
      ["src/logs/a.log log"],
    );
    assert.deepEqual(
      await writesOf({
        "a.py": "logging.FileHandler(settings.LOG_FILE)\n",
        "b.py": 'LOG_FILE = os.getenv("LOG_FILE")\n',
      }),
      [],
    );
  });

  it("is a database file, not Django's name of a backend", async () => {
    const text = 'DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}}\n';
    assert.deepEqual(await writesOf({ "settings.py": text }), ["/db.sqlite3"]);
  });

  it("is a folder that git ignores and the code names", async () => {
    assert.deepEqual(await writesOf({ "app.py": 'open("uploads/x")\n' }, ["uploads", "cache"]), ["uploads/"]);
    assert.deepEqual(await writesOf({ "app.py": 'USER = os.getenv("DB_USER", "postgres")\n' }, ["postgres"]), []);
    // A scratch file of that name is ignored as well.
    assert.deepEqual(await writesOf({ "app.py": 'channel = value.split("_")\n' }, ["_"]), []);
  });

  it("is no folder that git ignores where the code has the same word for something else", async () => {
    const words =
      'FIELDS = [\n    "file",\n    "tags",\n]\nurlpatterns = [path("tags/get", view)]\nline = ", ".join(row["tags"])\nfiles = {"files": ["tags"]}\nspeed = row.get("tags") / 2\n@option("--file", "-f", default=os.path.join("/", "tags", "full"))\ndef run(file): ...\nreturn render(request, "tags/list.html")\n';
    assert.deepEqual(await writesOf({ "app.py": words }, ["tags"]), []);
    for (const line of [
      'os.path.join(\n    "tags", name)',
      'CACHE_DIR = os.getenv("CACHE_DIR", "tags")',
      'add_argument("--output", default="tags")',
      'HOME / "tags"',
      '"tags" / name',
      'load("tags/all.json")',
      'def save(folder: str = "tags"): ...',
    ])
      assert.equal((await writesOf({ "app.py": `${words}${line}\n` }, ["tags"])).length, 1, line);
  });

  it("is a folder that a setting joins by a plus, or whose name begins with a dot", async () => {
    const base = "import os\nBASE_DIR = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))\n";
    const of = async (line: string): Promise<readonly string[]> => writesOf({ "shop/settings.py": `${base}${line}\n` });
    assert.deepEqual(await of('MEDIA_ROOT = BASE_DIR + "/media_files/"'), ["media_files/"]);
    assert.deepEqual(await of('MEDIA_ROOT = os.path.join(BASE_DIR, ".media")'), [".media/"]);
  });

  it("is found below a folder with a comment behind it, in a time that grows with the line alone", async () => {
    const text = (comment: string): string =>
      `ROOT = Path(__file__).parent / "data"${comment}\nUPLOAD_DIR = ROOT / "files"\n`;
    assert.deepEqual(await writesOf({ "app.py": text("  # the root") }), ["data/files/"]);
    const start = performance.now();
    for (const long of [" ".repeat(40_000) + "x", `${" #".repeat(20_000)}'`]) await writesOf({ "app.py": text(long) });
    assert.ok(performance.now() - start < 1000);
  });

  it("is not what tests write", async () => {
    assert.deepEqual(
      await writesOf({ "tests/test_x.py": 'MEDIA_ROOT = "media"\n', "conftest.py": 'UPLOAD_DIR = "up"\n' }),
      [],
    );
  });
});
