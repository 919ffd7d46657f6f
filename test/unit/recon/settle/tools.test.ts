import assert from "node:assert/strict";
import type { Evidence } from "../../../../src/model/evidence";
import { projectOf } from "../../../kit/python-project";
import type { Workspace } from "../../../../src/workspace/workspace";
import { settleStatic, settleTests } from "../../../../src/recon/settle/tools";

/** Settings that say which files hold tests. */
const OWN_NAMES = "[pytest]\npython_files = *_tests.py\n";

type Told = Extract<Evidence, { claim: "tests" }>;

function tests(path: string, confidence: Told["place"]["confidence"], command: string): Told {
  return {
    claim: "tests",
    source: path === "tox.ini" ? "task-runner" : "code",
    runner: "pytest",
    command: command.split(" "),
    place: { path, line: 1, column: 1, text: "", confidence },
  };
}

function made(command: string, folder: string | null): Extract<Evidence, { claim: "static" }> {
  const place = { path: "a", line: 1, column: 1, text: "", confidence: "high" as const };
  return { claim: "static", command: command.split(" "), folder, place };
}

describe("recon/settle/tools", () => {
  const declared = tests("requirements-dev.txt", "high", "python -m pytest");
  let workspace: Workspace;
  const holding = async (...paths: readonly string[]): Promise<void> => {
    const texts = Object.fromEntries(paths.map(path => [path, path === "pytest.ini" ? OWN_NAMES : ""]));
    ({ workspace } = await projectOf(texts));
  };
  const command = (...evidence: readonly Told[]): string | undefined =>
    settleTests(workspace, evidence)?.command.join(" ");

  beforeEach(() => holding("tests.py"));

  it("names a file that pytest does not look for, as the authors do", () =>
    assert.equal(command(declared, tests("tox.ini", "medium", "pytest --cov=shop tests.py")), "pytest tests.py"));

  it("leaves pytest to find what it looks for, and what stands beside other tests", () => {
    assert.equal(command(declared, tests("tox.ini", "medium", "pytest test_shop.py")), "python -m pytest");
    assert.equal(
      command(declared, tests("tox.ini", "medium", "pytest tests.py"), tests("tox.ini", "medium", "pytest tests/unit")),
      "python -m pytest",
    );
  });

  it("runs all that pytest finds, also where one command names a file that it does not look for", async () => {
    const smoke = tests("tox.ini", "medium", "pytest smoke_tests.py");
    for (const found of ["tests/test_unit.py", "shop/cart_test.py", "pytest.ini"]) {
      await holding("smoke_tests.py", found);
      assert.equal(command(declared, smoke), "python -m pytest", found);
    }
    await holding("smoke_tests.py", ".tools/tests/test_tool.py", "tests/conftest.py");
    assert.equal(command(declared, smoke), "pytest smoke_tests.py");
  });

  it("takes what collects the static files before what builds some of them, whichever tool Node's packages have", () => {
    const collect = made("python manage.py collectstatic --noinput", null);
    for (const build of ["npm run build", "yarn run build:css", "pnpm run build", "bun run build"])
      assert.deepEqual(settleStatic([made(build, "static/css"), collect])?.command, collect.command);
    assert.deepEqual(settleStatic([made("yarn run build", "static")])?.command, ["yarn", "run", "build"]);
  });
});
