import assert from "node:assert/strict";
import { systemClock } from "../../../src/host/system";
import type { ContainerDetail, Engine, StatsSample } from "../../../src/model/ports";
import type { StartedService } from "../../../src/verify/run-stack";
import { sampleStats, type Sampling } from "../../../src/verify/sample-stats";
import { endedSince, untilAtRest } from "../../../src/verify/still-running";

type State = Partial<ContainerDetail>;

const running: State = { state: "running", health: null, restarts: 0, exitCode: 0 };

function service(detail: State = running): StartedService {
  return { name: "bot", containerId: "b1", startMs: 0, detail: detail as ContainerDetail };
}

/** An engine whose container is found in these states one after the other, the last one for good. */
function engineOf(...states: readonly State[]): Engine & { readonly looks: () => number } {
  let looks = 0;
  const engine: Partial<Engine> = {
    inspect: () => Promise.resolve(states[Math.min(looks++, states.length - 1)] as ContainerDetail),
    logs: (_, __, onChunk) => {
      onChunk({ stream: "stderr", timestamp: "", text: "FileNotFoundError: settings.toml" });
      return Promise.resolve();
    },
  };
  return { ...(engine as Engine), looks: () => looks };
}

/** A clock on which nobody waits, but time passes. */
function quickClock(): typeof systemClock {
  let now = 0;
  return {
    ...systemClock,
    elapsed: () => now,
    sleep: ms => {
      now += ms;
      return Promise.resolve();
    },
  };
}

describe("a program without a health check", () => {
  const busyFor = (times: number): Pick<Sampling, "isBusy" | "isSampled"> => {
    let left = times;
    return { isBusy: () => left-- > 0, isSampled: () => true };
  };
  const look = (engine: Engine, busy: number): Promise<void> =>
    untilAtRest({ engine, clock: quickClock() }, [service()], busyFor(busy));

  it("is waited for while it starts", async () => {
    const engine = engineOf(running);
    await look(engine, 4);
    assert.equal(engine.looks(), 5);
  });

  it("has failed where it ends meanwhile", () =>
    assert.rejects(look(engineOf(running, running, { ...running, state: "exited", exitCode: 1 }), 9), {
      code: "start-crashed",
      message: "bot ended by itself, exit code 1.",
      why: "FileNotFoundError: settings.toml",
    }));

  it("has said nothing where its log is empty, and the advice is not to read that", async () => {
    const silent = {
      ...engineOf(running, { ...running, state: "exited", exitCode: 1 }),
      logs: () => Promise.resolve(),
    };
    await assert.rejects(look(silent, 9), { why: "", todo: /^It wrote nothing to its log\. Start it by hand/ });
  });

  it("was killed for memory where the engine says so", () =>
    assert.rejects(look(engineOf({ ...running, state: "exited", exitCode: 137, outOfMemory: true }), 9), {
      code: "out-of-memory",
      message: "bot was killed for want of memory.",
    }));

  it("has failed where the engine started it again", () =>
    assert.rejects(look(engineOf(running, { ...running, restarts: 1 }), 9), {
      message: "bot ended by itself and was started again, once so far.",
    }));

  it("that works all the time is measured after half a minute", async () => {
    const engine = engineOf(running);
    await look(engine, 1000);
    assert.equal(engine.looks(), 31);
  });

  it("is waited for until samples tell of it, as is one with a check", async () => {
    for (const health of [null, "healthy"] as const) {
      let left = 4;
      const clock = quickClock();
      const sampling = { isBusy: () => false, isSampled: () => left-- <= 0 };
      await untilAtRest({ engine: engineOf(running), clock }, [service({ ...running, health })], sampling);
      assert.equal(clock.elapsed(), 4000);
    }
  });

  it("is waited for no longer once it has ended well, of which no samples come", async () => {
    const clock = quickClock();
    const engine = engineOf(running, running, { ...running, state: "exited" });
    await untilAtRest({ engine, clock }, [service()], { isBusy: () => false, isSampled: () => false });
    assert.equal(clock.elapsed(), 1000);
  });

  it("may end well, and one with a check is not waited for", async () => {
    await look(engineOf({ ...running, state: "exited" }), 0);
    const engine = engineOf(running);
    await untilAtRest({ engine, clock: quickClock() }, [service({ ...running, health: "healthy" })], busyFor(9));
    assert.equal(engine.looks(), 0);
  });
});

describe("a container that ran", () => {
  const why = async (now: State, before: State): Promise<string | undefined> =>
    (await endedSince(engineOf(now), [service(before)]))?.message;

  it("is no failure where it was started again before it turned healthy", async () => {
    assert.equal(await why({ ...running, restarts: 2 }, { ...running, restarts: 2, health: "healthy" }), undefined);
    assert.match((await why({ ...running, restarts: 3 }, { ...running, restarts: 2 })) ?? "", /3 times so far/);
  });

  it("is left out where it had ended before", async () => {
    const ended: State = { ...running, state: "exited", exitCode: 3 };
    assert.equal(await why(ended, { ...running, state: "exited" }), undefined);
    assert.equal(await why(ended, running), "bot ended by itself, exit code 3.");
  });
});

describe("samples of a container", () => {
  /** What is known of a container that took these shares of a processor, in per cent, before the load. */
  async function sampled(
    ...shares: readonly number[]
  ): Promise<{ readonly isBusy: boolean; readonly cpuIdle: number; readonly memoryIdle: number }> {
    const engine: Partial<Engine> = {
      stats: (_, onSample) => {
        for (const cpuPercent of [0, ...shares]) onSample({ cpuPercent, memoryBytes: 1 } as StatsSample);
        return Promise.resolve();
      },
    };
    const sampling = sampleStats(engine as Engine, [service()]);
    const isBusy = sampling.isBusy("bot");
    const { cpuIdle = -1, memoryIdle = -1 } = (await sampling.end()).get("bot") ?? {};
    return { isBusy, cpuIdle, memoryIdle };
  }

  it("show it at work until the last ones are low", async () => {
    assert.deepEqual(await sampled(99, 98, 40), { isBusy: true, cpuIdle: 98, memoryIdle: 1 });
    assert.deepEqual(await sampled(99, 98, 97, 96, 1, 2, 1), { isBusy: false, cpuIdle: 1, memoryIdle: 1 });
    assert.deepEqual(await sampled(), { isBusy: false, cpuIdle: 0, memoryIdle: 0 });
  });

  it("are awaited until there are two, or no more come", async () => {
    let push: (sample: StatsSample) => void = () => undefined;
    let end: () => void = () => undefined;
    const stats: Engine["stats"] = (_, onSample) => {
      push = onSample;
      return new Promise(resolve => (end = resolve));
    };
    for (const finish of [() => push({ cpuPercent: 1, memoryBytes: 1 } as StatsSample), () => end()]) {
      const sampling = sampleStats({ stats } as Engine, [service()]);
      assert.equal(sampling.isSampled("job"), true);
      push({ cpuPercent: 1, memoryBytes: 1 } as StatsSample);
      assert.equal(sampling.isSampled("bot"), false);
      finish();
      await new Promise(setImmediate);
      assert.equal(sampling.isSampled("bot"), true);
    }
  });
});
