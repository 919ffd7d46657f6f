import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/fastapi";
import { detect } from "../../../kit/detect";

const PROJECT = '[project]\nname = "shop"\nversion = "1"\n[project.scripts]\nshop = "shop.cli:cli"\n';
const WEB = "from fastapi import FastAPI\ndef create(config):\n    app = FastAPI()\n    return app\n";
const ADD = '@cli.command()\n@click.argument("name")\ndef add(name):\n    print(name)\n';
const LISTEN = "    uvicorn.run(create({}), host=host, port=port)\n";

const entries = async (cli: string): Promise<readonly string[]> => {
  const files = { "pyproject.toml": PROJECT, "shop/__init__.py": "", "shop/web.py": WEB, "shop/cli.py": cli };
  return (await detect(detector, files)).filter(line => /^(?:asgi|server)/.test(line));
};
const click = (serve: string): string =>
  `import click\nimport uvicorn\nfrom shop.web import create\n@click.group()\ndef cli():\n    pass\n${ADD}${serve}`;

describe("recon/web/host-option", () => {
  it("tells a command of click that listens with its port, and lets it be reached", async () => {
    const serve = (host: string): string =>
      `@cli.command()\n@click.option("--host", default="${host}")\n@click.option("--port", default=9000)\ndef serve(host, port):\n${LISTEN}`;
    assert.deepEqual(await entries(click(serve("127.0.0.1"))), [
      "server web shop serve = shop serve --host=0.0.0.0 :9000 @shop/cli.py:14",
    ]);
    assert.deepEqual(await entries(click(serve("0.0.0.0"))), [
      "server web shop serve = shop serve :9000 @shop/cli.py:14",
    ]);
  });
  it("tells one of Typer", async () => {
    const cli = `import typer\nimport uvicorn\nfrom shop.web import create\ncli = typer.Typer()\n@cli.command()\ndef add(name: str):\n    print(name)\n@cli.command()\ndef serve(host: str = "localhost", port: int = 9100):\n${LISTEN}`;
    assert.deepEqual(await entries(cli), ["server web shop serve = shop serve --host=0.0.0.0 :9100 @shop/cli.py:9"]);
  });
  it("tells one of argparse by the option that its function takes the address from", async () => {
    const cli = (host: string, given = "args"): string =>
      `import argparse\nimport uvicorn\nfrom shop.web import create\ndef serve(args):\n    uvicorn.run(create({}), host=${given}.bind, port=args.port)\ndef cli():\n    parser = argparse.ArgumentParser()\n    commands = parser.add_subparsers()\n    serving = commands.add_parser("serve")\n    serving.add_argument("-b", "--bind", default="${host}")\n    serving.add_argument("--port", type=int, default=9200)\n    serving.set_defaults(func=serve)\n    args = parser.parse_args()\n    args.func(args)\n`;
    assert.deepEqual(await entries(cli("127.0.0.1")), [
      "server web shop serve = shop serve --bind=0.0.0.0 :9200 @shop/cli.py:4",
    ]);
    for (const text of [cli("0.0.0.0"), cli("127.0.0.1", "settings")])
      assert.deepEqual(await entries(text), ["server web shop serve = shop serve :9200 @shop/cli.py:4"]);
  });
  it("leaves a command out that asks for more than its name", async () => {
    const serve = `@cli.command()\n@click.argument("port")\ndef serve(port):\n    uvicorn.run(create({}), port=int(port))\n`;
    assert.deepEqual(await entries(click(serve)), []);
  });
});
