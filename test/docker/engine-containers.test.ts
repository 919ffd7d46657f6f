import assert from "node:assert/strict";
import { removeOwned, listOwned } from "../../src/engine/cleanup";
import { DrydockError } from "../../src/model/error";
import type { Engine, EngineEvent, LogChunk, StatsSample } from "../../src/model/ports";
import Docker from "dockerode";
import { BASE, connect, OWNED, OWNER, removeAll, until } from "./engine-kit";

/** Starts a container the way a person's tools would; the port under test only steers what is there. */
async function startContainer(command: readonly string[], more: Docker.ContainerCreateOptions = {}): Promise<string> {
  const docker = new Docker();
  const container = await docker.createContainer({
    Image: BASE,
    Cmd: [...command],
    Labels: { ...OWNED },
    ...more,
    HostConfig: { NetworkMode: "none", ...more.HostConfig },
  });
  await container.start();
  return container.id;
}

describe("engine: containers", () => {
  let engine: Engine;
  before(async () => {
    engine = await connect();
  });
  // A test that fails half way must not leave a stream open: the process would never end.
  let stop = new AbortController();
  beforeEach(() => {
    stop = new AbortController();
  });
  afterEach(async () => {
    stop.abort();
    await removeAll(engine);
  });

  it("describes itself", async () => {
    const info = await engine.info();
    assert.equal(info.os, "linux");
    assert.ok(info.cpus > 0 && info.memory > 0 && /^\d+\./.test(info.version));
  });

  it("follows a log over restarts without losing or repeating a line", async () => {
    const script =
      "trap 'echo bye; exit 0' TERM; for i in 1 2 3; do echo line $i; echo err $i >&2; done; printf tail; sleep 600 & wait";
    const id = await startContainer(["bash", "-c", script]);
    const lines: LogChunk[] = [];
    const following = engine.logs(id, { follow: true }, line => lines.push(line), stop.signal);
    const said = (text: string): number => lines.filter(line => line.text === text).length;
    for (let run = 1; run <= 3; run += 1) {
      await until(() => said("line 3") === run && said("err 3") === run);
      await engine.restart(id);
    }
    await until(() => said("line 3") === 4 && said("err 3") === 4 && said("tail" + "bye") + said("bye") === 3);
    stop.abort();
    await following;
    for (const text of ["line 1", "line 2", "line 3"]) assert.equal(said(text), 4, text);
    for (const text of ["err 1", "err 2", "err 3"]) assert.equal(said(text), 4, text);
    assert.ok(lines.every(line => (line.stream === "stderr") === line.text.startsWith("err")));
    assert.match(lines[0]?.timestamp ?? "", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
  });

  it("follows a container that restarts by itself", async () => {
    const id = await startContainer(["sh", "-c", "echo run; exit 1"], {
      HostConfig: { RestartPolicy: { Name: "on-failure", MaximumRetryCount: 3 } },
    });
    const lines: string[] = [];
    const following = engine.logs(id, { follow: true }, line => lines.push(line.text), stop.signal);
    await until(() => lines.length === 4);
    await until(async () => (await engine.inspect(id)).state === "exited");
    stop.abort();
    await following;
    assert.deepEqual(lines, ["run", "run", "run", "run"]);
    const detail = await engine.inspect(id);
    assert.deepEqual([detail.exitCode, detail.restarts, detail.outOfMemory], [1, 3, false]);
  });

  it("tells a container's processes, what differs from its image, and its files", async () => {
    const script =
      "mkdir -p '/made/by hand'; echo hello > '/made/by hand/ü.txt'; ln -s ü.txt '/made/by hand/link'; rm /etc/hostname.none /etc/debian_version; sleep 612 & wait";
    const id = await startContainer(["sh", "-c", script]);
    await until(async () => (await engine.top(id)).rows.some(row => row.includes("sleep 612")));
    assert.ok((await engine.top(id)).titles.includes("CMD"));
    const changes = await engine.changes(id);
    const kindOf = (path: string): string | undefined => changes.find(change => change.path === path)?.kind;
    assert.deepEqual(
      [kindOf("/made/by hand/ü.txt"), kindOf("/etc/debian_version"), kindOf("/etc")],
      ["added", "deleted", "changed"],
    );
    const copied: Record<string, string> = {};
    await engine.copyOut(id, "/made/by hand", async ({ path, kind, content, target }) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of content) chunks.push(chunk);
      copied[path] = kind === "file" ? Buffer.concat(chunks).toString() : `${kind} ${target}`.trim();
    });
    assert.deepEqual(copied, { "by hand": "folder", "by hand/ü.txt": "hello\n", "by hand/link": "link ü.txt" });
    await assert.rejects(
      engine.copyOut(id, "/no/such", async () => {}),
      (error: unknown) => error instanceof DrydockError && /no\/such/.test(error.why),
    );
  });

  it("ends following when the container is removed", async () => {
    const id = await startContainer(["sh", "-c", "echo once"]);
    const lines: string[] = [];
    const following = engine.logs(id, { follow: true }, line => lines.push(line.text));
    await until(() => lines.length === 1);
    await engine.remove("container", id);
    await following;
    assert.deepEqual(lines, ["once"]);
  });

  it("reads a log once, its tail, a terminal's and a long line", async () => {
    const long = "head -c 40000 /dev/zero | tr '\\0' x; echo; echo end";
    for (const Tty of [false, true]) {
      const id = await startContainer(["sh", "-c", long], { Tty });
      await until(async () => (await engine.inspect(id)).state === "exited");
      const lines: string[] = [];
      await engine.logs(id, { follow: false }, line => lines.push(line.text));
      assert.deepEqual(
        lines.map(line => line.length),
        [40000, 3],
        `terminal: ${Tty}`,
      );
      const tail: string[] = [];
      await engine.logs(id, { follow: false, tail: 1 }, line => tail.push(line.text));
      assert.deepEqual(tail, ["end"]);
    }
  });

  it("samples what a container uses", async () => {
    const id = await startContainer(["sh", "-c", "while :; do :; done"], { HostConfig: { Memory: 64 * 1024 * 1024 } });
    const samples: StatsSample[] = [];
    const sampling = engine.stats(id, sample => samples.push(sample), stop.signal);
    await until(() => samples.length >= 3);
    stop.abort();
    await sampling;
    const last = samples.at(-1);
    assert.ok(last !== undefined && last.cpuPercent > 10, JSON.stringify(last));
    assert.equal(last.memoryLimit, 64 * 1024 * 1024);
    assert.ok(last.memoryBytes > 0 && last.memoryBytes < last.memoryLimit);
  });

  it("runs a command in a running container", async () => {
    const id = await startContainer(["sleep", "600"]);
    const result = await engine.exec(id, ["sh", "-c", "echo out; echo err >&2; exit 3"]);
    assert.deepEqual(result, { exit: 3, stdout: "out\n", stderr: "err\n" });
  });

  it("runs a one-shot container as it is asked to, and leaves nothing", async () => {
    const script = "id -u; echo $GREETING; touch /tmp/x && echo tmp; touch /x 2>/dev/null || echo read-only; exit 4";
    const seen: LogChunk[] = [];
    const result = await engine.run(BASE, [script], {
      labels: OWNED,
      env: { GREETING: "hello there" },
      user: "1234",
      entrypoint: ["sh", "-c"],
      network: "none",
      readOnly: true,
      tmpfs: ["/tmp:size=1m,mode=1777"],
      onLog: chunk => seen.push(chunk),
    });
    assert.deepEqual(result, { exit: 4, stdout: "1234\nhello there\ntmp\nread-only\n", stderr: "" });
    assert.equal(seen.length, 4);
    assert.deepEqual(await engine.containers({ all: true, labels: [`drydock.owner=${OWNER}`] }), []);
  });

  it("removes a one-shot container that is cancelled", async () => {
    const options = { labels: OWNED, network: "none", onLog: () => stop.abort() };
    const running = engine.run(BASE, ["sh", "-c", "echo begun; sleep 600"], options, stop.signal);
    await assert.rejects(running, { code: "cancelled" });
    assert.deepEqual(await engine.containers({ all: true, labels: [`drydock.owner=${OWNER}`] }), []);
  });

  it("steers a container and tells of it by events", async () => {
    const events: EngineEvent[] = [];
    const listening = engine.events(event => events.push(event), stop.signal);
    const id = await startContainer(["sleep", "600"], { name: OWNER });
    const state = async (): Promise<string> => (await engine.inspect(id)).state;
    await engine.pause(id);
    assert.equal(await state(), "paused");
    await engine.unpause(id);
    await engine.rename(id, `${OWNER}-renamed`);
    await engine.stop(id, 0);
    assert.equal(await state(), "exited");
    await engine.stop(id, 0);
    await engine.start(id);
    await engine.kill(id);
    await until(async () => (await state()) === "exited");
    const listed = await engine.containers({ all: true, labels: [`drydock.owner=${OWNER}`] });
    assert.deepEqual([listed[0]?.name, listed[0]?.state], [`${OWNER}-renamed`, "exited"]);
    await engine.remove("container", id);
    await engine.remove("container", id);
    await until(() => events.some(event => event.id === id && event.action === "destroy"));
    stop.abort();
    await listening;
    const actions = events.filter(event => event.id === id && event.type === "container").map(event => event.action);
    for (const action of ["start", "pause", "unpause", "rename", "stop", "kill", "destroy"]) {
      assert.ok(actions.includes(action), action);
    }
    assert.equal(events.find(event => event.id === id)?.labels["drydock.owner"], OWNER);
  });

  it("says in the engine's words what it refuses", async () => {
    await assert.rejects(engine.inspect(`${OWNER}-absent`), (error: unknown) => {
      assert.ok(error instanceof DrydockError);
      assert.equal(error.code, "engine-refused");
      assert.match(error.why, /No such container/i);
      return true;
    });
    assert.equal(await engine.image(`${OWNER}-absent:1`), null);
  });

  it("lists and removes what one owner left, and nothing else", async () => {
    const docker = new Docker();
    const other = { ...OWNED, "drydock.owner": `${OWNER}-other` };
    const name = `${OWNER}-net`;
    await docker.createNetwork({ Name: name, Labels: { ...OWNED } });
    await docker.createVolume({ Name: `${OWNER}-vol`, Labels: { ...OWNED } });
    await startContainer(["sleep", "600"], { Volumes: { "/data": {} }, name: `${OWNER}-box` });
    const kept = await startContainer(["sleep", "600"], { Labels: other });
    const before = (await engine.volumes()).length;

    const runs = await listOwned(engine);
    const mine = runs.find(run => run.owner === OWNER);
    assert.deepEqual([mine?.workspace, mine?.started], ["test", "now"]);
    assert.deepEqual(
      mine?.containers.map(each => each.name),
      [`${OWNER}-box`],
    );
    assert.deepEqual(
      mine?.networks.map(each => each.name),
      [name],
    );
    assert.deepEqual(mine?.volumes, [{ name: `${OWNER}-vol` }]);

    const removal = await removeOwned(engine, OWNER);
    assert.deepEqual(removal, { containers: 1, networks: 1, volumes: 1, images: 0, failed: [] });
    // The anonymous volume of the container went with it.
    assert.equal((await engine.volumes()).length, before - 2);
    assert.equal((await engine.inspect(kept)).state, "running");
    await removeOwned(engine, `${OWNER}-other`);
  });
});
