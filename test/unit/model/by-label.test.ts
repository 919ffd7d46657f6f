import assert from "node:assert/strict";
import { byLabel } from "../../../src/model/by-label";

describe("byLabel", () => {
  it("follows the order of the numbers in labels", () => {
    assert.deepEqual(["web-10", "db", "web-2"].sort(byLabel), ["db", "web-2", "web-10"]);
  });
});
