import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/fastapi";
import { dependency, detect } from "../../../kit/detect";

describe("recon/detectors/fastapi", () => {
  it("serves the object by uvicorn and leaves mounted applications to it", async () => {
    const found = await detect(detector, {
      "app/main.py":
        'from fastapi import FastAPI\nfrom app.admin import admin\n\napp = FastAPI()\napp.mount("/admin", admin)\n',
      "app/__init__.py": "",
      "app/admin.py": "from fastapi import FastAPI\nadmin = FastAPI()\n",
    });
    assert.deepEqual(found, [
      "framework fastapi @app/admin.py:2",
      "framework fastapi @app/main.py:4",
      "asgi web app.main:app = uvicorn app.main:app --host 0.0.0.0 --port 8000 :8000 @app/main.py:4",
    ]);
  });
  it("starts an application that only a test or an example mounts below another one", async () => {
    const mount =
      "from fastapi import FastAPI\nfrom shop.main import app\n\nouter = FastAPI()\nouter.mount('/v1', app)\n";
    const found = await detect(detector, {
      "shop/__init__.py": "",
      "shop/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
      "tests/test_prefix.py": mount,
      "examples/behind_prefix.py": mount,
    });
    assert.deepEqual(found, [
      "framework fastapi @shop/main.py:2",
      "asgi web shop.main:app = uvicorn shop.main:app --host 0.0.0.0 --port 8000 :8000 @shop/main.py:2",
    ]);
  });
  it("serves what completes the application for production, and no other of its factories", async () => {
    const main = (name: string): string =>
      `from fastapi import FastAPI\nfrom wiring import wire\ndef create_app():\n    app = FastAPI()\n    return app\ndef ${name}():\n    app = create_app()\n    wire(app)\n    return app\n`;
    const served = async (name: string): Promise<string> =>
      (await detect(detector, { "main.py": main(name), "wiring.py": "def wire(app): ...\n" }))
        .map(line => /^asgi web (\S+)/.exec(line)?.[1] ?? "")
        .join("");
    assert.equal(await served("create_production_app"), "main:create_production_app()");
    assert.equal(await served("create_debug_app"), "main:create_app()");
  });
  it("calls a factory and reads the port of uvicorn.run", async () => {
    const found = await detect(detector, {
      "api.py":
        'import uvicorn\nfrom fastapi import FastAPI\n\ndef build():\n    api = FastAPI()\n    return api\n\nif __name__ == "__main__":\n    uvicorn.run("api:build", factory=True, port=8080)\n',
    });
    assert.deepEqual(found, [
      "framework fastapi @api.py:5",
      "port 8080 code @api.py:9",
      "asgi web api:build() = uvicorn --factory api:build --host 0.0.0.0 --port 8080 :8080 @api.py:4",
    ]);
  });
  it("reads the port of the application that stands beside the call", async () => {
    const service = (port: number) =>
      `import uvicorn\nfrom fastapi import FastAPI\nfrom store import find\n\napp = FastAPI()\n\nif __name__ == "__main__":\n    uvicorn.run("main:app", port=${port})\n`;
    const found = await detect(detector, {
      "orders/main.py": service(7040),
      "orders/store.py": "def find(): ...\n",
      "users/main.py": service(7041),
      "users/store.py": "def find(): ...\n",
    });
    const starts = found.filter(text => text.startsWith("asgi"));
    assert.deepEqual(starts, [
      "asgi web main:app = uvicorn main:app --host 0.0.0.0 --port 7040 :7040 in orders @orders/main.py:5",
      "asgi web main:app = uvicorn main:app --host 0.0.0.0 --port 7041 :7041 in users @users/main.py:5",
    ]);
  });
  it("starts no library whose users call its run, and no command of several", async () => {
    const serve =
      "import uvicorn\nfrom fastapi import FastAPI\n\nclass Server:\n    def __init__(self):\n        self.app = FastAPI()\n    def run(self):\n        uvicorn.run(app=self.app)\n";
    assert.deepEqual(await detect(detector, { "lib/__init__.py": "", "lib/server.py": serve }), [
      "framework fastapi @lib/server.py:6",
    ]);
    const plugin = "from lib.server import Server\n\ndef setup(server: Server):\n    server.app.mount('/docs', 1)\n";
    const library = { "lib/__init__.py": "", "lib/server.py": serve };
    assert.deepEqual(await detect(detector, { ...library, "plugin.py": plugin }), [
      "framework fastapi @lib/server.py:6",
    ]);
    assert.deepEqual(
      await detect(detector, { ...library, "run.py": "from lib.server import Server\nServer().run()\n" }),
      ["framework fastapi @lib/server.py:6", "server web run.py = python run.py :8000 @lib/server.py:8"],
    );
    const command =
      "import click\nimport uvicorn\nfrom fastapi import FastAPI\n\n@click.command()\ndef serve():\n    app = FastAPI()\n    uvicorn.run(app, port=7000)\n";
    const line = "import click\nfrom lib.serve import serve\n\nif __name__ == '__main__':\n    serve()\n";
    assert.deepEqual(await detect(detector, { "lib/__init__.py": "", "lib/serve.py": command, "tool.py": line }), [
      "framework fastapi @lib/serve.py:7",
      "port 7000 code @lib/serve.py:8",
    ]);
  });

  it("follows an application through a function that gives its argument back", async () => {
    const routes =
      "def init_routes(app):\n    app.include_router(1)\n    return app\n\ndef count(app):\n    return 1\n";
    const told = async (main: string): Promise<readonly string[]> =>
      (await detect(detector, { "api/routes.py": routes, "api/main.py": main })).filter(line =>
        line.startsWith("asgi"),
      );
    const start = "from fastapi import FastAPI\nfrom api.routes import init_routes, count\n";
    const web = (line: number): string =>
      `asgi web api.main:app = uvicorn api.main:app --host 0.0.0.0 --port 8000 :8000 @api/main.py:${line}`;
    assert.deepEqual(await told(`${start}app = init_routes(FastAPI())\n`), [web(3)]);
    assert.deepEqual(await told(`${start}made = FastAPI()\napp = init_routes(app=made)\n`), [web(4)]);
    assert.deepEqual(await told(`${start}app = count(FastAPI())\n`), []);
  });

  it("takes routes behind the main guard's body for the application's own", async () => {
    const found = await detect(detector, {
      "main.py":
        'import uvicorn\nfrom fastapi import FastAPI\napp = FastAPI()\nif __name__ == "__main__":\n    uvicorn.run("main:app")\n\n@app.get("/")\ndef index():\n    return 1\n',
    });
    assert.ok(
      found.includes("asgi web main:app = uvicorn main:app --host 0.0.0.0 --port 8000 :8000 @main.py:3"),
      found.join("\n"),
    );
  });

  it("listens where the code says, and where Gunicorn's configuration says only if Gunicorn serves", async () => {
    const port = async (code: string, ...dependencies: readonly string[]): Promise<string | undefined> =>
      (
        await detect(
          detector,
          {
            "main.py": `from fastapi import FastAPI\napp = FastAPI()\n${code}`,
            "gunicorn.conf.py": 'bind = "0.0.0.0:9000"\n',
          },
          dependencies.map(name => dependency(name)),
        )
      )
        .flatMap(line => /^asgi web .* :(\d+) @/.exec(line)?.[1] ?? [])
        .at(0);
    const run = "import uvicorn\nif __name__ == '__main__':\n    uvicorn.run(app, port=8080)\n";
    assert.equal(await port("", "uvicorn"), "8000");
    assert.equal(await port("", "uvicorn", "gunicorn"), "9000");
    assert.equal(await port(run, "uvicorn", "gunicorn"), "8080");
  });
});
