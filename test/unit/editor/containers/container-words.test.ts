import assert from "node:assert/strict";
import { exitCodeOf, exitWords } from "../../../../src/editor/containers/container-words";

describe("exit codes in words", () => {
  it("reads them from a status and explains those that mean something", () => {
    assert.equal(exitCodeOf("Exited (137) 2 minutes ago"), 137);
    assert.equal(exitCodeOf("Up 2 hours (healthy)"), null);
    assert.match(exitWords(137), /out of memory, or it did not stop in time/);
    assert.equal(exitWords(137, true, 268_435_456), "killed, out of memory, limit 256 MiB");
    assert.match(exitWords(127), /not found/);
    assert.equal(exitWords(136), "ended by signal 8");
    assert.equal(exitWords(0), "");
    assert.equal(exitWords(42), "");
  });
});
