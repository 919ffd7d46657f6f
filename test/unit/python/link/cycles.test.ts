import assert from "node:assert/strict";
import { importCycles } from "../../../../src/python/link/cycles";

describe("python/link/cycles", () => {
  const edges = (...pairs: readonly string[]): { from: string; to: string }[] =>
    pairs.map(pair => ({ from: pair.charAt(0), to: pair.charAt(1) }));

  it("finds each cycle once, sorted", () => {
    assert.deepEqual(importCycles(edges("cb", "bc", "ab", "de", "ef", "fd", "xx")), [
      ["b", "c"],
      ["d", "e", "f"],
    ]);
    assert.deepEqual(importCycles(edges("ab", "bc")), []);
  });

  it("does not overflow on long chains", () => {
    const chain = Array.from({ length: 20_000 }, (_, index) => ({ from: String(index), to: String(index + 1) }));
    assert.deepEqual(importCycles(chain), []);
    assert.equal(importCycles([...chain, { from: "20000", to: "0" }])[0]?.length, 20_001);
  });
});
