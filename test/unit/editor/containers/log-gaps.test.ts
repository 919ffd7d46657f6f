import assert from "node:assert/strict";
import { firstLine, goneWords, rotationWords } from "../../../../src/editor/containers/log-gaps";

const detail = (type: string, config: Record<string, string> = {}) => ({
  raw: { HostConfig: { LogConfig: { Type: type, Config: config } } },
});

describe("what is missing of a saved log", () => {
  it("is said in its first line", () => {
    const now = new Date("2026-01-01T00:00:00Z");
    assert.equal(
      firstLine(1, [], now),
      "# 1 line, saved 2026-01-01T00:00:00.000Z. Nothing is missing of what the containers at hand have printed.",
    );
    assert.match(firstLine(3, ["web: rotated", "db: gone"], now), /^# 3 lines, .* Missing: web: rotated; db: gone\.$/);
  });

  it("is what the engine rotates away", () => {
    assert.equal(rotationWords(detail("json-file"), "t"), "");
    assert.equal(
      rotationWords(detail("json-file", { "max-size": "10m", "max-file": "3" }), "t"),
      "rotated: the engine keeps 3 files of 10m, so lines before t may be gone",
    );
    assert.match(rotationWords(detail("local"), ""), /^rotated: .*20 MB$/);
  });

  it("is what a replaced container said before the panel looked", () => {
    const line = (service: string, at: string) => ({
      source: "x",
      service,
      label: service,
      kind: "stdout" as const,
      at,
      text: "",
    });
    const [web, db] = goneWords([line("web", "t1"), line("db", "t2"), line("web", "t3")]);
    assert.match(web ?? "", /^web: .*only the 2 lines since t1/);
    assert.match(db ?? "", /^db: .*only the 1 lines? since t2/);
  });
});
