import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import { memoryFiles } from "../../../kit/memory-files";

async function served(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const texts = { "requirements.txt": "fastapi\nuvicorn\n", ...files };
  const { entryPoints } = await readRecon(memoryFiles(texts), { name: "shop" });
  return entryPoints.filter(({ kind }) => kind === "asgi").map(({ target }) => target);
}

const SERVER = "from fastapi import FastAPI\n\nclass Server:\n    def __init__(self):\n        self.api = FastAPI()\n";

describe("recon/applications/exposures", () => {
  it("finds the application that a class keeps as an attribute, in its file or another", async () => {
    assert.deepEqual(await served({ "main.py": `${SERVER}\napp = Server().api\n` }), ["main:app"]);
    const split = { "core/__init__.py": "", "core/server.py": SERVER };
    const main = "from core.server import Server\n\nserver = Server()\napp = server.api\n";
    assert.deepEqual(await served({ ...split, "main.py": main }), ["main:app"]);
  });

  it("finds the factory that gives it back", async () => {
    const factory = "\ndef create_app():\n    return Server().api\n";
    assert.deepEqual(await served({ "main.py": SERVER + factory }), ["main:create_app()"]);
    assert.deepEqual(await served({ "main.py": `${SERVER}${factory}\napp = create_app()\n` }), ["main:app"]);
    const split = { "core/__init__.py": "", "core/server.py": SERVER };
    const named = "from core.server import Server\n\ndef create_app():\n    server = Server()\n    return server.api\n";
    assert.deepEqual(await served({ ...split, "main.py": named }), ["main:create_app()"]);
    const other = "\ndef create_app():\n    return Server().settings\n";
    assert.deepEqual(await served({ "main.py": SERVER + other }), []);
  });

  it("takes no other attribute for it, nor that of another class", async () => {
    assert.deepEqual(await served({ "main.py": `${SERVER}\napp = Server().settings\n` }), []);
    const other =
      "from fastapi import FastAPI\nfrom shop import Server\n\nclass Admin:\n    def __init__(self):\n        self.api = FastAPI()\n\napp = Server().api\n";
    assert.deepEqual(await served({ "main.py": other }), []);
  });

  it("follows a factory into a module that bears the name of a build's, which the application imports", async () => {
    const setup =
      "from fastapi import FastAPI\n\ndef init_app(settings) -> FastAPI:\n    app = FastAPI()\n    return app\n";
    const main = "from src.setup import init_app\n\napp = init_app(None)\n";
    assert.deepEqual(await served({ "src/__init__.py": "", "src/setup.py": setup, "src/main.py": main }), [
      "src.main:app",
    ]);
    const build = "from setuptools import setup\nfrom fastapi import FastAPI\n\napp = FastAPI()\nsetup(name='shop')\n";
    assert.deepEqual(await served({ "setup.py": build, "main.py": "import os\n" }), [], "nothing imports it");
  });
});
