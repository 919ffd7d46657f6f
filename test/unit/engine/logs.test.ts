import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { createConnect } from "../../../src/engine/connect";
import type { Engine } from "../../../src/model/ports";
import type { FakeEngine } from "./fake-engine";
import { fakeDeps, startFakeEngine } from "./fake-engine";

const time = (nanos: number): string => `2024-05-01T10:00:00.${String(nanos).padStart(9, "0")}Z`;

function frame(text: string): Buffer {
  const bytes = Buffer.from(text);
  const header = Buffer.alloc(8);
  header[0] = 1;
  header.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
}

/** An engine with one container whose log grows run by run; each following request ends with the run. */
describe("following a log", () => {
  let fake: FakeEngine | null = null;
  let engine: Engine;
  const log: (readonly [number, string])[] = [];
  let run = 1;
  let streams: ServerResponse[] = [];

  beforeEach(async () => {
    log.length = 0;
    run = 1;
    streams = [];
    fake = await startFakeEngine({
      "/containers/web/json": (_request, response) => {
        const state = { StartedAt: `run ${run}` };
        response.end(JSON.stringify({ Id: "web", Name: "/web", Config: { Tty: false }, State: state }));
      },
      "/containers/web/logs": (request, response) => {
        const since = Number(new URL(request.url ?? "", "http://x").searchParams.get("since")?.split(".")[1] ?? 0);
        response.writeHead(200, { "content-type": "application/vnd.docker.multiplexed-stream" });
        response.end(
          Buffer.concat(log.filter(([at]) => at >= since).map(([at, text]) => frame(`${time(at)} ${text}\n`))),
        );
      },
      "/events": (_request, response) => {
        response.writeHead(200).flushHeaders();
        streams.push(response);
      },
    });
    engine = await createConnect(fakeDeps({}, { env: { DOCKER_HOST: `unix://${fake.socket}` } }))();
  });
  afterEach(() => fake?.stop());

  const waitFor = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await new Promise(resolve => setImmediate(resolve));
  };
  const tell = (action: string): void => {
    for (const stream of streams) stream.write(`${JSON.stringify({ Type: "container", Action: action })}\n`);
  };

  it("goes on after the last line of the run before, also where lines share a time", async () => {
    log.push([1, "a"], [2, "b"], [2, "c"]);
    const lines: string[] = [];
    const following = engine.logs("web", { follow: true }, line => lines.push(line.text));
    await waitFor(() => streams.length === 1);
    log.push([2, "d"], [3, "b"]);
    run = 2;
    tell("start");
    await waitFor(() => streams.length === 2);
    tell("destroy");
    await following;
    assert.deepEqual(lines, ["a", "b", "c", "d", "b"]);
  });

  it("notices a start that came before it listened", async () => {
    log.push([1, "a"]);
    const lines: string[] = [];
    const following = engine.logs("web", { follow: true }, line => {
      lines.push(line.text);
      // The container starts again before the stream of events is open.
      if (lines.length === 1) {
        log.push([5, "b"]);
        run = 2;
      }
    });
    await waitFor(() => lines.length === 2);
    await waitFor(() => streams.length === 2);
    tell("destroy");
    await following;
    assert.deepEqual(lines, ["a", "b"]);
  });

  it("ends when it is told to", async () => {
    log.push([1, "a"]);
    const stop = new AbortController();
    const following = engine.logs("web", { follow: true }, () => {}, stop.signal);
    await waitFor(() => streams.length === 1);
    stop.abort();
    await following;
  });

  it("says that the engine was lost when it goes away", async () => {
    const following = engine.logs("web", { follow: true }, () => {});
    await waitFor(() => streams.length === 1);
    for (const stream of streams) stream.destroy();
    await assert.rejects(following, { code: "engine-lost" });
  });

  it("says the same when the engine says goodbye first", async () => {
    const following = engine.logs("web", { follow: true }, () => {});
    await waitFor(() => streams.length === 1);
    for (const stream of streams) stream.end();
    await assert.rejects(following, { code: "engine-lost" });
  });
});
