import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { isProcessRunning } from "../../../src/host/process-id";
import { nodeProcesses } from "../../../src/host/node-processes";

const node = (script: string): [string, string[]] => [process.execPath, ["-e", script]];

describe("child processes", () => {
  it("give output and exit code, whatever it is", async () => {
    const result = await nodeProcesses.run(...node("console.log('out'); console.error('err'); process.exitCode = 3"));
    assert.deepEqual(result, { exit: 3, stdout: "out\n", stderr: "err\n" });
  });

  it("take arguments as they are, never through a shell", async () => {
    const { stdout } = await nodeProcesses.run(process.execPath, ["-p", "process.argv[1]", "$(id); `id` && x"]);
    assert.equal(stdout, "$(id); `id` && x\n");
  });

  it("say that a program is not there", async () => {
    await assert.rejects(nodeProcesses.run("no-such-program-here", []), {
      message: "no-such-program-here could not be started.",
      why: "It is not installed, or not on PATH.",
    });
  });

  it("end when they are cancelled or take too long", async () => {
    const controller = new AbortController();
    const running = nodeProcesses.run(...node("setTimeout(() => {}, 60000)"), { signal: controller.signal });
    controller.abort();
    await assert.rejects(running, { code: "cancelled" });
    assert.equal((await nodeProcesses.run(...node("setTimeout(() => {}, 60000)"), { timeoutMs: 50 })).exit, 124);
  });

  it("find the files that they are given in a folder of their own, which goes with them", async () => {
    const script = "console.log(process.cwd(), require('fs').readFileSync('b', 'utf8'))";
    const { stdout } = await nodeProcesses.run(...node(script), {
      files: new Map([
        ["a", "one"],
        ["b", "two"],
      ]),
    });
    const [folder = "", text] = stdout.trim().split(" ");
    assert.equal(text, "two");
    assert.notEqual(folder, process.cwd());
    assert.ok(!existsSync(folder));
  });

  it("are told from processes that are gone", () => {
    assert.ok(isProcessRunning(process.pid));
    assert.ok(!isProcessRunning(2 ** 30));
    assert.ok(!isProcessRunning(Number.NaN));
  });
});
