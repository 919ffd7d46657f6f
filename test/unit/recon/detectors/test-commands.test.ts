import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/test-commands";
import { detect } from "../../../kit/detect";

describe("recon/detectors/test-commands", () => {
  it("reads what continuous integration runs, runners taken off", async () => {
    const found = await detect(detector, {
      ".github/workflows/ci.yml": [
        "jobs:",
        "  test:",
        "    steps:",
        "      - run: uv venv",
        "      - run: uv run ./manage.py test",
        "",
      ].join("\n"),
    });
    assert.deepEqual(found, ["tests django = python manage.py test @.github/workflows/ci.yml:5"]);
  });

  it("reads tox without what tox fills in", async () => {
    const found = await detect(detector, {
      "tox.ini": "[tox]\nenvlist = py3\n[testenv]\ncommands =\n  stestr run {posargs}\n  python -m tests.unit\n",
    });
    assert.deepEqual(found, ["tests stestr = stestr run @tox.ini:5", "tests script = python -m tests.unit @tox.ini:6"]);
  });

  it("takes Twisted's runner for one, and no script that only a variable names", async () => {
    const found = await detect(detector, {
      "tox.ini":
        '[tox]\nenvlist = py3\n[testenv]\ncommands =\n  coverage run --branch --source=lib "{envbindir}/trial" carbon\n',
      "tests/test_db.sh": '#!/bin/sh\npython "$DIR"/tests_db.py --port "$1"\n',
    });
    assert.deepEqual(found, ["tests trial = coverage run --branch --source=lib trial carbon @tox.ini:5"]);
  });

  it("follows scripts that are named after tests, and no others", async () => {
    const found = await detect(detector, {
      "scripts/test.sh": "#!/bin/sh\nset -e\npytest tests\n",
      "deploy.sh": "#!/bin/sh\npytest tests\n",
    });
    assert.deepEqual(found, ["tests pytest = pytest tests @scripts/test.sh:3"]);
  });
});
