// Mocha's spec output, failures first in mind: passing tests are counted, not listed, and the counts go to a file.
const { writeFileSync } = require("node:fs");
const { reporters } = require("mocha");

module.exports = class CountingReporter extends reporters.Base {
  constructor(runner, options) {
    super(runner, options);
    const suites = new Map();
    runner.on("test end", test => {
      const title = test.titlePath()[0];
      const counts = suites.get(title) ?? { passed: 0, failed: 0, skipped: 0 };
      counts[test.isPending() ? "skipped" : test.state === "failed" ? "failed" : "passed"]++;
      suites.set(title, counts);
      if (process.env.DRYDOCK_VERBOSE_TESTS)
        console.log(`    ${test.state ?? "skipped"}  ${test.fullTitle()}  ${test.duration ?? 0} ms`);
    });
    runner.on("pending", test => console.log(`    skipped  ${test.fullTitle()}`));
    runner.once("end", () => {
      const { passes, failures, pending } = this.stats;
      if (failures > 0) this.epilogue();
      else console.log(`    ${passes} passing`);
      const counts = { passed: passes, failed: failures, skipped: pending };
      if (process.env.DRYDOCK_COUNTS) writeFileSync(process.env.DRYDOCK_COUNTS, JSON.stringify(counts));
    });
  }
};
