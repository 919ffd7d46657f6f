import assert from "node:assert/strict";
import fc from "fast-check";
import { LogRing } from "../../../../src/editor/containers/log-ring";

function line(text: string, service = "web") {
  return { source: "id", service, label: service, kind: "stdout" as const, at: `t-${text}`, text };
}

describe("LogRing", () => {
  it("numbers lines and gives them back by number", () => {
    const ring = new LogRing(1_000_000);
    for (const text of ["a", "b", "c"]) ring.add(line(text));
    assert.deepEqual(
      ring.slice(1, 3).map(({ seq, text }) => `${seq}${text}`),
      ["1b", "2c"],
    );
    assert.equal(ring.end, 3);
    assert.equal(ring.all()[0]?.source, "id");
    ring.clear();
    ring.add(line("d"));
    assert.deepEqual(
      ring.slice(0, 9).map(({ seq, text }) => `${seq}${text}`),
      ["3d"],
    );
  });

  it("puts lines among those of another log by their time, and says where numbers are new by that", () => {
    const ring = new LogRing(1_000_000);
    const texts = (): string[] => ring.slice(0, ring.end).map(({ seq, text }) => `${seq}${text}`);
    assert.equal(ring.weave([line("b"), line("d")]), false);
    assert.equal(ring.weave([line("e")]), false);
    assert.equal(ring.weave([]), false, "nothing came, so nothing is sent again");
    assert.deepEqual(texts(), ["0b", "1d", "2e"]);
    assert.equal(ring.weave([line("a", "db"), line("c", "db")]), true);
    assert.deepEqual(texts(), ["3a", "4b", "5c", "6d", "7e"]);
  });

  it("keeps within its limit and says how many it dropped", () => {
    const ring = new LogRing(50 * 140);
    for (let index = 0; index < 40_000; index++) ring.add(line(String(index)));
    const kept = ring.slice(0, ring.end);
    assert.ok(kept.length > 10 && kept.length <= 60);
    assert.equal(ring.first, 40_000 - kept.length);
    assert.equal(kept.at(-1)?.text, "39999");
    assert.equal(kept[0]?.seq, ring.first);
  });

  it("never loses the order or a number", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 40 }), { maxLength: 60 }), texts => {
        const ring = new LogRing(2000);
        for (const text of texts) ring.add(line(text));
        const kept = ring.slice(0, ring.end);
        return kept.every((own, index) => own.seq === ring.first + index && own.text === texts[own.seq]);
      }),
    );
  });
});
