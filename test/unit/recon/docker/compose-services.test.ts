import assert from "node:assert/strict";
import { composeServices } from "../../../../src/recon/docker/compose-services";
import { dockerFiles } from "../../../../src/recon/settle/docker-files";
import { projectOf } from "../../../kit/python-project";

describe("recon/docker/compose-services", () => {
  it("finds overlays by what they say of services, and files that the project's variables name", async () => {
    const overlay = "services:\n  web:\n    build: .\n  search:\n    ports: ['9200:9200']\n";
    const { workspace } = await projectOf({
      ".env": "COMPOSE_PATH_SEPARATOR=;\nCOMPOSE_FILE=docker/dev.yml;docker/ml.yml;../other.yml\n",
      "docker/dev.yml": overlay,
      "docker/ml.yml": "services:\n  triton:\n    image: acme/triton\n",
      "docker/prod.yml": overlay.replace("ports: ['9200:9200']", "handler: search"),
      "docker/monitor.yml": "services:\n  a:\n    image: b\n",
      "ops/monitor.yml": "services:\n  a:\n    image: b\n",
    });
    assert.deepEqual(dockerFiles(workspace, () => true).composeFiles, ["docker/dev.yml", "docker/ml.yml"]);
  });

  it("reads both forms, interpolates, and takes what a service extends", async () => {
    const { workspace } = await projectOf({
      ".env": "TAG=16\n",
      "compose.yaml": `
x-base: &base
  build: { context: ./api, args: { A: "1" } }
services:
  base:
    <<: *base
    environment: [MODE=prod]
  web:
    extends: { service: base }
    command: gunicorn app:app
    ports: ["127.0.0.1:8080:8000/tcp", { target: 9000 }]
    volumes: ["./api:/code", "data:/data"]
  db:
    image: postgres:\${TAG:-15}
`,
    });
    const services = composeServices(workspace, "compose.yaml");
    const web = services.find(({ name }) => name === "web");
    assert.equal(web?.build?.context, "api");
    assert.equal(web.variables.get("MODE"), "prod");
    assert.deepEqual(
      web.ports.map(({ port }) => port),
      [8000, 9000],
    );
    assert.deepEqual(web.mounts, [{ source: "api", destination: "/code" }]);
    assert.equal(services.find(({ name }) => name === "db")?.image, "postgres:16");
  });
});
