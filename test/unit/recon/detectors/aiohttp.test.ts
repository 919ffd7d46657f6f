import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/aiohttp";
import { detect } from "../../../kit/detect";

describe("recon/detectors/aiohttp", () => {
  it("runs a program that puts its application behind a site", async () => {
    const found = await detect(detector, {
      "server.py":
        'from aiohttp import web\nservices = Services(application=web.Application())\nasync def start():\n    runner = web.AppRunner(services.application)\n    await runner.setup()\n    await web.TCPSite(runner, "0.0.0.0", 8090).start()\nif __name__ == "__main__":\n    loop.run_until_complete(start())\n',
    });
    assert.match(found.at(-1) ?? "", /^server web server\.py = python server\.py :8090 /);
  });
  it("runs the script that serves, not the client", async () => {
    const found = await detect(detector, {
      "client.py":
        "import aiohttp\n\nasync def fetch(url):\n    async with aiohttp.ClientSession() as session:\n        return await session.get(url)\n",
      "server.py":
        'from aiohttp import web\n\ndef build():\n    app = web.Application()\n    return app\n\nif __name__ == "__main__":\n    web.run_app(build(), port=8090)\n',
    });
    assert.deepEqual(found, [
      "framework aiohttp @server.py:4",
      "port 8090 code @server.py:8",
      "server web server.py = python server.py :8090 @server.py:8",
    ]);
  });

  it("knows the port of a socket that is bound before", async () => {
    const found = await detect(detector, {
      "server.py":
        'from argparse import ArgumentParser\nfrom aiohttp import web\nparser = ArgumentParser()\nparser.add_argument("--api-port", type=int, default=8081)\n\ndef main():\n    args = parser.parse_args()\n    sock = bind_socket(address="0.0.0.0", port=args.api_port)\n    app = web.Application()\n    web.run_app(app, sock=sock)\n\nif __name__ == "__main__":\n    main()\n',
    });
    assert.deepEqual(found, [
      "framework aiohttp @server.py:9",
      "port 8081 code @server.py:10",
      "server web server.py = python server.py :8081 @server.py:10",
    ]);
  });

  it("runs the script whose application a function lays out, not the bare object that it gives back", async () => {
    const found = await detect(detector, {
      "app/__init__.py": "",
      "app/web.py":
        "from aiohttp.web import Application as Base\n\nclass Application(Base):\n    pass\n\napp = Application()\n\ndef setup_app(path):\n    app.router.add_get('/', None)\n    return app\n",
      "main.py":
        'from aiohttp.web import run_app\nfrom app.web import setup_app\n\nif __name__ == "__main__":\n    run_app(setup_app("config.yml"))\n',
    });
    assert.deepEqual(found, [
      "framework aiohttp @app/web.py:6",
      "server web main.py = python main.py :8080 @main.py:5",
    ]);
  });

  it("serves no application that nothing gives a route", async () => {
    const bare = "from aiohttp import web\napp = web.Application()\n";
    assert.deepEqual(
      await detect(detector, { "create.py": `${bare}bot = 1\n`, "bot.py": "from create import bot\n" }),
      ["framework aiohttp @create.py:2"],
    );
    const used = await detect(detector, {
      "create.py": bare,
      "routes.py": "from create import app\n\n@app.router.get('/')\ndef index(request): ...\n",
    });
    assert.equal(used.length, 2, used.join("\n"));
    assert.equal((await detect(detector, { "create.py": `${bare}add_routes(app)\n` })).length, 2);
  });
});
