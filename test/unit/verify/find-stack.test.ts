import assert from "node:assert/strict";
import { projectOf } from "../../../src/verify/compose-stack";
import { findStack } from "../../../src/verify/find-stack";
import { memoryFiles } from "../../kit/memory-files";

const REDIS = "services:\n  redis:\n    image: redis:8\n";
const TESTS = `services:\n  tests:\n    build: { context: ., target: test }\n    image: shop:test\n${REDIS.slice(10)}`;
const WEB = "services:\n  web:\n    build: .\n";

describe("verify/find-stack", () => {
  it("takes the Compose file that builds something", async () => {
    const { stack } = await findStack(memoryFiles({ "compose.yaml": WEB, "compose.test.yaml": TESTS }));
    assert.equal(stack.path, "compose.yaml");
  });

  it("builds what the tests run in where the stack only starts what others made", async () => {
    const { stack } = await findStack(memoryFiles({ "compose.yaml": REDIS, "compose.test.yaml": TESTS }));
    assert.equal(stack.path, "compose.test.yaml");
    assert.deepEqual(
      stack.services.map(({ name, image }) => ({ name, image })),
      [{ name: "tests", image: "shop:latest" }],
    );
  });

  it("finds the file for tests beside a Compose file of another name or place", async () => {
    const named = { "docker-compose.yml": REDIS, "docker-compose.test.yml": TESTS };
    assert.equal((await findStack(memoryFiles(named))).stack.path, "docker-compose.test.yml");
    const usual = { "docker-compose.yml": REDIS, "compose.test.yaml": TESTS };
    assert.equal((await findStack(memoryFiles(usual))).stack.path, "compose.test.yaml");
    assert.equal((await findStack(memoryFiles({ ...named, ...usual }))).stack.path, "docker-compose.test.yml");
    const settings = "decisions:\n  compose.file: docker/compose.yaml\n";
    const elsewhere = {
      "docker/compose.yaml": REDIS,
      "docker/compose.test.yaml": TESTS.replace("context: .", "context: .."),
    };
    const { stack } = await findStack(memoryFiles({ ...elsewhere, ".drydock.yaml": settings }));
    assert.equal(stack.path, "docker/compose.test.yaml");
    assert.equal(stack.services[0]?.build?.context, "");
  });

  it("takes no file that lies over the one that was completed", async () => {
    const settings =
      'merged:\n  docker/compose.override.yaml:\n    services/web/init: "sha256:000000000000"\n  docker/compose.yaml:\n    services/web/init: "sha256:000000000000"\n';
    const own = { "docker/compose.override.yaml": WEB, "docker/compose.yaml": WEB.replace("build: .", "build: ..") };
    const { stack } = await findStack(memoryFiles({ ...own, ".drydock.yaml": settings }));
    assert.equal(stack.path, "docker/compose.yaml");
  });

  it("starts what there is where nothing is built and nothing tested", async () => {
    const { stack } = await findStack(memoryFiles({ "compose.yaml": REDIS }));
    assert.equal(stack.path, "compose.yaml");
    await assert.rejects(findStack(memoryFiles({})), { code: "compose-failed" });
  });

  it("takes the one elsewhere that a plan would complete where Compose finds none by itself", async () => {
    const path = "docker/compose.yaml";
    const own = { [path]: WEB.replace("build: .", "build: ..") };
    assert.equal((await findStack(memoryFiles(own), path)).stack.path, path);
    assert.equal((await findStack(memoryFiles({ ...own, "compose.yaml": WEB }), path)).stack.path, "compose.yaml");
    await assert.rejects(findStack(memoryFiles({}), path), { code: "compose-failed" });
  });

  it("takes the one elsewhere that was completed, with its contexts as seen from the root", async () => {
    const own = { "docker/compose.yaml": WEB.replace("build: .", "build: ..") };
    await assert.rejects(findStack(memoryFiles(own)), { code: "compose-failed" });
    const settings = 'merged:\n  docker/compose.yaml:\n    services/web/init: "sha256:000000000000"\n';
    const { stack } = await findStack(memoryFiles({ ...own, ".drydock.yaml": settings }));
    assert.equal(stack.services[0]?.build?.context, "");
    assert.deepEqual(projectOf(stack, "/shop"), { folder: "/shop/docker", files: ["compose.yaml"] });
  });
});
