import assert from "node:assert/strict";
import { envValues, filesOfProject } from "../../../../src/docker/compose/env-file";

describe("filesOfProject", () => {
  const files = (text: string): readonly string[] => filesOfProject(envValues(text));

  it("are those that COMPOSE_FILE names, in their order, with the separator that is set", () => {
    assert.deepEqual(files("COMPOSE_FILE=compose.yaml:compose.dev.yaml # for us\n"), [
      "compose.yaml",
      "compose.dev.yaml",
    ]);
    assert.deepEqual(files("COMPOSE_PATH_SEPARATOR=;\nexport COMPOSE_FILE='a.yml; b.yml;'\n"), ["a.yml", "b.yml"]);
  });

  it("are none without it", () => {
    assert.deepEqual(files("PORT=80\n# COMPOSE_FILE=a.yml\n"), []);
    assert.deepEqual(files("COMPOSE_FILE=\n"), []);
  });
});
