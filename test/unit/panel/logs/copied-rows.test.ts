import assert from "node:assert/strict";
import { rowsText } from "../../../../src/panel/logs/copied-rows";
import type { LogLine } from "../../../../src/panel/protocol";

function entry(text: string, kind: LogLine["kind"] = "stdout"): { line: LogLine; plain: string } {
  return { line: { seq: 1, service: "web", label: "web-2", kind, at: "2026-01-01T10:00:00Z", text }, plain: text };
}

describe("rowsText", () => {
  it("gives the columns that are shown, and says who started once", () => {
    const rows = [entry("order 1 packed"), entry("web started", "rule")];
    assert.equal(rowsText(rows, false), "web-2 order 1 packed\nweb started");
    assert.match(rowsText(rows, true), /^[\d:]+ web-2 order 1 packed\n[\d:]+ web started$/);
  });
});
