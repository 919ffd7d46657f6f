import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { BusyDocuments } from "../../../../src/editor/lint/busy-documents";

describe("documents that are busy", () => {
  it("are those whose work takes long, until all of it has ended", async () => {
    const told: boolean[] = [];
    const busy: BusyDocuments = new BusyDocuments(() => told.push(busy.has("a")), 5);
    const first = busy.during("a", () => wait(40));
    const second = busy.during("a", () => wait(80));
    assert.equal(busy.has("a"), false);
    await first;
    assert.equal(busy.has("a"), true);
    assert.equal(busy.has("b"), false);
    await second;
    assert.equal(busy.has("a"), false);
    assert.deepEqual(told, [true, false]);
  });

  it("are not told of where the work is short", async () => {
    let told = 0;
    const busy = new BusyDocuments(() => told++, 500);
    await busy.during("a", () => Promise.resolve());
    assert.equal(told, 0);
  });

  it("are left alone by work that fails", async () => {
    const busy = new BusyDocuments(() => undefined, 1);
    const failing = busy.during("a", async () => {
      await wait(20);
      throw new Error("no");
    });
    await assert.rejects(failing, /no/);
    assert.equal(busy.has("a"), false);
  });

  it("are shown at once where the work is known to be long", () => {
    const told: boolean[] = [];
    const busy: BusyDocuments = new BusyDocuments(() => told.push(busy.has("a")));
    busy.show("a");
    busy.show("a");
    busy.hide("a");
    assert.deepEqual(told, [true, false]);
  });
});
