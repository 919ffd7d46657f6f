import assert from "node:assert/strict";
import fc from "fast-check";
import { matchesPath, readPathPattern } from "../../../src/docker/path-pattern";

const matches = (pattern: string, path: string): boolean => matchesPath(readPathPattern(pattern), path);

describe("patterns of a build context", () => {
  // The cases of Go's path/filepath/match_test.go that BuildKit's COPY rests on; a broken pattern is text here, an error there.
  for (const [pattern, path, expected] of [
    ["abc", "abc", true],
    ["*", "abc", true],
    ["*c", "abc", true],
    ["a*", "ab/c", false],
    ["a*/b", "abc/b", true],
    ["a*b*c*d*e*/f", "axbxcxdxe/f", true],
    ["a*b?c*x", "abxbbxdbxebxczzy", false],
    ["ab[c]", "abc", true],
    ["ab[b-d]", "abc", true],
    ["ab[e-g]", "abc", false],
    ["ab[^c]", "abc", false],
    ["ab[^e-g]", "abc", true],
    ["a\\*b", "a*b", true],
    ["a\\*b", "ab", false],
    ["a[^a]b", "a/b", false],
    ["a?b", "a/b", false],
    ["[z-a]", "m", false],
    ["[a", "[a", true],
  ] as const) {
    it(`${pattern} ${expected ? "names" : "does not name"} ${path}`, () => {
      assert.equal(matches(pattern, path), expected);
    });
  }

  it("take any text", () => {
    const text = fc.string({ unit: fc.constantFrom(..."ab-^!?*/[]\\.") });
    fc.assert(fc.property(text, text, (pattern, path) => typeof matches(pattern, path) === "boolean"));
  });
});
