import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/readiness-log-file";
import { evidenceOf } from "../../../kit/detect";

async function lines(contents: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await evidenceOf(detector, contents)).map(one =>
    one.claim === "readiness" ? `${one.rule} ${one.place.path}:${one.place.line} ${one.what}` : one.claim,
  );
}

describe("recon/detectors/readiness-log-file", () => {
  it("finds handlers in code and in settings", async () => {
    assert.deepEqual(
      await lines({
        "log.py":
          'import logging\nfrom logging.handlers import RotatingFileHandler\nhandler = RotatingFileHandler("app.log")\nlogging.basicConfig(filename="x.log")\nLOGGING = {"handlers": {"file": {"class": "logging.FileHandler"}}}\n',
      }),
      [
        "log-file log.py:3 logs are written to a file",
        "log-file log.py:4 logs are written to a file",
        "log-file log.py:5 the logging settings write to a file",
      ],
    );
  });
  it("lets streams be", async () => {
    assert.deepEqual(
      await lines({ "log.py": "import logging\nhandler = logging.StreamHandler()\nlogging.basicConfig(level=10)\n" }),
      [],
    );
  });
  it("lets other add methods be", async () => {
    assert.deepEqual(await lines({ "log.py": 'import basket\nseen = set()\nseen.add("app.log")\n' }), []);
  });
});
