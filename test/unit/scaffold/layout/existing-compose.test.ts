import assert from "node:assert/strict";
import { readExistingCompose, servicesOf } from "../../../../src/scaffold/layout/existing-compose";
import { openWorkspace } from "../../../../src/workspace/workspace";
import { memoryFiles } from "../../../kit/memory-files";

async function composeOf(texts: Readonly<Record<string, string>>) {
  const workspace = await openWorkspace("shop", memoryFiles(texts));
  await workspace.load(Object.keys(texts));
  return readExistingCompose(workspace, Object.keys(texts)[0] ?? null);
}

describe("the person's Compose file", () => {
  it("is built by its override where it only names the image", async () => {
    const texts = {
      "docker-compose.yaml": "services:\n  backend:\n    image: backend:latest\n  db:\n    image: postgres:17\n",
      "docker-compose.override.yaml":
        "services:\n  backend:\n    build:\n      context: ./\n      dockerfile: docker/Dockerfile\n      target: development\n  db:\n    ports: ['5432:5432']\n",
      "docker/Dockerfile":
        'FROM python:3.11-slim AS base\nFROM base AS development\nFROM base AS production\nCMD ["python"]\n',
    };
    const compose = await composeOf(texts);
    assert.deepEqual(
      servicesOf(compose, "docker/Dockerfile").map(({ name, base, build }) => [name, base, build?.target]),
      [["backend", "python:3.11-slim", null]],
    );
    assert.equal(compose?.services.find(({ name }) => name === "db")?.build, null);
    const alone = await composeOf({ ...texts, "docker-compose.override.yaml": "services: {}\n" });
    assert.deepEqual(servicesOf(alone, "docker/Dockerfile"), []);
  });
});
