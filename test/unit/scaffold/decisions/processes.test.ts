import assert from "node:assert/strict";
import type { Recon } from "../../../../src/model/recon";
import { blueprintOf } from "../plan-kit";
import { at, dependency, entryPoint, recon } from "../recon-kit";

const SERVER = entryPoint("asgi", "shop.main:app", "uvicorn shop.main:app", { place: at("shop/main.py:1") });

async function servicesOf(worker: string, parts: Partial<Recon> = {}, files = {}): Promise<readonly string[]> {
  const [, , target = ""] = worker.split(" ");
  const entry = entryPoint("worker", target, worker, { place: at("docker/supervisord.conf:4") });
  const found = recon({ entryPoints: [SERVER, entry], dependencies: [dependency("uvicorn")], ...parts });
  const { units } = await blueprintOf(found, { "shop/main.py": "", ...files });
  return (units[0]?.processes ?? []).map(({ service }) => service);
}

describe("processes beside the server", () => {
  it("leave out what a configuration of another project starts", async () => {
    assert.deepEqual(await servicesOf("celery -A other_project worker"), []);
  });

  it("keep what the project has the program or the module for, or what may be in an image of its own", async () => {
    const worker = "celery -A other_project worker";
    const installed = [dependency("uvicorn"), dependency("celery")];
    assert.deepEqual(await servicesOf(worker, { dependencies: installed }), ["worker"]);
    const bringing = [dependency("uvicorn"), dependency("other-project")];
    assert.deepEqual(await servicesOf(worker, { dependencies: bringing }), ["worker"]);
    const imported = [{ module: "celery", distribution: "celery", place: at("shop/main.py:2") }];
    assert.deepEqual(await servicesOf(worker, { undeclared: imported }), ["worker"]);
    const docker = { dockerfiles: ["Dockerfile"], composeFiles: [], ignoreFiles: [], devcontainers: [] };
    const image = { Dockerfile: "FROM python:3.11\nCOPY . .\nRUN pip install celery\n" };
    assert.deepEqual(await servicesOf(worker, { docker }, image), ["worker"]);
  });
});
