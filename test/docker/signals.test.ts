import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { createApp } from "../../src/app/app";
import { nodePorts } from "../../src/app/node-ports";
import { listOwned } from "../../src/engine/cleanup";
import type { Engine } from "../../src/model/ports";
import { SMALL_SAMPLE } from "../kit/poor-sample";
import { projectRoot } from "../kit/sources";

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** The bundle that people run. */
const COMMAND_LINE = path.join(projectRoot, "dist/cli.js");

interface Run {
  readonly child: ChildProcess;
  /** Answers once the run has printed what is looked for. */
  readonly printed: (pattern: RegExp) => Promise<void>;
  readonly ended: Promise<{ readonly exit: number | null; readonly text: string }>;
}

/** The command line as people and CI run it: a process of its own, stopped by signals. */
describe("drydock verify as a process", () => {
  let temporary: string;
  let engine: Engine;

  before(async () => {
    temporary = fs.mkdtempSync(path.join(os.tmpdir(), "drydock-signals-"));
    engine = await createApp(nodePorts({ log: silent, engine: () => import("../../src/app/engine-entry") })).engine();
  });
  after(async () => {
    await engine.removeImage("signals-web:latest").catch(() => undefined);
    fs.rmSync(temporary, { recursive: true, force: true });
  });

  const start = (buildSeconds = 0): Run => {
    const root = path.join(temporary, "signals");
    for (const [file, text] of Object.entries({
      ...SMALL_SAMPLE,
      Dockerfile: (SMALL_SAMPLE["Dockerfile"] ?? "").replace("COPY . .", `RUN sleep ${buildSeconds}\nCOPY . .`),
    })) {
      fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      fs.writeFileSync(path.join(root, file), text);
    }
    const child = spawn(process.execPath, [COMMAND_LINE, "verify", root], {
      cwd: projectRoot,
      env: { ...process.env, XDG_STATE_HOME: path.join(temporary, "state"), NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output = { text: "" };
    const waiting: { readonly pattern: RegExp; readonly go: () => void }[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        output.text += text;
        for (const { pattern, go } of waiting) if (pattern.test(output.text)) go();
      });
    const ended = new Promise<{ exit: number | null; text: string }>(resolve => {
      child.once("close", exit => resolve({ exit, text: output.text }));
    });
    return {
      child,
      ended,
      printed: pattern =>
        new Promise((resolve, reject) => {
          waiting.push({ pattern, go: resolve });
          void ended.then(({ text }) => reject(new Error(`It ended before ${pattern.source}:\n${text}`)));
        }),
    };
  };
  const left = async (pid: number | undefined): Promise<string[]> =>
    (await listOwned(engine))
      .filter(({ owner }) => owner.startsWith(`${pid}-`))
      .flatMap(({ containers, networks, volumes, images }) =>
        [...containers, ...networks, ...volumes, ...images].map(({ name }) => name),
      );
  /** Until the engine has something of the run: only then there is anything to remove. */
  const hasContainer = async ({ child, ended }: Run): Promise<void> => {
    const state = { isOver: false };
    void ended.then(() => {
      state.isOver = true;
    });
    while (!state.isOver) {
      const runs = await listOwned(engine);
      if (runs.some(({ owner, networks }) => owner.startsWith(`${child.pid}-`) && networks.length > 0)) return;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    assert.fail((await ended).text);
  };

  it("interrupted in the middle of a build exits with 130 and leaves nothing", async () => {
    // Nothing outside tells when a build has begun, so the build takes far longer than the wait.
    const run = start(120);
    await new Promise(resolve => setTimeout(resolve, 8000));
    run.child.kill("SIGINT");
    const { exit, text } = await run.ended;
    assert.equal(exit, 130, text);
    assert.match(text, /Stopping\./);
    assert.doesNotMatch(text, /Built/);
    assert.match(text, /Stopped\. What was started is removed\./);
    assert.deepEqual(await left(run.child.pid), []);
  });

  for (const signal of ["SIGINT", "SIGTERM"] as const)
    it(`stopped by ${signal} while services start exits with 130 and leaves nothing`, async () => {
      const run = start();
      await hasContainer(run);
      run.child.kill(signal);
      const { exit, text } = await run.ended;
      assert.equal(exit, 130, text);
      assert.deepEqual(await left(run.child.pid), []);
    });

  it("interrupted twice ends at once, and names what is left and the command that removes it", async () => {
    const run = start();
    await hasContainer(run);
    run.child.kill("SIGINT");
    await run.printed(/Stopping\./);
    run.child.kill("SIGINT");
    const { exit, text } = await run.ended;
    assert.equal(exit, 130, text);
    assert.match(text, /Left in the engine: |is left as it is/);
    assert.match(text, /Remove it with: drydock clean/);
    const cleaning = spawn(process.execPath, [COMMAND_LINE, "clean"], {
      cwd: projectRoot,
      stdio: "ignore",
    });
    assert.equal(await new Promise(resolve => cleaning.once("close", resolve)), 0);
    assert.deepEqual(await left(run.child.pid), []);
  });
});
