import { readdir, readFile, stat } from "node:fs/promises";
import { homedir } from "node:os";
import type { Duplex } from "node:stream";
import { removeOwned } from "../../src/engine/cleanup";
import { createConnect } from "../../src/engine/connect";
import type { EngineDeps } from "../../src/engine/deps";
import { nodeProcesses } from "../../src/host/node-processes";
import { systemClock } from "../../src/host/system";
import type { ContextFile, Engine } from "../../src/model/ports";
import { LABELS } from "../../src/model/ports";

/** What a test makes in the engine bears this label and is removed by it. */
export const OWNER = `drydock-test-${process.pid}`;
export const OWNED = { [LABELS.owner]: OWNER, [LABELS.workspace]: "test", [LABELS.started]: "now" };

/** A base image that every machine of these tests has. */
export const BASE = process.env["DRYDOCK_TEST_BASE_IMAGE"] ?? "debian:bookworm-slim";

export function machineDeps(env: EngineDeps["env"] = process.env, changes: Partial<EngineDeps> = {}): EngineDeps {
  return {
    env,
    homedir: homedir(),
    platform: process.platform,
    readText: path => readFile(path, "utf8").catch(() => null),
    listFolder: path => readdir(path).catch(() => []),
    groupOf: path =>
      stat(path).then(
        facts => facts.gid,
        () => null,
      ),
    openProcess: (): Duplex => {
      throw new Error("no test goes over ssh");
    },
    processes: nodeProcesses,
    clock: systemClock,
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    ...changes,
  };
}

export function connect(env?: EngineDeps["env"], changes?: Partial<EngineDeps>): Promise<Engine> {
  return createConnect(machineDeps(env, changes))();
}

export function contextFile(path: string, text: string): ContextFile {
  return { path, bytes: Buffer.byteLength(text), executable: false, read: () => Promise.resolve(Buffer.from(text)) };
}

/** Removes what the tests of this process made, images included. */
export async function removeAll(engine: Engine): Promise<void> {
  await removeOwned(engine, OWNER, { images: true });
}

/** Waits until `holds`, and fails after `seconds`. */
export async function until(holds: () => boolean | Promise<boolean>, seconds = 20): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`it did not happen within ${seconds} s`);
    await new Promise(resolve => setTimeout(resolve, 25));
  }
}
