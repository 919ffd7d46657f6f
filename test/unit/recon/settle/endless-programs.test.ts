import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import { memoryFiles } from "../../../kit/memory-files";

async function started(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { entryPoints } = await readRecon(memoryFiles(files), { name: "sample" });
  return entryPoints.map(({ kind, rank, command }) => `${kind} ${rank} ${command.join(" ")}`);
}

const MAIN = 'from core.engine import main\nif __name__ == "__main__":\n    main()\n';
const engine = (body: string): string =>
  `import time\nfrom apscheduler.schedulers.background import BackgroundScheduler\ndef main():\n    BackgroundScheduler().start()\n    try:\n${body}    except KeyboardInterrupt:\n        pass\n`;

describe("recon/settle/endless-programs", () => {
  it("calls a file that goes on until it is stopped a worker", async () => {
    const endless = engine("        while True:\n            time.sleep(1)  # no break before the next run\n");
    assert.deepEqual(await started({ "main.py": MAIN, "core/engine.py": endless }), ["worker 1 python main.py"]);
    const alone =
      "import asyncio\nasync def main():\n    while 1:\n        await asyncio.sleep(5)\nasyncio.run(main())\n";
    assert.deepEqual(await started({ "main.py": alone, "once.py": 'if __name__ == "__main__":\n    print(1)\n' }), [
      "worker 1 python main.py",
      "script 1 python once.py",
    ]);
  });

  it("is sure of it where only a README says how it is started", async () => {
    const { entryPoints } = await readRecon(
      memoryFiles({
        "README.md": "# Batch\n\n```sh\npython main.py\n```\n",
        "main.py": MAIN,
        "core/engine.py": engine("        while True:\n            time.sleep(1)\n"),
      }),
      { name: "sample" },
    );
    assert.deepEqual(
      entryPoints.map(({ kind, confidence }) => [kind, confidence]),
      [["worker", "medium"]],
    );
  });

  it("takes no option to run once and no stop by a person for the end of a loop", async () => {
    const body = (leave: string): string =>
      `import time\nfrom loguru import logger\n@logger.catch\ndef main():\n    once = read("ONCE")\n    while True:\n        try:\n            work()\n${leave}            time.sleep(60)\n        except KeyboardInterrupt:\n            print("bye")\n            raise SystemExit(0)\n`;
    const one = async (leave: string): Promise<readonly string[]> =>
      started({ "main.py": MAIN, "core/engine.py": body(leave).replaceAll("\n", "\r\n") });
    assert.deepEqual(await one("            if once:\n                print(1)\n                break\n"), [
      "worker 1 python main.py",
    ]);
    assert.deepEqual(await one("            if args.once: break\n"), ["worker 1 python main.py"]);
    // As long as such a block may be.
    const long = `            if once:\n${"                print(1)  \n\n".repeat(3000)}`;
    assert.deepEqual(await one(long), ["worker 1 python main.py"]);
    assert.deepEqual(await one(long + "                break\n"), ["worker 1 python main.py"]);
    const script = ["script 1 python main.py"];
    assert.deepEqual(await one("            done = ask()\n            if done:\n                break\n"), script);
    assert.deepEqual(await one("            if not once:\n                break\n"), script);
    assert.deepEqual(await one("            if once:\n                once = False\n                break\n"), script);
    assert.deepEqual(await one("            if self.done:\n                break\n"), script);
    for (const set of [
      "ok, once = fetch()",
      "if (once := ready()): print(1)",
      "for once in fetch(): print(1)",
      "with fetch() as once: print(1)",
      "once.append(fetch())",
      "other = once = fetch()",
      "once += fetch()",
    ])
      assert.deepEqual(await one(`            ${set}\n            if once:\n                break\n`), script, set);
    const shared =
      "            if once:\n                break\n            def stop():\n                global once\n";
    assert.deepEqual(await one(shared), script);
    assert.deepEqual(await one("            if once:\n                print(1)\n            break\n"), script);
  });

  it("leaves what ends, what asks a person and what it does not get to a script", async () => {
    const one = async (body: string): Promise<readonly string[]> =>
      started({ "main.py": MAIN, "core/engine.py": engine(body) });
    const script = ["script 1 python main.py"];
    assert.deepEqual(
      await one("        while True:\n            time.sleep(1)\n            if done(): break\n"),
      script,
    );
    assert.deepEqual(
      await one("        while True:\n            time.sleep(1)\n            input('next? ')\n"),
      script,
    );
    assert.deepEqual(await one("        while busy():\n            time.sleep(1)\n"), script);
    assert.deepEqual(await one("        while True:\n            work()\n"), script);
    const other = "import time\ndef watch():\n    while True:\n        time.sleep(1)\ndef main():\n    print(1)\n";
    assert.deepEqual(await started({ "main.py": MAIN, "core/engine.py": other }), script);
  });

  it("takes what the program itself may ask for an end, other than a stop by a person", async () => {
    const caught = async (what: string): Promise<readonly string[]> =>
      started({
        "main.py": `import time\ndef main():\n    while True:\n        try:\n            step()\n            time.sleep(1)\n        except ${what}:\n            break\nmain()\n`,
      });
    assert.deepEqual(await caught("(SystemExit, KeyboardInterrupt) as stop"), ["worker 1 python main.py"]);
    assert.deepEqual(await caught("(\n            KeyboardInterrupt,\n        )"), ["worker 1 python main.py"]);
    for (const what of ["SystemExit", "(SystemExit)", "(KeyboardInterrupt, StopIteration)"])
      assert.deepEqual(await caught(what), ["script 1 python main.py"], what);
  });

  const GUARD = 'if __name__ == "__main__":\n    main()\n';
  const ENDING: Readonly<Record<string, string>> = {
    "a thread beside what is done":
      "import threading, time\ndef spinner():\n    while True:\n        time.sleep(0.1)\ndef main():\n    threading.Thread(target=spinner, daemon=True).start()\n    print(1)\n" +
      GUARD,
    "a thread by a lambda":
      "import threading, time\ndef spinner():\n    while True:\n        time.sleep(0.1)\ndef main():\n    threading.Thread(target=lambda: spinner(), daemon=True).start()\n" +
      GUARD,
    "a task that is cancelled":
      "import asyncio\nasync def progress():\n    while True:\n        await asyncio.sleep(5)\nasync def main():\n    task = asyncio.create_task(progress())\n    await work()\n    task.cancel()\nif __name__ == '__main__':\n    asyncio.run(main())\n",
    "a wait that gives up":
      "import asyncio\nasync def watch():\n    while True:\n        await asyncio.sleep(5)\nasync def main():\n    await asyncio.wait_for(watch(), timeout=9)\nif __name__ == '__main__':\n    asyncio.run(main())\n",
    "an exception of its own":
      "import time\nclass Done(Exception): pass\ndef main():\n    while True:\n        if state() == 'done':\n            raise Done\n        time.sleep(2)\n" +
      GUARD,
    "a generator":
      "import time\ndef pages():\n    while True:\n        item = yield read()\n        time.sleep(1)\ndef main():\n    for page in pages():\n        if not page: break\n" +
      GUARD,
    "a menu of questionary":
      "import time, questionary\ndef main():\n    while True:\n        questionary.select('What?').ask()\n        time.sleep(1)\n" +
      GUARD,
    "a prompt of click in a function":
      "import time, click\ndef menu():\n    return click.prompt('What?')\ndef main():\n    while True:\n        print(menu())\n        time.sleep(1)\n" +
      GUARD,
    "a return behind a number sign in a string":
      'import time\ndef main():\n    while True:\n        time.sleep(1)\n        if ok(): print("#"); return\n' + GUARD,
  };
  for (const [what, text] of Object.entries(ENDING))
    it(`takes no job for a worker by ${what}`, async () => {
      assert.deepEqual(await started({ "main.py": text }), ["script 1 python main.py"]);
    });

  it("follows what waits for a coroutine or a function to end", async () => {
    const loop =
      "import asyncio, trio\nasync def watch():\n    while True:\n        await asyncio.sleep(5)  # raise none\n";
    for (const rest of [
      "async def main():\n    await asyncio.gather(work(), watch())\nasyncio.run(main())\n",
      "trio.run(watch)\n",
    ])
      assert.deepEqual(await started({ "main.py": loop + rest }), ["worker 1 python main.py"]);
  });

  it("leaves files alone beside something that is served", async () => {
    const found = await started({
      "requirements.txt": "flask\ngunicorn\n",
      Procfile: "web: gunicorn app:app\n",
      "app.py": "from flask import Flask\napp = Flask(__name__)\n",
      "simulate.py": 'import time\nif __name__ == "__main__":\n    while True:\n        time.sleep(1)\n',
    });
    assert.deepEqual(found, ["wsgi 1 gunicorn --bind 0.0.0.0:8000 app:app"]);
  });

  const SCRIPTS = '[project]\nname="sens"\nversion="1"\ndependencies=["paho-mqtt"]\n[project.scripts]\n';
  const daemon = async (code: string, scripts = 'sens2mqtt="sens.cli:main"\n'): Promise<readonly string[]> =>
    started({ "pyproject.toml": SCRIPTS + scripts, "sens/__init__.py": "", "sens/cli.py": `import time\n${code}` });
  const LOOP = "    while True:\n        time.sleep(9)\n";

  it("calls a console script that goes on whatever it is given a worker", async () => {
    const worker = ["worker 1 sens2mqtt"];
    assert.deepEqual(await daemon(`def main():\n${LOOP}`), worker);
    assert.deepEqual(
      await daemon(
        `import asyncio\nasync def run():\n${LOOP}def main():\n    try:\n        asyncio.run(run())\n    finally:\n        stop()\n`,
      ),
      worker,
    );
    assert.deepEqual(
      await daemon(
        "import paho.mqtt.client as mqtt\ndef main():\n    client = mqtt.Client()\n    client.loop_forever()\n",
      ),
      worker,
    );
  });

  const args = "import argparse\ndef main():\n    args = argparse.ArgumentParser().parse_args()\n";

  it("leaves a console script whose options or commands choose, or that is one of several, to a person", async () => {
    const cli = ["cli 1 sens2mqtt"];
    const inner = LOOP.replaceAll(/^/gm, "    ");
    assert.deepEqual(await daemon(`${args}    if args.watch:\n${inner}`), cli);
    assert.deepEqual(await daemon(`def watch():\n${LOOP}${args}    if args.watch:\n        watch()\n`), cli);
    assert.deepEqual(
      await daemon(`import click\n@click.group()\ndef main(): ...\n@main.command()\ndef watch():\n${LOOP}`),
      cli,
    );
    assert.deepEqual(await daemon(`def main():\n${LOOP}def once(): ...\n`, 'a="sens.cli:main"\nb="sens.cli:once"\n'), [
      "cli 1 a",
      "cli 2 b",
    ]);
    assert.deepEqual(await daemon("def main():\n    print(1)\n"), cli);
  });

  it("leaves a console script to a person that may end before its loop, or ends for want of a word", async () => {
    const parser = (adds: string): string =>
      `import argparse\ndef main():\n    p = argparse.ArgumentParser()\n    ${adds}\n    a = p.parse_args()\n${LOOP}`;
    for (const code of [
      parser('p.add_argument("host")'),
      parser('p.add_argument("--token", required=True)'),
      parser('p.add_argument("--token")').replace(LOOP, `    if not a.token:\n        p.error("token")\n${LOOP}`),
      parser('p.add_argument("--watch", action="store_true")').replace(
        LOOP,
        `    if not a.watch:\n        return 0\n${LOOP}`,
      ),
      ...['args.mode != "serve"', "args.once", "check()"].map(
        test => `${args}    if ${test}:\n        return\n${LOOP}`,
      ),
      `import sys\ndef main():\n    if "--daemon" not in sys.argv:\n        sys.exit(0)\n${LOOP}`,
      `def watch():\n${LOOP}def main():\n    if done():\n        return\n    watch()\n`,
      `import sys\ndef main():\n    host = sys.argv[1]\n${LOOP}`,
      `import fire\ndef run(host):\n${LOOP}def main():\n    fire.Fire(run)\n`,
      `def main():\n    print(1)\nif __name__ == "__main__":\n${LOOP}`,
    ])
      assert.deepEqual(await daemon(code), ["cli 1 sens2mqtt"], code);
    const optional = parser('p.add_argument("--config", default="a.yml"); p.add_argument("host", nargs="?")');
    assert.deepEqual(await daemon(optional), ["worker 1 sens2mqtt"]);
  });
});
