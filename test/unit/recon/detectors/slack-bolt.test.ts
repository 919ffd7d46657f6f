import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/slack-bolt";
import { detect } from "../../../kit/detect";

const APP = "import os\nfrom slack_bolt import App\napp = App(token=os.environ.get('TOKEN'))\n";

describe("recon/detectors/slack-bolt", () => {
  it("an application that listens, wherever its object stands", async () => {
    const start = (port: string): string => `if __name__ == "__main__":\n    app.start(${port})\n`;
    assert.deepEqual(await detect(detector, { "app.py": APP + start("port=int(os.environ.get('PORT', 8085))") }), [
      "framework slack @app.py:3",
      "port 8085 code @app.py:5",
      "server web app.py = python app.py :8085 @app.py:5",
    ]);
    const apart = await detect(detector, {
      "lib/__init__.py": "",
      "lib/slack.py": APP,
      "index.py": `from lib.slack import app\n${start("3100")}`,
    });
    assert.deepEqual(apart, [
      "framework slack @lib/slack.py:3",
      "port 3100 code @index.py:3",
      "server web index.py = python index.py :3100 @index.py:3",
    ]);
  });

  it("nothing where another server or a socket carries it", async () => {
    const socket =
      'from slack_bolt.adapter.socket_mode import SocketModeHandler\nif __name__ == "__main__":\n    SocketModeHandler(app, "x").start()\n';
    assert.deepEqual(await detect(detector, { "app.py": APP + socket }), []);
    const flask =
      "from flask import Flask\nfrom slack_bolt.adapter.flask import SlackRequestHandler\nhandler = SlackRequestHandler(app)\n";
    assert.deepEqual(await detect(detector, { "app.py": APP + flask }), []);
  });
});
