import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BuildEvent } from "../../src/model/build-trace";
import type { BuildRequest, Engine } from "../../src/model/ports";
import { BASE, connect, contextFile, OWNED, OWNER, removeAll, until } from "./engine-kit";
import { failureOf } from "../kit/failure-of";

function request(dockerfile: string, more: Partial<BuildRequest> = {}): BuildRequest {
  return {
    files: [contextFile("Dockerfile", dockerfile)],
    dockerfile: "Dockerfile",
    tags: [`${OWNER}:latest`],
    labels: OWNED,
    ...more,
  };
}

describe("engine: building", () => {
  let engine: Engine;
  before(async () => {
    engine = await connect();
  });
  after(() => removeAll(engine));

  it("builds, and takes every step from the cache the second time", async () => {
    const dockerfile = `FROM ${BASE} AS base\nRUN echo ${OWNER} > /made\nFROM base\nCOPY data.txt /data.txt\n`;
    const files = [contextFile("Dockerfile", dockerfile), contextFile("data.txt", "hello")];
    const events: BuildEvent[] = [];
    const first = await engine.build(request(dockerfile, { files }), event => events.push(event));
    assert.match(first.imageId, /^sha256:[0-9a-f]{64}$/);
    assert.equal(first.contextBytes, Buffer.byteLength(dockerfile) + 5);
    const run = first.steps.find(step => step.name.includes("RUN echo"));
    assert.equal(run?.stage, "base");
    assert.equal(run?.cached, false);
    assert.ok(run !== undefined && (run.completedMs ?? 0) > (run.startedMs ?? 0));
    assert.deepEqual(
      events.filter(event => event.kind === "upload").map(({ bytes, total }) => [bytes, total]),
      [
        [0, first.contextBytes],
        [first.contextBytes, first.contextBytes],
      ],
    );

    const second = await engine.build(request(dockerfile, { files }), () => {});
    // A base image at hand is used, not cached.
    const own = second.steps.filter(step => step.stage !== null && !step.name.includes("] FROM "));
    assert.equal(own.length, 2);
    assert.ok(
      own.every(step => step.cached),
      JSON.stringify(own),
    );
    assert.equal(second.imageId, first.imageId);

    const image = await engine.image(`${OWNER}:latest`);
    assert.equal(image?.id, first.imageId);
    const copy = image?.layers.at(-1);
    assert.deepEqual([copy?.instruction, copy?.bytes], ["COPY data.txt /data.txt", 5]);
    assert.ok((await engine.images([`drydock.owner=${OWNER}`])).some(each => each.id === first.imageId));
  });

  it("passes BuildKit's own warnings on with their line", async () => {
    const result = await engine.build(request(`FROM ${BASE}\nENV A=1\nMAINTAINER nobody\n`), () => {});
    assert.deepEqual(
      result.warnings.map(({ line, url }) => [line, url.split("/").at(-2)]),
      [[3, "maintainer-deprecated"]],
    );
  });

  it("gives a secret to the step that mounts it, and to nothing else", async () => {
    const secret = `very-${OWNER}-secret`;
    const dockerfile = `FROM ${BASE}\nRUN --mount=type=secret,id=token,required=true wc -c < /run/secrets/token && cat /run/secrets/token\nRUN test ! -e /run/secrets/token\n`;
    const lines: string[] = [];
    const result = await engine.build(request(dockerfile, { secrets: { token: secret }, noCache: true }), event => {
      if (event.kind === "log") lines.push(event.line.text);
    });
    assert.deepEqual(lines, [String(secret.length), "•••"]);
    const image = await engine.image(result.imageId);
    assert.ok(!JSON.stringify(image).includes(secret));
  });

  it("fails where a required secret is not given", async () => {
    const dockerfile = `FROM ${BASE}\nRUN --mount=type=secret,id=token,required=true true\n`;
    assert.equal((await failureOf(engine.build(request(dockerfile), () => {}))).code, "build-failed");
  });

  it("joins a step with the SSH agent, by its id", async () => {
    const folder = await mkdtemp(join(tmpdir(), "drydock-agent-"));
    const socket = join(folder, "agent.sock");
    const asked: string[] = [];
    const agent = createServer(connection => {
      connection.on("data", data => {
        asked.push(data.toString());
        connection.write(`answer to ${data.toString()}`);
      });
    });
    await new Promise<void>(resolve => agent.listen(socket, resolve));
    const ask = `perl -MIO::Socket::UNIX -e 'my $s = IO::Socket::UNIX->new(Peer => $ENV{SSH_AUTH_SOCK}) or die; print $s "hello\\n"; $s->flush; print scalar <$s>'`;
    const dockerfile = `FROM ${BASE}\nRUN --mount=type=ssh,id=deploy,required=true ${ask}\n`;
    const lines: string[] = [];
    try {
      await engine.build(request(dockerfile, { agents: { deploy: socket }, noCache: true }), event => {
        if (event.kind === "log") lines.push(event.line.text);
      });
      assert.deepEqual(asked, ["hello\n"]);
      assert.deepEqual(lines, ["answer to hello"]);
      assert.equal(
        (await failureOf(engine.build(request(dockerfile, { noCache: true }), () => {}))).code,
        "build-failed",
      );
    } finally {
      agent.close();
      await rm(folder, { recursive: true, force: true });
    }
  });

  it("leaves further build contexts to docker buildx, says so, and reads its trace", async function () {
    if (spawnSync("docker", ["buildx", "version"]).status !== 0) this.skip();
    const folder = await mkdtemp(join(tmpdir(), "drydock-context-"));
    const dockerfile = `FROM ${BASE} AS one\nCOPY --from=shared note.txt /note.txt\nRUN --mount=type=secret,id=token,required=true cat /note.txt /run/secrets/token\n`;
    await mkdir(join(folder, "shared"));
    await writeFile(join(folder, "Dockerfile"), dockerfile);
    await writeFile(join(folder, "shared", "note.txt"), "from the other context\n");
    const more = { folder, contexts: { shared: "./shared" }, secrets: { token: "hunter22" }, noCache: true };
    const events: BuildEvent[] = [];
    try {
      const result = await engine.build(request(dockerfile, more), event => events.push(event));
      assert.match(result.imageId, /^sha256:/);
      assert.deepEqual(
        events.flatMap(event => (event.kind === "log" ? event.line.text : [])),
        ["from the other context", "•••"],
      );
      assert.deepEqual(
        events.flatMap(event => (event.kind === "note" ? event.text : [])),
        ["Built by docker buildx, because it uses the further build context shared."],
      );
      assert.ok(result.steps.some(step => step.stage === "one" && (step.completedMs ?? 0) > 0));
      await writeFile(join(folder, "Dockerfile"), `FROM ${BASE}\nRUN echo why; exit 4\n`);
      const failure = await failureOf(engine.build(request("", more), () => {}));
      assert.match(failure.message, /^Step 2 of 2 failed: `echo why; exit 4`, exit code 4\.$/);
      assert.equal(failure.why, "why");
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it("stops the running step when it is cancelled", async () => {
    const mark = `731${process.pid}`;
    const stop = new AbortController();
    const build = engine.build(
      request(`FROM ${BASE}\nRUN echo begun; sleep ${mark}\n`, { noCache: true }),
      event => {
        if (event.kind === "log") stop.abort();
      },
      stop.signal,
    );
    assert.equal((await failureOf(build)).code, "cancelled");
    // A second build that shares the process table cannot be had; the engine's own machine is this one in these tests.
    const { readdir, readFile } = await import("node:fs/promises");
    const isRunning = async (): Promise<boolean> => {
      const processes = (await readdir("/proc").catch(() => [])).filter(name => /^\d+$/.test(name));
      const lines = await Promise.all(processes.map(id => readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "")));
      return lines.some(line => line === `sleep\0${mark}\0`);
    };
    await until(async () => !(await isRunning()), 2);
  });

  it("explains a failing step by its last lines, secrets masked", async () => {
    const dockerfile = `FROM ${BASE} AS build\nRUN --mount=type=secret,id=token echo "with $(cat /run/secrets/token)"; echo broken >&2; exit 7\n`;
    const error = await failureOf(engine.build(request(dockerfile, { secrets: { token: "s3cr3t!" } }), () => {}));
    assert.equal(error.code, "build-failed");
    assert.match(error.message, /^Step 2 of 2 of stage build failed: `.*`, exit code 7\.$/);
    assert.deepEqual(error.why.split("\n").sort(), ["broken", "with •••"]);
  });

  it("names the line of a Dockerfile that cannot be parsed", async () => {
    const error = await failureOf(engine.build(request(`FROM ${BASE}\nRUNN true\n`), () => {}));
    assert.equal(error.code, "build-failed");
    assert.equal(error.message, "The Dockerfile could not be read at line 2.");
    assert.match(error.why, /unknown instruction: RUNN/);
  });

  it("says that an image could not be had, not that the Dockerfile is wrong", async () => {
    const error = await failureOf(engine.build(request("FROM registry.invalid/no/such:1\n"), () => {}));
    assert.equal(error.code, "registry-refused");
    assert.match(error.message, /registry\.invalid\/no\/such:1/);
  });

  it("fails with the file's name where a file of the context vanished", async () => {
    const gone = { ...contextFile("gone.txt", "x"), read: () => Promise.reject(new Error("ENOENT")) };
    const files = [contextFile("Dockerfile", `FROM ${BASE}\nCOPY . /x\n`), gone];
    const error = await failureOf(engine.build(request("", { files }), () => {}));
    assert.match(error.message, /^gone\.txt could not be sent/);
  });
});
