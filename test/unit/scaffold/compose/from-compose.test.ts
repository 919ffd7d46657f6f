import assert from "node:assert/strict";
import type { Blueprint } from "../../../../src/scaffold/blueprint";
import { fromCompose, withComposeFile } from "../../../../src/scaffold/compose/from-compose";

const at = (path: string): Pick<Blueprint, "compose"> => ({ compose: { path } as Blueprint["compose"] });

describe("paths as a Compose file writes them", () => {
  it("are seen from its folder", () => {
    assert.deepEqual(
      ["", "api"].map(path => fromCompose(at("compose.yaml"), path)),
      [".", "./api"],
    );
    assert.deepEqual(
      ["", "api", "docker/db"].map(path => fromCompose(at("docker/compose.yaml"), path)),
      ["..", "../api", "./db"],
    );
  });

  it("are named by commands where Compose does not find the file", () => {
    const told = (path: string): string =>
      withComposeFile(at(path), "`docker compose up` and `docker compose -f x.yaml up`");
    assert.equal(told("docker-compose.yml"), "`docker compose up` and `docker compose -f x.yaml up`");
    assert.match(told("docker/compose.yaml"), /^`docker compose --project-directory docker up`.*-f x\.yaml up`$/);
    assert.match(told("my deploy/compose.yaml"), /^`docker compose --project-directory 'my deploy' up`/);
    assert.match(told("production.yml"), /^`docker compose -f production\.yml up`/);
  });
});
