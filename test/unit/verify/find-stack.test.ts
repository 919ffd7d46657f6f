import assert from "node:assert/strict";
import { projectOf } from "../../../src/verify/compose-stack";
import { findStack } from "../../../src/verify/find-stack";
import { stackOverride } from "../../../src/verify/stack-override";
import { DrydockError } from "../../../src/model/error";
import type { Compose } from "../../../src/model/ports";
import { memoryFiles } from "../../kit/memory-files";

const REDIS = "services:\n  redis:\n    image: redis:8\n";
const TESTS = `services:\n  tests:\n    build: { context: ., target: test }\n    image: shop:test\n${REDIS.slice(10)}`;
const WEB = "services:\n  web:\n    build: .\n";

describe("verify/find-stack", () => {
  it("takes the Compose file that builds something", async () => {
    const { stack } = await findStack(memoryFiles({ "compose.yaml": WEB, "compose.test.yaml": TESTS }));
    assert.equal(stack.path, "compose.yaml");
  });

  it("builds what the tests run in where the stack only starts what others made", async () => {
    const { stack } = await findStack(memoryFiles({ "compose.yaml": REDIS, "compose.test.yaml": TESTS }));
    assert.equal(stack.path, "compose.test.yaml");
    assert.deepEqual(
      stack.services.map(({ name, image }) => ({ name, image })),
      [{ name: "tests", image: "shop:latest" }],
    );
  });

  it("takes the file for tests for no Compose file that is broken", async () => {
    const refusal = new DrydockError("compose-failed", "Compose failed.", "yaml: line 2", "Correct it.");
    const compose = { config: () => Promise.reject(refusal) };
    const broken = memoryFiles({ "compose.yaml": "services:\n\tweb: {\n", "compose.test.yaml": TESTS });
    await assert.rejects(findStack(broken, null, compose), refusal);
    const half = memoryFiles({ "compose.yaml": `${WEB}    portz: 1\n`, "compose.test.yaml": TESTS });
    assert.equal((await findStack(half, null, compose)).stack.path, "compose.yaml");
    const unset = memoryFiles({ "compose.yaml": `${REDIS}    user: \${USER:?}\n`, "compose.test.yaml": TESTS });
    const asked: (readonly string[])[] = [];
    const refusing = { config: (paths: readonly string[]) => (asked.push(paths), Promise.reject(refusal)) };
    const tested = await findStack(unset, null, refusing);
    assert.equal(tested.stack.path, "compose.test.yaml");
    // What Compose makes of the other file says nothing of this one.
    assert.equal(tested.config, refusal);
    assert.match(asked.at(-1)?.[0] ?? "", /compose\.test\.yaml$/);
  });

  it("asks without profiles where a file is missing that only a profile needs", async () => {
    const started = { services: {}, secrets: { token: { environment: "TOKEN" } } };
    const compose: Pick<Compose, "config"> = {
      config: (_paths, _signal, choice) =>
        choice?.profiles?.includes("*") === true
          ? Promise.reject(
              new DrydockError("compose-failed", "Failed.", "env file /a/debug.env not found", "Write it."),
            )
          : Promise.resolve(started),
    };
    const debug = "  debug: { image: busybox, profiles: [debug], env_file: debug.env }\n";
    const { stack, config } = await findStack(memoryFiles({ "compose.yaml": WEB + debug }), null, compose);
    assert.equal(config, started);
    assert.deepEqual(
      stack.services.map(({ name }) => name),
      ["web", "debug"],
    );
  });

  it("takes the file for tests for none that Compose cannot read, only for one that lacks something here", async () => {
    const foundAt = async (why: string): Promise<string> => {
      const compose = {
        config: () => Promise.reject(new DrydockError("compose-failed", "Failed.", why, "Correct it.")),
      };
      const files = memoryFiles({ "compose.yaml": REDIS, "compose.test.yaml": TESTS });
      return (await findStack(files, null, compose)).stack.path;
    };
    for (const why of [
      'failed to parse /a/compose.yaml: line 4: mapping key "image" already defined at line 3',
      "time=1 level=warning\nvalidating /a/compose.yaml: services.redis additional properties 'portz' not allowed",
    ])
      await assert.rejects(foundAt(why), { why });
    for (const why of [
      "error while interpolating services.redis.user: required variable NAME is missing a value",
      "env file /a/.env not found: stat /a/.env: no such file or directory",
    ])
      assert.equal(await foundAt(why), "compose.test.yaml");
  });

  it("finds the file for tests beside a Compose file of another name or place", async () => {
    const named = { "docker-compose.yml": REDIS, "docker-compose.test.yml": TESTS };
    assert.equal((await findStack(memoryFiles(named))).stack.path, "docker-compose.test.yml");
    const usual = { "docker-compose.yml": REDIS, "compose.test.yaml": TESTS };
    assert.equal((await findStack(memoryFiles(usual))).stack.path, "compose.test.yaml");
    assert.equal((await findStack(memoryFiles({ ...named, ...usual }))).stack.path, "docker-compose.test.yml");
    const settings = "decisions:\n  compose.file: docker/compose.yaml\n";
    const elsewhere = {
      "docker/compose.yaml": REDIS,
      "docker/compose.test.yaml": TESTS.replace("context: .", "context: .."),
    };
    const { stack } = await findStack(memoryFiles({ ...elsewhere, ".drydock.yaml": settings }));
    assert.equal(stack.path, "docker/compose.test.yaml");
    assert.equal(stack.services[0]?.build?.context, "");
  });

  it("takes no file that lies over the one that was completed", async () => {
    const settings =
      'merged:\n  docker/compose.override.yaml:\n    services/web/init: "sha256:000000000000"\n  docker/compose.yaml:\n    services/web/init: "sha256:000000000000"\n';
    const own = { "docker/compose.override.yaml": WEB, "docker/compose.yaml": WEB.replace("build: .", "build: ..") };
    const { stack } = await findStack(memoryFiles({ ...own, ".drydock.yaml": settings }));
    assert.equal(stack.path, "docker/compose.yaml");
  });

  it("is what Compose makes of the file, paths made relative again", async () => {
    const text = "include: [db.yaml]\nservices:\n  web: { extends: { file: base.yaml, service: web } }\n";
    const files = memoryFiles({ "docker/compose.yaml": text }, "/home/ada/shop");
    const asked: unknown[] = [];
    const config = {
      services: {
        db: { image: "postgres:17", profiles: ["db"] },
        web: {
          build: { context: "/home/ada/shop/api", dockerfile: "${FILE}", args: { PRICE: "5$$" } },
          ports: [{ mode: "ingress", target: 8000, published: "80", protocol: "tcp" }],
          networks: { default: null },
          volumes: [
            { type: "bind", source: "/home/ada/shop", target: "/app", bind: { create_host_path: true } },
            { type: "bind", source: "/home/ada/shop/etc", target: "/etc/shop", read_only: true },
            { type: "bind", source: "/srv/media", target: "/media" },
            { type: "volume", source: "data", target: "/data" },
          ],
        },
      },
      networks: { default: { name: "shop_default", ipam: {} } },
      volumes: { data: { name: "shop_data" } },
    };
    const compose = {
      config(...given: unknown[]) {
        asked.push(given);
        return Promise.resolve(config);
      },
    };
    const { stack, config: kept } = await findStack(files, "docker/compose.yaml", compose);
    assert.deepEqual(asked, [[["/home/ada/shop/docker/compose.yaml"], undefined, { profiles: ["*"] }]]);
    assert.equal(kept, config);
    assert.equal(stack.path, "docker/compose.yaml");
    const [web, db] = stack.services;
    assert.deepEqual(web?.build, {
      context: "api",
      dockerfile: "${FILE}",
      target: null,
      args: { PRICE: "5$" },
      usedSecrets: [],
    });
    assert.deepEqual([web?.ports, web?.networks, db?.profiles], [[8000], ["default"], ["db"]]);
    assert.deepEqual(web?.volumes, [".", "etc", "/srv/media", "data"]);
    assert.deepEqual(web?.binds, [
      { source: "", target: "/app", readOnly: false },
      { source: "etc", target: "/etc/shop", readOnly: true },
      { source: "/srv/media", target: "/media", readOnly: false },
    ]);
  });

  it("leaves to Compose what an included file builds outside of the workspace", async () => {
    const build = { context: "/home/ada/lib" };
    const config = { services: { helper: { build, image: "helper" }, web: { build } } };
    const compose = { config: () => Promise.resolve(config) };
    const files = memoryFiles({ "compose.yaml": "services:\n  web: { build: ../lib }\n" }, "/home/ada/shop");
    const { stack } = await findStack(files, null, compose);
    assert.deepEqual(
      stack.services.map(({ name, build: read, isBuiltElsewhere }) => [name, read?.context, isBuiltElsewhere]),
      [
        ["web", "/home/ada/lib", false],
        ["helper", undefined, true],
      ],
    );
    const run = { owner: "7-abc", workspace: "shop", started: "2026-01-01T00:00:00Z" };
    assert.match(stackOverride(stack, run, new Map(), stack.services), /helper:[\s\S]*build:\n {6}labels:/);
  });

  it("has relative paths on Windows as well", async () => {
    const build = { context: "C:\\Users\\ada\\shop\\api" };
    const volumes = [{ type: "bind", source: "D:\\media", target: "/media" }];
    const compose = { config: () => Promise.resolve({ services: { web: { build, volumes } } }) };
    const files = memoryFiles({ "compose.yaml": WEB }, "C:\\Users\\ada\\shop");
    const { stack } = await findStack(files, null, compose);
    assert.deepEqual(
      stack.services.map(({ build: read, binds }) => [read?.context, binds]),
      [["api", [{ source: "D:/media", target: "/media", readOnly: false }]]],
    );
  });

  it("is read as it is written where Compose refuses it, and given up where the person stops", async () => {
    const files = memoryFiles({ "compose.yaml": "services:\n  web: { build: ., volumes: ['./data:/data'] }\n" });
    const refusing = (code: "compose-failed" | "cancelled"): { config: () => Promise<never> } => ({
      config: () => Promise.reject(new DrydockError(code, "a", "b", "c")),
    });
    const { stack } = await findStack(files, null, refusing("compose-failed"));
    assert.deepEqual(stack.services[0]?.binds, [{ source: "data", target: "/data", readOnly: false }]);
    await assert.rejects(findStack(files, null, refusing("cancelled")), { code: "cancelled" });
  });

  it("starts what there is where nothing is built and nothing tested", async () => {
    const { stack } = await findStack(memoryFiles({ "compose.yaml": REDIS }));
    assert.equal(stack.path, "compose.yaml");
    await assert.rejects(findStack(memoryFiles({})), { code: "compose-failed" });
  });

  it("takes the one elsewhere that a plan would complete where Compose finds none by itself", async () => {
    const path = "docker/compose.yaml";
    const own = { [path]: WEB.replace("build: .", "build: ..") };
    assert.equal((await findStack(memoryFiles(own), path)).stack.path, path);
    assert.equal((await findStack(memoryFiles({ ...own, "compose.yaml": WEB }), path)).stack.path, "compose.yaml");
    await assert.rejects(findStack(memoryFiles({}), path), { code: "compose-failed" });
  });

  it("takes the one elsewhere that was completed, with its contexts as seen from the root", async () => {
    const own = { "docker/compose.yaml": WEB.replace("build: .", "build: ..") };
    await assert.rejects(findStack(memoryFiles(own)), { code: "compose-failed" });
    const settings = 'merged:\n  docker/compose.yaml:\n    services/web/init: "sha256:000000000000"\n';
    const { stack } = await findStack(memoryFiles({ ...own, ".drydock.yaml": settings }));
    assert.equal(stack.services[0]?.build?.context, "");
    assert.deepEqual(projectOf(stack, "/shop"), { folder: "/shop/docker", files: ["compose.yaml"] });
  });
});
