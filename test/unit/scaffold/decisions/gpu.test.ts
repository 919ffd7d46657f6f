import assert from "node:assert/strict";
import { parse } from "yaml";
import type { Recon } from "../../../../src/model/recon";
import { changesOf, overriding, type Texts } from "../plan-kit";
import { at, dependency, entryPoint, recon } from "../recon-kit";

const APP = recon({
  root: "vision",
  packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
  dependencies: [dependency("fastapi"), dependency("uvicorn"), dependency("torch", { specifier: "==2.8.0" })],
  entryPoints: [entryPoint("asgi", "main:app", "uvicorn main:app", { place: at("Procfile:1") })],
});

async function made(
  facts: Recon,
  texts: Texts,
  set: Parameters<typeof overriding>[0] = {},
): Promise<ReadonlyMap<string, string>> {
  const { files } = await changesOf(facts, { "main.py": "", ...texts }, overriding(set));
  return new Map(files.map(({ path, text }) => [path, text]));
}

describe("a project that can use a graphics card", () => {
  it("is built for processors, with a variant that reserves a card and installs its wheels", async () => {
    const files = await made(APP, { "requirements.txt": "fastapi\nuvicorn\ntorch==2.8.0\n" });
    const dockerfile = files.get("Dockerfile") ?? "";
    assert.match(dockerfile, /^ARG TORCH_BACKEND=cpu$/m);
    assert.match(dockerfile, /UV_TORCH_BACKEND="\$TORCH_BACKEND"/);
    assert.match(dockerfile, /^ {4}uv pip install --requirement requirements\.txt$/m);
    assert.ok(dockerfile.indexOf("/opt/uv/bin/pip install uv") < dockerfile.indexOf("uv pip install --requirement"));
    const gpu = parse(files.get("compose.gpu.yaml") ?? "") as { readonly services: Readonly<Record<string, unknown>> };
    assert.deepEqual(gpu.services["web"], {
      image: "vision:gpu",
      build: { args: { TORCH_BACKEND: "cu128" } },
      deploy: { resources: { reservations: { devices: [{ driver: "nvidia", count: 1, capabilities: ["gpu"] }] } } },
    });
    assert.doesNotMatch(files.get("compose.yaml") ?? "", /nvidia/, "the usual stack needs no card");
  });

  it("leaves the wheels to files that choose them already", async () => {
    for (const line of ["torch==2.8.0+cu126", "torch==2.8.0 --hash=sha256:aa"]) {
      const facts = recon({
        ...APP,
        dependencies: [dependency("torch", { specifier: line.includes("+") ? "==2.8.0+cu126" : "==2.8.0" })],
      });
      const files = await made(facts, { "requirements.txt": `fastapi\nuvicorn\n${line}\n` });
      assert.doesNotMatch(files.get("Dockerfile") ?? "", /TORCH_BACKEND/, line);
      assert.match(files.get("compose.gpu.yaml") ?? "", /driver: nvidia/);
      assert.doesNotMatch(files.get("compose.gpu.yaml") ?? "", /args:/, line);
    }
  });

  it("can be declined", async () => {
    const files = await made(APP, { "requirements.txt": "torch\n" }, { "gpu.variant": false, "gpu.wheels": null });
    assert.equal(files.has("compose.gpu.yaml"), false);
    assert.doesNotMatch(files.get("Dockerfile") ?? "", /TORCH_BACKEND/);
  });
});
