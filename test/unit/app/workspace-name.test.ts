import assert from "node:assert/strict";
import { workspaceName } from "../../../src/app/workspace-name";

describe("the name of a workspace", () => {
  it("is the last part of its folder", () => {
    assert.deepEqual(["/a/shop/", "C:\\code\\shop", "/"].map(workspaceName), ["shop", "shop", "workspace"]);
  });
});
