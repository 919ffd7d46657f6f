import assert from "node:assert/strict";
import { createConnect } from "../../../src/engine/connect";
import type { EngineDeps } from "../../../src/engine/deps";
import type { FakeEngine } from "./fake-engine";
import { fakeDeps, startFakeEngine } from "./fake-engine";

/** An engine in which one container is locked: whoever asks about it gets no answer, while all else is answered. */
describe("an engine that does not answer", () => {
  let fake: FakeEngine | null = null;
  let asked: number[] = [];
  let closed = 0;
  let isLate = false;

  const clock: EngineDeps["clock"] = {
    now: () => 1_700_000_000_000,
    elapsed: () => 0,
    sleep: (ms, signal) => {
      asked.push(ms);
      return new Promise((resolve, reject) => {
        signal?.addEventListener("abort", () => reject(new Error("stopped")), { once: true });
        if (isLate) setTimeout(resolve, 100);
      });
    },
  };

  beforeEach(async () => {
    asked = [];
    closed = 0;
    isLate = false;
    fake = await startFakeEngine({
      "/containers/json": [],
      "/system/df": (request, response) => {
        if (isLate) return;
        const volumes = [
          { Name: "shop_data", UsageData: { Size: 184_000_000, RefCount: 1 } },
          { Name: "shop_far", UsageData: { Size: -1, RefCount: 0 } },
        ];
        assert.match(request.url ?? "", /[?&]type=volume$/);
        response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ Volumes: volumes }));
      },
      "/containers/locked/json": request => void request.on("close", () => (closed += 1)),
      "/containers/locked/stop": () => undefined,
      "/containers/locked/stats": () => undefined,
    });
  });
  afterEach(() => fake?.stop());

  const connect = () => createConnect(fakeDeps({}, { env: { DOCKER_HOST: `unix://${fake?.socket}` }, clock }))();

  it("leaves the size of a volume open where the engine does not tell it in time", async () => {
    const engine = await connect();
    assert.equal(await engine.volumeBytes("shop_data"), 184_000_000);
    assert.equal(await engine.volumeBytes("shop_far"), null);
    assert.equal(await engine.volumeBytes("shop_none"), null);
    isLate = true;
    assert.equal(await engine.volumeBytes("shop_data"), null);
  });

  it("says so after 30 seconds, and gives the connection up", async () => {
    const engine = await connect();
    isLate = true;
    await assert.rejects(engine.inspect("locked"), {
      code: "engine-refused",
      message: "The engine gave no answer within 30 s while inspecting locked.",
    });
    for (let tries = 0; tries < 50 && closed === 0; tries++) await new Promise(resolve => setTimeout(resolve, 20));
    assert.equal(closed, 1);
  });

  it("holds also for streams that do not begin, and gives a stop the time that the person gave it", async () => {
    const engine = await connect();
    isLate = true;
    await assert.rejects(
      engine.stats("locked", () => undefined, new AbortController().signal),
      /no answer within 30 s while measuring locked/,
    );
    await assert.rejects(engine.stop("locked", 60), /no answer within 180 s while stopping locked/);
  });

  it("leaves what is answered alone, and stops its clock", async () => {
    const engine = await connect();
    asked = [];
    assert.deepEqual(await engine.containers({ all: true }), []);
    assert.deepEqual(asked, [30_000]);
  });

  it("ends at once where the person stops waiting", async () => {
    const engine = await connect();
    const stop = new AbortController();
    const info = engine.stats("locked", () => undefined, stop.signal);
    setTimeout(() => stop.abort(), 50);
    await info;
  });
});
