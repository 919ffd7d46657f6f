import assert from "node:assert/strict";
import { DrydockError } from "../../../src/model/error";
import { systemClock } from "../../../src/host/system";
import type { Engine } from "../../../src/model/ports";
import type { TestReport } from "../../../src/model/verification";
import { NO_SETTINGS } from "../../../src/settings/settings";
import type { BuiltImage } from "../../../src/verify/build-stack";
import { testImages } from "../../../src/verify/test-images";
import { newVerifying, type VerifyPorts, type VerifyRequest } from "../../../src/verify/verifying";
import { emptyRecon } from "../../kit/samples";
import { memoryFiles } from "../../kit/memory-files";
import { fakePort } from "../engine/fake-port";

const image = {
  tag: "shop-web:latest",
  build: { context: "", dockerfile: "Dockerfile", target: null, args: {}, usedSecrets: [] },
  services: ["web"],
  report: { service: "web" },
  hasTestStage: true,
  context: { files: [] },
  file: {},
} as unknown as BuiltImage;

interface Outcome {
  readonly tests: TestReport | null;
  readonly causes: readonly string[];
  readonly figures: readonly string[];
}

/** What a verification tells of tests that `run` runs. */
async function tested(
  run: Engine["run"],
  { runner = "pytest", limit = null as number | null, signal = undefined as AbortSignal | undefined } = {},
): Promise<Outcome> {
  const engine = fakePort({
    build: () => Promise.resolve({ imageId: "sha256:a", steps: [], durationMs: 1 } as never),
    image: () => Promise.resolve(null),
    removeImage: () => Promise.resolve(),
    run,
  });
  const recon = { ...emptyRecon(), tests: { runner, command: ["python", "-m", runner], place: null as never } };
  const files = memoryFiles({ "tests/test_a.py": "import shop\n\ndef test_a(): pass\n" }, "/w");
  const settings = {
    ...NO_SETTINGS,
    thresholds: limit === null ? {} : { "tests.duration": { limit, relative: null } },
  };
  const verifying = newVerifying(
    { engine, clock: systemClock, files } as unknown as VerifyPorts,
    {
      recon,
      settings,
      run: { owner: "o", workspace: "w", started: "", project: "p" },
      outsideTests: false,
    } as unknown as VerifyRequest,
    () => undefined,
    signal,
  );
  const tests = await testImages(verifying, [image], { project: "p", folder: "/w", files: ["compose.yaml"] });
  const causes = verifying.causes.map(({ what, place }) => what + (place ? ` ${place.path}:${place.line}` : ""));
  return { tests, causes, figures: Object.keys(verifying.measured.figures).sort() };
}

/** A run that prints and ends. */
const ending =
  (stdout: string, exit: number): Engine["run"] =>
  () =>
    Promise.resolve({ stdout, stderr: "", exit });

/** A run that prints and goes on until it is stopped, as the engine's own does then. */
const hanging: Engine["run"] = (_image, _command, options, signal) =>
  new Promise((_resolve, reject) => {
    options?.onLog?.({ stream: "stdout", text: "test_a ... ok", timestamp: "" });
    options?.onLog?.({ stream: "stdout", text: "test_b ... ", timestamp: "" });
    signal?.addEventListener("abort", () => reject(new DrydockError("cancelled", "Stopped.", "", "")));
  });

describe("tests of an image", () => {
  it("that do not end are stopped at their limit, which is told with their last line", async () => {
    const { tests, causes, figures } = await tested(hanging, { limit: 30 });
    assert.deepEqual(causes, [
      "The tests of web did not end within 0.03 s and were stopped. Last line: test_b ... Correct what they wait for, or raise the limit tests.duration in .drydock.yaml.",
    ]);
    assert.deepEqual([tests?.unfinished, tests?.failed], ["stopped", 0]);
    assert.deepEqual(figures, ["tests.duration.web"]);
  });

  it("end at once where a person stops the verification", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 20);
    await assert.rejects(tested(hanging, { signal: stop.signal }), { code: "cancelled" });
  });

  it("that ended keep what they counted", async () => {
    const { tests, causes, figures } = await tested(ending("==== 2 passed in 0.1s ====\n", 0));
    assert.deepEqual([tests?.passed, tests?.unfinished, causes], [2, undefined, []]);
    assert.deepEqual(figures, ["tests.duration.web", "tests.failed", "tests.passed"]);
  });

  const COLLECTING = `==== ERRORS ====
____ ERROR collecting tests/test_a.py ____
ImportError while importing test module '/app/tests/test_a.py'.
tests/test_a.py:1: in <module>
    import shop
E   ModuleNotFoundError: No module named 'shop'
==== short test summary info ====
ERROR tests/test_a.py
!!!! Interrupted: 1 error during collection !!!!
==== 1 error in 0.12s ====
`;

  it("that could not be loaded did not begin, and none failed", async () => {
    const { tests, causes, figures } = await tested(ending(COLLECTING, 2));
    assert.deepEqual([tests?.failed, tests?.unfinished, tests?.exit], [0, "not begun", 2]);
    assert.deepEqual(causes, [
      "The tests of web did not begin: tests/test_a.py could not be loaded: ModuleNotFoundError: No module named 'shop'. tests/test_a.py:1",
    ]);
    assert.deepEqual(figures, ["tests.duration.web"]);
  });

  it("did not begin where their runner ends before it has counted one", async () => {
    const conftest =
      "ImportError while loading conftest '/app/conftest.py'.\nE   ModuleNotFoundError: No module named 'shop'\n";
    assert.deepEqual((await tested(ending(conftest, 4))).causes, [
      "The tests of web did not begin: The image has no module shop. Declare the distribution that provides it, or copy the code into the image.",
    ]);
    const usage =
      "ERROR: usage: python -m pytest [options] [file_or_dir] [...]\npython -m pytest: error: unrecognized arguments: --cov --cov-report shop -n4\n  inifile: /app/setup.cfg\n  rootdir: /app\n";
    assert.deepEqual((await tested(ending(usage, 4))).causes, [
      "The tests of web did not begin: pytest has no option --cov, which its command or setup.cfg gives it and pytest-cov and pytest-xdist would bring. Declare pytest-cov and pytest-xdist with what the tests need.",
    ]);
    const bare = usage.replace("/app/setup.cfg", "None").replace(" --cov-report shop -n4", "=x");
    assert.deepEqual((await tested(ending(bare, 4))).causes, [
      "The tests of web did not begin: pytest has no option --cov=x, which its command or environment gives it and pytest-cov would bring. Declare pytest-cov with what the tests need.",
    ]);
    const absent = await tested(ending("/usr/local/bin/python: No module named pytest\n", 1));
    assert.deepEqual(absent.causes, ["The tests of web did not begin: /usr/local/bin/python: No module named pytest."]);
    assert.equal(absent.tests?.failed, 0);
  });

  it("did not begin where the image lacks their program", async () => {
    const why = 'exec: "pytest": executable file not found in $PATH: unknown';
    const { tests, causes } = await tested(() =>
      Promise.reject(new DrydockError("engine-refused", "The engine refused it.", why, "")),
    );
    assert.equal(tests?.unfinished, "not begun");
    assert.match(causes.join(), /^The tests of web did not begin: .*a program that the image lacks/);
  });

  it("of unittest did not begin where no module of them could be loaded", async () => {
    const failed = `ERROR: tests.test_a (unittest.loader._FailedTest.tests.test_a)
----------------------------------------------------------------------
ImportError: Failed to import test module: tests.test_a
Traceback (most recent call last):
  File "/app/tests/test_a.py", line 1, in <module>
    import shop
ModuleNotFoundError: No module named 'shop'


----------------------------------------------------------------------
`;
    const all = await tested(ending(`${failed}Ran 1 test in 0.000s\n\nFAILED (errors=1)\n`, 1), { runner: "unittest" });
    assert.deepEqual(all.causes, [
      "The tests of web did not begin: tests.test_a could not be loaded: ModuleNotFoundError: No module named 'shop'. tests/test_a.py:1",
    ]);
    assert.equal(all.tests?.failed, 0);
    const some = await tested(ending(`${failed}Ran 3 tests in 0.000s\n\nFAILED (errors=1)\n`, 1), {
      runner: "unittest",
    });
    assert.deepEqual([some.tests?.passed, some.tests?.failed, some.tests?.unfinished], [2, 1, undefined]);
    assert.deepEqual(some.causes, [
      "The test tests.test_a could not be loaded: ModuleNotFoundError: No module named 'shop'. tests/test_a.py:1",
    ]);
  });

  it("began where one ran, where they were killed, and where their runner counts in words of its own", async () => {
    const setup = `____ ERROR at setup of test_a ____\ntests/test_a.py:3: in db\nE   OSError: no\n==== short test summary info ====\nERROR tests/test_a.py::test_a - OSError: no\n==== 1 error in 0.12s ====\n`;
    assert.equal((await tested(ending(setup, 1))).tests?.failed, 1);
    const mixed = COLLECTING.replace("1 error in", "1 failed, 2 passed, 1 error in");
    assert.deepEqual((await tested(ending(mixed, 1))).tests?.failed, 2);
    assert.equal((await tested(ending("tests/test_a.py ..", 137))).tests?.unfinished, undefined);
    assert.equal((await tested(ending("==== test session starts ====\ncollected 3 items\n\n", 3))).tests?.failed, 1);
    assert.equal((await tested(ending("1 scenario failed\n", 1), { runner: "tox" })).tests?.failed, 1);
  });

  it("have the line of their own name where the output tells none", async () => {
    const summary =
      "==== short test summary info ====\nFAILED tests/test_a.py::TestA::test_a[x.y] - assert 1\nFAILED tests/test_a.py::test_gone - no\n==== 2 failed in 0.12s ====\n";
    assert.deepEqual((await tested(ending(summary, 1))).causes, [
      "The test TestA::test_a[x.y] failed: assert 1. tests/test_a.py:3",
      "The test test_gone failed: no. tests/test_a.py:1",
    ]);
  });

  it("that fail for one reason are one cause where they are many, and those not named are counted", async () => {
    const lines = (count: number, why: (index: number) => string): string =>
      Array.from({ length: count }, (_, index) => `FAILED tests/test_a.py::test_${index} - ${why(index)}\n`).join("");
    const summary = (text: string): string => `==== short test summary info ====\n${text}==== 9 failed in 0.12s ====\n`;
    const same = await tested(ending(summary(lines(12, () => "no database")), 1));
    assert.deepEqual(same.causes, [
      "The test test_0 failed: no database. 11 more tests failed with these words. tests/test_a.py:1",
    ]);
    const few = await tested(ending(summary(lines(10, () => "no database")), 1));
    assert.equal(few.causes.length, 10);
    const each = await tested(ending(summary(lines(12, index => `assert ${index}`) + lines(3, () => "")), 1));
    assert.equal(each.causes.length, 11);
    assert.equal(each.causes.at(-1), "5 more tests failed.");
  });
});
