import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import { memoryFiles } from "../../../kit/memory-files";
import { applied, changesOf } from "../plan-kit";

async function testsOf(more: Readonly<Record<string, string>>): Promise<string> {
  const texts = {
    "requirements.txt": "fastapi\nuvicorn\npytest\n",
    "app.py": "from fastapi import FastAPI\napp = FastAPI()\n",
    ...more,
  };
  const files = applied(texts, await changesOf(await readRecon(memoryFiles(texts), { name: "shop" }), texts));
  return files["compose.test.yaml"] ?? "";
}

describe("the tests of a plan", () => {
  it("are none where pytest is declared and no file is there that it would take for one", async () => {
    assert.equal(await testsOf({}), "");
  });

  it("are run where there are some, or where settings may call them anything", async () => {
    for (const more of [
      { "tests/test_app.py": "def test_app():\n    pass\n" },
      { "shop/tests.py": "def test_app():\n    pass\n" },
      { "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '--doctest-modules'\n" },
    ])
      assert.match(await testsOf(more), /target: test/, Object.keys(more)[0]);
  });
});
