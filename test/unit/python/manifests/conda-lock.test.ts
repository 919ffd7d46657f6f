import assert from "node:assert/strict";
import { readCondaLock } from "../../../../src/python/manifests/conda-lock";

for (const indent of ["", "  "]) {
  describe(`readCondaLock, items indented by ${String(indent.length)}`, () => {
    it("reads the entries for Linux", () => {
      const text = [
        "version: 1",
        "metadata:",
        "  platforms:",
        "  - linux-64",
        "package:",
        `${indent}- name: pytorch`,
        `${indent}  version: '2.1.0'`,
        `${indent}  manager: conda`,
        `${indent}  platform: linux-64`,
        `${indent}  dependencies:`,
        `${indent}    numpy: '>=1.20'`,
        `${indent}    python: ''`,
        `${indent}  category: main`,
        `${indent}- name: flask`,
        `${indent}  version: 3.0.0`,
        `${indent}  manager: pip`,
        `${indent}  platform: linux-64`,
        `${indent}  category: dev`,
        `${indent}- name: numpy`,
        `${indent}  platform: osx-64`,
        "",
      ].join("\n");
      const { lock } = readCondaLock("conda-lock.yml", text);
      assert.deepEqual(
        lock?.packages.map(({ name, version, groups, conda }) => [name, version, ...groups, conda]),
        [
          ["torch", "2.1.0", "main", true],
          ["flask", "3.0.0", "dev", false],
        ],
      );
      assert.deepEqual(
        lock.packages[0]?.edges.map(({ name }) => name),
        ["numpy", "python"],
      );
    });
  });
}
