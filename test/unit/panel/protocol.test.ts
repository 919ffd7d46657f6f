import assert from "node:assert/strict";
import fc from "fast-check";
import { isHostMessage, isPanelMessage } from "../../../src/panel/protocol";

describe("protocol", () => {
  it("takes what both ends send", () => {
    assert.ok(isPanelMessage({ type: "ready" }));
    assert.ok(isPanelMessage({ type: "action", verb: "start", target: "abc" }));
    assert.ok(isHostMessage({ type: "buildLines", lines: [], reset: true }));
  });

  it("refuses unknown types, verbs and shapes", () => {
    assert.ok(!isPanelMessage({ type: "action", verb: "prune", target: "" }));
    assert.ok(!isPanelMessage({ type: "open", path: "a.py" }));
    assert.ok(!isPanelMessage({ type: "constructor" }));
    assert.ok(!isHostMessage({ type: "stats", samples: [{}] }));
  });

  it("never throws, whatever comes", () => {
    fc.assert(
      fc.property(
        fc.anything(),
        value => typeof isPanelMessage(value) === "boolean" && typeof isHostMessage(value) === "boolean",
      ),
    );
  });
});
