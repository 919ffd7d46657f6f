import assert from "node:assert/strict";
import { mountsOf } from "../../../../src/docker/dockerfile/mounts";
import { parseDockerfile } from "../../../../src/docker/dockerfile/parse";

describe("mountsOf", () => {
  it("reads the keys in any order and by any name", () => {
    const file = parseDockerfile(
      "FROM a\nRUN --mount=target=/x,type=cache --mount=from=b,src=/s,dst=/d,ro --mount=type=secret,id=k,env=K true\n",
    );
    const run = file.instructions[1];
    assert.ok(run);
    assert.deepEqual(
      mountsOf(run).map(mount => [
        mount.type,
        mount.target,
        mount.source,
        mount.from,
        mount.id,
        mount.options.has("ro"),
      ]),
      [
        ["cache", "/x", null, null, null, false],
        ["bind", "/d", "/s", "b", null, true],
        ["secret", null, null, null, "k", false],
      ],
    );
  });
});
