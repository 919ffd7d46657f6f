import assert from "node:assert/strict";
import { hasTimeline, inOrder, justFailed } from "../../../src/panel/build-order";
import type { BuildView, StepView } from "../../../src/panel/protocol";

const build = (state: BuildView["state"]): BuildView => ({ state }) as BuildView;
const step = (startedMs: number | null, line: number, stage = ""): StepView => ({ startedMs, line, stage }) as StepView;

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

describe("hasTimeline", () => {
  it("leaves out the empty table of a build that ended before its first step", () => {
    const of = (state: BuildView["state"], steps: readonly StepView[]): boolean =>
      hasTimeline({ ...build(state), steps: [...steps] });
    assert.deepEqual([of("failed", []), of("cancelled", [])], [false, false]);
    assert.deepEqual([of("running", []), of("failed", [step(0, 1)])], [true, true]);
  });
});

describe("inOrder", () => {
  it("puts steps of one moment as they stand in the Dockerfile, and those that wait last", () => {
    const steps = [step(null, 1), step(31, 4, "b"), step(30, 3, "b"), step(0, 5, "c")];
    assert.deepEqual(
      inOrder(steps).map(({ line }) => line),
      [5, 3, 4, 1],
    );
  });

  it("keeps the steps of a stage as they stand in the Dockerfile, whatever moments cached ones are told with", () => {
    const steps = [step(400, 3, "a"), step(460, 1, "a"), step(430, 2, "a"), step(410, 8, "b"), step(900, 4, "a")];
    assert.deepEqual(
      inOrder(steps).map(({ line }) => line),
      [8, 1, 2, 3, 4],
    );
  });
});
