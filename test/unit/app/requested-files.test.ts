import assert from "node:assert/strict";
import { requestableFiles, withFiles } from "../../../src/app/requested-files";

describe("files on request", () => {
  it("join what is decided so far", () => {
    assert.deepEqual(withFiles(undefined, ["bake"]), ["+bake"]);
    assert.deepEqual(withFiles(["+bake"], ["bake", "swarm"]), ["+bake", "+swarm"]);
    assert.deepEqual(withFiles("+bake, -launch-json", ["tasks"]), ["+bake", "-launch-json", "+tasks"]);
    assert.deepEqual(withFiles(["-tasks"], ["tasks"]), ["+tasks"]);
  });

  it("join a list that stands for all as plain names", () => {
    assert.deepEqual(withFiles(["dockerfile", "compose"], ["bake"]), ["dockerfile", "compose", "bake"]);
  });

  it("have titles that a person can choose from", () => {
    assert.ok(requestableFiles.some(({ id, title }) => id === "kubernetes" && title === "Kubernetes manifests"));
  });
});
