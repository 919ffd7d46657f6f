import assert from "node:assert/strict";
import type { ProjectInstall } from "../../../src/lint/query/installs";
import { installedBy } from "../../../src/lint/query/installs";
import { dependency } from "../../kit/detect";

describe("lint/query/installs", () => {
  const install = { manifest: { text: "requirements.txt" } } as ProjectInstall;
  const listed = (name: string, path: string) =>
    dependency(name, { place: { path, line: 1, column: 1, text: name, confidence: "high" } });
  const all = [listed("psycopg2", "api/requirements.txt"), listed("streamlit", "pages/requirements.txt")];
  const named = (dockerfile: string): readonly string[] =>
    installedBy(install, all, dockerfile).map(({ name }) => name);

  it("brings what the list beside the Dockerfile has, of several with one name", () => {
    assert.deepEqual(named("api/Dockerfile"), ["psycopg2"]);
    assert.deepEqual(named("pages/Dockerfile"), ["streamlit"]);
  });

  it("brings every list of that name where none lies beside it", () => {
    assert.deepEqual(named("docker/Dockerfile"), ["psycopg2", "streamlit"]);
    assert.deepEqual(named("Dockerfile"), ["psycopg2", "streamlit"]);
  });
});
