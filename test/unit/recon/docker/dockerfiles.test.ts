import assert from "node:assert/strict";
import { DOCKERFILE_GLOBS, dockerfilePaths } from "../../../../src/recon/docker/dockerfiles";
import { PathIndex } from "../../../../src/workspace/path-index";

describe("recon/docker/dockerfiles", () => {
  it("knows the names that people give to Dockerfiles, in front, behind and in between", () => {
    const meant = [
      "Dockerfile",
      "DockerfileCelery",
      "api.Dockerfile",
      "manager-Dockerfile",
      "DemoDockerfile",
      "db/web_Dockerfile",
      "ui/Dockerfile.production",
    ];
    const others = [
      "Dockerfile.md",
      "dockerfile-lint.py",
      "manager-Dockerfile.j2",
      "notes-about-Dockerfiles",
      "Dockerfile.dockerignore",
    ];
    const listed = new PathIndex([...meant, ...others]).matching(DOCKERFILE_GLOBS);
    assert.deepEqual([...dockerfilePaths(listed)].sort(), [...meant].sort());
  });
});
