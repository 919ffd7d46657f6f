import assert from "node:assert/strict";
import type { Recon } from "../../../src/model/recon";
import { readRecon } from "../../../src/recon/read-recon";
import { NO_SETTINGS } from "../../../src/settings/settings";
import { memoryFiles } from "../../kit/memory-files";

type Texts = Readonly<Record<string, string>>;

const WEB = "from flask import Flask\napp = Flask(__name__)\n";
const service = (name: string): Texts => ({
  [`services/${name}/main.py`]: "from fastapi import FastAPI\napp = FastAPI()\n",
  [`services/${name}/requirements.txt`]: "fastapi\nuvicorn\n",
});
const SERVICES = { ...service("mail"), ...service("search") };

const recon = (texts: Texts, units: Readonly<Record<string, { readonly path: string }>> = {}): Promise<Recon> =>
  readRecon(memoryFiles(texts), { name: "shop", settings: { ...NO_SETTINGS, units } as never });

async function units(texts: Texts): Promise<readonly string[]> {
  return (await recon(texts)).units.map(({ name, path }) => `${name} ${path || "."}`);
}

describe("recon/units", () => {
  describe("an application at the root beside services below it", () => {
    const root = { "web.py": WEB, "requirements.txt": "flask\ngunicorn\n" };

    it("is a unit, with what no service holds", async () => {
      assert.deepEqual(await units({ ...root, ...SERVICES }), [
        "app .",
        "mail services/mail",
        "search services/search",
      ]);
      const [app] = (await recon({ ...root, ...SERVICES })).units;
      assert.deepEqual(
        app?.recon.entryPoints.map(({ target }) => target),
        ["web:app"],
      );
      assert.deepEqual(
        app.recon.modules.map(({ path }) => path),
        ["web.py"],
      );
      assert.deepEqual(
        app.recon.dependencies.map(({ name }) => name),
        ["flask", "gunicorn"],
      );
    });

    it("is told once", async () => {
      const found = await recon({ ...root, ...SERVICES, "broken.py": "def (:\n" });
      const twice = <T>(list: readonly T[], keyOf: (item: T) => string): readonly T[] =>
        list.filter((item, at) => list.findIndex(other => keyOf(other) === keyOf(item)) !== at);
      assert.deepEqual(
        twice(found.entryPoints, ({ place, kind }) => `${kind} ${place.path}`),
        [],
      );
      assert.deepEqual(
        twice(found.dependencies, ({ name, place }) => `${name} ${place.path}`),
        [],
      );
      assert.deepEqual(
        twice(found.problems, ({ message, place }) => `${message} ${place.path}`),
        [],
      );
    });

    it("lies in its src layout, too", async () => {
      const inner = { "src/shop/__init__.py": "", "src/shop/main.py": WEB, "requirements.txt": "flask\n" };
      assert.equal((await units({ ...inner, ...SERVICES }))[0], "app .");
    });

    it("bears another name where a service is called app", async () => {
      assert.deepEqual((await units({ ...root, ...SERVICES, ...service("app") }))[0], "root .");
    });

    it("is none where the root declares nothing, starts nothing, or only shows how", async () => {
      const below = ["mail services/mail", "search services/search"];
      assert.deepEqual(await units({ "web.py": WEB, ...SERVICES }), below);
      assert.deepEqual(await units({ "web.py": WEB, "requirements-dev.txt": "flask\n", ...SERVICES }), below);
      assert.deepEqual(await units({ "tool.py": "print(1)\n", "requirements.txt": "rich\n", ...SERVICES }), below);
      for (const name of ["mock_server.py", "demo.py"])
        assert.deepEqual(await units({ [name]: WEB, "requirements.txt": "flask\n", ...SERVICES }), below, name);
      const shown = { "examples/web.py": WEB, "requirements.txt": "flask\n" };
      assert.deepEqual(await units({ ...shown, ...SERVICES }), below);
    });

    it("is one by its own path where the person names units, and nothing by itself", async () => {
      const named = await recon({ ...root, ...SERVICES }, { shop: { path: "." }, post: { path: "services/mail" } });
      assert.deepEqual(
        named.units.map(({ name, path }) => [name, path]),
        [
          ["shop", ""],
          ["post", "services/mail"],
        ],
      );
      assert.equal((await recon({ ...root, ...SERVICES }, { shop: { path: "." } })).units.length, 3);
    });
  });

  describe("one service beside a program at the root", () => {
    const root = { "web.py": WEB, "pyproject.toml": '[project]\nname = "shop"\ndependencies = ["flask"]\n' };
    const portal = {
      "portal/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
      "portal/pyproject.toml": '[project]\nname = "shop-portal"\ndependencies = ["fastapi"]\n',
    };
    const none: readonly string[] = [];

    it("is a unit, and so is that program", async () => {
      assert.deepEqual(await units({ ...root, ...portal }), ["app .", "portal portal"]);
      const found = await recon({ ...root, ...portal });
      assert.deepEqual(found.undeclared, []);
    });

    it("is a part of it where the root imports it, installs it, or declares all that it needs", async () => {
      assert.deepEqual(await units({ ...root, ...portal, "web.py": `import portal.main\n${WEB}` }), none);
      const image =
        "FROM python:3.11\nCOPY . .\nRUN pip install flask && pip install -r portal/requirements.txt\nCMD python web.py\n";
      const listed = { "portal/main.py": portal["portal/main.py"], "portal/requirements.txt": "fastapi\n" };
      assert.deepEqual(await units({ ...root, ...listed, Dockerfile: image }), none);
      const all = '[project]\nname = "shop"\ndependencies = ["flask", "fastapi"]\n';
      assert.deepEqual(await units({ ...root, ...portal, "pyproject.toml": all }), none);
    });
  });

  describe("a folder of start scripts with the Dockerfile of what lies above", () => {
    const start = {
      "shop/__init__.py": "",
      "shop/celery.py": "from celery import Celery\napp = Celery('shop', broker='redis://redis')\n",
      "web.py": WEB,
      "requirements.txt": "flask\ngunicorn\ncelery\nredis\n",
      "docker/Dockerfile": "FROM python:3.11\nCOPY . .\nRUN pip install -r requirements.txt\n",
      "docker/scripts/check.py": "import sys\nif __name__ == '__main__':\n    sys.exit(0)\n",
      "docker/worker.sh": "celery -A shop.celery worker\n",
    };
    const built = (context: string): Texts => ({
      "docker/compose.yml": `services:\n  web:\n    build:\n      context: ${context}\n      dockerfile: ${context === ".." ? "docker/" : ""}Dockerfile\n`,
    });

    it("is no unit", async () => {
      assert.deepEqual(await units({ ...start, ...built(".."), ...SERVICES }), [
        "app .",
        "mail services/mail",
        "search services/search",
      ]);
    });

    it("is none where only what it copies tells, or with settings of a server and a check beside it", async () => {
      const beside = {
        "docker/gunicorn_conf.py": "bind = '0.0.0.0:8000'\n",
        "docker/healthcheck.py": "import urllib.request\nurllib.request.urlopen('http://localhost:8000')\n",
      };
      const copies = { "docker/Dockerfile": "FROM python:3.11\nCOPY requirements.txt web.py ./\nCMD python web.py\n" };
      assert.ok(!(await units({ ...start, ...built(".."), ...beside, ...SERVICES })).includes("docker docker"));
      assert.ok(!(await units({ ...start, ...copies, ...SERVICES })).includes("docker docker"));
    });

    it("is one where it is built by itself, or holds the code of an application", async () => {
      assert.ok((await units({ ...start, ...built("."), ...SERVICES })).includes("docker docker"));
      const own = { "docker/serve.py": WEB };
      assert.ok((await units({ ...start, ...built(".."), ...own, ...SERVICES })).includes("docker docker"));
    });
  });

  it("keeps a service from the list above it whose own lists its Dockerfile copies by their names", async () => {
    const found = await recon({
      "requirements.txt": "django\n",
      ...SERVICES,
      "services/scan/app.py": WEB,
      "services/scan/lists/scan-requirements.txt": "flask\ngunicorn\n",
      "services/scan/Dockerfile":
        "FROM python:3.11\nWORKDIR /srv\nCOPY app.py lists/scan-requirements.txt ./\nRUN pip install -r scan-requirements.txt\n",
    });
    const scan = found.units.find(({ name }) => name === "scan");
    assert.deepEqual(
      scan?.recon.dependencies.map(({ name }) => name),
      ["flask", "gunicorn"],
    );
  });
});
