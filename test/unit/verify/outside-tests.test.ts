import assert from "node:assert/strict";
import { DrydockError } from "../../../src/model/error";
import type { Processes } from "../../../src/model/ports";
import type { TestReport } from "../../../src/model/verification";
import { runOutside, type OutsideTests } from "../../../src/verify/outside-tests";
import { memoryFiles } from "../../kit/memory-files";

const inside: TestReport = { command: ["pytest"], passed: 2, failed: 0, skipped: 0, exit: 0, outside: "not run" };

describe("tests outside the image", () => {
  const asked: string[] = [];
  const run = (
    stdout: string,
    exit: number,
    folder = "",
    files: Record<string, string> = {},
  ): Promise<OutsideTests> => {
    const processes: Processes = {
      run: (command, args, options) => {
        asked.push([options?.cwd, command, ...args].join(" "));
        return Promise.resolve({ exit, stdout, stderr: "", timedOut: false });
      },
    };
    asked.length = 0;
    return runOutside({ files: memoryFiles(files, "/w"), processes }, folder, ["pytest", "-q"], inside);
  };

  it("are the same or different by what was counted", async () => {
    assert.equal((await run("==== 2 passed in 0.1s ====\n", 0)).verdict, "same");
    assert.equal((await run("==== 1 failed, 1 passed in 0.1s ====\n", 1)).verdict, "different");
  });

  it("run in the unit's folder, with its own environment before that of the workspace", async () => {
    await run("2 passed in 1s", 0, "services/api", { ".venv/bin/pytest": "" });
    assert.deepEqual(asked, ["/w/services/api /w/.venv/bin/pytest -q"]);
    await run("2 passed in 1s", 0, "services/api", { ".venv/bin/pytest": "", "services/api/venv/bin/pytest": "" });
    assert.deepEqual(asked, ["/w/services/api /w/services/api/venv/bin/pytest -q"]);
    await run("2 passed in 1s", 0);
    assert.deepEqual(asked, ["/w pytest -q"]);
  });

  it("that could not begin compare nothing, and say why", async () => {
    const output =
      "ImportError while loading conftest '/w/conftest.py'.\nE   ModuleNotFoundError: No module named 'flask'\n";
    assert.deepEqual(await run(output, 4), {
      verdict: "not run",
      why: "outside the image the tests did not begin: ModuleNotFoundError: No module named 'flask'",
    });
    const processes: Processes = {
      run: () => Promise.reject(new DrydockError("usage", "pytest could not be started.", "", "")),
    };
    const absent = await runOutside({ files: memoryFiles({}, "/w"), processes }, "", ["pytest"], inside);
    assert.deepEqual(absent, {
      verdict: "not run",
      why: "pytest is not installed outside the image: install what the tests need",
    });
  });
});
