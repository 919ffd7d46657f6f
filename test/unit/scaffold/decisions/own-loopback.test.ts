import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import { memoryFiles } from "../../../kit/memory-files";
import { applied, changesOf, overriding, type Texts } from "../plan-kit";

const LIST = { "requirements.txt": "aiohttp==3.9\n" };
const program = (host: string): string =>
  `import os\nfrom aiohttp import web\nasync def page(request):\n    return web.Response()\ndef main():\n    app = web.Application()\n    app.router.add_get("/", page)\n    web.run_app(app, host=${host}, port=8088)\nif __name__ == "__main__":\n    main()\n`;

async function written(texts: Texts, settings?: ReturnType<typeof overriding>): Promise<(path: string) => string> {
  const changes = await changesOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts, settings);
  const after = applied(texts, changes);
  return path => after[path] ?? "";
}

describe("a server that listens on the loopback address in its own code", () => {
  it("is reached through the address of its container, where nothing else can start it", async () => {
    const file = await written({ ...LIST, "main.py": program('"127.0.0.1"') });
    assert.match(file("Dockerfile"), /^CMD \["python", "main\.py"\]$/m);
    assert.match(file("docker/forward_localhost.py"), /^OWN_PORTS = \[8088\]$/m);
    assert.match(file("Dockerfile"), /^ENTRYPOINT .*forward_localhost\.py"\]$/m);
    assert.match(file("docs/docker.md"), /main\.py:8.*127\.0\.0\.1/);
  });

  it("is reached as well where it is a module of a package, which only `python -m` can start", async () => {
    const file = await written({
      ...LIST,
      "shop/__init__.py": "",
      "shop/main.py":
        "from aiohttp.web import Application, run_app\nfrom shop import routes\napp = Application()\nrun_app(app, host='localhost', port=8088)\n",
      "shop/routes.py": "",
    });
    assert.match(file("Dockerfile"), /^CMD \["python", "-m", "shop\.main"\]$/m);
    assert.match(file("docker/forward_localhost.py"), /^OWN_PORTS = \[8088\]$/m);
  });

  it("is left alone where it listens everywhere, asks a variable, or a person says so", async () => {
    for (const host of ['"0.0.0.0"', 'os.getenv("SITE_HOST", "127.0.0.1")']) {
      const file = await written({ ...LIST, "main.py": program(host) });
      assert.equal(file("docker/forward_localhost.py"), "", host);
    }
    const declined = await written(
      { ...LIST, "main.py": program('"127.0.0.1"') },
      overriding({ "localhost.web": false }),
    );
    assert.equal(declined("docker/forward_localhost.py"), "");
  });
});

describe("a Dash application that only its script can start", () => {
  it("listens on every address of its container by the variable that Dash reads", async () => {
    const file = await written({
      "requirements.txt": "dash==2.17\n",
      "main.py":
        "from dash import Dash, html\ndef main():\n    app = Dash(__name__)\n    app.layout = html.Div()\n    app.run_server(debug=False)\nif __name__ == '__main__':\n    main()\n",
    });
    assert.match(file("Dockerfile"), /^CMD \["python", "main\.py"\]$/m);
    assert.match(file("Dockerfile"), /AS runtime[^]*HOST=0\.0\.0\.0/);
  });
});
