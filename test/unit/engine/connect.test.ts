import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { chmod } from "node:fs/promises";
import { connect as connectSocket } from "node:net";
import { createConnect, negotiate } from "../../../src/engine/connect";
import { engineDenied, engineFailure, isDenied, takenPort } from "../../../src/engine/failure";
import type { FakeEngine } from "./fake-engine";
import { fakeDeps, startFakeEngine, VERSION } from "./fake-engine";
import { failureOf } from "../../kit/failure-of";

describe("createConnect", () => {
  let engine: FakeEngine | null = null;
  afterEach(async () => {
    await engine?.stop();
    engine = null;
  });

  it("speaks the newest API that both sides know", async () => {
    engine = await startFakeEngine({
      "/version": { ...VERSION, ApiVersion: "1.43" },
      "/info": { NCPU: 4, MemTotal: 1024 },
    });
    const connected = await createConnect(fakeDeps({}, { env: { DOCKER_HOST: `unix://${engine.socket}` } }))();
    assert.deepEqual(await connected.info(), { version: "28.5.2", os: "linux", arch: "arm64", cpus: 4, memory: 1024 });
    assert.ok(engine.requests.includes("GET /v1.43/info"), engine.requests.join());
  });

  it("speaks what DOCKER_API_VERSION pins", async () => {
    engine = await startFakeEngine({ "/containers/json": [] });
    const env = { DOCKER_HOST: `unix://${engine.socket}`, DOCKER_API_VERSION: "1.41" };
    const connected = await createConnect(fakeDeps({}, { env }))();
    assert.deepEqual(await connected.containers({ all: true, labels: ["a=b"] }), []);
    assert.ok(engine.requests.at(-1)?.startsWith("GET /v1.41/containers/json?all=true"), engine.requests.join());
  });

  it("reaches an engine over ssh through the program it is given", async () => {
    const fake = await startFakeEngine({ "/info": { NCPU: 1, MemTotal: 1 } });
    engine = fake;
    const started: string[] = [];
    const deps = fakeDeps(
      {},
      {
        env: { DOCKER_HOST: "ssh://ada@far" },
        openProcess: (command, args) => {
          started.push([command, ...args].join(" "));
          return connectSocket({ path: fake.socket });
        },
      },
    );
    const connected = await createConnect(deps)();
    await connected.info();
    assert.equal(connected.endpoint.host, "ssh://ada@far");
    assert.equal(started[0], "ssh -o ConnectTimeout=30 -T -l ada -- far docker system dial-stdio");
  });

  it("says in order what it tried where no engine answers", async () => {
    const id = createHash("sha256").update("desktop-linux").digest("hex");
    const meta = '{"Name":"desktop-linux","Endpoints":{"docker":{"Host":"unix:///nonexistent/docker.sock"}}}';
    const files = {
      "/home/ada/.docker/config.json": '{"currentContext":"desktop-linux"}',
      [`/home/ada/.docker/contexts/meta/${id}/meta.json`]: meta,
    };
    const error = await failureOf(createConnect(fakeDeps(files))());
    assert.equal(error.code, "engine-absent");
    assert.equal(error.message, "No Docker engine answered.");
    assert.equal(error.why, "Tried DOCKER_HOST (not set), context desktop-linux (socket not there).");
  });

  it("says which group to join where the socket is closed to this user", async function () {
    if (process.platform === "win32" || process.getuid === undefined) return this.skip();
    engine = await startFakeEngine({});
    const deps = fakeDeps(
      { "/etc/group": "root:x:0:\ndocker:x:998:ada\n" },
      { env: { DOCKER_HOST: `unix://${engine.socket}` }, groupOf: () => Promise.resolve(998) },
    );
    const isRoot = process.getuid() === 0;
    await chmod(engine.socket, 0o000);
    // Permissions do not hold for root, so root becomes somebody else for this one connection.
    if (isRoot) process.seteuid?.(65534);
    const connecting = failureOf(createConnect(deps)());
    const error = await connecting.finally(() => (isRoot ? process.seteuid?.(0) : undefined));
    assert.equal(error.code, "engine-denied");
    assert.equal(error.why, "It belongs to group docker.");
    return undefined;
  });

  it("names a DOCKER_HOST that refuses", async () => {
    const deps = fakeDeps({}, { env: { DOCKER_HOST: "tcp://127.0.0.1:1" } });
    const error = await failureOf(createConnect(deps)());
    assert.equal(error.why, "Tried DOCKER_HOST tcp://127.0.0.1:1 (connection refused).");
  });

  it("gives up on an engine that accepts and says nothing", async () => {
    engine = await startFakeEngine({ "/version": () => {} });
    const clock = { now: () => 0, elapsed: () => 0, sleep: () => Promise.resolve() };
    const error = await failureOf(
      createConnect(fakeDeps({}, { env: { DOCKER_HOST: `unix://${engine.socket}` }, clock }))(),
    );
    assert.equal(error.code, "engine-absent");
    assert.match(error.why, /no answer within 10 s/);
  });

  it("refuses an engine before API 1.41", async () => {
    engine = await startFakeEngine({ "/version": { ...VERSION, ApiVersion: "1.38" } });
    const error = await failureOf(createConnect(fakeDeps({}, { env: { DOCKER_HOST: `unix://${engine.socket}` } }))());
    assert.equal(error.code, "engine-too-old");
    assert.equal(error.message, "This engine speaks API 1.38.");
  });

  it("stops when it is cancelled", async () => {
    engine = await startFakeEngine({ "/version": () => {} });
    const stop = new AbortController();
    const connecting = createConnect(fakeDeps({}, { env: { DOCKER_HOST: `unix://${engine.socket}` } }))(
      undefined,
      stop.signal,
    );
    stop.abort();
    assert.equal((await failureOf(connecting)).code, "cancelled");
  });
});

describe("negotiate", () => {
  it("keeps to what the engine still speaks where it has forgotten the older ones", () => {
    assert.equal(negotiate({ ApiVersion: "1.60", MinAPIVersion: "1.55" }, ""), "1.55");
    assert.equal(negotiate({ ApiVersion: "1.60", MinAPIVersion: "1.44" }, ""), "1.51");
    assert.equal(negotiate({ ApiVersion: "1.9" + "9" }, "1.45"), "1.45");
  });

  it("refuses a pin before 1.41", () => {
    assert.throws(() => negotiate({ ApiVersion: "1.51" }, "1.40"), { code: "engine-too-old" });
  });
});

describe("engineFailure", () => {
  const endpoint = { context: "default", host: "unix:///d.sock", reason: "" };
  const refused = (code: string): Error => Object.assign(new Error(`connect ${code}`), { code });

  it("tells a lost engine, a denied one and a refusal apart", () => {
    const of = (error: unknown): string => engineFailure(error, endpoint, "stopping web").code;
    assert.equal(of(refused("ECONNRESET")), "engine-lost");
    assert.equal(of(refused("ECONNREFUSED")), "engine-lost");
    assert.equal(of(new Error("socket hang up")), "engine-lost");
    assert.equal(of(refused("EACCES")), "engine-denied");
    assert.equal(
      of(Object.assign(new Error("x"), { statusCode: 409, json: { message: "conflict" } })),
      "engine-refused",
    );
    const bound = "Bind for 0.0.0.0:8000 failed: port is already allocated";
    assert.equal(of(Object.assign(new Error("x"), { statusCode: 500, json: { message: bound } })), "port-taken");
    const full = "write /x: no space left on device";
    assert.equal(of(Object.assign(new Error("x"), { statusCode: 500, json: { message: full } })), "disk-full");
  });

  it("is cancelled whatever was thrown once the signal fired", () => {
    assert.equal(engineFailure(refused("ECONNRESET"), endpoint, "x", AbortSignal.abort()).code, "cancelled");
  });

  it("offers the command that opens the socket, but never membership of root", () => {
    assert.ok(isDenied(refused("EPERM")));
    const docker = engineDenied("unix:///d.sock", "docker", "linux", null);
    assert.equal(docker.why, "It belongs to group docker.");
    assert.equal(docker.todo, "Run `sudo usermod -aG docker $USER`, then sign in again.");
    assert.doesNotMatch(engineDenied("unix:///d.sock", "root", "linux", null).todo, /usermod/);
    assert.match(engineDenied("npipe:////./pipe/d", null, "win32", null).todo, /docker-users/);
  });
});

describe("takenPort", () => {
  const cases: readonly (readonly [string, string | null])[] = [
    ["driver failed: Bind for 0.0.0.0:8000 failed: port is already allocated", "8000"],
    ["failed to bind host port for 127.0.0.1:5432:172.18.0.2:5432/tcp: address already in use", "5432"],
    ["failed to bind host port 0.0.0.0:8080/tcp: address already in use", "8080"],
    ["listen tcp4 0.0.0.0:80: bind: address already in use", "80"],
    ["Bind for :::8000 failed: port is already allocated", "8000"],
    ["ports are not available: exposing port TCP 0.0.0.0:443 -> 127.0.0.1:0: listen", "443"],
    ["port is already allocated", ""],
    ["no such image: 0.0.0.0:8000", null],
  ];
  for (const [words, port] of cases) it(words, () => assert.equal(takenPort(words), port));
});
