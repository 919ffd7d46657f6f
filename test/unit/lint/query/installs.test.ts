import assert from "node:assert/strict";
import type { ProjectInstall } from "../../../../src/lint/query/installs";
import { installedBy } from "../../../../src/lint/query/installs";
import { dependency } from "../../../kit/detect";

describe("lint/query/installs", () => {
  const install = { manifest: { text: "requirements.txt" } } as ProjectInstall;
  const listed = (name: string, path: string) =>
    dependency(name, { place: { path, line: 1, column: 1, text: name, confidence: "high" } });
  const all = [listed("psycopg2", "api/requirements.txt"), listed("streamlit", "pages/requirements.txt")];
  const named = (dockerfile: string): readonly string[] =>
    installedBy(install, all, dockerfile, new Set([...all.map(({ place }) => place.path), "job/requirements.txt"])).map(
      ({ name }) => name,
    );

  it("brings what the list beside the Dockerfile has, of several with one name", () => {
    assert.deepEqual(named("api/Dockerfile"), ["psycopg2"]);
    assert.deepEqual(named("pages/Dockerfile"), ["streamlit"]);
  });

  it("takes a list of its own for what it is, though nothing is known of what it lists", () => {
    assert.deepEqual(named("job/Dockerfile"), []);
    assert.deepEqual(named("job/docker/Dockerfile"), []);
  });

  it("takes the main dependencies of the project that the Dockerfile lies in", () => {
    const sync = { manifest: null } as ProjectInstall;
    const found = [listed("uwsgi", "pyproject.toml"), listed("flask", "api/pyproject.toml")];
    const brought = (dockerfile: string): readonly string[] =>
      installedBy(sync, found, dockerfile, new Set(["pyproject.toml", "api/pyproject.toml", "mcp/pyproject.toml"])).map(
        ({ name }) => name,
      );
    assert.deepEqual(brought("api/docker/Dockerfile"), ["flask"]);
    assert.deepEqual(brought("mcp/Dockerfile"), []);
    assert.deepEqual(brought("docker/Dockerfile"), ["uwsgi", "flask"]);
  });

  it("brings nothing that a step of an image installs by its name", () => {
    const sync = { manifest: null } as ProjectInstall;
    const found = [listed("pillow", "other/Dockerfile"), listed("flask", "pyproject.toml")];
    assert.deepEqual(
      installedBy(sync, found, "web/Dockerfile", new Set(["pyproject.toml"])).map(({ name }) => name),
      ["flask"],
    );
  });

  it("brings every list of that name where none lies beside it", () => {
    assert.deepEqual(named("docker/Dockerfile"), ["psycopg2", "streamlit"]);
    assert.deepEqual(named("Dockerfile"), ["psycopg2", "streamlit"]);
  });
});
