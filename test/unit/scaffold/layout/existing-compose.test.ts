import assert from "node:assert/strict";
import { readExistingCompose, servicesOf } from "../../../../src/scaffold/layout/existing-compose";
import { openWorkspace } from "../../../../src/workspace/workspace";
import { memoryFiles } from "../../../kit/memory-files";

async function composeOf(texts: Readonly<Record<string, string>>) {
  const workspace = await openWorkspace("shop", memoryFiles(texts));
  await workspace.load(Object.keys(texts));
  return readExistingCompose(workspace, Object.keys(texts)[0] ?? null, new Set(["SECRET", "TZ"]));
}

describe("the person's Compose file", () => {
  it("is built by its override where it only names the image", async () => {
    const texts = {
      "docker-compose.yaml": "services:\n  backend:\n    image: backend:latest\n  db:\n    image: postgres:17\n",
      "docker-compose.override.yaml":
        "services:\n  backend:\n    build:\n      context: ./\n      dockerfile: docker/Dockerfile\n      target: development\n  db:\n    ports: ['5432:5432']\n",
      "docker/Dockerfile":
        'FROM python:3.11-slim AS base\nFROM base AS development\nFROM base AS production\nCMD ["python"]\n',
    };
    const compose = await composeOf(texts);
    assert.deepEqual(
      servicesOf(compose, "docker/Dockerfile").map(({ name, base, build }) => [name, base, build?.target]),
      [["backend", "python:3.11-slim", null]],
    );
    assert.equal(compose?.services.find(({ name }) => name === "db")?.build, null);
    const alone = await composeOf({ ...texts, "docker-compose.override.yaml": "services: {}\n" });
    assert.deepEqual(servicesOf(alone, "docker/Dockerfile"), []);
  });

  it("builds a service from the folder that stands as the default of a variable", async () => {
    const compose = (context: string): string =>
      `services:\n  api:\n    build:\n      context: ${context}\n      dockerfile: \${FILE:-Dockerfile.prod}\n`;
    const contextOf = async (context: string): Promise<readonly (string | null | undefined)[]> => {
      const build = (await composeOf({ "compose.yaml": compose(context) }))?.services[0]?.build;
      return [build?.context, build?.dockerfile];
    };
    assert.deepEqual(await contextOf("${SRC:-.}"), ["", "Dockerfile.prod"]);
    assert.deepEqual(await contextOf("${SRC:-./api}"), ["api", "Dockerfile.prod"]);
    assert.deepEqual(await contextOf("${SRC}"), ["${SRC}", "Dockerfile.prod"]);
  });

  it("runs the image that stands as the default of a variable", async () => {
    const text =
      "services:\n  a: { image: '${PG:-postgres:17}' }\n  b: { image: 'redis:${TAG:-7}' }\n  c: { image: '${OWN}' }\n";
    const compose = await composeOf({ "compose.yaml": text });
    assert.deepEqual(
      compose?.services.map(({ image, base }) => [image, base]),
      [
        ["${PG:-postgres:17}", "postgres:17"],
        ["redis:${TAG:-7}", "redis:7"],
        ["${OWN}", "${OWN}"],
      ],
    );
  });

  it("builds a service from the Dockerfile that only a file laid over it names", async () => {
    const over = (dockerfile: string): string => `services:\n  api:\n    build: { dockerfile: ${dockerfile} }\n`;
    const builtFrom = async (texts: Readonly<Record<string, string>>): Promise<string | null | undefined> => {
      const main = { "docker-compose.yml": "services:\n  api:\n    build: { context: . }\n" };
      const files = { "Dockerfile.dev": "FROM python:3.13\n", "Dockerfile.prod": "FROM python:3.13\n" };
      return (await composeOf({ ...main, ...files, ...texts }))?.services[0]?.build?.dockerfile;
    };
    const override = { "docker-compose.override.yml": over("Dockerfile.dev") };
    const production = { "docker-compose.prod.yml": over("Dockerfile.prod") };
    assert.equal(await builtFrom({ ...override, ...production }), "Dockerfile.dev");
    assert.equal(await builtFrom(production), "Dockerfile.prod");
    assert.equal(await builtFrom({ "docker-compose.dev.yml": over("Dockerfile.dev") }), "Dockerfile.dev");
    assert.equal(await builtFrom({ ...override, Dockerfile: "FROM python:3.13\n" }), null);
    assert.equal(await builtFrom({ "docker-compose.dev.yml": over("Dockerfile.missing") }), null);
    assert.equal(await builtFrom({ "docker-compose.test.yml": over("Dockerfile.dev") }), null);
  });

  it("is the project's where an image called as its folder is given what the code reads", async () => {
    const running = async (image: string, variable: string): Promise<boolean> => {
      const texts = {
        "compose.yaml": `services:\n  web:\n    image: ${image}\n    environment:\n      ${variable}: x\n`,
        Dockerfile: "FROM python:3.13\n",
      };
      const [web] = (await composeOf(texts))?.services ?? [];
      return web?.isPublished === true && web.build?.dockerfile === "Dockerfile";
    };
    assert.equal(await running("ghcr.io/acme/shop:1", "SECRET"), true);
    assert.equal(await running("ghcr.io/acme/shop:1", "TZ"), false);
    assert.equal(await running("ghcr.io/acme/other:1", "SECRET"), false);
  });

  it("is a base where a file beside it gives a service its variables, unless that is for tests", async () => {
    const beside = async (given: string, base = "", name = "dev"): Promise<readonly string[] | null | undefined> => {
      const texts = {
        "docker-compose.yml": `services:\n  web:\n    build: .\n${base}`,
        [`docker-compose.${name}.yml`]: `services:\n  web:\n    ${given}\n`,
      };
      const names = (await composeOf(texts))?.services[0]?.givenBeside;
      return names && [...names];
    };
    assert.equal(await beside("env_file: dev.env"), null);
    assert.deepEqual(await beside("environment: { URL: a, KEY: b }"), ["URL", "KEY"]);
    assert.deepEqual(await beside("env_file: dev.env", "    environment: [A=1]\n"), []);
    assert.deepEqual(await beside("environment: { URL: a }", "", "test"), []);
  });
});
