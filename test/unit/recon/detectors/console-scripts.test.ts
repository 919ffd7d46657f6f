import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/console-scripts";
import { detect } from "../../../kit/detect";

describe("recon/detectors/console-scripts", () => {
  it("lists what an installation creates", async () => {
    const found = await detect(detector, {
      "pyproject.toml":
        '[project]\nname = "x"\n[project.scripts]\nhours = "hours.cli:main"\nlost = "hours.gone:main"\n',
      "hours/__init__.py": "",
      "hours/cli.py": "def main():\n    pass\n",
    });
    assert.deepEqual(found, [
      "cli hours hours = hours @pyproject.toml:4",
      "cli lost lost = lost @pyproject.toml:5",
      "problem script-target-missing @pyproject.toml:5",
    ]);
  });
  it("lists those that stand among the entry points, and no plugins", async () => {
    const found = await detect(detector, {
      "pyproject.toml":
        '[project]\nname = "x"\n[project.entry-points."console_scripts"]\nhours = "hours:main"\n[project.entry-points."hours.views"]\nweek = "hours:week"\n',
      "hours.py": "def main():\n    pass\n",
    });
    assert.deepEqual(found, ["cli hours hours = hours @pyproject.toml:4"]);
  });
  it("lists files that are installed as they are, one by one or by a pattern", async () => {
    const found = await detect(detector, {
      "setup.py": 'from setuptools import setup\nsetup(name="relay", scripts=["scripts/relay", "scripts/gone"])\n',
      "scripts/relay": "#!/usr/bin/env python\nprint(1)\n",
      "cache/setup.py":
        'from glob import glob\nfrom setuptools import setup\nsetup(name="cache", scripts=glob("bin/*"))\n',
      "cache/bin/cache-start.py": "print(1)\n",
      "cache/bin/cache-stop.py": "print(1)\n",
    });
    assert.deepEqual(found, [
      "cli cache-start.py cache-start.py = cache-start.py in cache @cache/setup.py:3",
      "cli cache-stop.py cache-stop.py = cache-stop.py in cache @cache/setup.py:3",
      "cli relay relay = relay @setup.py:2",
    ]);
  });
  it("lists files of lists that are joined", async () => {
    const found = await detect(detector, {
      "setup.py":
        'import glob\nfrom setuptools import setup\nsetup(name="relay", scripts=["bin/relay"] + ["bin/feed"] + glob.glob("tools/*") + glob.glob("jobs/*"))\n',
      "bin/relay": "",
      "bin/feed": "",
      "bin/other": "",
      "tools/clean": "",
      "jobs/sweep": "",
    });
    assert.deepEqual(found, [
      "cli relay relay = relay @setup.py:3",
      "cli feed feed = feed @setup.py:3",
      "cli clean clean = clean @setup.py:3",
      "cli sweep sweep = sweep @setup.py:3",
    ]);
  });
  it("reads what a function hands on to setup", async () => {
    const found = await detect(detector, {
      "setup.py":
        'import setuptools\ndef run(**kw):\n    setuptools.setup(**kw)\nrun(name="x", entry_points={"console_scripts": ["x = x:main"]})\n',
      "x.py": "def main():\n    pass\n",
    });
    assert.deepEqual(found, ["cli x x = x @setup.py:4"]);
  });
  it("reads entry points that are made by dict()", async () => {
    const found = await detect(detector, {
      "setup.py":
        'from setuptools import setup\nsetup(name="mq", entry_points=dict(console_scripts=["mq-load = mq:load_main"]))\n',
      "mq/__init__.py": "def load_main():\n    pass\n",
    });
    assert.deepEqual(found, ["cli mq-load mq-load = mq-load @setup.py:2"]);
  });
  it("knows an exporter of metrics by the port of its option, and no command of several", async () => {
    const setup =
      'from setuptools import setup\nsetup(name="relay", entry_points={"console_scripts": ["relay = relay:main"]})\n';
    const listens =
      "import click\nfrom prometheus_client import start_http_server\n@click.command()\n@click.option('--port', '-p', default=9206)\ndef cli(**options):\n    port = options['port']\n    start_http_server(port)\n    while True:\n        time.sleep(9)\ndef main():\n    cli(auto_envvar_prefix='RELAY')\n";
    assert.deepEqual(await detect(detector, { "setup.py": setup, "relay/__init__.py": listens }), [
      "server web relay = relay :9206 @setup.py:2",
      "server web relay = relay :9206 @relay/__init__.py:10",
    ]);
    // The main block starts the command, and the console script does not.
    const ownBlock = listens.replace("def main():\n", "def main():\n    pass\nif __name__ == '__main__':\n");
    assert.deepEqual(await detect(detector, { "setup.py": setup, "relay/__init__.py": ownBlock }), [
      "cli relay relay = relay @setup.py:2",
    ]);
    const several = listens.replace(
      "@click.command",
      "@click.group()\ndef many():\n    pass\n@many.command()\ndef other():\n    pass\n@many.command",
    );
    assert.deepEqual(await detect(detector, { "setup.py": setup, "relay/__init__.py": several }), [
      "cli relay relay = relay @setup.py:2",
    ]);
    const told = listens.replace(
      "port = options['port']\n    start_http_server(port)",
      "start_http_server(int(sys.argv[1]))",
    );
    assert.deepEqual(await detect(detector, { "setup.py": setup, "relay/__init__.py": told }), [
      "cli relay relay = relay @setup.py:2",
    ]);
  });
  it("takes no job for an exporter: one that ends, or whose module could serve its metrics and is not asked to", async () => {
    const found = async (serve: string, rest: string, load = "") =>
      detect(detector, {
        "pyproject.toml": '[project]\nname = "shop"\nscripts = { shop-load = "shop.load:main" }\n',
        "shop/__init__.py": "",
        "shop/metrics.py": `import threading\nfrom prometheus_client import Counter, start_http_server\nROWS = Counter("rows", "Rows")\ndef serve():\n    start_http_server(8001)\n    ${serve}\n`,
        "shop/load.py": `import signal, time, threading\nfrom shop.metrics import ROWS, serve\n${load}def main():\n    ${rest}\n`,
      });
    const job = ["cli shop-load shop-load = shop-load @pyproject.toml:3"];
    const server = /^server web shop-load = shop-load :8001 /;
    assert.deepEqual(await found("pass", "while True:\n        time.sleep(1)"), job);
    assert.deepEqual(await found("pass", "serve()\n    ROWS.inc()"), job);
    assert.deepEqual(await found("pass", "serve()\n    threading.Event().wait(5)"), job);
    assert.deepEqual(await found("pass", "threading.Thread(target=serve).start()\n    ROWS.inc()"), job);
    const spin = "def spin():\n    while True:\n        time.sleep(1)\n";
    assert.deepEqual(await found("pass", "serve()\n    threading.Thread(target=spin).start()", spin), job);
    assert.match((await found("pass", "serve()\n    while True:\n        time.sleep(1)")).join(), server);
    assert.match((await found("pass", "serve()\n    signal.pause()")).join(), server);
    assert.match((await found("threading.Event().wait()", "serve()")).join(), server);
  });
  it("knows a script that serves", async () => {
    const found = await detect(detector, {
      "setup.py":
        'from setuptools import setup\nsetup(name="relay", entry_points={"console_scripts": ["relay = relay.main:main"]})\n',
      "relay/__init__.py": "",
      "relay/main.py": "from aiohttp import web\n\ndef main():\n    web.run_app(web.Application(), port=8090)\n",
    });
    assert.deepEqual(found, [
      "server web relay = relay :8090 @setup.py:2",
      "server web relay = relay :8090 @relay/main.py:3",
    ]);
  });
  it("knows a script that gets to a server in another file, whatever it is told", async () => {
    const told = (start: string) =>
      detect(detector, {
        "setup.py":
          'from setuptools import setup\nsetup(name="relay", entry_points={"console_scripts": ["relay = relay.main:main"]})\n',
        "relay/__init__.py": "",
        "relay/gateway.py": "from aiohttp import web\n\ndef serve():\n    web.run_app(web.Application(), port=8090)\n",
        "relay/main.py": `import click\nfrom relay import gateway\nimport threading\n${start}\n`,
      });
    const serves = ["server web relay = relay :8090 @setup.py:2", "server web relay = relay :8090 @relay/main.py:5"];
    assert.deepEqual(await told("\ndef main():\n    if level:\n        pass\n    gateway.serve()"), serves);
    assert.deepEqual(await told("@click.command()\ndef main():\n    gateway.serve()"), serves);
    const single = ["cli relay relay = relay @setup.py:2"];
    assert.deepEqual(await told('\ndef main():\n    if args.command == "serve":\n        gateway.serve()'), single);
    assert.deepEqual(await told("\ndef main():\n    threading.Thread(target=gateway.serve).start()"), single);
    // What may end before it, and what needs a word.
    assert.deepEqual(await told("\ndef main():\n    if not args.serve:\n        return\n    gateway.serve()"), single);
    const parser = "parser = argparse.ArgumentParser()\n    parser.add_argument('folder')\n    parser.parse_args()";
    assert.deepEqual(await told(`import argparse\ndef main():\n    ${parser}\n    gateway.serve()`), single);
    assert.deepEqual(
      await told("@click.group()\ndef main():\n    pass\n@main.command()\ndef run():\n    gateway.serve()"),
      single,
    );
    assert.deepEqual(
      await told('@click.command()\n@click.argument("folder")\ndef main(folder):\n    gateway.serve()'),
      single,
    );
  });
});
