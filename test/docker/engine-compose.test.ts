import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCompose } from "../../src/engine/compose";
import { nodeProcesses } from "../../src/host/node-processes";
import type { Compose, ComposeRequest, Engine } from "../../src/model/ports";
import { failureOf } from "../kit/failure-of";
import { BASE, connect, OWNER, removeAll } from "./engine-kit";

const LABELS = `{ drydock.owner: ${OWNER} }`;

describe("engine: Compose", () => {
  let engine: Engine;
  let compose: Compose;
  let folder = "";
  let request: ComposeRequest;
  before(async () => {
    engine = await connect();
    compose = createCompose({ processes: nodeProcesses, env: process.env }, engine);
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "drydock-compose-"));
    request = { project: OWNER, folder, files: [join(folder, "compose.yaml")] };
  });
  afterEach(async () => {
    await compose.down({ ...request, volumes: true }, () => {}).catch(() => {});
    await removeAll(engine);
    await rm(folder, { recursive: true, force: true });
  });

  /** One service `web` on the base image, and the network with our label. */
  const write = (service: string, more = ""): Promise<void> =>
    writeFile(
      join(folder, "compose.yaml"),
      `services:\n  web:\n    image: ${BASE}\n    labels: ${LABELS}\n    init: true\n${service}${more}networks:\n  default:\n    labels: ${LABELS}\n`,
    );

  const HEALTHY = `    command: [bash, -c, "touch /ready; exec sleep 600"]
    ports: ["127.0.0.1::8000"]
    healthcheck: { test: [CMD, test, -e, /ready], interval: 200ms, retries: 20 }
    stop_grace_period: 0s
`;

  it("starts a healthy service on a free port, runs a command beside it and takes all down", async () => {
    await write(HEALTHY);
    const lines: string[] = [];
    await compose.up({ ...request, wait: true, waitSeconds: 30 }, line => lines.push(line));
    assert.ok(
      lines.some(line => line.includes("Healthy")),
      lines.join("\n"),
    );
    const port = await compose.port({ ...request, service: "web", port: 8000 });
    assert.ok(port !== null && port.port > 1024 && port.address === "127.0.0.1", JSON.stringify(port));
    assert.equal(await compose.port({ ...request, service: "web", port: 9 }), null);

    const labels = [`com.docker.compose.project=${OWNER}`];
    const [web] = await engine.containers({ labels });
    assert.deepEqual([web?.service, web?.state, web?.health, web?.project], ["web", "running", "healthy", OWNER]);
    assert.equal(web?.ports.find(each => each.privatePort === 8000)?.publicPort, port.port);

    const said: string[] = [];
    const command = ["sh", "-c", "echo from the run; exit 5"];
    const result = await compose.run({ ...request, service: "web", command }, line => said.push(line));
    assert.equal(result.exit, 5);
    assert.match(result.stdout, /from the run/);
    assert.ok(said.includes("from the run"));

    await compose.down({ ...request, volumes: true }, () => {});
    assert.deepEqual(await engine.containers({ all: true, labels }), []);
    assert.deepEqual(await engine.networks(labels), []);
  });

  it("restarts the containers that are there, and makes none", async () => {
    await write(
      HEALTHY,
      `  other:\n    image: ${BASE}\n    labels: ${LABELS}\n    command: [sleep, "600"]\n    init: true\n`,
    );
    await compose.up({ ...request, services: ["web"] }, () => {});
    const labels = [`com.docker.compose.project=${OWNER}`];
    const started = async (): Promise<readonly (number | null)[]> => {
      const rows = await engine.containers({ labels, all: true });
      return Promise.all(rows.map(async ({ id }) => (await engine.inspect(id)).startedAt));
    };
    const [before] = await started();
    await compose.restart(request, () => {});
    const after = await started();
    assert.equal(after.length, 1);
    assert.ok((after[0] ?? 0) > (before ?? Infinity));
  });

  it("reads the resolved configuration", async () => {
    await write(HEALTHY);
    const config = (await compose.config(request.files)) as { readonly services: Record<string, { image: string }> };
    assert.equal(config.services["web"]?.image, BASE);
  });

  it("reads a build with an SSH key of a path, and the services of profiles that are chosen", async () => {
    await write(`    profiles: [dev]\n    build:\n      context: .\n      ssh: [default, key=/tmp/key]\n`);
    type Config = { readonly services: Record<string, { build: { ssh: string[] } }> };
    assert.deepEqual(((await compose.config(request.files)) as Config).services, {});
    const config = (await compose.config(request.files, undefined, { profiles: ["*"] })) as Config;
    assert.deepEqual(config.services["web"]?.build.ssh, ["default", "key=/tmp/key"]);
  });

  it("blames the file that is broken", async () => {
    await write("    ports: [nonsense]\n");
    const error = await failureOf(compose.up(request, () => {}));
    assert.equal(error.code, "compose-failed");
    assert.match(error.why, /nonsense|ports/i);
  });

  it("says which service crashed and what it said last", async () => {
    await write(`    command: [sh, -c, "echo no module named redis >&2; exit 3"]\n`);
    const error = await failureOf(compose.up({ ...request, wait: true }, () => {}));
    assert.equal(error.code, "start-crashed");
    assert.match(error.message, /^web stopped \d+ s after its start, exit code 3\.$/);
    assert.match(error.why, /no module named redis/);
  });

  it("says which service did not turn healthy and what its check said", async () => {
    await write(
      `    command: [sleep, "600"]\n    stop_grace_period: 0s\n    healthcheck: { test: [CMD-SHELL, "echo not yet; exit 1"], interval: 100ms, retries: 2 }\n`,
    );
    const error = await failureOf(compose.up({ ...request, wait: true, waitSeconds: 20 }, () => {}));
    assert.equal(error.code, "health-timeout");
    assert.match(error.message, /^web did not turn healthy/);
    assert.match(error.why, /not yet/);
  });

  it("says the same when the time is over before the check gave up", async () => {
    await write(
      `    command: [sleep, "600"]\n    stop_grace_period: 0s\n    healthcheck: { test: [CMD, "false"], interval: 100ms, start_period: 60s, retries: 1000 }\n`,
    );
    const error = await failureOf(compose.up({ ...request, wait: true, waitSeconds: 2 }, () => {}));
    assert.equal(error.code, "health-timeout");
  });

  it("says that a service was killed for want of memory", async () => {
    const hungry = "x=$$(head -c 64000000 /dev/zero | tr '\\\\0' x); sleep 5";
    await write(`    mem_limit: 8m\n    memswap_limit: 8m\n    command: [bash, -c, "${hungry}"]\n`);
    const error = await failureOf(compose.up({ ...request, wait: true }, () => {}));
    assert.equal(error.code, "out-of-memory", `${error.message} ${error.why}`);
    assert.match(error.why, /limit of 8 MB/);
  });

  it("names the port that is taken and who has it", async () => {
    await write(HEALTHY);
    await compose.up({ ...request, wait: true }, () => {});
    const port = await compose.port({ ...request, service: "web", port: 8000 });
    const second = `  again:\n    image: ${BASE}\n    labels: ${LABELS}\n    command: [sleep, "600"]\n    ports: ["127.0.0.1:${port?.port ?? 0}:8000"]\n    stop_grace_period: 0s\n`;
    await write(HEALTHY, second);
    const error = await failureOf(compose.up(request, () => {}));
    assert.equal(error.code, "port-taken");
    assert.equal(error.message, `Port ${port?.port ?? 0} is in use by container ${OWNER}-web-1.`);
  });

  it("tells a failing build from a failing start", async () => {
    await writeFile(join(folder, "Dockerfile"), `FROM ${BASE}\nRUN echo because; exit 9\n`);
    const text = `services:\n  web:\n    build: { context: ., labels: ${LABELS} }\n    labels: ${LABELS}\n`;
    await writeFile(join(folder, "compose.yaml"), text);
    const error = await failureOf(compose.up({ ...request, build: true }, () => {}));
    assert.equal(error.code, "build-failed");
    assert.match(error.why, /exit code: 9/);
    assert.match(error.why, /because/);
  });

  it("says that an image is not to be had", async () => {
    const text = `services:\n  web:\n    image: registry.invalid/no/such:1\n`;
    await writeFile(join(folder, "compose.yaml"), text);
    const error = await failureOf(compose.up(request, () => {}));
    assert.equal(error.code, "registry-refused");
    assert.match(error.message, /registry\.invalid/);
  });

  it("stops when it is cancelled", async () => {
    await write(
      `    command: [sleep, "600"]\n    stop_grace_period: 0s\n    healthcheck: { test: [CMD, "false"], interval: 1s, start_period: 60s }\n`,
    );
    const stop = new AbortController();
    const starting = compose.up(
      { ...request, wait: true },
      line => {
        if (line.includes("Waiting") || line.includes("Started")) stop.abort();
      },
      stop.signal,
    );
    assert.equal((await failureOf(starting)).code, "cancelled");
  });
});
