import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { scrollWithin } from "../../../src/panel/scroll-within";

const panel = path.join(__dirname, "../../../src/panel");
const placed = (top: number, bottom: number) => ({ scrollTop: 50, getBoundingClientRect: () => ({ top, bottom }) });

/** Where a scroller of 100 pixels that is scrolled by 50 stands after a part of it was brought into sight. */
function after(top: number, bottom: number, nearest = false): number {
  const scroller = placed(20, 120);
  scrollWithin(scroller, placed(top, bottom), nearest);
  return scroller.scrollTop;
}

describe("scrollWithin", () => {
  it("brings a part to the top of what scrolls", () => {
    assert.deepEqual([after(320, 340), after(-10, 10), after(20, 40)], [350, 20, 50]);
  });

  it("moves only as far as a part is out of sight where that is asked for", () => {
    assert.deepEqual([after(60, 80, true), after(130, 150, true), after(0, 20, true)], [50, 80, 30]);
    assert.equal(after(100, 300, true), 130, "the beginning of a part that does not fit is seen");
  });

  it("is what the panel uses, as `scrollIntoView` would move the frame of the panel too", () => {
    const files = readdirSync(panel, { recursive: true, encoding: "utf8" }).filter(name => name.endsWith(".ts"));
    const own = files.filter(name => /\.scrollIntoView\(/.test(readFileSync(path.join(panel, name), "utf8")));
    assert.deepEqual(own, []);
  });
});
