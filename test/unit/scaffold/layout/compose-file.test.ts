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

  describe("of several alike", () => {
    const texts = { "deploy/prod.yml": building(".."), "deploy/a-prod/prod.yml": building("../..") };
    const rivals = Object.keys(texts).sort();

    for (const command of [
      "docker compose -f ./deploy/prod.yml up",
      "docker-compose --env-file .env --file=deploy/prod.yml up -d",
      "docker compose \\\n    -f 'deploy/prod.yml' up",
      "docker stack deploy -c deploy/prod.yml shop",
    ])
      it(`is the one that a command alone takes: ${command}`, async () => {
        assert.equal((await found({ ...texts, Makefile: `up:\n\t${command}\n` })).path, "deploy/prod.yml");
        assert.equal(
          (await found({ ...texts, "README.md": `Start it with \`${command}\`.\n` })).path,
          "deploy/prod.yml",
        );
      });

    it("is the one that a command at the end of a sentence takes", async () => {
      const text = "Run docker compose up -f deploy/prod.yml.\n";
      assert.equal((await found({ ...texts, "README.md": text })).path, "deploy/prod.yml");
    });

    for (const text of [
      `docker compose -f ${rivals.join(" -f ")} up`,
      "Do not use `deploy/prod.yml` with `docker compose` any more.",
      "docker compose -f x/deploy/prod.yml up; tail -f deploy/prod.yml",
      "docker compose -f deploy/prod.yml.bak up",
    ])
      it(`is none by ${text}`, async () =>
        assert.deepEqual((await found({ ...texts, "README.md": `${text}\n` })).rivals, rivals));

    it("is none that a workflow starts", async () => {
      const text = "jobs:\n  test:\n    steps:\n      - run: docker compose -f deploy/prod.yml up\n";
      assert.deepEqual((await found({ ...texts, ".github/workflows/ci.yml": text })).rivals, rivals);
    });

    it("is found in a time that grows with the text alone", async () => {
      const text = `${"docker compose -f ".repeat(20_000)}${"docker ".repeat(20_000)}${" ".repeat(50_000)}\n`;
      const start = performance.now();
      assert.deepEqual((await found({ ...texts, "README.md": text })).rivals, rivals);
      assert.ok(performance.now() - start < 1000);
    });
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
