import assert from "node:assert/strict";
import { lastingState } from "../../../src/panel/lasting-state";

describe("lastingState", () => {
  it("keeps how the log is shown, and neither the words nor the services that were looked for", () => {
    const kept = lastingState({
      tab: "logs",
      splitter: 300,
      wrap: true,
      timestamps: false,
      level: "warning",
      context: 0,
      folds: {},
      services: ["other-web-1"],
      lines: 1000,
      sinceSeconds: 0,
      find: "order",
      isRegex: false,
      matchesCase: false,
      isOnly: false,
      place: { line: 4, build: -1, steps: [], top: 0 },
    });
    const { wrap, level, ...rest } = JSON.parse(kept) as Record<string, unknown>;
    assert.deepEqual([wrap, level], [true, "warning"]);
    for (const key of ["find", "place", "services"]) assert.ok(!(key in rest), key);
  });
});
