import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { DrydockError, cancelled } from "../model/error";
import type { Processes, ProcessResult } from "../model/ports";

/** Output kept of one process and stream; a program that writes more is still read, its earliest output is dropped. */
const MAX_OUTPUT = 16_000_000;

/** Child processes without a shell. A cancelled one gets SIGTERM, and SIGKILL after five seconds. */
export const nodeProcesses: Processes = {
  async run(command, args, options = {}): Promise<ProcessResult> {
    const { files, ...rest } = options;
    if (files === undefined) return run(command, args, rest);
    const folder = await mkdtemp(path.join(tmpdir(), "drydock-"));
    try {
      await Promise.all([...files].map(([name, text]) => writeFile(path.join(folder, name), text)));
      return await run(command, args, { ...rest, cwd: folder });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

function run(
  command: string,
  args: readonly string[],
  options: NonNullable<Parameters<Processes["run"]>[2]>,
): Promise<ProcessResult> {
  const { signal } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(cancelled());
      return;
    }
    const child = spawn(command, [...args], {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: [options.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
      windowsHide: true,
    });
    let stdout = "";
    let stderr = "";
    let timedOut = false;
    let killer: NodeJS.Timeout | undefined;
    const stop = (): void => {
      child.kill("SIGTERM");
      killer = setTimeout(() => child.kill("SIGKILL"), 5000);
      killer.unref();
    };
    const timeout =
      options.timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            stop();
          }, options.timeoutMs);
    signal?.addEventListener("abort", stop, { once: true });
    const settle = (): void => {
      clearTimeout(timeout);
      clearTimeout(killer);
      signal?.removeEventListener("abort", stop);
    };
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      stdout = (stdout + text).slice(-MAX_OUTPUT);
      options.onStdout?.(text);
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      stderr = (stderr + text).slice(-MAX_OUTPUT);
      options.onStderr?.(text);
    });
    child.stdin?.on("error", () => {
      // The program may end before it has read its input; its exit code tells what happened.
    });
    child.stdin?.end(options.input);
    child.once("error", error => {
      settle();
      reject(
        new DrydockError(
          "usage",
          `${command} could not be started.`,
          "code" in error && error.code === "ENOENT" ? "It is not installed, or not on PATH." : error.message,
          `Install ${command}, or set its path.`,
          error,
        ),
      );
    });
    child.once("close", (code, killedBy) => {
      settle();
      if (signal?.aborted) reject(cancelled());
      else resolve({ exit: timedOut ? 124 : (code ?? (killedBy ? 137 : 1)), stdout, stderr });
    });
  });
}
