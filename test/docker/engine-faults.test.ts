import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import type { Engine } from "../../src/model/ports";
import { killSecondEngine, removeSecondEngine, secondEngineScript, startSecondEngine } from "../kit/machine";
import { BASE, connect, contextFile, OWNED, OWNER, until } from "./engine-kit";
import { failureOf } from "../kit/failure-of";

describe("engine: faults", () => {
  it("says what it tried where no engine answers", async () => {
    const error = await failureOf(connect({ DOCKER_HOST: "unix:///nonexistent/docker.sock" }));
    assert.equal(error.code, "engine-absent");
    assert.equal(error.why, "Tried DOCKER_HOST unix:///nonexistent/docker.sock (socket not there).");
  });

  describe("with an engine of their own", () => {
    const name = `test-${process.pid}`;
    const start = async (options?: { readonly tmpfs?: string }): Promise<Engine> => {
      const env = startSecondEngine(name, options);
      const image = execFileSync("docker", ["save", BASE], { maxBuffer: 2 ** 30 });
      execFileSync("docker", ["load"], { input: image, env: { ...process.env, DOCKER_HOST: env["DOCKER_HOST"] } });
      return connect({ DOCKER_HOST: env["DOCKER_HOST"] });
    };
    const dockerfile = (run: string) => ({
      files: [contextFile("Dockerfile", `FROM ${BASE}\nRUN true\nRUN ${run}\n`)],
      dockerfile: "Dockerfile",
      tags: [`${OWNER}:faults`],
      labels: OWNED,
      networkMode: "none",
    });

    before(function () {
      if (secondEngineScript === undefined) this.skip();
    });
    afterEach(() => {
      if (secondEngineScript !== undefined) killSecondEngine(name);
    });
    after(() => {
      if (secondEngineScript !== undefined) removeSecondEngine(name);
    });

    it("says after which step an engine died in a build", async () => {
      const engine = await start();
      const build = engine.build(dockerfile("echo begun; sleep 600"), event => {
        if (event.kind === "log") killSecondEngine(name);
      });
      const error = await failureOf(build);
      assert.equal(error.code, "engine-lost");
      assert.match(error.message, /^The engine stopped answering during the build of .*, after step 2 of 3\.$/);
      assert.equal((await failureOf(engine.containers())).code, "engine-lost");
    });

    it("ends logs, events and stats when the engine dies", async () => {
      const engine = await start();
      const events = failureOf(engine.events(() => {}));
      const begun: string[] = [];
      const followed = failureOf(
        (async () => {
          await until(async () => (await engine.containers()).length === 1);
          const [container] = await engine.containers();
          const seen: string[] = [];
          await engine.logs(container?.id ?? "", { follow: true }, line => {
            seen.push(line.text);
            if (seen.length === 1) killSecondEngine(name);
          });
        })(),
      );
      const run = failureOf(
        engine.run(BASE, ["sh", "-c", "sleep 2; echo begun; sleep 600"], {
          labels: OWNED,
          network: "none",
          onLog: chunk => begun.push(chunk.text),
        }),
      );
      assert.equal((await followed).code, "engine-lost");
      assert.equal((await run).code, "engine-lost");
      assert.equal((await events).code, "engine-lost");
      assert.deepEqual(begun, ["begun"]);
    });

    it("tells a full disk from a broken Dockerfile", async () => {
      const engine = await start({ tmpfs: "400m" });
      const error = await failureOf(engine.build(dockerfile("head -c 600000000 /dev/zero > /big"), () => {}));
      assert.equal(error.code, "disk-full");
    });
  });
});
