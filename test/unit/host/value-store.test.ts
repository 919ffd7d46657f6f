import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import fc from "fast-check";
import { openValueStore } from "../../../src/host/value-store";

describe("values kept on disk", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "drydock-store-"));
    file = path.join(folder, "facts", "one");
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const fill = (values: Readonly<Record<string, unknown>>): void => {
    const store = openValueStore(file);
    for (const [key, value] of Object.entries(values)) store.set(key, value);
    store.save();
  };

  it("gives back what was set, and forgets what a run did not ask for", () => {
    fill({ a: { list: [1, "é"] }, b: "x" });
    const second = openValueStore(file);
    assert.deepEqual(second.get("a"), { list: [1, "é"] });
    assert.equal(second.get("absent"), undefined);
    second.save();
    const third = openValueStore(file);
    assert.deepEqual([third.get("a"), third.get("b")], [{ list: [1, "é"] }, undefined]);
    assert.deepEqual(fs.readdirSync(path.dirname(file)), ["one"]);
  });

  it("takes a damaged file for an empty one", () => {
    fill({ a: { list: [1, 2, 3] }, b: "x".repeat(200) });
    const whole = fs.readFileSync(file);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const damaged = Buffer.from(whole);
        damaged[at] = ((damaged[at] ?? 0) + by) % 256;
        fs.writeFileSync(file, damaged);
        assert.equal(openValueStore(file).get("a"), undefined);
        fs.writeFileSync(file, whole.subarray(0, at));
        assert.equal(openValueStore(file).get("a"), undefined);
      }),
      { numRuns: 60 },
    );
    fs.rmSync(file);
    fs.mkdirSync(file);
    fill({ a: 1 });
    assert.equal(openValueStore(file).get("a"), undefined);
  });

  it("stays whole while several processes write it", async () => {
    const script = `
      const { openValueStore } = require(process.argv[1]);
      for (let round = 0; round < 30; round++) {
        const store = openValueStore(process.argv[2]);
        const known = store.get("a");
        if (known !== undefined && known.length !== 50000) process.exit(1);
        store.set("a", "x".repeat(50000));
        store.set(String(process.pid), round);
        store.save();
      }`;
    const bundle = path.join(folder, "store.cjs");
    const { buildSync } = await import("esbuild");
    buildSync({ entryPoints: ["src/host/value-store.ts"], bundle: true, platform: "node", outfile: bundle });
    const exits = [0, 1, 2].map(
      () => new Promise(done => spawn(process.execPath, ["-e", script, bundle, file]).on("exit", done)),
    );
    assert.deepEqual(await Promise.all(exits), [0, 0, 0]);
    assert.equal(String(openValueStore(file).get("a")).length, 50000);
    assert.deepEqual(fs.readdirSync(path.dirname(file)), ["one"]);
  }).timeout(30_000);
});
