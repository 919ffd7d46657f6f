import assert from "node:assert/strict";
import { LogCursor } from "../../../../src/editor/containers/log-cursor";

describe("what a panel was sent of a log", () => {
  it("counts each line of a flood once: sent, skipped or older", () => {
    const cursor = new LogCursor();
    let sent = 0;
    // The ring keeps 1,000 lines, 300 may wait, and 100 are sent at a time.
    for (let end = 0; end <= 10_000; end += 250) {
      const first = Math.max(0, end - 1000);
      cursor.seek(first, end, 300);
      const lines = Math.min(100, end - cursor.sent);
      cursor.took(lines);
      sent += lines;
      assert.equal(cursor.older + cursor.skipped + sent, cursor.sent);
    }
    cursor.seek(9000, 10_000, 300);
    assert.equal(cursor.older, 0);
    assert.equal(cursor.skipped + sent, cursor.sent);
    assert.ok(cursor.skipped > 5000);
  });

  it("counts what was kept no more as older where the panel begins anew, and nothing as skipped", () => {
    const cursor = new LogCursor();
    cursor.seek(0, 500, 100);
    cursor.took(100);
    assert.deepEqual([cursor.older, cursor.skipped, cursor.isNew], [400, 0, false]);
    cursor.seek(700, 1000, 100);
    assert.deepEqual([cursor.older, cursor.skipped], [400, 400]);
    cursor.restart(700);
    assert.equal(cursor.isNew, true);
    cursor.seek(700, 1000, 1000);
    assert.deepEqual([cursor.older, cursor.skipped, cursor.sent], [700, 0, 700]);
  });

  it("counts nothing of the lines that another window of the log showed", () => {
    const cursor = new LogCursor();
    cursor.seek(0, 500, 100);
    cursor.took(100);
    cursor.forget(500);
    cursor.seek(500, 520, 100);
    assert.deepEqual([cursor.older, cursor.skipped, cursor.sent], [0, 0, 500]);
  });
});
