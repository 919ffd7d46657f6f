import assert from "node:assert/strict";
import fc from "fast-check";
import type { LogFrame } from "../../../src/engine/log-frames";
import {
  createDemux,
  createFrameAssembler,
  createTerminalAssembler,
  sinceParameter,
} from "../../../src/engine/log-frames";

function frame(stream: "stdout" | "stderr", text: string | Buffer): Buffer {
  const bytes = Buffer.from(text);
  const header = Buffer.alloc(8);
  header[0] = stream === "stderr" ? 2 : 1;
  header.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
}

const T1 = "2024-05-01T10:00:00.000000001Z";
const T2 = "2024-05-01T10:00:00.000000002Z";

describe("createDemux", () => {
  it("gives the same frames however the stream is cut", () => {
    const frames = fc.array(
      fc.record({ stream: fc.constantFrom("stdout", "stderr"), bytes: fc.uint8Array({ maxLength: 30 }) }),
    );
    fc.assert(
      fc.property(frames, fc.array(fc.nat(12)), (sent, cuts) => {
        const demux = createDemux();
        let rest = Buffer.concat(sent.map(({ stream, bytes }) => frame(stream, Buffer.from(bytes))));
        const seen: LogFrame[] = [];
        for (const cut of [...cuts, rest.length]) {
          seen.push(...demux(rest.subarray(0, cut)));
          rest = rest.subarray(cut);
        }
        const readable = (each: { stream: string; bytes: Uint8Array }) => [
          each.stream,
          Buffer.from(each.bytes).toString("hex"),
        ];
        assert.deepEqual(seen.map(readable), sent.map(readable));
      }),
    );
  });
});

describe("createFrameAssembler", () => {
  const lines = (frames: readonly (readonly ["stdout" | "stderr", string])[]): string[][] => {
    const assembler = createFrameAssembler();
    const chunks = frames.flatMap(([stream, text]) => assembler.add({ stream, bytes: Buffer.from(text) }));
    return [...chunks, ...assembler.flush()].map(chunk => [chunk.stream, chunk.timestamp, chunk.text]);
  };

  it("takes the timestamp off and tells the streams apart", () => {
    assert.deepEqual(
      lines([
        ["stdout", `${T1} one\n`],
        ["stderr", `${T2} two words\n`],
      ]),
      [
        ["stdout", T1, "one"],
        ["stderr", T2, "two words"],
      ],
    );
  });

  it("joins the parts of a long line, which bear one timestamp", () => {
    assert.deepEqual(
      lines([
        ["stdout", `${T1} aaa`],
        ["stdout", `${T1} bbb`],
        ["stdout", `${T1} c\n`],
      ]),
      [["stdout", T1, "aaabbbc"]],
    );
  });

  it("keeps a line without a newline apart from what the next run says", () => {
    assert.deepEqual(
      lines([
        ["stdout", `${T1} stopped here`],
        ["stdout", `${T2} next run\n`],
      ]),
      [
        ["stdout", T1, "stopped here"],
        ["stdout", T2, "next run"],
      ],
    );
  });

  it("keeps empty lines", () => {
    assert.deepEqual(lines([["stdout", `${T1} \n`]]), [["stdout", T1, ""]]);
  });
});

describe("createTerminalAssembler", () => {
  it("reads raw lines and joins one that was cut at 16 KB", () => {
    const assembler = createTerminalAssembler();
    const bytes = Buffer.from(`${T1} one\r\n${T2} aaa${T2} bbb\r\n${T2} rest`);
    const chunks = [
      ...assembler.add(bytes.subarray(0, 50)),
      ...assembler.add(bytes.subarray(50)),
      ...assembler.flush(),
    ];
    assert.deepEqual(
      chunks.map(({ timestamp, text }) => [timestamp, text]),
      [
        [T1, "one"],
        [T2, "aaabbb"],
        [T2, "rest"],
      ],
    );
  });
});

describe("sinceParameter", () => {
  it("turns a time of the engine into seconds and nanoseconds", () => {
    assert.equal(sinceParameter("2024-05-01T10:00:00.000000007Z"), "1714557600.000000007");
    assert.equal(sinceParameter("2024-05-01T12:00:00+02:00"), "1714557600.000000000");
    assert.equal(sinceParameter("2024-05-01T10:00:00.5Z"), "1714557600.500000000");
  });

  it("leaves seconds as they are", () => assert.equal(sinceParameter("1714557600.5"), "1714557600.5"));
});
