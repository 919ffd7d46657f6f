import { StringDecoder } from "node:string_decoder";
import type { LogChunk } from "../model/ports";

/** A piece of a log as the engine frames it: one message of the log driver, at most 16 KB, its stream known. */
export interface LogFrame {
  readonly stream: "stdout" | "stderr";
  readonly bytes: Buffer;
}

const HEADER = 8;

/**
 * Splits the engine's multiplexed stream into frames: a header of one byte stream type, three of zero and four of length
 * (big endian), then the bytes (Docker Engine API, ContainerAttach). Feed it chunks as they come; a frame may span
 * several.
 */
export function createDemux(): (chunk: Buffer) => readonly LogFrame[] {
  const waiting: Buffer[] = [];
  const state = { size: 0 };
  return chunk => {
    waiting.push(chunk);
    state.size += chunk.length;
    // A long frame comes in many chunks; they are joined once it is complete, not once a chunk.
    if (state.size < HEADER || state.size < HEADER + frameLength(waiting)) return [];
    const buffer = waiting.length === 1 ? chunk : Buffer.concat(waiting, state.size);
    const frames: LogFrame[] = [];
    let from = 0;
    while (buffer.length - from >= HEADER) {
      const length = buffer.readUInt32BE(from + 4);
      if (buffer.length - from < HEADER + length) break;
      const bytes = buffer.subarray(from + HEADER, from + HEADER + length);
      frames.push({ stream: buffer[from] === 2 ? "stderr" : "stdout", bytes });
      from += HEADER + length;
    }
    waiting.length = 0;
    if (from < buffer.length) waiting.push(buffer.subarray(from));
    state.size = buffer.length - from;
    return frames;
  };
}

/** The length that the first header says, reading it over the borders of chunks. */
function frameLength(chunks: readonly Buffer[]): number {
  const first = chunks[0];
  if (first !== undefined && first.length >= HEADER) return first.readUInt32BE(4);
  return Buffer.concat(chunks).readUInt32BE(4);
}

/** Makes lines out of pieces of a log that was asked for with timestamps. */
export interface LineAssembler {
  readonly add: (frame: LogFrame) => readonly LogChunk[];
  /** The lines that have no newline yet, when the stream ends. */
  readonly flush: () => readonly LogChunk[];
}

interface Pending {
  timestamp: string;
  readonly decoder: StringDecoder;
  text: string;
}

/**
 * For multiplexed logs. Every frame begins with its timestamp and a space. A line over 16 KB comes in several frames
 * without a newline, all bearing the timestamp of the first (moby, daemon/logger/copier.go), so another timestamp
 * begins another line: a container that stopped without a newline does not swallow the first line of its next run.
 */
export function createFrameAssembler(): LineAssembler {
  const pending = new Map<LogFrame["stream"], Pending>();

  const end = (stream: LogFrame["stream"]): LogChunk[] => {
    const line = pending.get(stream);
    pending.delete(stream);
    if (line === undefined) return [];
    return [{ stream, timestamp: line.timestamp, text: trimReturn(line.text + line.decoder.end()) }];
  };

  return {
    add({ stream, bytes }) {
      const space = bytes.indexOf(0x20);
      const timestamp = space < 0 ? "" : bytes.toString("latin1", 0, space);
      const isWhole = bytes.at(-1) === 0x0a;
      const from = space + 1;
      const to = isWhole ? bytes.length - 1 : bytes.length;
      const before = pending.get(stream);
      if (before === undefined && isWhole) {
        // Nearly every line comes whole, and a flood of them should cost little.
        return [{ stream, timestamp, text: trimReturn(bytes.toString("utf8", from, to)) }];
      }
      const lines: LogChunk[] = before !== undefined && before.timestamp !== timestamp ? end(stream) : [];
      const line = pending.get(stream) ?? { timestamp, decoder: new StringDecoder("utf8"), text: "" };
      pending.set(stream, line);
      line.text += line.decoder.write(bytes.subarray(from, to));
      if (isWhole) lines.push(...end(stream));
      return lines;
    },
    flush: () => [...end("stdout"), ...end("stderr")],
  };
}

/**
 * For the log of a container with a terminal: raw bytes, each line beginning with its timestamp. A line over 16 KB has
 * its timestamp again in the middle, where the log driver cut it; it is the same one, so it is taken out.
 */
export function createTerminalAssembler(): {
  add: (chunk: Buffer) => readonly LogChunk[];
  flush: () => readonly LogChunk[];
} {
  const decoder = new StringDecoder("utf8");
  const state = { rest: "" };
  return {
    add(chunk) {
      const parts = (state.rest + decoder.write(chunk)).split("\n");
      state.rest = parts.pop() ?? "";
      return parts.map(terminalLine);
    },
    flush() {
      const text = state.rest + decoder.end();
      state.rest = "";
      return text === "" ? [] : [terminalLine(text)];
    },
  };
}

function terminalLine(line: string): LogChunk {
  const space = line.indexOf(" ");
  const timestamp = space < 0 ? "" : line.slice(0, space);
  const text = line.slice(space + 1).replaceAll(`${timestamp} `, timestamp === "" ? " " : "");
  return { stream: "stdout", timestamp, text: trimReturn(text) };
}

function trimReturn(text: string): string {
  return text.endsWith("\r") ? text.slice(0, -1) : text;
}

/**
 * An RFC 3339 time as the engine's `since` wants it: `seconds.nanoseconds`. A text that is no such time is given back,
 * because seconds are understood as they are.
 */
export function sinceParameter(timestamp: string): string {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(timestamp);
  if (match === null) return timestamp;
  const seconds = Math.floor(Date.parse(`${match[1] ?? ""}${match[3] ?? "Z"}`) / 1000);
  return `${seconds}.${(match[2] ?? "").padEnd(9, "0")}`;
}
