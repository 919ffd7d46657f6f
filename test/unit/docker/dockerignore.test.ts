import assert from "node:assert/strict";
import fc from "fast-check";
import {
  canSkipFolder,
  cleanPath,
  ignoreFileOf,
  matchIgnore,
  parseDockerignore,
} from "../../../src/docker/dockerignore";

function ignored(patterns: string, path: string): boolean {
  return matchIgnore(parseDockerignore(patterns), path).ignored;
}

describe("dockerignore", () => {
  it("matches names, folders and what lies below them", () => {
    assert.equal(ignored("node_modules\n", "node_modules/a/b.js"), true);
    assert.equal(ignored("node_modules\n", "app/node_modules"), false);
    assert.equal(ignored("**/node_modules\n", "app/node_modules/x"), true);
    assert.equal(ignored("**/node_modules\n", "node_modules"), true);
    assert.equal(ignored("/src/\n", "src/a.py"), true);
    assert.equal(ignored("./src\n", "src"), true);
  });

  it("keeps * and ? within a folder", () => {
    assert.equal(ignored("*.py\n", "a.py"), true);
    assert.equal(ignored("*.py\n", "b/a.py"), false);
    assert.equal(ignored("*/*.py\n", "b/a.py"), true);
    assert.equal(ignored("a?.py\n", "ab.py"), true);
    assert.equal(ignored("a?b\n", "a/b"), false);
    assert.equal(ignored("**/*.py\n", "a/b/c.py"), true);
    assert.equal(ignored("**\n", "a/b"), true);
    assert.equal(ignored("a/**/b\n", "a/b"), true);
    assert.equal(ignored("a/**/b\n", "a/x/y/b"), true);
    assert.equal(ignored("[a-c].txt\n", "b.txt"), true);
    assert.equal(ignored("[^a-c].txt\n", "b.txt"), false);
  });

  it("lets the last match decide and tells its line", () => {
    const file = parseDockerignore("# comment\n*\n!src\nsrc/secret\n");
    assert.deepEqual(
      ["a", "src/a", "src/secret/x"].map(path => {
        const match = matchIgnore(file, path);
        return [match.ignored, match.line];
      }),
      [
        [true, 2],
        [false, 3],
        [true, 4],
      ],
    );
  });

  it("drops blanks around a pattern, empty lines, and reads # as a comment at the beginning only", () => {
    const file = parseDockerignore("\uFEFF  a  \n\n # b\n#c\n! d \n");
    assert.deepEqual(
      file.patterns.map(pattern => [pattern.negated, pattern.pattern, pattern.line]),
      [
        [false, "a", 1],
        [false, "# b", 3],
        [true, "d", 5],
      ],
    );
  });

  it("skips folders only where nothing below can come back", () => {
    assert.equal(canSkipFolder(parseDockerignore("a\n"), "a"), true);
    assert.equal(canSkipFolder(parseDockerignore("a\n!a/keep\n"), "a"), false);
    assert.equal(canSkipFolder(parseDockerignore("a\n!b\n"), "a"), true);
    assert.equal(canSkipFolder(parseDockerignore("a\n!**/keep\n"), "a"), false);
    assert.equal(canSkipFolder(parseDockerignore("b\n"), "a"), false);
  });

  it("takes the Dockerfile's own ignore file first", () => {
    const of = (...paths: string[]): string | null =>
      ignoreFileOf("deploy/Dockerfile", ".", path => paths.includes(path));
    assert.equal(of(".dockerignore", "deploy/Dockerfile.dockerignore"), "deploy/Dockerfile.dockerignore");
    assert.equal(of(".dockerignore", "deploy/.dockerignore"), ".dockerignore");
    assert.equal(of(), null);
  });

  it("cleans paths as Go does", () => {
    assert.deepEqual(["a//b/", "./a/../b", "/", "", "../a", "/../a"].map(cleanPath), [
      "a/b",
      "b",
      "/",
      ".",
      "../a",
      "/a",
    ]);
  });

  it("never throws and never hangs", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "*", "?", "/", "[", "]", "!", "\\", "\n", "-", "^", "b") }),
        text => {
          matchIgnore(parseDockerignore(text), "aaaaaaaaaaaaaaaa/bbbbbbbbbbbbbbbb/abababababab");
        },
      ),
      { numRuns: 300 },
    );
    const hard = parseDockerignore(`${"*a".repeat(40)}b\n${"**/".repeat(40)}x\n`);
    assert.equal(matchIgnore(hard, "a".repeat(5000)).ignored, false);
  });
});
