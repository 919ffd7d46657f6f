import assert from "node:assert/strict";
import fc from "fast-check";
import { slug } from "../../../../src/scaffold/text/slug";

describe("slug", () => {
  it("makes a name that images may bear", () => {
    assert.equal(slug("My App_2"), "my-app-2");
    assert.equal(slug("..."), "app");
    fc.assert(fc.property(fc.string(), text => /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(slug(text))));
  });
});
