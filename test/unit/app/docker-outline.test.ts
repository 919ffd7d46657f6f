import assert from "node:assert/strict";
import { dockerOutlines } from "../../../src/app/docker-outline";
import { memoryFiles } from "../../kit/memory-files";
import { emptyRecon } from "../../kit/samples";

describe("the outline of Docker files", () => {
  it("has the stages of a Dockerfile, the image that its last one comes from, and the services of a Compose file", async () => {
    const files = memoryFiles({
      Dockerfile: "FROM node:20 AS front\nFROM python:3.9 AS base\nFROM base\nCOPY --from=front /a /a\n",
      "broken.Dockerfile": "RUN \\",
      "compose.yaml": "services:\n  web: {image: a}\n  db: {image: b}\n",
      "api/Dockerfile": "FROM alpine\n",
    });
    const recon = emptyRecon("shop");
    const own = {
      ...recon.docker,
      dockerfiles: ["Dockerfile", "api/Dockerfile", "broken.Dockerfile", "gone"],
      composeFiles: ["compose.yaml"],
    };
    const unit = { ...recon, docker: { ...recon.docker, dockerfiles: ["api/Dockerfile"] } };
    const found = await dockerOutlines(files, {
      ...recon,
      docker: own,
      units: [{ name: "api", path: "api", recon: unit } as (typeof recon.units)[number]],
    });
    assert.deepEqual(
      [...found],
      [
        ["Dockerfile", { kind: "dockerfile", stages: 3, base: "python:3.9" }],
        ["api/Dockerfile", { kind: "dockerfile", stages: 1, base: "alpine" }],
        ["broken.Dockerfile", { kind: "dockerfile", stages: 1, base: "" }],
        ["compose.yaml", { kind: "compose", services: 2 }],
      ],
    );
  });
});
