import assert from "node:assert/strict";
import { cleanUp } from "../../../src/app/clean-up";
import { newRun } from "../../../src/app/owned-run";
import { processSpace } from "../../../src/host/process-id";
import type { Engine } from "../../../src/model/ports";
import { fakePort } from "../engine/fake-port";

describe("a new run", () => {
  const warnings: string[] = [];
  const ports = {
    random: { text: () => "ABC123" },
    clock: { now: () => 0, sleep: () => Promise.resolve() },
    log: { warn: (words: string) => void warnings.push(words) },
  } as unknown as Parameters<typeof newRun>[0];
  const engineOf = (owners: readonly string[], removed: string[]): Engine =>
    fakePort({
      containers: filter =>
        Promise.resolve(
          owners
            .filter(owner => !removed.includes(owner))
            .filter(owner => [undefined, "drydock.owner", `drydock.owner=${owner}`].includes(filter?.labels?.[0]))
            .map(owner => ({ id: owner, name: owner, labels: { "drydock.owner": owner } }) as never),
        ),
      networks: () => Promise.resolve([]),
      volumes: () => Promise.resolve([]),
      images: () => Promise.resolve([]),
      remove: (_kind, id) => Promise.resolve(void removed.push(id)),
    });

  it("removes what runs of killed processes left, and nothing of others", async () => {
    const dead = `999999999-${processSpace()}-a`;
    const kept = [`${process.pid}-${processSpace()}-b`, "999999999-0badf00d-c", "999999999-d", "shop"];
    const removed: string[] = [];
    const run = await newRun(ports, engineOf([dead, ...kept], removed), "Shop");
    assert.deepEqual(removed, [dead]);
    assert.equal(run.owner, `${process.pid}-${processSpace()}-abc123`);
    assert.equal(run.project, "drydock-shop-abc123");
  });

  it("says what of them cannot be removed, and why", async () => {
    const engine = engineOf([`999999999-${processSpace()}-a`], []);
    await newRun(ports, { ...engine, remove: () => Promise.reject(new Error("busy")) }, "shop");
    assert.deepEqual(warnings.splice(0), [
      `The container 999999999-${processSpace()}-a of an earlier run was not removed: busy`,
    ]);
  });

  it("is told by a clean-up as the next run does; what ran elsewhere goes only where that is asked for", async () => {
    const running = `${process.pid}-${processSpace()}-a`;
    const ended = `999999999-${processSpace()}-b`;
    const elsewhere = [`${process.pid}-0badf00d-c`, "999999999-0badf00d-d", "999999999-e"];
    for (const asked of [false, true]) {
      const removed: string[] = [];
      const engine = engineOf([running, ended, ...elsewhere], removed);
      const runs = await cleanUp(engine, { dryRun: false, elsewhere: asked });
      assert.deepEqual(removed.toSorted(), (asked ? [ended, ...elsewhere] : [ended]).toSorted());
      assert.equal(runs.filter(({ isKept }) => isKept).length, asked ? 1 : 4);
    }
  });

  it("begins where that cannot be seen", async () => {
    const engine = { ...engineOf([], []), containers: () => Promise.reject(new Error("no")) };
    assert.equal((await newRun(ports, engine, "shop")).workspace, "shop");
    assert.deepEqual(warnings, ["What earlier runs left was not removed: no"]);
  });
});
