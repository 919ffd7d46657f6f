import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/endless-commands";
import { detect } from "../../../kit/detect";

const LOOP = "    while True:\n        time.sleep(1)\n";

describe("recon/detectors/endless-commands", () => {
  it("starts what a command that is called a worker goes on with", async () => {
    assert.deepEqual(
      await detect(detector, {
        "shop.py": `import time\nimport click\n\n@click.group()\ndef cli():\n    pass\n\n@cli.command("worker")\ndef work():\n${LOOP}\n@cli.command()\ndef watch():\n${LOOP}\nif __name__ == "__main__":\n    cli()\n`,
      }),
      ["worker worker python shop.py worker = python shop.py worker @shop.py:9"],
    );
  });

  it("does so for a parser's command, and for none that has to be given more than its name", async () => {
    const program = (more: string): Readonly<Record<string, string>> => ({
      "app.py": `import argparse\nimport time\n\ndef consume(args):\n${LOOP}\ndef main():\n    parser = argparse.ArgumentParser()\n    commands = parser.add_subparsers()\n    one = commands.add_parser("consumer")\n${more}    one.set_defaults(func=consume)\n    args = parser.parse_args()\n    args.func(args)\n\nif __name__ == "__main__":\n    main()\n`,
    });
    assert.deepEqual(await detect(detector, program("")), [
      "worker worker python app.py consumer = python app.py consumer @app.py:4",
    ]);
    assert.deepEqual(await detect(detector, program('    one.add_argument("topic")\n')), []);
  });
});
