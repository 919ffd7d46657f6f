import assert from "node:assert/strict";
import { wantedBuilds } from "../../../src/app/wanted-builds";
import { memoryFiles } from "../../kit/memory-files";

describe("what is to be built without a reading of Compose's own", () => {
  it("stands in the Compose file elsewhere that the plan chose, where the root has none", async () => {
    const texts = {
      "docker/compose.yaml": "services:\n  shop:\n    build: { context: .., dockerfile: docker/Dockerfile }\n",
      "docker/Dockerfile": "FROM python:3.13\n",
      ".drydock.yaml": "decisions:\n  compose.file: docker/compose.yaml\n",
    };
    const [build, ...others] = await wantedBuilds(memoryFiles(texts), "shop", {}, null);
    assert.deepEqual(
      [build?.services, build?.context, build?.dockerfile, others.length],
      [["shop"], "", "docker/Dockerfile", 0],
    );
  });
});
