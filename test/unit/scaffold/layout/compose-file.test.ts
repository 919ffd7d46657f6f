import assert from "node:assert/strict";
import { findComposeFile, type FoundCompose } from "../../../../src/scaffold/layout/compose-file";
import { openWorkspace } from "../../../../src/workspace/workspace";
import { memoryFiles } from "../../../kit/memory-files";
import type { Texts } from "../plan-kit";
import { entryPoint, recon } from "../recon-kit";

const APP = {
  Dockerfile: 'FROM python:3.13\nCMD ["gunicorn", "app:app"]\n',
  "Dockerfile.checks": 'FROM python:3.13\nCMD ["pytest"]\n',
  "app.py": "print(1)\n",
  "web/Dockerfile": "FROM node:22\n",
};
const RECON = recon({ entryPoints: [entryPoint("wsgi", "app:app", "gunicorn app:app")] });
const building = (context: string): string => `services:\n  web:\n    build: ${context}\n`;
const DATABASE = "services:\n  db:\n    image: postgres:16\n";

async function found(
  texts: Texts,
  chosen: string | null = null,
  ours: readonly string[] = [],
  read = RECON,
): Promise<FoundCompose> {
  const all = { ...APP, ...texts };
  const workspace = await openWorkspace("shop", memoryFiles(all));
  await workspace.load(Object.keys(all));
  return findComposeFile(workspace, { chosen, ours: new Set(ours), recon: read });
}

describe("the Compose file that is completed", () => {
  it("is the one at the root in the order in which Compose looks, wherever else one lies", async () => {
    const both = {
      "docker-compose.yml": building("."),
      "docker-compose.yaml": building("."),
      "docker/compose.yaml": building(".."),
    };
    assert.deepEqual(await found(both), { path: "docker-compose.yml", rivals: [] });
  });

  for (const path of ["docker/compose.yaml", "deploy/docker-compose.yml", ".docker/docker-compose.yml"])
    it(`is ${path} where that builds the project`, async () =>
      assert.deepEqual(await found({ [path]: building("..") }), { path, rivals: [] }));

  it("is the one for production of several names, and none for work, tests and examples", async () => {
    const named = { "local.yml": building("."), "production.yml": building(".") };
    assert.equal((await found(named)).path, "production.yml");
    for (const path of [
      "docker-compose.dev.yml",
      "dev/compose.yaml",
      "tests/docker-compose.yml",
      "examples/compose.yaml",
      ".devcontainer/docker-compose.yml",
      "example-compose.yml",
      "docker-compose.tests.yml",
      "docker-compose.docs.yml",
      "third_party/tool/docker-compose.yml",
    ])
      assert.deepEqual(await found({ [path]: building(".") }), { path: null, rivals: [] }, path);
  });

  it("is none that starts servers alone, another program, or what is built without Python", async () => {
    const checks = "services:\n  web:\n    build: { context: .., dockerfile: Dockerfile.checks }\n";
    for (const text of [DATABASE, building("../web"), building("../missing"), building("."), checks])
      assert.equal((await found({ "docker/compose.yaml": text })).path, null, text);
    const started = `${checks}    command: gunicorn app:app\n`;
    assert.equal((await found({ "docker/compose.yaml": started })).path, "docker/compose.yaml");
  });

  it("is none in the folder of one of several units", async () => {
    const texts = { "api/docker-compose.yml": building("..") };
    const unit = (path: string) => ({ name: path, path, recon: recon({}) });
    const units = recon({ entryPoints: RECON.entryPoints, units: [unit("api"), unit("billing")] });
    assert.equal((await found(texts, null, [], units)).path, null);
    assert.equal((await found(texts)).path, "api/docker-compose.yml");
  });

  it("is the one that runs the image which the project publishes", async () => {
    const texts = {
      "pyproject.toml": '[project]\nname = "shop"\n',
      "deploy/compose.yaml": "services:\n  web:\n    image: ghcr.io/acme/shop:1\n",
    };
    assert.equal((await found(texts)).path, "deploy/compose.yaml");
  });

  it("is the one that runs that image where setup.py alone names the project", async () => {
    const compose = { "deploy/compose.yaml": "services:\n  web:\n    image: ghcr.io/acme/shop:1\n" };
    const setup = (name: string): Texts => ({ "setup.py": `from setuptools import setup\nsetup(name="${name}")\n` });
    assert.equal((await found({ ...compose, ...setup("shop") })).path, "deploy/compose.yaml");
    assert.equal((await found({ ...compose, ...setup("store") })).path, null);
  });

  it("is none of several alike, which are told, unless the person names one", async () => {
    const texts = {
      "docker/a/docker-compose.yml": building("../.."),
      "docker/b/docker-compose.yml": building("../.."),
    };
    const paths = Object.keys(texts);
    assert.deepEqual(await found(texts), { path: null, rivals: paths });
    assert.deepEqual(await found(texts, paths[1]), { path: paths[1], rivals: [] });
  });

  it("is the one of several alike that a README, a Makefile or a workflow alone names", async () => {
    const texts = { "deploy/prod.yml": building(".."), "deploy/a-prod/prod.yml": building("../..") };
    const starting = (text: string): Texts => ({ ...texts, Makefile: text });
    assert.equal((await found(starting("up:\n\tdocker compose -f ./deploy/prod.yml up\n"))).path, "deploy/prod.yml");
    const rivals = Object.keys(texts).sort();
    for (const text of [`up:\n\techo ${rivals.join(" ")}\n`, "up:\n\tcat x/deploy/prod.yml deploy/prod.yml.bak\n"])
      assert.deepEqual((await found(starting(text))).rivals, rivals, text);
  });

  it("is one whose command is a script that starts the program", async () => {
    const texts = (line: string): Texts => ({
      "stack/Dockerfile": "FROM python:3.13\nCOPY . .\n",
      "stack/run-web.sh": `#!/bin/sh\n${line}\n`,
      "stack/docker-compose.yml": `${building(".")}    command: ./run-web.sh\n`,
    });
    assert.equal((await found(texts("exec gunicorn app:app"))).path, "stack/docker-compose.yml");
    assert.equal((await found(texts("exec python -m http.server"))).path, null);
    // Another script of that name belongs to another image.
    const other = { ...texts("exec python -m http.server"), "run-web.sh": "gunicorn app:app\n" };
    assert.equal((await found(other)).path, null);
  });

  it("stays a file of ours that is there already", async () => {
    const texts = { "compose.yaml": building("."), "docker/compose.yaml": building("..") };
    assert.deepEqual(await found(texts, null, ["compose.yaml"]), { path: null, rivals: ["docker/compose.yaml"] });
  });
});
