import assert from "node:assert/strict";
import { contextOfDockerfile } from "../../../../src/scaffold/layout/own-dockerfile";
import type { ExistingStart } from "../../../../src/scaffold/layout/existing-start";
import type { Layout } from "../../../../src/scaffold/layout/layout";

const start = (path: string, ...sources: readonly string[]): ExistingStart => ({
  path,
  takesCommand: true,
  entrypoint: [],
  command: [],
  sources,
});

describe("the context of a Dockerfile that is there", () => {
  const files = ["backend/Dockerfile", "backend/app/main.py", "backend/requirements.txt", "shared/a.py", "README.md"];
  const layout = { allFiles: files, compose: null } as unknown as Layout;

  it("is the folder, its own or one above, that holds what it copies", () => {
    assert.equal(contextOfDockerfile(layout, start("backend/Dockerfile", "requirements.txt", "app")), "backend");
    assert.equal(contextOfDockerfile(layout, start("backend/Dockerfile", "backend/app", "shared")), "");
  });

  it("is open where it copies nothing by name", () => {
    assert.equal(contextOfDockerfile(layout, start("backend/Dockerfile")), null);
    assert.equal(contextOfDockerfile(layout, start("backend/Dockerfile", "missing.txt")), null);
  });
});
