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
});
