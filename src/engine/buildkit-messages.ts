import { PbfReader, PbfWriter } from "pbf";
import { isRecord, numberField, textField } from "./json-lines";

/** One message of a build's trace (github.com/moby/buildkit, api/services/control/control.proto: StatusResponse). */
export interface BuildStatus {
  readonly vertexes: readonly VertexStatus[];
  readonly logs: readonly VertexLog[];
  readonly warnings: readonly VertexWarning[];
}

export interface VertexStatus {
  readonly digest: string;
  readonly name: string;
  readonly cached: boolean;
  /** Milliseconds since the epoch by the engine's clock; null for "not yet". */
  readonly started: number | null;
  readonly completed: number | null;
  readonly error: string;
}

export interface VertexLog {
  readonly vertex: string;
  /** 1 is standard output, 2 standard error. */
  readonly stream: number;
  readonly data: Buffer;
}

export interface VertexWarning {
  readonly short: string;
  readonly detail: readonly string[];
  readonly url: string;
  /** 1-based line of the Dockerfile where the first range begins; 0 where none is known. */
  readonly line: number;
}

/** A message whose fields are still being read. */
type Open<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

/** What reads the field of this number, where there is one; others are passed over. */
type FieldReader<T> = (field: number, message: T, reader: PbfReader) => void;

const readStatus: FieldReader<Open<BuildStatus>> = (field, status, reader) => {
  if (field === 1) {
    const vertex = { digest: "", name: "", cached: false, started: null, completed: null, error: "" };
    status.vertexes.push(reader.readMessage(readVertex, vertex));
  } else if (field === 3) {
    status.logs.push(reader.readMessage(readLog, { vertex: "", stream: 0, data: Buffer.alloc(0) }));
  } else if (field === 4) {
    status.warnings.push(reader.readMessage(readWarning, { short: "", detail: [], url: "", line: 0 }));
  }
};

const readVertex: FieldReader<Open<VertexStatus>> = (field, vertex, reader) => {
  if (field === 1) vertex.digest = reader.readString();
  else if (field === 3) vertex.name = reader.readString();
  else if (field === 4) vertex.cached = reader.readBoolean();
  else if (field === 5) vertex.started = readTime(reader);
  else if (field === 6) vertex.completed = readTime(reader);
  else if (field === 7) vertex.error = reader.readString();
};

const readLog: FieldReader<Open<VertexLog>> = (field, log, reader) => {
  if (field === 1) log.vertex = reader.readString();
  else if (field === 3) log.stream = reader.readVarint(true);
  else if (field === 4) log.data = Buffer.from(reader.readBytes());
};

const readWarning: FieldReader<Open<VertexWarning>> = (field, warning, reader) => {
  if (field === 3) warning.short = reader.readString();
  else if (field === 4) warning.detail.push(reader.readString());
  else if (field === 5) warning.url = reader.readString();
  else if (field === 7) warning.line ||= readFirstLine(reader);
};

/** The line of the `start` of a range. */
function readFirstLine(reader: PbfReader): number {
  const position = { line: 0 };
  reader.readMessage((field, message) => {
    if (field !== 1) return;
    reader.readMessage((inner, start) => {
      if (inner === 1) start.line = reader.readVarint(true);
    }, message);
  }, position);
  return position.line;
}

/** A `google.protobuf.Timestamp`, in milliseconds since the epoch. */
function readTime(reader: PbfReader): number {
  const time = { seconds: 0, nanos: 0 };
  reader.readMessage((field, message) => {
    if (field === 1) message.seconds = reader.readVarint(true);
    else if (field === 2) message.nanos = reader.readVarint(true);
  }, time);
  return time.seconds * 1000 + time.nanos / 1e6;
}

/**
 * Reads a StatusResponse. Bytes that are no message give whatever they hold of one.
 * @throws {Error} on kinds of fields that there are not
 */
export function decodeStatus(bytes: Uint8Array): BuildStatus {
  return new PbfReader(bytes).readFields(readStatus, { vertexes: [], logs: [], warnings: [] });
}

/**
 * The same message as JSON, by `docker buildx build --progress=rawjson` (github.com/moby/buildkit, client.SolveStatus): times
 * are RFC 3339, bytes base64, and the names of a log's and a warning's fields differ.
 */
export function statusOfJson(message: Readonly<Record<string, unknown>>): BuildStatus {
  return {
    vertexes: records(message["vertexes"]).map(vertex => ({
      digest: textField(vertex, "digest"),
      name: textField(vertex, "name"),
      cached: vertex["cached"] === true,
      started: jsonTime(vertex["started"]),
      completed: jsonTime(vertex["completed"]),
      error: textField(vertex, "error"),
    })),
    logs: records(message["logs"]).map(log => ({
      vertex: textField(log, "vertex"),
      stream: numberField(log, "stream"),
      data: jsonBytes(log["data"]),
    })),
    warnings: records(message["warnings"]).map(warning => ({
      short: jsonBytes(warning["short"]).toString("utf8"),
      detail: list(warning["detail"]).map(line => jsonBytes(line).toString("utf8")),
      url: textField(warning, "url"),
      line: numberField(records(warning["range"])[0]?.["start"], "line"),
    })),
  };
}

function jsonTime(value: unknown): number | null {
  const ms = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isFinite(ms) ? ms : null;
}

function jsonBytes(value: unknown): Buffer {
  return Buffer.from(typeof value === "string" ? value : "", "base64");
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function records(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return list(value).filter(isRecord);
}

/**
 * Field 1 of a question that a session is asked: a secret's or an agent's id, a registry's host, bytes for the agent
 * (github.com/moby/buildkit, session/secrets/secrets.proto, session/auth/auth.proto, session/sshforward/ssh.proto).
 * @throws {Error} on kinds of fields that there are not
 */
export function decodeFirst(bytes: Uint8Array): Buffer {
  return new PbfReader(bytes).readFields(
    (field, found, reader) => {
      if (field === 1) found.value = Buffer.from(reader.readBytes());
    },
    { value: Buffer.alloc(0) },
  ).value;
}

/** An answer of a session: its fields from 1 on, each a text, bytes or a number. */
export function encodeAnswer(...fields: readonly (string | Uint8Array | number)[]): Uint8Array {
  const writer = new PbfWriter();
  fields.forEach((value, index) => {
    if (typeof value === "number") writer.writeVarintField(index + 1, value);
    else if (typeof value === "string") writer.writeStringField(index + 1, value);
    else writer.writeBytesField(index + 1, value);
  });
  return writer.finish();
}
