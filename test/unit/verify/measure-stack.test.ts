import assert from "node:assert/strict";
import { throwIfCancelled } from "../../../src/model/error";
import { systemClock } from "../../../src/host/system";
import type { Compose, ContainerSummary, StatsSample } from "../../../src/model/ports";
import { readStack } from "../../../src/verify/compose-stack";
import { measureStack } from "../../../src/verify/measure-stack";
import { newVerifying, type VerifyPorts, type VerifyRequest } from "../../../src/verify/verifying";
import { emptyRecon } from "../../kit/samples";
import { containerDetail, fakePort } from "../engine/fake-port";

describe("a stack that is measured", () => {
  const { services } = readStack("compose.yaml", "services:\n  bot: { build: ., command: [python, bot.py] }\n");

  async function measure(
    exitCode: number | null,
    stopping: AbortController | null = null,
  ): Promise<{ why: string | undefined; stopped: number; keys: string[] }> {
    const running = containerDetail({ id: "b1", service: "bot", health: null });
    let looks = 0;
    let stopped = 0;
    const engine = fakePort({
      info: () => Promise.resolve({ version: "1", os: "linux", arch: "x", cpus: 2, memory: 1e9 }),
      containers: () => Promise.resolve([running as ContainerSummary]),
      // The first look is that of its start, the second that of its rest.
      inspect: () =>
        Promise.resolve(looks++ < 2 || exitCode === null ? running : { ...running, state: "exited", exitCode }),
      stats: (_, onSample) => {
        for (let at = 0; at < 9; at++) onSample({ cpuPercent: 1, memoryBytes: 5e6 } as StatsSample);
        return Promise.resolve();
      },
      logs: () => Promise.resolve(),
      stop: async (_id, _grace, signal) => {
        stopped++;
        stopping?.abort();
        throwIfCancelled(signal);
      },
    });
    const verifying = newVerifying(
      {
        engine,
        compose: { up: () => Promise.resolve() } as unknown as Compose,
        clock: { ...systemClock, sleep: () => Promise.resolve() },
      } as unknown as VerifyPorts,
      { recon: emptyRecon(), run: { owner: "o", workspace: "w", started: "", project: "p" } } as VerifyRequest,
      () => undefined,
      stopping?.signal,
    );
    const { ended, services: reports } = await measureStack(verifying, services, { project: "p", files: [] } as never);
    assert.deepEqual(
      reports.map(({ name, memoryPeakBytes }) => [name, memoryPeakBytes]),
      [["bot", 5e6]],
    );
    return { why: ended?.message, stopped, keys: Object.keys(verifying.measured.figures).sort() };
  }

  it("keeps its figures where a service ends meanwhile, but for the time of its stop", async () => {
    const figures = ["cpu.idle.bot", "cpu.peak.bot", "memory.idle.bot", "memory.peak.bot"];
    assert.deepEqual(await measure(3), { why: "bot ended by itself, exit code 3.", stopped: 0, keys: figures });
    assert.deepEqual(await measure(null), { why: undefined, stopped: 1, keys: [...figures, "stop.graceful.bot"] });
  });

  it("suggests nothing for a server that answered no request", async () => {
    const web = readStack("compose.yaml", 'services:\n  web: { build: ., ports: ["80:80"] }\n').services;
    const raw = { Config: { Cmd: ["uvicorn", "main:app"] } };
    const running = containerDetail({ id: "w1", service: "web", health: null, raw });
    const engine = fakePort({
      info: () => Promise.resolve({ version: "1", os: "linux", arch: "x", cpus: 2, memory: 1e9 }),
      containers: () => Promise.resolve([running as ContainerSummary]),
      inspect: () => Promise.resolve(running),
      stats: (_, onSample) => {
        for (let at = 0; at < 9; at++) onSample({ cpuPercent: 1, memoryBytes: 5e6 } as StatsSample);
        return Promise.resolve();
      },
      logs: () => Promise.resolve(),
      exec: () => Promise.resolve({ exit: 1, stdout: "", stderr: "" }),
      stop: () => Promise.resolve(),
    });
    const ports = {
      engine,
      compose: { up: () => Promise.resolve(), port: () => Promise.resolve(null) } as unknown as Compose,
      clock: { ...systemClock, sleep: () => Promise.resolve() },
    } as unknown as VerifyPorts;
    const request = { recon: emptyRecon(), run: { owner: "o", workspace: "w", started: "", project: "p" } };
    const verifying = newVerifying(ports, request as VerifyRequest, () => undefined, undefined);
    const { services: reports } = await measureStack(verifying, web, { project: "p", files: [] } as never);
    assert.deepEqual(
      reports.map(({ ping, suggested }) => [ping?.answered, suggested]),
      [[false, null]],
    );
  });

  it("tells no worker for dead whose messages come through what passes no question on", async () => {
    const worker = readStack("compose.yaml", "services:\n  jobs: { build: . }\n").services;
    const raw = { Config: { Cmd: ["celery", "-A", "shop", "worker"] } };
    const running = containerDetail({ id: "j1", service: "jobs", health: null, raw });
    const asked = async (transport: string): Promise<readonly unknown[]> => {
      const engine = fakePort({
        info: () => Promise.resolve({ version: "1", os: "linux", arch: "x", cpus: 2, memory: 1e9 }),
        containers: () => Promise.resolve([running as ContainerSummary]),
        inspect: () => Promise.resolve(running),
        stats: () => Promise.resolve(),
        logs: (_id, _options, onChunk) => {
          onChunk({ text: `- ** ---- .> transport:   ${transport}`, stream: "stdout" } as never);
          return Promise.resolve();
        },
        exec: () => Promise.resolve({ exit: 69, stdout: "", stderr: "Error: No nodes replied within time constraint" }),
        stop: () => Promise.resolve(),
      });
      const ports = {
        engine,
        compose: { up: () => Promise.resolve() } as unknown as Compose,
        clock: { ...systemClock, sleep: () => Promise.resolve() },
      } as unknown as VerifyPorts;
      const request = { recon: emptyRecon(), run: { owner: "o", workspace: "w", started: "", project: "p" } };
      const verifying = newVerifying(ports, request as VerifyRequest, () => undefined, undefined);
      const { services: reports } = await measureStack(verifying, worker, { project: "p", files: [] } as never);
      return [reports[0]?.ping?.answered, verifying.leftOut.some(({ why }) => why.includes("passes no question on"))];
    };
    assert.deepEqual(await asked("sqla+postgresql://app:**@db:5432/app"), [undefined, true]);
    assert.deepEqual(await asked("redis://redis:6379/0"), [false, false]);
  });

  it("waits for the stop of no service once the verification is stopped", async () => {
    const stop = new AbortController();
    await assert.rejects(measure(null, stop), { code: "cancelled" });
  });
});
