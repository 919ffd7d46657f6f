export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * Counts of a test run from what its runner prints last: pytest (`3 failed, 38 passed, 1 skipped in 0.12s`), unittest
 * and Django (`Ran 12 tests in 0.3s` then `OK (skipped=1)` or `FAILED (failures=1, errors=2)`). Null where neither is found.
 */
export function readTestCounts(output: string): TestCounts | null {
  const text = withoutColours(output);
  return pytestCounts(text) ?? unittestCounts(text);
}

/**
 * Whether a runner found no test: pytest and, from Python 3.12, unittest exit with 5 then; before it unittest exits with 0.
 * Source: https://docs.pytest.org/en/stable/reference/exit-codes.html, https://docs.python.org/3.12/whatsnew/3.12.html#unittest
 */
export function foundNoTests(counts: TestCounts | null, exit: number): boolean {
  return counts !== null && (exit === 5 || exit === 0) && counts.passed + counts.failed + counts.skipped === 0;
}

/** Runners that always count what they ran; of others an output without counts says nothing. */
const COUNTING: ReadonlySet<string> = new Set(["pytest", "unittest", "django"]);
/** What runners print once they have something to run, or while they do; plugins may end the program in the midst of it. */
const BEGUN =
  /\bcollected [1-9]\d* items?\b|\[\d+ items?\]|^\S+\.py [.FEsxX]|^[.FsxX]+(?:\s|\+|$)|\.\.\. ?(?:ok|FAIL|ERROR)\b|\bPASSED\b/m;
/** `timeout` exits with it, and from 128 on a signal ended the program: in the midst of a test for all that is known. */
const isKilled = (exit: number): boolean => exit === 124 || exit >= 128;

/**
 * Whether a failed run ended before its first test: nothing that it wanted to test could be loaded, or the runner itself did
 * not start.
 */
export function didNotBegin(output: string, exit: number, runner: string): boolean {
  if (exit === 0 || isKilled(exit)) return false;
  const text = withoutColours(output);
  const line = pytestSummary(text);
  if (line !== undefined)
    return (
      /\berrors?\b/.test(line) &&
      !/\b(?:passed|failed|xfailed|xpassed)\b/.test(line) &&
      /during collection|_ ERROR collecting /.test(text) &&
      !text.includes("_ ERROR at ")
    );
  const ran = testsRan(text);
  if (ran !== null) return ran > 0 && text.match(/^ERROR: \S+ \(unittest\.loader\._FailedTest/gm)?.length === ran;
  return COUNTING.has(runner) && !BEGUN.test(text);
}

function pytestSummary(text: string): string | undefined {
  return text
    .split("\n")
    .findLast(
      candidate =>
        /\b\d+ (?:passed|failed|skipped|errors?|deselected|xfailed|xpassed)\b.* in [\d.]+ ?s/.test(candidate) ||
        /no tests ran in/.test(candidate),
    );
}

function pytestCounts(text: string): TestCounts | null {
  const line = pytestSummary(text);
  if (line === undefined) return null;
  const count = (word: string): number => Number(new RegExp(`(\\d+) ${word}\\b`).exec(line)?.[1] ?? 0);
  return {
    passed: count("passed") + count("xpassed"),
    failed: count("failed") + count("errors?"),
    skipped: count("skipped") + count("xfailed"),
  };
}

/** How many tests unittest ran, over all its runs; null where it tells of none. */
function testsRan(text: string): number | null {
  const ran = [...text.matchAll(/^Ran (\d+) tests? in /gm)];
  return ran.length === 0 ? null : ran.reduce((sum, match) => sum + Number(match[1]), 0);
}

function unittestCounts(text: string): TestCounts | null {
  const all = testsRan(text);
  if (all === null) return null;
  const sum = (word: string): number =>
    [...text.matchAll(new RegExp(`\\b${word}=(\\d+)`, "g"))].reduce((total, match) => total + Number(match[1]), 0);
  const failed = sum("failures") + sum("errors");
  const skipped = sum("skipped");
  return { passed: Math.max(0, all - failed - skipped), failed, skipped };
}

function withoutColours(text: string): string {
  return text.replace(/\u001b\[[\d;]*m/g, "");
}
