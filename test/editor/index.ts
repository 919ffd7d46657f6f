import Mocha from "mocha";
import { activationTests } from "./activation";
import { lintTests } from "./lint";
import { reconTests } from "./recon";
import { reviewTests } from "./review";

/** Runs inside VS Code's extension host; what it prints bears a mark, so that the driver tells it from VS Code's own log. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: "bdd", timeout: 60_000, reporter: Mocha.reporters.Base });
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  activationTests();
  reconTests();
  lintTests();
  reviewTests();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const say = (text: string): void => console.log(`[drydock-test] ${text}`);
  await new Promise<void>((resolve, reject) => {
    const runner = mocha.run(failures => (failures === 0 ? resolve() : reject(new Error(`${failures} tests failed`))));
    runner.on("pass", test => {
      counts.passed++;
      say(`  ✔ ${test.fullTitle()}`);
    });
    runner.on("fail", (test, error: Error) => {
      counts.failed++;
      say(`  ✖ ${test.fullTitle()}\n      ${(error.stack ?? error.message).split("\n").join("\n      ")}`);
    });
    runner.on("pending", test => {
      counts.skipped++;
      say(`  - ${test.fullTitle()}`);
    });
    runner.on("end", () => say(`counts ${JSON.stringify(counts)}`));
  });
}
