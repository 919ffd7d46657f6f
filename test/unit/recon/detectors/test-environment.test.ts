import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import { memoryFiles } from "../../../kit/memory-files";

const CODE = {
  "requirements.txt": "django==5.1\npytest==8.3\n",
  "shop/settings.py": 'import os\nLANGUAGE_CODE = os.getenv("LANGUAGE", "ru")\n',
  "tests/test_shop.py": "def test_it():\n    assert True\n",
};
const workflow = (step: string): string =>
  `on: push\nenv:\n  MODE: ci\njobs:\n  lint:\n    env: { MODE: lint }\n    steps:\n      - run: ruff check\n  test:\n    env:\n      TIMES: 3\n    steps:\n      - run: python manage.py migrate\n        env: { LANGUAGE: fr }\n${step}`;

async function told(files: Readonly<Record<string, string>>): Promise<unknown> {
  const { tests } = await readRecon(memoryFiles({ ...CODE, ...files }), { name: "shop" });
  return tests?.environment?.map(({ name, value }) => `${name}=${value}`);
}

describe("recon/detectors/test-environment", () => {
  it("reads what a workflow sets for the step of the tests, its job and all of it", async () => {
    const step =
      "      - name: Tests\n        env:\n          LANGUAGE: en-us\n          DATABASE_URL: postgres://x:y@localhost/x\n          API_KEY: abc123\n          KEPT: ${{ vars.KEPT }}\n        run: |\n          DEBUG=on pytest tests\n          coverage xml\n";
    assert.deepEqual(await told({ ".github/workflows/ci.yml": workflow(step) }), [
      "MODE=ci",
      "TIMES=3",
      "LANGUAGE=en-us",
      "DEBUG=on",
    ]);
  });

  it("follows a step that calls a target of the tests", async () => {
    const files = {
      ".github/workflows/ci.yml": workflow("      - run: make test\n        env: { LANGUAGE: en }\n"),
      Makefile: "test:\n\tpytest\n",
    };
    assert.deepEqual(await told(files), ["MODE=ci", "TIMES=3", "LANGUAGE=en"]);
  });

  it("reads variables of GitLab's jobs, and nothing of a step that runs no tests", async () => {
    const text =
      "variables:\n  MODE: ci\ntest:\n  variables:\n    LANGUAGE: en\n  script:\n    - pip install .\n    - pytest\nbuild:\n  variables: { LANGUAGE: fr }\n  script: docker build .\n";
    assert.deepEqual(await told({ ".gitlab-ci.yml": text }), ["MODE=ci", "LANGUAGE=en"]);
    assert.equal(await told({ ".github/workflows/ci.yml": workflow("") }), undefined);
  });
});
