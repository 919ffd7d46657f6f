import assert from "node:assert/strict";
import {
  cacheWords,
  changedPaths,
  changeWords,
  movedBy,
  offsetOf,
} from "../../../../src/editor/containers/build-words";
import type { StepView } from "../../../../src/panel/protocol";

const step = (name: string, changes: Partial<StepView> = {}): StepView => ({
  key: name,
  name,
  stage: "web",
  cached: false,
  startedMs: 0,
  completedMs: 1,
  error: null,
  line: null,
  bytes: null,
  ...changes,
});

describe("the words of a build", () => {
  it("names the files that changed, and says how many more", () => {
    assert.deepEqual(changedPaths({ a: "1", b: "2", c: "3" }, { a: "1", b: "9", d: "4" }), ["b", "c", "d"]);
    assert.deepEqual([[], ["a"], ["a", "b"], ["a", "b", "c"], ["a", "b", "c", "d", "e"]].map(changeWords), [
      "nothing changed",
      "a changed",
      "a and b changed",
      "a, b and c changed",
      "a, b and 3 more changed",
    ]);
  });

  it("puts the engine's steps where they were in the run, also where the engine told the first of them late", () => {
    const times = (startedMs: number | null, completedMs: number | null) => ({ startedMs, completedMs });
    assert.equal(offsetOf(null, 900, times(null, null)), null);
    assert.equal(offsetOf(null, 900, times(0, null)), 900);
    // The context took 43 s to load, of which the panel heard when it was over.
    assert.equal(offsetOf(43_900, 44_000, times(0, 43_200)), 800);
    assert.equal(offsetOf(800, 60_000, times(45_000, null)), 800);
    assert.equal(offsetOf(800, 44_000, times(0, 44_010)), 0);
    const moved = movedBy(step("[web 1/3] FROM debian", times(43_900, null)), -43_100);
    assert.deepEqual([moved.startedMs, moved.completedMs], [800, null]);
  });

  it("says at which step the cache ended, if it did", () => {
    const steps = [
      step("[web 1/3] FROM debian"),
      step("[web 2/3] COPY . .", { cached: true }),
      step("[web 3/3] RUN make", { startedMs: 5 }),
    ];
    assert.equal(cacheWords(steps, ["app.py"], false), "cache missed from RUN make: app.py changed");
    assert.equal(cacheWords(steps, null, false), "");
    assert.equal(cacheWords(steps.slice(0, 2), ["app.py"], false), "");
    assert.equal(cacheWords(steps, [], true), "built without the cache");
  });
});
