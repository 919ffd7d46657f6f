import assert from "node:assert/strict";
import fc from "fast-check";
import { isInside, joinPath, nameOf, parentOf, pathInside, relativeTo, withoutFolder } from "../../../src/model/paths";

const path = fc.array(fc.stringMatching(/^[a-z.]{0,3}[a-z]$/), { maxLength: 5 }).map(names => names.join("/"));

describe("workspace paths", () => {
  it("have a folder and a name", () => {
    assert.deepEqual(["a/b/c.py", "c.py", ""].map(parentOf), ["a/b", "", ""]);
    assert.deepEqual(["a/b/c.py", "c.py", ""].map(nameOf), ["c.py", "c.py", ""]);
  });

  it("are joined without dots, and keep what leads out", () => {
    assert.equal(joinPath("a/b", "./c", "../d"), "a/b/d");
    assert.equal(joinPath("a", "..\\..\\x"), "../x");
    assert.equal(joinPath("", "."), "");
    assert.equal(joinPath("services/api", "../../libs/common"), "libs/common");
    assert.equal(joinPath("", "./a//b/."), "a/b");
    assert.equal(pathInside("a", "../b"), "b");
    assert.equal(pathInside("a", "../../b"), null);
    assert.equal(pathInside("a", "../.."), null);
    assert.equal(pathInside("", "..a/b"), "..a/b");
  });

  it("lie inside their folder, not inside one whose name only begins alike", () => {
    assert.ok(isInside("", "a") && isInside("a", "a") && isInside("a", "a/b"));
    assert.ok(!isInside("a", "ab/c"));
  });

  it("are told without the folder that holds them, whole elsewhere", () => {
    assert.equal(withoutFolder("api", "api/src/shop"), "src/shop");
    assert.equal(withoutFolder("", "api/src"), "api/src");
    assert.equal(withoutFolder("api", "apis/src"), "apis/src");
  });

  it("lead back from any folder", () => {
    fc.assert(fc.property(path, path, (folder, to) => assert.equal(joinPath(folder, relativeTo(folder, to)), to)));
  });
});
