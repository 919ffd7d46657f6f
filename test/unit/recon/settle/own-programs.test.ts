import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import { memoryFiles } from "../../../kit/memory-files";

/** Variables that the application fails without. */
async function required(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { environment } = await readRecon(memoryFiles(files), { name: "sample" });
  return environment.filter(one => one.required).map(({ name }) => name);
}

const BOT =
  'import os\nfrom slack_bolt import App\nfrom slack_bolt.adapter.socket_mode import SocketModeHandler\nif __name__ == "__main__":\n    app = App(token=os.environ["BOT_TOKEN"])\n    if app.verbose:\n        print(os.environ["VERBOSE_TOKEN"])\n    SocketModeHandler(app, os.environ["APP_TOKEN"]).start()\n';

describe("recon/settle/own-programs", () => {
  it("needs what stands below the main guard of a program that stays running", async () => {
    assert.deepEqual(await required({ "requirements.txt": "slack-bolt\n", "bot.py": BOT }), ["APP_TOKEN", "BOT_TOKEN"]);
  });

  it("does not where a server imports the file", async () => {
    const found = await required({
      "requirements.txt": "flask\ngunicorn\n",
      Procfile: "web: gunicorn app:app\n",
      "app.py":
        'import os\nfrom flask import Flask\napp = Flask(__name__)\nif __name__ == "__main__":\n    app.run(port=int(os.environ["PORT_LOCAL"]))\n',
    });
    assert.deepEqual(found, []);
  });

  it("does not need what only a program asks for that nothing starts", async () => {
    const read = 'import os\nbucket = os.environ["BUCKET"]\n';
    const files = { "requirements.txt": "slack-bolt\n", "bot.py": BOT };
    const among = async (more: Readonly<Record<string, string>>): Promise<boolean> =>
      (await required({ ...files, ...more })).includes("BUCKET");
    assert.equal(await among({ "prod.py": `${read}def handler(event, context_):\n    return bucket\n` }), false);
    assert.equal(await among({ "seed.py": `${read}if __name__ == "__main__":\n    print(bucket)\n` }), false);
    // A file that is no program may be loaded in a way that nothing shows, and one that is imported is loaded.
    assert.equal(await among({ "prod.py": read }), true);
    assert.equal(
      await among({
        "seed.py": `${read}if __name__ == "__main__":\n    print(bucket)\n`,
        "bot.py": `import seed\n${BOT}`,
      }),
      true,
    );
    const plugin = { "plugins/pay.py": `${read}def on_event(event, context):\n    return bucket\n` };
    assert.equal(await among(plugin), false);
    const loader = `import importlib\nimport os\nfor name in os.listdir("plugins"):\n    importlib.import_module("plugins." + name)\n`;
    assert.equal(await among({ ...plugin, "bot.py": `${loader}${BOT}` }), true);
  });
});
