import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/plain-scripts";
import { detect } from "../../../kit/detect";

describe("recon/detectors/plain-scripts", () => {
  it("tells a server of Bottle that has neither an object nor a usual name", async () => {
    const files = {
      "backend.py":
        "from bottle import get, run\n@get('/')\ndef index():\n    return ''\nrun(host='0.0.0.0', port=8081)\n",
    };
    assert.deepEqual(await detect(detector, files), [
      "server backend backend.py = python backend.py :8081 @backend.py:2",
    ]);
  });

  it("runs a script as a module where it imports what lies above its folder", async () => {
    const script = (imports: string): string => `${imports}\nif __name__ == "__main__":\n    print(1)\n`;
    const shared = { "core/__init__.py": "", "core/logic.py": "f = 1\n" };
    assert.deepEqual(await detect(detector, { ...shared, "worker/main.py": script("from core.logic import f") }), [
      "script main worker.main = python -m worker.main @worker/main.py:2",
    ]);
    const adds = "import sys\nsys.path.append('.')\nfrom core.logic import f";
    const named = { ...shared, "use.py": "from worker import tools\n", "worker/tools.py": "" };
    assert.deepEqual(await detect(detector, { ...named, "worker/main.py": script(adds) }), [
      "script main worker/main.py = python worker/main.py @worker/main.py:4",
    ]);
    const beside = { ...shared, "worker/main.py": script("import queue_of"), "worker/queue_of.py": "" };
    assert.deepEqual(await detect(detector, beside), [
      "script main main.py = python main.py in worker @worker/main.py:2",
    ]);
  });

  it("tells the likeliest files only", async () => {
    const found = await detect(detector, {
      "main.py": 'if __name__ == "__main__":\n    print(1)\n',
      "helpers.py": "def f():\n    pass\n",
      "lib/deep/x.py": 'if __name__ == "__main__":\n    print(2)\n',
    });
    assert.deepEqual(found, ["script main main.py = python main.py @main.py:1"]);
  });

  it("tells a server of websockets with its port", async () => {
    const script = (imported: string, call: string): string =>
      `import asyncio\n${imported}\n\nasync def echo(socket):\n    pass\n\nasync def main():\n    async with ${call}:\n        await asyncio.Future()\n\nasyncio.run(main())\n`;
    const starts = async (code: string) => await detect(detector, { "chat.py": code });
    assert.deepEqual(await starts(script("from websockets.asyncio.server import serve", "serve(echo, '', 8765)")), [
      "server chat chat.py = python chat.py :8765 @chat.py:11",
    ]);
    assert.deepEqual(await starts(script("import websockets", "websockets.serve(echo, host='', port=9001)")), [
      "server chat chat.py = python chat.py :9001 @chat.py:11",
    ]);
    assert.deepEqual(await starts(script("import websockets", "websockets.connect('ws://chat:8765')")), []);
  });
  it("tells a script that serves an application which no server could find by name", async () => {
    const script = (serve: string): string => `import argparse
from waitress import serve
from shop import main

def run_server():
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="localhost")
    parser.add_argument("--port", type=int, default=6543)
    args = parser.parse_args()
    app = main({})
    ${serve}

if __name__ == "__main__":
    run_server()
`;
    const shop = { "shop/__init__.py": "def main(config):\n    return make(config)\n" };
    assert.deepEqual(
      await detect(detector, { ...shop, "run.py": script("serve(app, host=args.host, port=args.port)") }),
      ["server run run.py = python run.py --host 0.0.0.0 --port 6543 :6543 @run.py:13"],
    );
    assert.deepEqual(await detect(detector, { ...shop, "run.py": script("print(app)") }), [
      "script run run.py = python run.py @run.py:13",
    ]);
  });
});
