import assert from "node:assert/strict";
import fc from "fast-check";
import type { Place } from "../../../../src/model/place";
import { isEnvSample, parseEnv, readEnvSamples } from "../../../../src/scaffold/layout/env-samples";
import { openWorkspace } from "../../../../src/workspace/workspace";
import { memoryFiles } from "../../../kit/memory-files";

describe("environment files", () => {
  it("are samples by name", () => {
    for (const name of [
      ".env.example",
      ".env.sample",
      "a/.env.dist",
      "env.example",
      ".env-template",
      ".env_sample",
      "dotenv_example",
    ])
      assert.equal(isEnvSample(name), true, name);
    for (const name of [".env", ".env.local", ".env.production", "environment.yml"])
      assert.equal(isEnvSample(name), false, name);
  });

  it("give values without quotes and comments", () => {
    const values = parseEnv("A=1 # one\nexport B='x # y'\nC=\"d\"\n# D=2\nE=\nnonsense\n");
    assert.deepEqual(
      [...values],
      [
        ["A", "1"],
        ["B", "x # y"],
        ["C", "d"],
        ["E", ""],
      ],
    );
  });

  it("tell the nearest sample's value, and what a container gets before it", async () => {
    const texts = {
      ".env.example": "A=far\nB=far\nC=far\n",
      "api/.env.example": "B=near\n",
      ".docker.env": "C=container\n",
      "web/.env.example": "A=other\n",
    };
    const workspace = await openWorkspace("shop", memoryFiles(texts));
    await workspace.load(Object.keys(texts));
    assert.deepEqual(Object.fromEntries(readEnvSamples(workspace, "api")), { A: "far", B: "near", C: "container" });
  });

  it("of one mode tell what no other beside them does, that for production first, and none is written to", async () => {
    const texts = {
      ".env.example.prod": "A=prod\nB=prod\n",
      ".env.dev.example": "A=dev\nB=dev\nC=dev\n",
      ".env.example": "A=plain\n",
      ".env.test.example": "D=test\n",
    };
    const workspace = await openWorkspace("shop", memoryFiles(texts));
    await workspace.load(Object.keys(texts));
    assert.deepEqual(Object.fromEntries(readEnvSamples(workspace, "")), { A: "plain", B: "prod", C: "dev" });
    assert.equal(isEnvSample(".env.dev.example"), false);
  });

  it("of one mode tell nothing that another has, however near they are", async () => {
    const texts = { ".env.example": "A=plain\n", "api/.env.local.example": "A=local\nB=local\n" };
    const workspace = await openWorkspace("shop", memoryFiles(texts));
    await workspace.load(Object.keys(texts));
    assert.deepEqual(Object.fromEntries(readEnvSamples(workspace, "api")), { A: "plain", B: "local" });
  });

  it("show no value by a variable's own name, nor hide that of another sample", async () => {
    const texts = {
      ".env.example": "MODE=MODE\nSHOP__DB_NAME=DB_NAME\nRENDER_MODE_JSON_LINES=JSON_LINES\nDB_NAME=shop\n",
      "api/.env.example": "DB_NAME=DB_NAME\nPRICE_EUR=EUR\nDB_USER=SHOP_USER\n",
    };
    const workspace = await openWorkspace("shop", memoryFiles(texts));
    await workspace.load(Object.keys(texts));
    assert.deepEqual(Object.fromEntries(readEnvSamples(workspace, "api")), {
      RENDER_MODE_JSON_LINES: "JSON_LINES",
      DB_NAME: "shop",
      PRICE_EUR: "EUR",
      DB_USER: "SHOP_USER",
    });
  });

  it("tell of a folder below what the code in it reads", async () => {
    const texts = {
      ".env.example": "A=top\n",
      "shop/.env.example": "A=below\nB=below\nPORT=8001\n",
      "ui/.env.example": "PORT=3000\nB=ui\n",
    };
    const workspace = await openWorkspace("shop", memoryFiles(texts));
    await workspace.load(Object.keys(texts));
    const read = (name: string, path: string): { name: string; places: Place[] } => ({
      name,
      places: [{ path, line: 1, column: 1, text: "", confidence: "high" }],
    });
    const environment = [read("A", "shop/conf.py"), read("B", "shop/core/conf.py"), read("PORT", "main.py")];
    assert.deepEqual(Object.fromEntries(readEnvSamples(workspace, "", environment)), { A: "top", B: "below" });
  });

  it("are read back whatever the value", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9:/@.-]*$/), value => parseEnv(`NAME=${value}`).get("NAME") === value),
    );
  });
});
