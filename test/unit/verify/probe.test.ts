import assert from "node:assert/strict";
import { probePaths } from "../../../src/verify/probe";
import { at, dependency, recon } from "../scaffold/recon-kit";

describe("paths that a service is asked for", () => {
  const routes = ["/health", "/", "/admin/status", "/users/{id}"].map(path => ({
    path,
    method: "GET",
    place: at("app.py:1"),
  }));

  it("begin with the index and health paths, and leave out what needs an argument", () =>
    assert.deepEqual(probePaths(recon({ routes })), ["/", "/health"]));

  it("know what the framework serves by itself", () =>
    assert.deepEqual(probePaths(recon({ dependencies: [dependency("fastapi")] })), ["/", "/openapi.json"]));
});
