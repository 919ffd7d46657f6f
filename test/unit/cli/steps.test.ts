import assert from "node:assert/strict";
import { Steps } from "../../../src/cli/steps";
import { Terminal } from "../../../src/cli/terminal";

/** What three steps print, with marks as wide as the terminal's letters make them. */
function printed(unicode: boolean): readonly string[] {
  const written: string[] = [];
  const terminal = new Terminal(
    text => written.push(text),
    { isTerminal: false, colour: false, unicode, columns: 80 },
    () => 0,
  );
  const steps = new Steps(terminal, terminal, {
    now: () => 0,
    elapsed: () => 0,
    sleep: () => Promise.resolve(),
  });
  steps.print("Built", { text: "web 371 MB", detail: "after one changed line 1.8 s" }, 24_800);
  steps.print("Linted", { text: "2 files, 8 findings", mark: "warn" }, 58);
  steps.print("Tested", { text: "2 failed", mark: "fail" });
  return written.join("").trimEnd().split("\n");
}

describe("the lines of steps", () => {
  it("stand in columns, whatever a mark's width", () => {
    assert.deepEqual(printed(true), [
      `  ✔ ${"Built     web 371 MB".padEnd(70)}24.8 s`,
      "              after one changed line 1.8 s",
      `  ! ${"Linted    2 files, 8 findings".padEnd(71)}58 ms`,
      "  ✖ Tested    2 failed",
    ]);
    assert.deepEqual(printed(false), [
      `  ok   ${"Built     web 371 MB".padEnd(67)}24.8 s`,
      "                 after one changed line 1.8 s",
      `  !    ${"Linted    2 files, 8 findings".padEnd(68)}58 ms`,
      "  FAIL Tested    2 failed",
    ]);
  });
});
