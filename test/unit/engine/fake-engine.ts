import { mkdtemp, rm } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineDeps } from "../../../src/engine/deps";
import type { Log, Processes } from "../../../src/model/ports";

export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export const noProcesses: Processes = {
  run: () => Promise.reject(new Error("no process may be started in this test")),
};

/** Dependencies of a machine that has nothing but the given files, by absolute path. */
export function fakeDeps(files: Readonly<Record<string, string>> = {}, changes: Partial<EngineDeps> = {}): EngineDeps {
  return {
    env: {},
    homedir: "/home/ada",
    platform: "linux",
    readText: path => Promise.resolve(files[path] ?? null),
    listFolder: path =>
      Promise.resolve([
        ...new Set(
          Object.keys(files)
            .filter(file => file.startsWith(`${path}/`))
            .map(file => file.slice(path.length + 1).split("/")[0] ?? ""),
        ),
      ]),
    groupOf: () => Promise.resolve(null),
    openProcess: () => {
      throw new Error("no process may be started in this test");
    },
    processes: noProcesses,
    clock: { now: () => 1_700_000_000_000, elapsed: () => 0, sleep: (_ms, signal) => untilAborted(signal) },
    log: silentLog,
    ...changes,
  };
}

/** Time stands still in these tests: a sleep ends only by being aborted. */
function untilAborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener("abort", () => reject(new Error("aborted")), { once: true });
  });
}

export interface FakeEngine {
  readonly socket: string;
  /** Method and path with query of each request, in order. */
  readonly requests: readonly string[];
  readonly stop: () => Promise<void>;
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** What an engine of a present version says of itself. */
export const VERSION = { Version: "28.5.2", ApiVersion: "1.51", MinAPIVersion: "1.24", Os: "linux", Arch: "arm64" };

/** An HTTP server on a socket that answers like an engine: by the first key that the path without version begins with. */
export async function startFakeEngine(answers: Readonly<Record<string, Answer | object>>): Promise<FakeEngine> {
  const folder = await mkdtemp(join(tmpdir(), "drydock-engine-"));
  const socket = join(folder, "docker.sock");
  const requests: string[] = [];
  const table: Readonly<Record<string, Answer | object>> = { "/version": VERSION, ...answers };
  const server = createServer((request, response) => {
    const path = (request.url ?? "").replace(/^\/v\d+\.\d+/, "");
    requests.push(`${request.method ?? ""} ${request.url ?? ""}`);
    const key = Object.keys(table).find(each => path.startsWith(each));
    const answer = key === undefined ? undefined : table[key];
    if (typeof answer === "function") {
      (answer as Answer)(request, response);
    } else if (answer === undefined) {
      response.writeHead(404, { "content-type": "application/json" }).end('{"message":"page not found"}');
    } else {
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
    }
  });
  await new Promise<void>(resolve => server.listen(socket, resolve));
  return {
    socket,
    requests,
    async stop() {
      server.closeAllConnections();
      await new Promise<void>(resolve => server.close(() => resolve()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
