import assert from "node:assert/strict";
import { isPublished, readPythonTag, tagOn } from "../../../../src/recon/knowledge/python-images";

const isThere = (tag: string): boolean | null => {
  const read = readPythonTag(tag);
  return read && isPublished(read);
};

describe("images of Python", () => {
  it("were built for the releases of their time", () => {
    for (const tag of ["3.9.12-buster", "3.9-slim-trixie", "3.11.4-slim-bookworm", "3.11.99-bookworm"])
      assert.equal(isThere(tag), true, tag);
    for (const tag of ["3.9.12-bookworm", "3.12-slim-buster", "3.6-bookworm", "3.8-trixie", "3.9.20-buster"])
      assert.equal(isThere(tag), false, tag);
    for (const tag of ["3.11", "3.11-slim", "3.12.0rc1-bookworm", "3.99-bookworm", "3.11-alpine3.20", "2.7-buster", ""])
      assert.equal(isThere(tag), null, tag);
  });

  it("keep their patch version on another release where there was such an image", () => {
    const on = (tag: string, release: "bookworm" | "trixie"): string | null => {
      const read = readPythonTag(tag);
      return read && tagOn(read, release);
    };
    assert.equal(on("3.10.5-slim-buster", "bookworm"), "3.10-slim-bookworm");
    assert.equal(on("3.10.12-buster", "bookworm"), "3.10.12-bookworm");
    assert.equal(on("3.8-buster", "trixie"), null);
  });
});
