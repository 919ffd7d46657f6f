import assert from "node:assert/strict";
import { isValidReference, parseImageReference, shortName } from "../../../../src/docker/dockerfile/image-reference";

describe("parseImageReference", () => {
  it("splits registry, repository, tag and digest", () => {
    const parts = (text: string): readonly (string | null)[] => {
      const { registry, repository, tag, digest } = parseImageReference(text);
      return [registry, repository, tag, digest];
    };
    assert.deepEqual(parts("python"), [null, "python", null, null]);
    assert.deepEqual(parts("python:3.13-slim"), [null, "python", "3.13-slim", null]);
    assert.deepEqual(parts("org/app:1@sha256:ab"), [null, "org/app", "1", "sha256:ab"]);
    assert.deepEqual(parts("localhost:5000/app"), ["localhost:5000", "app", null, null]);
    assert.deepEqual(parts("registry.example.com/a/b:1"), ["registry.example.com", "a/b", "1", null]);
    assert.deepEqual(parts("app:${TAG:-1}"), [null, "app", "${TAG:-1}", null]);
  });

  it("tells valid references from others", () => {
    for (const text of ["python", "a/b_c__d-e.f:1", "localhost/app", `x@sha256:${"a".repeat(64)}`]) {
      assert.equal(isValidReference(parseImageReference(text)), true, text);
    }
    for (const text of ["", "python:", "a//b", "a_-b", "app:-x", "x@sha256:12", "a/B"]) {
      assert.equal(isValidReference(parseImageReference(text)), false, text);
    }
  });

  it("gives the last part of the name", () => {
    assert.equal(shortName(parseImageReference("docker.io/library/python:3")), "python");
  });
});
