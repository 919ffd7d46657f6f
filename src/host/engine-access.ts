import { spawn } from "node:child_process";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import { Duplex } from "node:stream";

/** What finding and reaching an engine needs of this machine; the engine folder itself reads nothing. */
export const engineAccess = {
  env: process.env as Readonly<Record<string, string | undefined>>,
  homedir: os.homedir(),
  platform: process.platform as string,

  readText: (path: string): Promise<string | null> => orElse(() => fs.readFile(path, "utf8"), null),

  listFolder: (path: string): Promise<readonly string[]> => orElse(() => fs.readdir(path), []),

  groupOf: (path: string): Promise<number | null> => orElse(async () => (await fs.stat(path)).gid, null),

  openProcess,
};

async function orElse<Value>(read: () => Promise<Value>, otherwise: Value): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && "code" in error) return otherwise;
    throw error;
  }
}

/** A program's standard input and output as one stream; destroying it ends the program. */
function openProcess(command: string, args: readonly string[]): Duplex {
  const child = spawn(command, [...args], { stdio: ["pipe", "pipe", "pipe"], windowsHide: true });
  let complaint = "";
  const stream = new Duplex({
    read: () => void child.stdout.resume(),
    // A broken pipe means that the program ended: its exit code and its words, which come a moment later, say why.
    write: (chunk: Buffer, _encoding, done) => void child.stdin.write(chunk, () => done()),
    final: done => void child.stdin.end(() => done()),
    destroy: (error, done) => {
      child.kill();
      done(error);
    },
  });
  child.stdin.on("error", () => {
    // Told by the exit code, as above.
  });
  child.stdout.on("data", (chunk: Buffer) => {
    if (!stream.push(chunk)) child.stdout.pause();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(-2000);
  });
  child.once("error", error => stream.destroy(error));
  child.once("close", code => {
    if (code === 0) stream.push(null);
    else stream.destroy(new Error(complaint.trim() || `${command} ended with exit code ${code ?? "unknown"}`));
  });
  return stream;
}
