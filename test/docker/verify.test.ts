import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import Docker from "dockerode";
import { createApp, type App } from "../../src/app/app";
import { cleanUp } from "../../src/app/clean-up";
import { nodePorts } from "../../src/app/node-ports";
import { listOwned } from "../../src/engine/cleanup";
import { nodeFiles } from "../../src/host/node-files";
import type { Engine } from "../../src/model/ports";
import type { VerifyPhase } from "../../src/verify/events";
import { mismatches, SCALE, VERIFY } from "../kit/contract";
import { POOR_SAMPLE, SMALL_SAMPLE } from "../kit/poor-sample";
import { projectRoot } from "../kit/sources";
import { WORKER_SAMPLE } from "../kit/worker-sample";

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describe("a verification", () => {
  let temporary: string;
  let app: App;
  let engine: Engine;

  before(async () => {
    temporary = fs.mkdtempSync(path.join(os.tmpdir(), "drydock-verify-"));
    const ports = nodePorts({ log: silent, engine: () => import("../../src/app/engine-entry") });
    app = createApp({ ...ports, state: nodeFiles(path.join(temporary, "state")) });
    engine = await app.engine();
  });
  after(async () => {
    for (const name of ["apart", "gated", "poor", "small", "workers"])
      await engine.removeImage(`${name}-web:latest`).catch(() => undefined);
    fs.rmSync(temporary, { recursive: true, force: true });
  });

  const write = (name: string, files: Readonly<Record<string, string>>): string => {
    const root = path.join(temporary, name);
    for (const [file, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      fs.writeFileSync(path.join(root, file), text);
    }
    return root;
  };
  /** What runs of one process left in the engine. */
  const left = async (pid: number | undefined): Promise<string[]> =>
    (await listOwned(engine))
      .filter(({ owner }) => owner.startsWith(`${pid}-`))
      .flatMap(({ containers, networks, volumes, images }) =>
        [...containers, ...networks, ...volumes, ...images].map(({ name }) => name),
      );

  it("of a sample made worse on purpose names every planted fault at its line", async () => {
    const verification = await app.verify(write("poor", POOR_SAMPLE));
    assert.equal(verification.verdict, "fail");
    const missed = verification.thresholds
      .filter(({ held, unit }) => !held && (unit !== "ms" || POOR_SAMPLE[".drydock.yaml"]?.includes("start.import")))
      .map(({ key, place }) => `${key} ${place?.path}:${place?.line}`);
    for (const expected of [
      "image.leftovers.web Dockerfile:12",
      "image.secrets.web Dockerfile:10",
      "image.findings.web Dockerfile:9",
      "start.import.web app.py:4",
      "tests.failed test_app.py:6",
    ])
      assert.ok(missed.includes(expected), `${expected} is among ${missed.join(", ")}`);
    const leftovers = verification.thresholds.find(({ key }) => key === "image.leftovers.web");
    assert.ok(Number(leftovers?.measured) >= 800e6, JSON.stringify(leftovers));
    assert.match(leftovers?.because ?? "", /\/tmp\/leftover/);
    const causes = verification.causes.map(({ what, place }) => `${place?.path}:${place?.line} ${what}`).join("\n");
    assert.match(causes, /^test_app\.py:6 The test test_total failed: AssertionError: 2 != 3/m);
    assert.match(causes, /^Dockerfile:9 web: The image runs as root/m);
    assert.match(causes, /^Dockerfile:10 web: The image holds the value of API_TOKEN in \/app\/\.env, although/m);
    assert.doesNotMatch(JSON.stringify(verification), /tok-3f9a81c2d7e6b5/, "secrets are told by name only");
    const { last, runs } = await app.history(path.join(temporary, "poor"));
    assert.equal(runs.length, 1);
    assert.deepEqual(last, verification);
  });

  it("proves what leaving a part out would save by building it, and removes what it built", async () => {
    const root = path.join(temporary, "poor");
    const { last } = await app.history(root);
    assert.ok(last);
    const before = await engine.images();
    const variants = await app.variants(root, last);
    const leftover = variants.find(({ part }) => part.startsWith("/tmp"));
    assert.ok(leftover, JSON.stringify(variants));
    assert.ok(leftover.savedBytes > 790e6 && leftover.savedBytes < 810e6, JSON.stringify(leftover));
    assert.deepEqual(await left(process.pid), []);
    assert.equal((await engine.images()).length, before.length);
  });

  it("asks workers without a port by their framework's own ping", async () => {
    const { services } = await app.verify(write("workers", WORKER_SAMPLE));
    const pings = services.flatMap(({ name, ping }) => (ping ? [[name, ping.answered, ping.command[0]]] : []));
    assert.deepEqual(pings.sort(), [
      ["async-worker", true, "arq"],
      ["worker", true, "rq"],
    ]);
  });

  it("asks the proxy before a service, tells users and ages, and has every key of the contract", async () => {
    const gate = `  gate:
    image: nginx:1
    ports: ["127.0.0.1:8080:80"]
    depends_on: { web: { condition: service_healthy } }
    configs: [{ source: gate, target: /etc/nginx/conf.d/default.conf }]
configs:
  gate: { content: "server { listen 80; location / { proxy_pass http://web:8000; } }" }
volumes:`;
    const composeFile = SMALL_SAMPLE["compose.yaml"]?.replace("volumes: {", `${gate} {`) ?? "";
    const verification = await app.verify(write("gated", { ...SMALL_SAMPLE, "compose.yaml": composeFile }));
    assert.deepEqual(mismatches(verification, VERIFY), []);
    const asked = verification.services.find(({ name }) => name === "gate");
    assert.equal(asked?.probe?.status, 200, JSON.stringify(verification.causes));
    assert.ok(verification.thresholds.some(({ key, held }) => key === "probe.errors.gate" && held));
    const ages = verification.security?.ages ?? [];
    assert.deepEqual(
      ages.map(({ image, services, place }) => [image, services.join(), place?.path]),
      [
        ["python:3.11-slim-bookworm", "web,prepare", "Dockerfile"],
        ["nginx:1", "gate", "compose.yaml"],
      ],
    );
    assert.ok(ages.every(({ made }) => made !== null));
    assert.deepEqual(verification.security?.rights?.map(({ service, user }) => `${service} ${user}`).sort(), [
      "gate null",
      "prepare 10001",
      "web 10001",
    ]);
  });

  it("starts what Compose makes of the file, and touches no data, network or container of others", async () => {
    const web = SMALL_SAMPLE["compose.yaml"] ?? "";
    const files = {
      ...SMALL_SAMPLE,
      "compose.yaml": `include: [docker/store.yaml]\n${web
        .replace("    build: .\n    init", '    build: { context: ".", dockerfile: "${FILE:-Dockerfile}" }\n    init')
        .replace("depends_on: {", "depends_on: { store: { condition: service_healthy },")
        .replace("{ data: {} }", "{ data: { external: true, name: drydock-test-of-others } }")}`,
      "docker/store.yaml": `services:
  store:
    image: redis:8
    container_name: drydock-test-store
    volumes: ["./redis:/data"]
    networks: [default, proxy]
    healthcheck: { test: [CMD, redis-cli, ping], interval: 1s, retries: 30 }
networks:
  proxy: { external: true, name: drydock-test-proxy }
`,
    };
    const root = write("apart", files);
    // The person's own stack runs already.
    const theirs = { Image: "redis:8", name: "drydock-test-store" };
    const container = await new Docker().createContainer(theirs);
    try {
      const { thresholds, causes, leftOut, services } = await app.verify(root);
      assert.deepEqual(causes, []);
      assert.deepEqual(
        thresholds.filter(({ held, unit }) => !held && unit !== "ms"),
        [],
      );
      assert.deepEqual(services.map(({ name }) => name).sort(), ["prepare", "store", "web"]);
      assert.ok(
        leftOut.some(({ why }) => why.startsWith("store has an empty volume at /data in place of docker/redis")),
      );
      assert.ok(!fs.existsSync(path.join(root, "docker/redis")));
      assert.ok((await engine.volumes()).every(({ name }) => name !== "drydock-test-of-others"));
      assert.deepEqual(await left(process.pid), []);
    } finally {
      await container.remove({ force: true, v: true });
    }
  });

  it("of several containers behind a proxy compares their load, and leaves nothing behind", async () => {
    const report = await app.scale(write("small", SMALL_SAMPLE), { replicas: 2 });
    assert.deepEqual(mismatches(report, SCALE), []);
    assert.deepEqual(
      report.steps.map(({ replicas, errorPercent }) => [replicas, errorPercent]),
      [
        [1, 0],
        [2, 0],
      ],
    );
    assert.ok(report.steps.every(({ cpu, machinePercent }) => cpu.proxy > 0 && cpu.load > 0 && machinePercent > 0));
    assert.ok(report.growth !== null && report.steps.every(({ requestsPerSecond }) => requestsPerSecond > 0));
    assert.deepEqual(
      report.unsafe.map(({ what, place }) => `${place?.path}:${place?.line} ${what}`),
      ["compose.yaml:2 web mounts data."],
    );
    assert.deepEqual(await left(process.pid), []);
  });

  const phases: readonly VerifyPhase[] = ["build cold", "build warm", "check image", "test", "start", "load", "stop"];
  for (const phase of phases) {
    it(`that is stopped in the phase "${phase}" leaves nothing behind`, async () => {
      const stop = new AbortController();
      const seen: string[] = [];
      const run = app.verify(write("small", SMALL_SAMPLE), {
        signal: stop.signal,
        onEvent: event => {
          if (event.kind === "phase" && event.phase === phase && !seen.includes(phase)) {
            seen.push(phase);
            // Not at once: a request must be under way.
            setTimeout(() => stop.abort(), 250);
          }
          if (event.kind === "removed") seen.push("removed");
        },
      });
      await run.catch((error: unknown) => {
        assert.equal((error as { code?: string }).code, "cancelled", String(error));
      });
      assert.deepEqual(seen, [phase, "removed"]);
      assert.deepEqual(await left(process.pid), []);
    });
  }

  /** A run that was killed under load; the number of its process. */
  const killedRun = async (): Promise<number> => {
    const child = spawnSync(
      process.execPath,
      ["--import=tsx", path.join(projectRoot, "test/kit/verify-until.ts"), write("small", SMALL_SAMPLE), "load"],
      { cwd: projectRoot, env: { ...process.env, XDG_STATE_HOME: path.join(temporary, "other") }, encoding: "utf8" },
    );
    assert.equal(child.signal, "SIGKILL", child.stderr);
    assert.notDeepEqual(await left(child.pid), [], "the dead run left something");
    return child.pid;
  };

  it("that was killed is cleaned up by the next run", async () => {
    const killed = await killedRun();
    const stop = new AbortController();
    const next = app.verify(write("small", SMALL_SAMPLE), { signal: stop.signal, onEvent: () => stop.abort() });
    await assert.rejects(next, { code: "cancelled" });
    assert.deepEqual(await left(killed), []);
  });

  it("that was killed is cleaned up by the next clean", async () => {
    const killed = await killedRun();
    const cleaned = await cleanUp(engine, { dryRun: false });
    const own = cleaned.find(({ owner }) => owner.startsWith(`${killed}-`));
    assert.deepEqual(own?.failed, []);
    assert.deepEqual(await left(killed), []);
  });
});
