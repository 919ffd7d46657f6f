import assert from "node:assert/strict";
import type { TextChange } from "../../../../src/model/recon";
import { variableName } from "../../../../src/recon/readiness/suggestion";
import { detectors } from "../../../../src/recon/registry";
import { evidenceOf } from "../../../kit/detect";

/** The file as it would be once every suggestion for it was taken; changes of one place never overlap. */
function applied(text: string, changes: readonly TextChange[]): string {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  const offset = (line: number, column: number): number => (starts[line - 1] ?? 0) + column - 1;
  return [...changes]
    .sort((left, right) => right.line - left.line || right.column - left.column)
    .reduce(
      (done, change) =>
        done.slice(0, offset(change.line, change.column)) +
        change.newText +
        done.slice(offset(change.endLine, change.endColumn)),
      text,
    );
}

/** What the suggestion of one rule makes of a file. */
async function suggested(rule: string, path: string, text: string): Promise<string> {
  const detector = detectors.find(({ id }) => id === `readiness-${rule}`);
  assert.ok(detector, rule);
  const evidence = await evidenceOf(detector, { [path]: text });
  const finding = evidence.find(one => one.claim === "readiness");
  assert.ok(finding?.claim === "readiness", `${rule} was not found`);
  return finding.suggestion ? applied(text, finding.suggestion) : "none";
}

describe("recon/readiness/suggestion", () => {
  for (const [rule, path, before, after] of [
    [
      "loopback-bind",
      "run.py",
      'import uvicorn\nuvicorn.run("a:b", host="127.0.0.1")\n',
      'import uvicorn\nuvicorn.run("a:b", host="0.0.0.0")\n',
    ],
    ["loopback-bind", "start.sh", "gunicorn a:b --bind 127.0.0.1:8000\n", "gunicorn a:b --bind 0.0.0.0:8000\n"],
    ["debug", "settings.py", "import os\nDEBUG = True\n", 'import os\nDEBUG = os.environ.get("DEBUG") == "1"\n'],
    [
      "debug",
      "app.py",
      "from flask import Flask\napp = Flask(__name__)\napp.run(debug=True)\n",
      "from flask import Flask\napp = Flask(__name__)\napp.run(debug=False)\n",
    ],
    [
      "localhost-address",
      "settings.py",
      'from datetime import date\nMAIL_SERVER = "localhost"\n',
      'import os\nfrom datetime import date\nMAIL_SERVER = os.environ.get("MAIL_SERVER", "localhost")\n',
    ],
    [
      "localhost-address",
      "settings.py",
      'import os\nBROKER = "amqp://me:secret@localhost//"\n',
      'import os\nBROKER = os.environ.get("BROKER", "amqp://me:secret@localhost//")\n',
    ],
    ["localhost-address", "settings.py", 'import os\nURL = os.getenv("REDIS_URL", "redis://localhost:6379")\n', "none"],
    [
      "hard-coded-path",
      "paths.py",
      'import os\nDATA = "/home/me/data"\n',
      'import os\nDATA = os.environ.get("DATA", "/home/me/data")\n',
    ],
    [
      "log-file",
      "log.py",
      'import logging\nhandler = logging.FileHandler("app.log")\n',
      "import logging\nhandler = logging.StreamHandler()\n",
    ],
    [
      "local-data",
      "data.py",
      'import os\ndef save():\n    os.makedirs("uploads/new")\n',
      'import os\ndef save():\n    os.makedirs(os.path.join(os.environ.get("DATA_DIR", "."), "uploads/new"))\n',
    ],
    [
      "allowed-hosts",
      "settings.py",
      'import os\nALLOWED_HOSTS = ["shop.example", "www.shop.example"]\n',
      'import os\nALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "shop.example,www.shop.example").split(",")\n',
    ],
    ["stop-signal", "start.sh", "#!/bin/sh\ngunicorn a:b\n", "#!/bin/sh\nexec gunicorn a:b\n"],
  ] as const) {
    it(`${rule} in ${path}: ${after === "none" ? "nothing for what it must not repeat" : after.trim().split("\n").at(-1)}`, async () => {
      assert.equal(await suggested(rule, path, before), after);
    });
  }

  it("names a variable as its name is written", () => {
    assert.equal(variableName("self.redisHost"), "REDIS_HOST");
    assert.equal(variableName('app.config["MAIL_SERVER"]'), "MAIL_SERVER");
    assert.equal(variableName("_CACHE"), "CACHE");
    assert.equal(variableName("x[0]"), null);
  });
});
