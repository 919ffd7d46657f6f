import assert from "node:assert/strict";
import { languageOf } from "../../../../src/lint/language";
import { lintFiles } from "../../../../src/lint/runner";

/** Rules found by path, over files that are all there is. */
function rulesIn(files: Readonly<Record<string, string>>): Readonly<Record<string, readonly string[]>> {
  const linted = Object.entries(files).flatMap(([path, text]) => {
    const language = languageOf(path);
    return language === null ? [] : [{ path, text, language }];
  });
  const facts = { paths: new Set(Object.keys(files)), read: (path: string) => files[path] ?? null, recon: null };
  const found: Record<string, string[]> = {};
  for (const finding of lintFiles(linted, facts)) (found[finding.path] ??= []).push(finding.rule);
  return found;
}

const BASE =
  "services:\n  web: { image: 'a:1' }\n  db: { image: 'postgres:17', environment: { POSTGRES_PASSWORD: '${P:?}' } }\nvolumes:\n  data:\n";

describe("Compose files together", () => {
  it("are merged with their override", () => {
    const override = "services:\n  db: { volumes: ['data:/var/lib/postgresql/data'] }\n  web: { depends_on: [db] }\n";
    assert.deepEqual(rulesIn({ "compose.yaml": BASE, "compose.override.yaml": override }), {});
    assert.deepEqual(rulesIn({ "compose.yaml": BASE }), { "compose.yaml": ["unused-volume"] });
  });

  it("leave an overlay alone whose base is not there", () => {
    assert.deepEqual(rulesIn({ "docker-compose.override.yml": "services:\n  web: { depends_on: [db] }\n" }), {});
    assert.deepEqual(rulesIn({ "docker-compose.dev.yml": "services:\n  web: { depends_on: [db] }\n" }), {});
  });

  it("find the base of a file that is laid over it by hand", () => {
    const overlay = "services:\n  web: { depends_on: [dbb] }\n";
    const found = rulesIn({ "docker-compose.yml": BASE, "docker-compose.prod.yml": overlay });
    assert.deepEqual(found["docker-compose.prod.yml"], ["unknown-service"]);
  });

  it("do not tell names that another file beside or above defines", () => {
    const agent = "services:\n  bot: { image: 'a:1', depends_on: [web, watch], volumes: ['data:/data'] }\n";
    const watch = "services:\n  watch: { image: 'a:1' }\n";
    const found = rulesIn({ "compose.yaml": BASE, "compose.agent.yaml": agent, "compose.watch.yaml": watch });
    assert.equal(found["compose.agent.yaml"], undefined);
    const alone = rulesIn({ "compose.yaml": BASE, "compose.agent.yaml": agent });
    assert.deepEqual(alone["compose.agent.yaml"], ["unknown-service"]);
    const below = "services:\n  job: { image: 'a:1', volumes: ['data:/data'] }\n";
    assert.equal(
      rulesIn({ "compose.yaml": BASE, "overrides/compose.job.yaml": below })["overrides/compose.job.yaml"],
      undefined,
    );
    assert.deepEqual(rulesIn({ "overrides/compose.job.yaml": below })["overrides/compose.job.yaml"], [
      "unknown-volume",
    ]);
    assert.deepEqual(rulesIn({ "compose.yaml": BASE, "x/compose.yaml": below })["x/compose.yaml"], ["unknown-volume"]);
    const secret = "services:\n  job: { image: 'a:1', secrets: [token] }\n";
    const secrets = { "compose.yaml": `${BASE}secrets:\n  token: { file: ./t }\n`, "ci/compose.job.yaml": secret };
    assert.equal(rulesIn(secrets)["ci/compose.job.yaml"], undefined);
    assert.deepEqual(rulesIn({ "ci/compose.job.yaml": secret })["ci/compose.job.yaml"], ["unknown-secret"]);
    const changed = "services:\n  web: { environment: { A: b } }\n";
    assert.equal(rulesIn({ "compose.yaml": BASE, "ci/x/compose.yaml": changed })["ci/x/compose.yaml"], undefined);
    assert.deepEqual(rulesIn({ "ci/x/compose.yaml": changed })["ci/x/compose.yaml"], ["missing-image"]);
  });

  it("do not ask a base for an image that another file beside it brings", () => {
    const found = rulesIn({
      "compose.yaml": "services:\n  web: { ports: ['127.0.0.1:80:80'] }\n",
      "compose.dev.yaml": "services:\n  web: { build: . }\n",
    });
    assert.equal(found["compose.yaml"], undefined);
  });

  it("follow include", () => {
    const main =
      "include: [infra/compose.yaml]\nservices:\n  web: { image: 'a:1', depends_on: [db], networks: [front] }\n";
    const infra = "services:\n  db: { image: 'postgres:17' }\nnetworks:\n  front:\n";
    assert.deepEqual(rulesIn({ "compose.yaml": main, "infra/compose.yaml": infra })["compose.yaml"], undefined);
    assert.deepEqual(rulesIn({ "compose.yaml": main })["compose.yaml"], ["missing-include"]);
  });

  it("follow extends into other files", () => {
    const main =
      "services:\n  web:\n    extends: { file: common.yaml, service: app }\n  job:\n    image: a:1\n    depends_on: { web: { condition: service_healthy } }\n";
    const common = "services:\n  app: { image: 'redis:7', healthcheck: { test: redis-cli ping } }\n";
    assert.deepEqual(rulesIn({ "compose.yaml": main, "common.yaml": common }), {});
    const bare = common.replace(", healthcheck: { test: redis-cli ping }", "");
    assert.deepEqual(rulesIn({ "compose.yaml": main, "common.yaml": bare }), {
      "compose.yaml": ["healthy-without-check"],
    });
    assert.deepEqual(rulesIn({ "compose.yaml": main, "x.txt": "" }), { "compose.yaml": ["unknown-base-service"] });
  });

  it("take a name that main files of three folders lack alike for one of a file out of sight", () => {
    const part = "services:\n  job: { image: 'a:1', depends_on: [web] }\n";
    const two = { "a/compose.yaml": part, "b/compose.yaml": part };
    assert.deepEqual(rulesIn(two), { "a/compose.yaml": ["unknown-service"], "b/compose.yaml": ["unknown-service"] });
    assert.deepEqual(rulesIn({ ...two, "c/compose.yaml": part }), {});
  });

  it("count the files of an overlay from wherever the first file lies", () => {
    const overlay = "services:\n  web: { extends: { file: docker-compose.common.yml, service: web } }\n";
    assert.deepEqual(rulesIn({ "docker-compose.common.yml": BASE, "tests/docker-compose.e2e.yml": overlay }), {
      "docker-compose.common.yml": ["unused-volume"],
    });
    assert.deepEqual(
      rulesIn({ "docker-compose.common.yml": BASE, "tests/compose.yaml": overlay })["tests/compose.yaml"],
      ["unknown-base-service"],
    );
  });

  it("are templates where a placeholder stands for an image", () => {
    const template = "services:\n  web: { image: '%WEB_IMAGE%' }\n";
    assert.deepEqual(rulesIn({ "compose.yaml": template }), { "compose.yaml": ["unrendered-compose-file"] });
  });

  it("see a port that the override publishes twice", () => {
    const base = "services:\n  web: { image: 'a:1', ports: ['127.0.0.1:80:80'] }\n  api: { image: 'a:1' }\n";
    const override = "services:\n  api: { ports: ['127.0.0.1:80:8000'] }\n";
    assert.deepEqual(rulesIn({ "compose.yaml": base, "compose.override.yml": override }), {
      "compose.override.yml": ["duplicate-published-port"],
    });
  });

  it("read profiles of .env", () => {
    const main = "services:\n  web: { image: 'a:1', depends_on: [db] }\n  db: { image: 'redis:7', profiles: [data] }\n";
    assert.deepEqual(rulesIn({ "compose.yaml": main })["compose.yaml"], ["inactive-dependency"]);
    assert.deepEqual(rulesIn({ "compose.yaml": main, ".env": "COMPOSE_PROFILES=data,x\n" }), {});
  });
});
