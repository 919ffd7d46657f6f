import assert from "node:assert/strict";
import { bytes, memory } from "../../../src/panel/words";

describe("the words of the panel", () => {
  it("says sizes in decimal units and memory in binary ones, as Docker does", () => {
    assert.deepEqual([999, 61_400_000, 214_000_000].map(bytes), ["999 B", "61.4 MB", "214 MB"]);
    const limits = [512, 200 * 1024, 4_299_161, 268_435_456, 536_870_912, 1_610_612_736];
    assert.deepEqual(limits.map(memory), ["512 B", "200 KiB", "4.1 MiB", "256 MiB", "512 MiB", "1.5 GiB"]);
  });
});
