import assert from "node:assert/strict";
import { EarlyLines } from "../../../../src/editor/containers/early-lines";

describe("EarlyLines", () => {
  const now = Date.parse("2026-05-01T10:00:00Z");
  const line = (source: string, at = now) => ({
    source,
    service: "web",
    label: "web",
    kind: "rule" as const,
    at: new Date(at).toISOString(),
    text: "web started",
  });

  it("keeps what is told of a container until its log is followed, and gives it once", () => {
    const early = new EarlyLines();
    early.keep(line("a"), now);
    early.keep(line("b"), now);
    assert.deepEqual(early.take("a", now + 500), [line("a")]);
    assert.deepEqual(early.take("a", now + 500), []);
    assert.deepEqual(early.take("b", now + 500), [line("b")]);
  });

  it("gives nothing that was told long before, such as the start of a container that is looked at now", () => {
    const early = new EarlyLines();
    early.keep(line("a"), now);
    assert.deepEqual(early.take("a", now + 60_000), []);
  });
});
