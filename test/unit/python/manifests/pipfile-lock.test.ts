import assert from "node:assert/strict";
import { readPipfileLock } from "../../../../src/python/manifests/pipfile-lock";
import { parseJson } from "../../../../src/workspace/json";

describe("readPipfileLock", () => {
  it("reads versions, markers, sections and the pinned Python", () => {
    const text = JSON.stringify({
      _meta: { requires: { python_version: "3.9", python_full_version: "3.9.1" } },
      default: {
        Flask: { version: "==3.0.0", markers: "python_version >= '3.8'" },
        lib: { git: "https://x.example/lib.git" },
      },
      develop: { pytest: { version: "==8.0" } },
    });
    const { lock, pins } = readPipfileLock("Pipfile.lock", parseJson(text));
    assert.deepEqual(
      lock?.packages.map(({ name, version, groups, source }) => [name, version, ...groups, source]),
      [
        ["flask", "3.0.0", "default", "index"],
        ["lib", "", "default", "vcs"],
        ["pytest", "8.0", "develop", "index"],
      ],
    );
    assert.deepEqual(
      pins.map(({ version }) => version),
      ["3.9.1"],
    );
  });

  it("says where a lock that was cut off cannot be read", () => {
    const { problems } = readPipfileLock("Pipfile.lock", parseJson('{"default": {'));
    assert.deepEqual(
      problems.map(({ code, offset }) => [code, offset]),
      [["manifest-broken", 13]],
    );
  });
});
