import assert from "node:assert/strict";
import { changesWhileAway, ContainerLives } from "../../../../src/editor/containers/container-lives";
import type { ContainerSummary, EngineEvent } from "../../../../src/model/ports";

const at = (seconds: number): number => 1_700_000_000_000 + seconds * 1000;

function event(action: string, seconds: number, labels: Record<string, string> = {}): EngineEvent {
  return { type: "container", action, id: "abc", labels, at: at(seconds) };
}

describe("ContainerLives", () => {
  it("tells a crash loop from a stop that was asked for", () => {
    const lives = new ContainerLives();
    const said: (string | null)[] = [];
    for (let run = 0; run < 4; run++) {
      said.push(lives.take(event("start", run * 2), "web"));
      said.push(lives.take(event("die", run * 2 + 1, { exitCode: "1" }), "web"));
    }
    assert.deepEqual(said.slice(0, 4), [
      "web started",
      "web stopped, exit code 1 (the application ended with an error)",
      "web restarted, attempt 2",
      "web stopped, exit code 1 (the application ended with an error)",
    ]);
    assert.deepEqual(lives.loopOf("abc", at(9)), { times: 4, ms: 8000 });
    assert.equal(lives.loopOf("abc", at(500)), null);
    lives.take(event("stop", 10), "web");
    assert.equal(lives.loopOf("abc", at(10)), null);
  });

  it("goes on as long as one death follows the other, however long the engine waits between", () => {
    const lives = new ContainerLives();
    for (let run = 0; run < 20; run++) {
      lives.take(event("start", run * 61), "web");
      lives.take(event("die", run * 61 + 1, { exitCode: "1" }), "web");
    }
    assert.deepEqual(lives.loopOf("abc", at(19 * 61 + 11)), { times: 20, ms: 19 * 61_000 + 10_000 });
    assert.equal(lives.loopOf("abc", at(19 * 61 + 200)), null, "it has been up since");
  });

  it("counts what came before the first event of a container that was found in its loop", () => {
    const lives = new ContainerLives();
    lives.found("abc", 2, at(0), at(100));
    assert.equal(lives.loopOf("abc", at(100)), null, "twice is no loop");
    lives.found("abc", 12, at(0), at(100));
    assert.deepEqual(lives.loopOf("abc", at(100)), { times: 12, ms: 100_000 });
    lives.take(event("start", 110), "web");
    lives.take(event("die", 111, { exitCode: "1" }), "web");
    assert.deepEqual(lives.loopOf("abc", at(111)), { times: 13, ms: 111_000 });
    lives.take(event("stop", 112), "web");
    assert.equal(lives.loopOf("abc", at(112)), null);
  });

  it("takes no restarts of long ago for a loop, and waits for deaths that somebody sees", () => {
    const lives = new ContainerLives();
    const days = 60 * 86_400;
    lives.take(event("die", days, { exitCode: "1" }), "web");
    lives.found("abc", 3, at(0), at(days + 1));
    assert.equal(lives.loopOf("abc", at(days + 1)), null);
    for (const seconds of [days + 10, days + 20]) lives.take(event("die", seconds, { exitCode: "1" }), "web");
    assert.deepEqual(lives.loopOf("abc", at(days + 20)), { times: 3, ms: 20_000 });
  });

  it("says what a container is called now", () => {
    const renamed = event("rename", 0, { name: "shop-front", oldName: "/shop-web-1" });
    assert.equal(new ContainerLives().take(renamed, "web"), "web is now the container shop-front");
    const replaced = event("rename", 0, { name: "shop-web-1", oldName: "/0123456789ab_shop-web-1" });
    assert.equal(new ContainerLives().take(replaced, "web"), null);
  });

  it("takes no stop that a person asked for as a crash, however often", () => {
    const lives = new ContainerLives();
    for (let run = 0; run < 5; run++) {
      lives.take(event("start", run), "web");
      lives.take(event("kill", run), "web");
      lives.take(event("die", run, { exitCode: "143" }), "web");
    }
    assert.equal(lives.loopOf("abc", at(5)), null);
  });

  it("knows since when a container runs, to the moment where an event told it", () => {
    const lives = new ContainerLives();
    const row = (since: number | null): ContainerSummary => ({ id: "abc", since }) as unknown as ContainerSummary;
    assert.equal(lives.withSince(row(at(0))).since, at(0));
    assert.equal(lives.withSince(row(at(40))).since, at(0), "a coarser status moved it");
    lives.take(event("die", 50, { exitCode: "0" }), "web");
    assert.equal(lives.withSince(row(at(49))).since, at(50));
    lives.take(event("start", 60), "web");
    assert.equal(lives.withSince(row(at(59))).since, at(60));
    lives.forgetTimes();
    assert.equal(lives.withSince(row(at(70))).since, at(70));
  });

  it("remembers when a container was killed for want of memory", () => {
    const lives = new ContainerLives();
    assert.equal(lives.take(event("oom", 3), "web"), "web was killed: it used more memory than its limit");
    assert.match(lives.take(event("die", 3, { exitCode: "137" }), "web") ?? "", /^web stopped, exit code 137 \(killed/);
    assert.deepEqual(lives.killsOf("abc"), [at(3)]);
    lives.take(event("destroy", 4), "web");
    assert.deepEqual(lives.killsOf("abc"), []);
  });
});

describe("changesWhileAway", () => {
  it("counts what stopped and what was restarted", () => {
    const one = (id: string, state: ContainerSummary["state"]): ContainerSummary =>
      ({ id, state }) as unknown as ContainerSummary;
    const before = [one("a", "running"), one("b", "running"), one("c", "running"), one("d", "exited")];
    const now = [one("a", "running"), one("b", "exited"), one("c", "running")];
    assert.equal(
      changesWhileAway(before, now, id => id === "c"),
      "1 container stopped, 1 container restarted",
    );
    assert.equal(
      changesWhileAway(before, before, () => false),
      "",
    );
  });
});
