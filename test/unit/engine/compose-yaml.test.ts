import assert from "node:assert/strict";
import { readYamlConfig } from "../../../src/engine/compose-yaml";

describe("readYamlConfig", () => {
  it("gives SSH keys as a Compose file has them, in one order however Compose writes them", () => {
    const text =
      "services:\n  web:\n    build:\n      ssh:\n        - default\n        - 'key: /home/a/.ssh/id'\n        - b=/c\n";
    assert.deepEqual(readYamlConfig(text), {
      services: { web: { build: { ssh: ["b=/c", "default", "key=/home/a/.ssh/id"] } } },
    });
  });
});
