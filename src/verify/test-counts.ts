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

function pytestCounts(text: string): TestCounts | null {
  const line = text
    .split("\n")
    .findLast(
      candidate =>
        /\b\d+ (?:passed|failed|skipped|errors?|deselected|xfailed|xpassed)\b.* in [\d.]+ ?s/.test(candidate) ||
        /no tests ran in/.test(candidate),
    );
  if (line === undefined) return null;
  const count = (word: string): number => Number(new RegExp(`(\\d+) ${word}\\b`).exec(line)?.[1] ?? 0);
  return {
    passed: count("passed") + count("xpassed"),
    failed: count("failed") + count("errors?"),
    skipped: count("skipped") + count("xfailed"),
  };
}

function unittestCounts(text: string): TestCounts | null {
  const ran = [...text.matchAll(/^Ran (\d+) tests? in /gm)];
  if (ran.length === 0) return null;
  const all = ran.reduce((sum, match) => sum + Number(match[1]), 0);
  const sum = (word: string): number =>
    [...text.matchAll(new RegExp(`\\b${word}=(\\d+)`, "g"))].reduce((total, match) => total + Number(match[1]), 0);
  const failed = sum("failures") + sum("errors");
  const skipped = sum("skipped");
  return { passed: Math.max(0, all - failed - skipped), failed, skipped };
}

function withoutColours(text: string): string {
  return text.replace(/\u001b\[[\d;]*m/g, "");
}
