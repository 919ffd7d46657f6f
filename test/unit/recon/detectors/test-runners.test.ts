import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/test-runners";
import { dependency, detect, evidenceOf } from "../../../kit/detect";

describe("recon/detectors/test-runners", () => {
  it("believes configuration first", async () => {
    const found = await detect(detector, {
      "pyproject.toml": '[tool.pytest.ini_options]\npythonpath = ["."]\n',
      "tests/test_a.py": "import unittest\n",
    });
    assert.deepEqual(found, [
      "tests pytest = pytest @pyproject.toml:1",
      "tests unittest = python -m unittest discover -s tests @tests/test_a.py:1",
    ]);
  });

  it("does not take pytest for the runner where only another distribution needs it", async () => {
    assert.deepEqual(await detect(detector, { "app.py": "x = 1\n" }, [dependency("pytest", { direct: false })]), []);
    assert.deepEqual(await detect(detector, { "app.py": "x = 1\n" }, [dependency("pytest")]), [
      "tests pytest = python -m pytest @requirements.txt:1",
    ]);
  });

  it("runs test classes of a library in a Django project by Django's own runner", async () => {
    const found = await detect(detector, {
      "manage.py":
        'import os\nfrom django.core.management import execute_from_command_line\nif __name__ == "__main__":\n    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")\n    execute_from_command_line([])\n',
      "base/tests/test_home.py":
        "from wagtail.test.utils import WagtailPageTestCase\nclass T(WagtailPageTestCase):\n    def test_home(self):\n        pass\n",
    });
    assert.deepEqual(found, ["tests django = python manage.py test @base/tests/test_home.py:1"]);
  });

  it("leaves pytest's settings for Django to what else runs the tests where their plug-in is not declared", async () => {
    const files = { "pytest.ini": "[pytest]\nDJANGO_SETTINGS_MODULE = site.settings\npython_files = tests.py\n" };
    const source = async (names: readonly string[]): Promise<readonly unknown[]> =>
      (
        await evidenceOf(
          detector,
          files,
          names.map(name => dependency(name)),
        )
      ).map(one => (one.claim === "tests" ? [one.source, one.place.confidence] : null));
    assert.deepEqual(await source([]), [["convention", "low"]]);
    assert.deepEqual(await source(["pytest-django"]), [["code", "high"]]);
  });

  it("knows nose by its section", async () => {
    assert.deepEqual(await detect(detector, { "setup.cfg": "[nosetests]\nwhere = tests/\n" }), [
      "tests nose = nosetests @setup.cfg:1",
    ]);
  });
});
