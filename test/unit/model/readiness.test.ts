import assert from "node:assert/strict";
import { breaksInContainer } from "../../../src/model/readiness";

describe("model/readiness", () => {
  it("tells what is sure to fail in a container from what may go wrong there", () => {
    assert.equal(breaksInContainer({ rule: "loopback-bind" }), true);
    assert.equal(breaksInContainer({ rule: "local-time" }), false);
  });
});
