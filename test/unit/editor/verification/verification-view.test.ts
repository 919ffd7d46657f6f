import assert from "node:assert/strict";
import { viewOf } from "../../../../src/editor/verification/verification-view";
import type { Verification } from "../../../../src/model/verification";
import { sampleVerification } from "../../../kit/samples";

const times = { running: "", detail: "", began: new Map(), ended: new Map() };

function view(verification: Verification, state: "fail" | "running" = "fail") {
  const history = {
    schemaVersion: 1,
    workspace: "",
    baseline: null,
    runs: [],
    last: verification,
    variants: [],
  } as const;
  return viewOf(state, { folder: "file:///shop", at: 0, verification, history: history as never }, [], times);
}

describe("the view of a verification", () => {
  it("says that it failed where something else than a threshold failed it", () => {
    const failed = view(sampleVerification());
    assert.equal(failed.summary, "Failed: 1 problem, held 1 of 2");
    assert.equal(failed.failed, true);
    assert.deepEqual(failed.causes, [{ what: "web: it stopped", log: "last line", path: "", line: 0 }]);
    const missed = view({ ...sampleVerification(), causes: [] });
    assert.deepEqual([missed.summary, missed.failed], ["Held 1 of 2", false]);
    assert.equal(view(sampleVerification(), "running").failed, false);
  });

  it("names its phases as rows, the one that runs with what it does", () => {
    const began = new Map([["build cold", 0]]);
    const running = viewOf("running", undefined, [], { ...times, began, running: "build cold", detail: "web" });
    assert.deepEqual(
      running.phases.slice(0, 2).map(({ name, state, detail }) => [name, state, detail]),
      [
        ["Build, cold", "running", "web"],
        ["Build, warm", "waiting", ""],
      ],
    );
  });

  it("has the missed thresholds first", () => {
    assert.deepEqual(
      view(sampleVerification()).thresholds.map(({ key }) => key),
      ["build.warm.web", "image.bytes.web"],
    );
  });
});
