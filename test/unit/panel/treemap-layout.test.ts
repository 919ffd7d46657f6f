import assert from "node:assert/strict";
import fc from "fast-check";
import { squarify } from "../../../src/panel/treemap-layout";

describe("a treemap", () => {
  const area = (box: { width: number; height: number }): number => box.width * box.height;

  it("gives each part its share of the whole, inside the frame", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1e9 }), { minLength: 1, maxLength: 40 }), weights => {
        const boxes = squarify(weights, weight => weight, 1000, 320);
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        assert.equal(boxes.length, weights.length);
        for (const box of boxes) {
          assert.ok(Math.abs(area(box) - (1000 * 320 * box.item) / total) < 1e-3 * 1000 * 320);
          assert.ok(box.x > -1e-6 && box.y > -1e-6 && box.x + box.width < 1000.001 && box.y + box.height < 320.001);
        }
      }),
    );
  });

  it("leaves out what weighs nothing, and keeps four equal parts square", () => {
    assert.deepEqual(
      squarify([0], weight => weight, 10, 10),
      [],
    );
    for (const { width, height } of squarify([1, 1, 1, 1], weight => weight, 200, 200))
      assert.ok(Math.abs(width - 100) < 1e-9 && Math.abs(height - 100) < 1e-9);
  });
});
