import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/bots";
import { detect } from "../../../kit/detect";

describe("recon/detectors/bots", () => {
  it("runs a client without a port", async () => {
    const found = await detect(detector, {
      "bot.py": 'import discord\nfrom discord.ext import commands\nclient = commands.Bot("!")\nclient.run("x")\n',
    });
    assert.deepEqual(found, ["framework discord @bot.py:3", "bot bot bot.py = python bot.py @bot.py:3"]);
  });
  it("follows a client class to what runs it", async () => {
    const found = await detect(detector, {
      "helper/__init__.py": "",
      "helper/client.py":
        'from telegram.ext import ApplicationBuilder\n\ndef build():\n    return ApplicationBuilder().token("x").build()\n',
      "helper/__main__.py": "from helper.client import build\nbuild().run_polling()\n",
    });
    assert.deepEqual(found, [
      "framework telegram @helper/client.py:4",
      "bot bot helper = python -m helper @helper/client.py:4",
    ]);
  });
  it("starts a package whose main module loads the client by its name", async () => {
    const texts = {
      "desk/__init__.py":
        "from importlib import import_module\nPARTS = {'Bot': '.app'}\ndef main():\n    import_module(PARTS['Bot'], __name__).Bot().run()\n",
      "desk/app.py":
        "from telegram.ext import Application\nfrom . import replies\nclass Bot:\n    def __init__(self):\n        self.app = Application.builder().build()\n",
      "desk/replies.py": "from .app import Bot\n",
    };
    const main = "from . import main\nif __name__ == '__main__':\n    main()\n";
    assert.deepEqual(await detect(detector, { ...texts, "desk/__main__.py": main }), [
      "framework telegram @desk/app.py:5",
      "bot bot desk = python -m desk @desk/app.py:5",
    ]);
    assert.deepEqual(await detect(detector, { ...texts, "other/__main__.py": main }), [
      "framework telegram @desk/app.py:5",
    ]);
  });
  it("takes no web application for a bot whose models use a chat framework", async () => {
    const models = "from discord import Embed\n";
    const main = 'from models import Log\nif __name__ == "__main__":\n    run()\n';
    const web = `from sanic import Sanic\nfrom models import Log\napp = Sanic("logs")\nif __name__ == "__main__":\n    app.run(port=8000)\n`;
    const of = async (text: string): Promise<number> =>
      (await detect(detector, { "models.py": models, "app.py": text })).filter(line => line.startsWith("bot")).length;
    assert.equal(await of(main), 1);
    assert.equal(await of(web), 0);
  });

  it("leaves a bot to the server of the web application in whose life it runs", async () => {
    const bot = "from aiogram import Dispatcher\nbot = Dispatcher()\n";
    const app =
      "from fastapi import FastAPI\nimport uvicorn\nfrom bot.run import bot\napp = FastAPI()\napp.include_router(bot)\n";
    const of = async (text: string): Promise<number> =>
      (await detect(detector, { "bot/run.py": bot, "main.py": text })).filter(line => line.startsWith("bot")).length;
    assert.equal(await of(app), 0);
    assert.equal(await of(`${app}if __name__ == "__main__":\n    setup()\n    uvicorn.run(app)\n`), 0);
    // Here the server is one of two things that go on.
    const beside = "    Thread(target=bot.poll).start()\n    uvicorn.run(app)\n";
    assert.equal(await of(`${app}if __name__ == "__main__":\n${beside}`), 1);
    assert.equal(await of(`${app}asyncio.run(dp.start_polling(bot))\n`), 1);
    assert.equal(await of(`${app}def launch():\n    bot.run()\nlaunch()\n`), 1);
    const either = "    if WEB:\n        uvicorn.run(app)\n    else:\n        bot.connect()\n";
    assert.equal(await of(`${app}if __name__ == "__main__":\n${either}`), 1);
    assert.equal(await of(`${app}def main():\n    uvicorn.run(app)\nif __name__ == "__main__":\n    main()\n`), 1);
  });

  it("starts none that a command of several starts, nor one in a module that only others import", async () => {
    const bot =
      'from telegram.ext import Application\n\ndef build():\n    return Application.builder().token("x").build()\n';
    assert.deepEqual(
      await detect(detector, {
        "trade/__init__.py": "",
        "trade/rpc.py": bot,
        "trade/parser.py": "import argparse\nparser = argparse.ArgumentParser()\nsub = parser.add_subparsers()\n",
        "trade/main.py":
          'from trade.parser import parser\n\ndef main():\n    from trade.rpc import build\n\nif __name__ == "__main__":\n    main()\n',
      }),
      ["framework telegram @trade/rpc.py:4"],
    );
  });
  it("starts a click group that runs without a command, and none that needs one", async () => {
    const group = (options: string): Readonly<Record<string, string>> => ({
      "launcher.py": `import click
from discord.ext import commands

class Robot(commands.AutoShardedBot):
    pass

@click.group(${options})
def main():
    Robot().run("x")

@main.command()
def initdb():
    pass

@main.command()
def drop():
    pass

if __name__ == "__main__":
    main()
`,
    });
    assert.deepEqual(await detect(detector, group("invoke_without_command=True")), [
      "framework discord @launcher.py:4",
      "bot bot launcher.py = python launcher.py @launcher.py:4",
    ]);
    assert.deepEqual(await detect(detector, group("")), ["framework discord @launcher.py:4"]);
  });

  it("starts one that imports its package from above as a module, whatever its folder is called", async () => {
    const found = await detect(detector, {
      "telegram-bot/main.py":
        "from aiogram import Dispatcher\nfrom .src.routes import add\ndp = Dispatcher()\nadd(dp)\ndp.run_polling()\n",
      "telegram-bot/src/routes.py": "def add(dp): ...\n",
    });
    assert.ok(
      found.includes("bot bot telegram-bot.main = python -m telegram-bot.main @telegram-bot/main.py:3"),
      found.join("\n"),
    );
  });

  it("starts one by its path whose neighbour has a name that its package begins with", async () => {
    const found = await detect(detector, {
      "bot_core/__init__.py": "",
      "bot_core/main.py":
        "from aiogram import Dispatcher\nfrom bot import redis\ndp = Dispatcher()\nif __name__ == '__main__':\n    dp.run_polling()\n",
      "bot_core/bot.py": "redis = 1\n",
      "bot_core/utils/api.py": "from bot_core import redis\n",
    });
    assert.ok(
      found.some(line => line.includes(" = python bot_core/main.py ")),
      found.join("\n"),
    );
  });

  it("starts one by its path that finds its neighbours beside itself, though its folder is a package too", async () => {
    const found = await detect(detector, {
      "bot/__init__.py": "",
      "bot/bot.py":
        "from aiogram import Dispatcher\nfrom core.routes import add\ndp = Dispatcher()\nredis = 1\nif __name__ == '__main__':\n    dp.run_polling()\n",
      "bot/core/routes.py": "def add(dp): ...\n",
      "bot/utils/api.py": "from bot import redis\n",
    });
    assert.ok(found.includes("bot bot bot/bot.py = python bot/bot.py @bot/bot.py:3"), found.join("\n"));
  });
});
