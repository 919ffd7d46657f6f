import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/sample-configuration";
import { evidenceOf } from "../../../kit/detect";

async function missing(contents: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await evidenceOf(detector, contents)).map(one =>
    one.claim === "problem" ? `${one.place.path}:${one.place.line} ${one.message.split(" ")[3] ?? ""}` : one.claim,
  );
}

describe("recon/detectors/sample-configuration", () => {
  it("finds files that the code opens or imports and that are committed as samples", async () => {
    assert.deepEqual(
      await missing({
        "bot.py": 'import config\nwith open("conf/app.yml") as stream:\n    text = stream.read()\n',
        "config.example.py": "TOKEN = 1\n",
        "conf/app.yml.sample": "a: 1\n",
      }),
      ["bot.py:2 conf/app.yml,", "bot.py:1 config.py,"],
    );
  });

  it("finds what a parser of INI files reads, by the default of a parameter too", async () => {
    assert.deepEqual(
      await missing({
        "bot.py":
          'import configparser\n\ndef make(path="conf/bot.ini"):\n    parser = configparser.ConfigParser()\n    parser.read(path)\n    return parser\n',
        "conf/bot.ini.template": "[a]\n",
      }),
      ["bot.py:5 conf/bot.ini,"],
    );
  });

  it("passes over what exists, what is optional, and what is written", async () => {
    assert.deepEqual(
      await missing({
        "bot.py":
          'try:\n    import config\nexcept ImportError:\n    config = None\nopen("log.json", "w")\nopen("known.ini")\n',
        "config.py.example": "TOKEN = 1\n",
        "log.example.json": "",
        "known.ini": "",
        "known.ini.sample": "",
        "example.txt": "",
      }),
      [],
    );
  });
});
