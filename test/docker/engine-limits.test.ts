import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chownSync, mkdtempSync, rmSync, truncateSync, writeFileSync, chmodSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { nodeFiles } from "../../src/host/node-files";
import type { Engine } from "../../src/model/ports";
import { buildContext } from "../../src/verify/build-context";
import { BASE, connect, contextFile, OWNED, OWNER, removeAll, until } from "./engine-kit";
import { failureOf } from "../kit/failure-of";

const request = (dockerfile: string) => ({
  files: [contextFile("Dockerfile", dockerfile)],
  dockerfile: "Dockerfile",
  tags: [`${OWNER}:limits`],
  labels: OWNED,
});

describe("engine: limits", () => {
  let engine: Engine;
  let folder: string;
  before(async () => {
    engine = await connect();
  });
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "drydock-limits-"));
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true, force: true });
    await removeAll(engine);
  });

  it("says to a user who may not open the socket which group opens it", async function () {
    if (process.getuid?.() !== 0) this.skip();
    // A socket that belongs to a group of its own, as the engine's does where it was installed by a package.
    const socket = path.join(folder, "docker.sock");
    const server = createServer(connection => connection.destroy());
    await new Promise<void>(resolve => server.listen(socket, resolve));
    const group = execFileSync("getent", ["group", "games"], { encoding: "utf8" }).split(":");
    chmodSync(folder, 0o755);
    chmodSync(socket, 0o660);
    chownSync(socket, 0, Number(group[2]));
    try {
      const child = spawnSync(process.execPath, ["--import=tsx", path.join(__dirname, "as-another-user.ts")], {
        uid: 65_534,
        gid: 65_534,
        encoding: "utf8",
        env: { PATH: process.env["PATH"], HOME: folder, DOCKER_HOST: `unix://${socket}` },
      });
      assert.deepEqual(JSON.parse(child.stdout || child.stderr), {
        code: "engine-denied",
        message: "The engine's socket may not be opened by this user.",
        why: "It belongs to group games.",
        todo: "Run `sudo usermod -aG games $USER`, then sign in again.",
      });
    } finally {
      server.close();
    }
  });

  it("sends a context of two gigabytes in little memory", async () => {
    const big = 2_000_000_000;
    writeFileSync(path.join(folder, "Dockerfile"), `FROM ${BASE}\nCOPY small.txt /\n`);
    writeFileSync(path.join(folder, "small.txt"), "small");
    writeFileSync(path.join(folder, "big.bin"), "");
    truncateSync(path.join(folder, "big.bin"), big);
    const context = await buildContext(nodeFiles(folder), "", "Dockerfile");
    assert.ok(context.bytes > big);
    global.gc?.();
    const before = process.memoryUsage().rss;
    let peak = before;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
    try {
      const result = await engine.build({ ...request(""), files: context.files }, () => {});
      assert.equal(result.contextBytes, context.bytes);
    } finally {
      clearInterval(watch);
    }
    assert.ok(peak - before < 200_000_000, `it took ${Math.round((peak - before) / 1e6)} MB`);
  });

  it("names a registry that refuses, and how to get in", async () => {
    const registry = createHttpServer((_request, response) => {
      response.writeHead(401, { "www-authenticate": 'Basic realm="private"', "content-type": "application/json" });
      response.end('{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}');
    });
    await new Promise<void>(resolve => registry.listen(0, "127.0.0.1", resolve));
    const { port } = registry.address() as AddressInfo;
    try {
      const error = await failureOf(engine.build(request(`FROM 127.0.0.1:${port}/team/private:1\n`), () => {}));
      assert.equal(error.code, "registry-refused");
      assert.match(error.message, /^The registry refused 127\.0\.0\.1:\d+\/team\/private:1/);
      assert.match(error.todo, /docker login/);
    } finally {
      registry.close();
    }
  });

  it("will not take an image away from a running container, and says who needs it", async () => {
    const built = await engine.build(request(`FROM ${BASE}\nRUN echo ${OWNER} > /mark\n`), () => {});
    const stop = new AbortController();
    const lines: string[] = [];
    const run = engine
      .run(
        built.imageId,
        ["sh", "-c", "echo begun; sleep 600"],
        { labels: OWNED, network: "none", onLog: chunk => lines.push(chunk.text) },
        stop.signal,
      )
      .catch((error: unknown) => error);
    await until(() => lines.length === 1);
    const error = await failureOf(engine.removeImage(built.imageId));
    assert.equal(error.code, "engine-refused");
    assert.match(error.why, /being used by (?:a )?running container/);
    stop.abort();
    await run;
    await engine.removeImage(built.imageId);
    const gone = await failureOf(engine.run(built.imageId, ["true"], { labels: OWNED, network: "none" }));
    assert.match(gone.why, /No such image/i);
  });

  it("lists a hundred containers at once", async () => {
    const made = Array.from({ length: 100 }, (_, at) =>
      execFileSync(
        "docker",
        [
          "create",
          "--label",
          `drydock.owner=${OWNER}`,
          "--name",
          `${OWNER}.odd_${at}-ü`.replace("ü", "u"),
          "--network",
          "none",
          BASE,
          "true",
        ],
        { encoding: "utf8" },
      ).trim(),
    );
    const listed = await engine.containers({ all: true, labels: [`drydock.owner=${OWNER}`] });
    assert.deepEqual(new Set(listed.map(({ id }) => id)), new Set(made));
  }).timeout(300_000);

  it("copes with names of files and containers that need care", async () => {
    const names = ["with blank.txt", "ünï✓.txt", 'it\'s "quoted".txt', "-dash", "a#b?c=d&e.txt", "%41.txt"];
    const files = [
      contextFile("Dockerfile", `FROM ${BASE}\nCOPY . /in\nRUN ls -1 /in | sort > /list && cat /list\n`),
      ...names.map(name => contextFile(name, name)),
    ];
    const lines: string[] = [];
    await engine.build({ ...request(""), files, noCache: true }, event => {
      if (event.kind === "log") lines.push(event.line.text);
    });
    assert.deepEqual(lines.filter(line => line !== "Dockerfile").sort(), [...names].sort());
    const name = `${OWNER}_x.y-Z0`;
    execFileSync("docker", [
      "run",
      "--detach",
      "--label",
      `drydock.owner=${OWNER}`,
      "--name",
      name,
      "--network",
      "none",
      BASE,
      "echo",
      "hello",
    ]);
    const said: string[] = [];
    await until(async () => (await engine.inspect(name)).state === "exited");
    await engine.logs(name, { follow: false }, line => said.push(line.text));
    assert.deepEqual(said, ["hello"]);
  });

  it("does all it does over API 1.41, the oldest", async () => {
    const old = await connect({ ...process.env, DOCKER_API_VERSION: "1.41" });
    const dockerfile = `FROM ${BASE}\nRUN --mount=type=secret,id=token,required=true wc -c < /run/secrets/token\n`;
    const built = await old.build({ ...request(dockerfile), secrets: { token: "12345" }, noCache: true }, () => {});
    assert.ok(built.steps.some(step => step.name.includes("RUN --mount") && step.completedMs !== null));
    assert.equal((await old.image(built.imageId))?.id, built.imageId);
    const result = await old.run(built.imageId, ["sh", "-c", "echo out; echo err >&2; exit 3"], {
      labels: OWNED,
      network: "none",
    });
    assert.deepEqual([result.exit, result.stdout, result.stderr], [3, "out\n", "err\n"]);
    assert.ok((await old.containers({ all: true })).length >= 0);
    assert.ok((await old.info()).cpus > 0);
  });
});
