import assert from "node:assert/strict";
import fc from "fast-check";
import { frameOf, levelOf, plainText, stretches } from "../../../../src/panel/logs/log-text";

describe("stretches", () => {
  it("turns colours into classes and drops every other sequence", () => {
    assert.deepEqual(stretches("\u001b[1;33mlow\u001b[0m\u001b[2K tea"), [
      { text: "low", classes: ["ansi-Yellow", "bold"] },
      { text: " tea", classes: [] },
    ]);
  });

  it("leaves no escape character, whatever a container prints", () => {
    const piece = fc.constantFrom("\u001b[", "\u001b", "31", "m", ";", "x", "\u001b[0m");
    fc.assert(fc.property(fc.array(piece), parts => !plainText(parts.join("")).includes("\u001b")));
  });
});

describe("levelOf", () => {
  it("knows the usual words", () => {
    assert.equal(levelOf("ERROR harbour mail was not sent"), "error");
    assert.equal(levelOf("[2026-01-01 10:00:00] [warn] slow"), "warning");
    assert.equal(levelOf('{"level": "info", "x": 1}'), "info");
    assert.equal(levelOf("an errorless line"), "none");
  });
});

describe("frameOf", () => {
  it("reads the path and line of a frame", () => {
    assert.deepEqual(frameOf('  File "/app/shop/tasks.py", line 31, in send_mail'), {
      path: "/app/shop/tasks.py",
      line: 31,
      function: "send_mail",
    });
    assert.equal(frameOf("    send_mail()"), null);
  });
});
