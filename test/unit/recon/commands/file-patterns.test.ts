import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/test-commands";
import { expandFilePatterns } from "../../../../src/recon/commands/file-patterns";
import { detect } from "../../../kit/detect";
import { openWorkspace } from "../../../../src/workspace/workspace";
import { memoryFiles } from "../../../kit/memory-files";

const TESTS = { "tests/test_a.py": "", "tests/test_b.py": "", "tests/kit.py": "", "tests/deep/test_c.py": "" };

async function expanded(command: string, files: Readonly<Record<string, string>> = TESTS, ...folders: string[]) {
  const workspace = await openWorkspace("sample", memoryFiles(files));
  return expandFilePatterns(workspace, folders.length > 0 ? folders : [""], command.split(" ")).join(" ");
}

describe("recon/commands/file-patterns", () => {
  it("names the files that a shell would have named", async () => {
    assert.equal(
      await expanded("python -m unittest tests/test_*"),
      "python -m unittest tests/test_a.py tests/test_b.py",
    );
    assert.equal(await expanded("pytest tests/test_*.py"), "pytest tests/test_a.py tests/test_b.py");
    assert.equal(await expanded("python -m unittest -v tests/test_a*"), "python -m unittest -v tests/test_a.py");
    assert.equal(await expanded("nose2 tests/test_[ab].py"), "nose2 tests/test_a.py tests/test_b.py");
    assert.equal(await expanded("pytest test_*.py", { "test_x.py": "", "sub/test_y.py": "" }), "pytest test_x.py");
  });

  it("takes the folder where pytest finds the same in it", async () => {
    const files = { "tests/test_a.py": "", "tests/test_b.py": "", "tests/kit.py": "" };
    assert.equal(await expanded("pytest tests/test_*"), "pytest tests/test_a.py tests/test_b.py");
    assert.equal(await expanded("python -m pytest tests/test_*", files), "python -m pytest tests");
  });

  it("looks from the folder that the command runs in", async () => {
    const files = { "backend/tests/test_a.py": "", "backend/tests/test_b.py": "" };
    assert.equal(await expanded("pytest tests/*.py", files, "backend", ""), "pytest tests");
  });

  it("leaves values of options and leaves out what matches nothing", async () => {
    assert.equal(
      await expanded("python -m unittest discover -p test_*.py"),
      "python -m unittest discover -p test_*.py",
    );
    assert.equal(await expanded("pytest checks/test_*"), "pytest");
  });

  it("is what continuous integration's own command becomes", async () => {
    const found = await detect(detector, {
      ...TESTS,
      ".github/workflows/tests.yml":
        "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: python -m unittest tests/test_*\n",
    });
    assert.deepEqual(found, [
      "tests unittest = python -m unittest tests/test_a.py tests/test_b.py @.github/workflows/tests.yml:6",
    ]);
  });
});
