import assert from "node:assert/strict";
import { inOrder, justFailed } from "../../../src/panel/build-order";
import type { BuildView, StepView } from "../../../src/panel/protocol";

const build = (state: BuildView["state"]): BuildView => ({ state }) as BuildView;
const step = (startedMs: number | null, line: number): StepView => ({ startedMs, line }) as StepView;

describe("justFailed", () => {
  it("finds the build that fails while it is watched, and no other", () => {
    const running = [build("done"), build("running")];
    assert.equal(justFailed(running, [build("done"), build("failed")]), 1);
    assert.equal(justFailed(running, [build("done"), build("cancelled")]), -1);
    assert.equal(justFailed(running, running), -1);
    assert.equal(justFailed([build("failed")], [build("failed")]), -1);
    assert.equal(justFailed([], [build("failed")]), -1);
  });
});

describe("inOrder", () => {
  it("puts steps of one moment as they stand in the Dockerfile, and those that wait last", () => {
    const lines = inOrder([step(null, 1), step(31, 4), step(30, 3), step(0, 5)]).map(({ line }) => line);
    assert.deepEqual(lines, [5, 3, 4, 1]);
  });
});
