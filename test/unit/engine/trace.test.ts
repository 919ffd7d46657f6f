import assert from "node:assert/strict";
import fc from "fast-check";
import { createMask } from "../../../src/engine/mask";
import { createTrace } from "../../../src/engine/trace";
import { at, logOf, traceMessage } from "./trace-messages";

const plain = (text: string): string => text;

describe("createTrace", () => {
  it("merges the messages of one step and counts time from the first step's start", () => {
    const trace = createTrace(plain);
    trace.accept(
      traceMessage({
        vertexes: [
          { digest: "a", name: "[build 1/2] FROM x", started: at(5000) },
          { digest: "b", name: "[build 2/2] RUN make" },
        ],
      }),
    );
    trace.accept(
      traceMessage({ vertexes: [{ digest: "a", name: "", cached: true, started: at(5000), completed: at(5250) }] }),
    );
    const events = trace.accept(
      traceMessage({
        vertexes: [{ digest: "b", name: "[build 2/2] RUN make", started: at(5500), completed: at(7000) }],
      }),
    );
    const step = {
      digest: "b",
      name: "[build 2/2] RUN make",
      stage: "build",
      cached: false,
      startedMs: 500,
      completedMs: 2000,
      error: null,
    };
    assert.deepEqual(events, [{ kind: "step", step }]);
    assert.deepEqual(trace.steps(), [
      { ...step, digest: "a", name: "[build 1/2] FROM x", cached: true, startedMs: 0, completedMs: 250 },
      step,
    ]);
  });

  it("lets a step that another build began count from when this build heard of it", () => {
    const trace = createTrace(plain);
    trace.accept(
      traceMessage({
        vertexes: [{ digest: "own", name: "[internal] load build context", started: at(9000), completed: at(9100) }],
      }),
    );
    trace.accept(
      traceMessage({
        vertexes: [
          { digest: "old", name: "[1/3] FROM x", cached: true, started: at(1000), completed: at(1200) },
          { digest: "shared", name: "[2/3] RUN slow", started: at(2000) },
        ],
      }),
    );
    trace.accept(
      traceMessage({
        vertexes: [{ digest: "shared", name: "[2/3] RUN slow", started: at(2000), completed: at(9700) }],
      }),
    );
    const times = trace.steps().map(({ digest, startedMs, completedMs }) => [digest, startedMs, completedMs]);
    assert.deepEqual(times, [
      ["own", 0, 100],
      ["old", 100, 100],
      ["shared", 100, 700],
    ]);
  });

  it("reads the JSON that buildx prints as the same message", () => {
    const trace = createTrace(plain);
    const events = trace.acceptJson({
      vertexes: [
        {
          digest: "a",
          name: "[1/1] RUN x",
          started: "2026-11-27T22:27:47.100Z",
          completed: "2026-11-27T22:27:48.600Z",
        },
      ],
      logs: [{ vertex: "a", stream: 2, data: Buffer.from("why\n").toString("base64") }],
      warnings: [
        { vertex: "a", short: Buffer.from("Short").toString("base64"), url: "u", range: [{ start: { line: 3 } }] },
      ],
    });
    assert.deepEqual(
      trace.steps().map(({ startedMs, completedMs }) => [startedMs, completedMs]),
      [[0, 1500]],
    );
    assert.deepEqual(events.slice(1), [
      { kind: "log", line: { digest: "a", stream: "stderr", text: "why" } },
      { kind: "warning", warning: { message: "Short", detail: "", url: "u", line: 3 } },
    ]);
  });

  it("takes a step as unfinished again when it goes on in another interval", () => {
    const trace = createTrace(plain);
    trace.accept(traceMessage({ vertexes: [{ digest: "a", name: "x", started: at(0), completed: at(10) }] }));
    trace.accept(traceMessage({ vertexes: [{ digest: "a", name: "x", started: at(20) }] }));
    assert.equal(trace.steps()[0]?.completedMs, null);
    trace.accept(traceMessage({ vertexes: [{ digest: "a", name: "x", started: at(20), completed: at(40) }] }));
    assert.deepEqual([trace.steps()[0]?.startedMs, trace.steps()[0]?.completedMs], [0, 40]);
  });

  it("makes lines of log pieces, by step and stream, characters cut in two included", () => {
    const trace = createTrace(plain);
    const euro = Buffer.from("€");
    const pieces = [
      logOf("a", "one\ntw"),
      logOf("a", "err\n", 2),
      logOf("a", "o\r\n"),
      { vertex: "a", stream: 1, msg: euro.subarray(0, 2) },
      { vertex: "a", stream: 1, msg: euro.subarray(2) },
    ];
    const lines = [...trace.accept(traceMessage({ logs: pieces })), ...trace.flush()].map(event =>
      event.kind === "log" ? [event.line.stream, event.line.text] : [],
    );
    assert.deepEqual(lines, [
      ["stdout", "one"],
      ["stderr", "err"],
      ["stdout", "two"],
      ["stdout", "€"],
    ]);
  });

  it("keeps what a progress bar says in the end", () => {
    const trace = createTrace(plain);
    const events = trace.accept(traceMessage({ logs: [logOf("a", "10 %\r50 %\r100 %\n")] }));
    assert.deepEqual(events, [{ kind: "log", line: { digest: "a", stream: "stdout", text: "100 %" } }]);
  });

  it("gives warnings with their line", () => {
    const trace = createTrace(plain);
    const warning = {
      vertex: "a",
      level: 1,
      short: Buffer.from("Short"),
      detail: [Buffer.from("one"), Buffer.from("two")],
      url: "https://docs.docker.com/go/x",
      ranges: [{ start: { line: 7 }, end: { line: 8 } }],
    };
    trace.accept(traceMessage({ warnings: [warning, { vertex: "a", short: Buffer.from("No line") }] }));
    assert.deepEqual(trace.warnings(), [
      { message: "Short", detail: "one\ntwo", url: "https://docs.docker.com/go/x", line: 7 },
      { message: "No line", detail: "", url: "", line: null },
    ]);
  });

  it("blames the step that failed, not one that was cancelled because of it", () => {
    const trace = createTrace(plain);
    trace.accept(
      traceMessage({
        vertexes: [
          { digest: "a", name: "[a 1/1] RUN x", started: at(0), completed: at(1), error: "context canceled" },
          { digest: "b", name: "[b 1/1] RUN y", started: at(0), completed: at(1), error: "exit code: 1" },
        ],
        logs: [logOf("b", "why\n")],
      }),
    );
    assert.equal(trace.failed()?.digest, "b");
    assert.deepEqual(trace.log("b"), ["why"]);
  });

  it("masks secrets in logs and errors", () => {
    const trace = createTrace(createMask(["hunter22"]));
    trace.accept(
      traceMessage({
        vertexes: [{ digest: "a", name: "[1/1] RUN x", started: at(0), error: "hunter22 failed" }],
        logs: [logOf("a", "token=hunter22\n")],
      }),
    );
    assert.deepEqual(trace.log("a"), ["token=•••"]);
    assert.equal(trace.failed()?.error, "••• failed");
  });

  it("gives every line of a log once, however it is cut", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z€]{0,9}$/)), fc.array(fc.nat(9)), (lines, cuts) => {
        const trace = createTrace(plain);
        let rest = Buffer.from(lines.map(line => `${line}\n`).join(""));
        const seen: string[] = [];
        for (const cut of [...cuts, rest.length]) {
          const msg = rest.subarray(0, cut);
          rest = rest.subarray(cut);
          for (const event of trace.accept(traceMessage({ logs: [{ vertex: "a", stream: 1, msg }] }))) {
            if (event.kind === "log") seen.push(event.line.text);
          }
        }
        assert.deepEqual(seen, lines);
      }),
    );
  });
});
