import assert from "node:assert/strict";
import fc from "fast-check";
import { PathIndex } from "../../../src/workspace/path-index";
import { globTest } from "../../../src/workspace/glob";

describe("workspace/path-index", () => {
  it("answers as the glob test does", () => {
    const part = fc.constantFrom(
      "a",
      "run",
      "start.sh",
      "Dockerfile",
      "Dockerfile.dev",
      "compose.yml",
      "bin",
      "x.ini",
      "entrypoint",
    );
    const path = fc.array(part, { minLength: 1, maxLength: 3 }).map(parts => parts.join("/"));
    const glob = fc.constantFrom(
      "*.sh",
      "run*",
      "*entry*",
      "Dockerfile",
      "Dockerfile.*",
      "*.{yml,ini}",
      "bin/*",
      "**/bin/*",
      "c*e.yml",
      "?un",
      "[rx]un",
      "*",
      "**/*.sh",
      "**/start.sh",
      "/run",
      "/bin/*",
      "bin/**",
      "a/**/x.ini",
      "b*/*.y*ml",
      "*.yml*",
      "*.*",
      "D*.dev",
      "*.{sh,ini}",
      "{bin,a}/*.sh",
      "x.{in,}i",
    );
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 12 }), fc.array(glob, { maxLength: 4 }), (paths, globs) => {
        const test = globTest(globs);
        assert.deepEqual(new PathIndex(paths).matching(globs), paths.filter(test));
      }),
    );
  });

  it("finds files by their whole name", () => {
    const index = new PathIndex(["a/run", "b/rerun", "run", "[x]/*.sh"]);
    assert.deepEqual(index.named("run"), ["a/run", "run"]);
    assert.deepEqual(index.named("*.sh"), ["[x]/*.sh"]);
    assert.deepEqual(index.named("none"), []);
  });
});
