import assert from "node:assert/strict";
import fc from "fast-check";
import { slug } from "../../../../src/scaffold/text/slug";
import { joinPath, relativeTo } from "../../../../src/model/paths";

describe("paths", () => {
  it("join and climb", () => {
    assert.equal(joinPath("services/api", "../../libs/common"), "libs/common");
    assert.equal(joinPath("", "./a//b/."), "a/b");
    assert.equal(joinPath("a", "../../b"), "../b");
  });

  it("are relative both ways", () => {
    const part = fc.stringMatching(/^[a-z]{1,3}$/);
    fc.assert(
      fc.property(fc.array(part), fc.array(part), (from, to) => {
        assert.equal(joinPath(from.join("/"), relativeTo(from.join("/"), to.join("/"))), to.join("/"));
      }),
    );
  });

  it("become names that images may bear", () => {
    assert.equal(slug("My App_2"), "my-app-2");
    assert.equal(slug("..."), "app");
    fc.assert(fc.property(fc.string(), text => /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(slug(text))));
  });
});
