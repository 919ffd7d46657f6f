import { StringDecoder } from "node:string_decoder";
import protobuf from "protobufjs";
import {
  failingStep,
  type BuildEvent,
  type BuildLogLine,
  type BuildStep,
  type BuildWarning,
} from "../model/build-trace";
import { isRecord, numberField, textField } from "./json-lines";
import { parseStepName } from "./step-name";
import { BUILDKIT_PACKAGE, BUILDKIT_SCHEMA } from "./trace-schema";

/** Lines of a step's log that are kept to explain a failure; more are only passed on. */
const KEPT_LINES = 50;

/** A build's trace, merged from the messages that BuildKit sends as it goes. */
export interface Trace {
  /** Takes one message of id `moby.buildkit.trace`, its `aux` in base64; gives what is new, in the order it came. */
  readonly accept: (aux: string) => readonly BuildEvent[];
  /** Takes one line of `docker buildx build --progress=rawjson`, parsed: the same message as JSON. */
  readonly acceptJson: (message: Readonly<Record<string, unknown>>) => readonly BuildEvent[];
  /** The last unfinished lines of the logs, at the build's end. */
  readonly flush: () => readonly BuildEvent[];
  /** The steps in the order in which they began; steps that never began come last. */
  readonly steps: () => readonly BuildStep[];
  readonly warnings: () => readonly BuildWarning[];
  /** The step that made the build fail, not one that was cancelled because of it; null where none failed. */
  readonly failed: () => BuildStep | null;
  /** The last lines of a step's log. */
  readonly log: (digest: string) => readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

interface Vertex {
  readonly digest: string;
  name: string;
  cached: boolean;
  /** Milliseconds since the epoch by the engine's clock. */
  started: number | null;
  completed: number | null;
  error: string | null;
}

interface Stream {
  readonly digest: string;
  readonly stream: "stdout" | "stderr";
  readonly decoder: StringDecoder;
  rest: string;
}

/** `mask` is applied to every log line and error before anyone sees it. */
export function createTrace(mask: (text: string) => string): Trace {
  const type = protobuf.parse(BUILDKIT_SCHEMA).root.lookupType(`${BUILDKIT_PACKAGE}.StatusResponse`);
  const vertices = new Map<string, Vertex>();
  const streams = new Map<string, Stream>();
  const logs = new Map<string, string[]>();
  const warnings: BuildWarning[] = [];

  const time: EngineTime = { origin: null, newest: 0 };

  const stepOf = (vertex: Vertex): BuildStep => ({
    digest: vertex.digest,
    name: vertex.name,
    stage: parseStepName(vertex.name)?.stage ?? null,
    cached: vertex.cached,
    startedMs: vertex.started === null ? null : vertex.started - (time.origin ?? 0),
    completedMs: vertex.completed === null ? null : vertex.completed - (time.origin ?? 0),
    error: vertex.error,
  });
  const keep = (digest: string, stream: Stream["stream"], text: string): BuildLogLine => {
    const line = { digest, stream, text: mask(text) };
    const kept = logs.get(digest) ?? [];
    logs.set(digest, kept);
    kept.push(line.text);
    if (kept.length > KEPT_LINES) kept.shift();
    return line;
  };

  const accept = (message: Fields): readonly BuildEvent[] => {
    const events: BuildEvent[] = [];
    const changed = new Set<Vertex>();
    const reported = list(message["vertexes"]);
    time.origin ??= earliest(reported);
    for (const raw of reported) {
      const digest = textField(raw, "digest");
      const vertex = vertices.get(digest) ?? emptyVertex(digest);
      vertices.set(digest, vertex);
      merge(vertex, raw, time, mask);
      changed.add(vertex);
    }
    for (const vertex of changed) events.push({ kind: "step", step: stepOf(vertex) });
    for (const raw of list(message["logs"])) {
      const digest = textField(raw, "vertex");
      const name = numberField(raw, "stream") === 2 ? "stderr" : "stdout";
      const key = `${digest} ${name}`;
      const stream = streams.get(key) ?? { digest, stream: name, decoder: new StringDecoder("utf8"), rest: "" };
      streams.set(key, stream);
      stream.rest += stream.decoder.write(bytesField(raw, "msg"));
      const parts = stream.rest.split("\n");
      stream.rest = parts.pop() ?? "";
      for (const part of parts) events.push({ kind: "log", line: keep(digest, name, lastOverwrite(part)) });
    }
    for (const raw of list(message["warnings"])) {
      const warning = readWarning(raw, mask);
      warnings.push(warning);
      events.push({ kind: "warning", warning });
    }
    return events;
  };

  return {
    accept: aux => accept(type.toObject(type.decode(Buffer.from(aux, "base64")), { longs: Number, arrays: true })),
    acceptJson: message => accept(fromJson(message)),
    flush() {
      const events: BuildEvent[] = [];
      for (const stream of streams.values()) {
        const text = lastOverwrite(stream.rest + stream.decoder.end());
        stream.rest = "";
        if (text !== "") events.push({ kind: "log", line: keep(stream.digest, stream.stream, text) });
      }
      return events;
    },
    steps: () =>
      [...vertices.values()]
        .map(stepOf)
        .sort((a, b) => (a.startedMs ?? Number.MAX_VALUE) - (b.startedMs ?? Number.MAX_VALUE)),
    warnings: () => [...warnings],
    failed() {
      const cause = failingStep(vertices.values());
      return cause === null ? null : stepOf(cause);
    },
    log: digest => [...(logs.get(digest) ?? [])],
  };
}

function emptyVertex(digest: string): Vertex {
  return { digest, name: "", cached: false, started: null, completed: null, error: null };
}

/** The build's place in the engine's time, in milliseconds since the epoch by its clock. */
interface EngineTime {
  /** When the build's own first step began. */
  origin: number | null;
  /** The latest time that any message bore. */
  newest: number;
}

/**
 * A vertex comes when it is known, when it starts and when it ends, and again where it works in several intervals. A step
 * that another build made, or is just making, bears the times of that build: for this one it begins when it is heard of.
 */
function merge(
  vertex: Vertex,
  raw: Readonly<Record<string, unknown>>,
  time: EngineTime,
  mask: (text: string) => string,
): void {
  const started = timeField(raw, "started");
  const completed = timeField(raw, "completed");
  vertex.name = mask(textField(raw, "name")) || vertex.name;
  vertex.cached ||= raw["cached"] === true;
  if (started !== null) {
    const isOld = time.origin !== null && started < time.origin;
    const from = isOld ? (vertex.started ?? Math.max(time.newest, time.origin ?? 0)) : started;
    vertex.started = vertex.started === null ? from : Math.min(vertex.started, from);
    vertex.completed = completed;
  } else if (completed !== null) {
    vertex.completed = completed;
  }
  if (vertex.completed !== null && vertex.started !== null) {
    vertex.completed = Math.max(vertex.completed, vertex.started);
  }
  time.newest = Math.max(time.newest, started ?? 0, completed ?? 0);
  const error = textField(raw, "error");
  if (error !== "") vertex.error = mask(error);
}

function earliest(vertexes: readonly Fields[]): number | null {
  const starts = vertexes.map(raw => timeField(raw, "started")).filter(start => start !== null);
  return starts.length === 0 ? null : Math.min(...starts);
}

/**
 * The JSON of `--progress=rawjson` (github.com/moby/buildkit, client.SolveStatus) in the names of the protobuf message:
 * times are RFC 3339, bytes base64, and the names of a log's and a warning's fields differ.
 */
function fromJson(message: Fields): Fields {
  const bytes = (value: unknown): Buffer => Buffer.from(typeof value === "string" ? value : "", "base64");
  const time = (value: unknown): Fields | undefined => {
    const ms = typeof value === "string" ? Date.parse(value) : Number.NaN;
    // Date.parse cuts what is finer than a millisecond.
    return Number.isFinite(ms) ? { seconds: Math.floor(ms / 1000), nanos: (ms % 1000) * 1e6 } : undefined;
  };
  return {
    vertexes: list(message["vertexes"]).map(raw => ({
      ...raw,
      started: time(raw["started"]),
      completed: time(raw["completed"]),
    })),
    logs: list(message["logs"]).map(raw => ({ ...raw, msg: bytes(raw["data"]) })),
    warnings: list(message["warnings"]).map(raw => ({
      ...raw,
      short: bytes(raw["short"]),
      detail: (Array.isArray(raw["detail"]) ? (raw["detail"] as unknown[]) : []).map(bytes),
      ranges: raw["range"],
    })),
  };
}

function readWarning(raw: Readonly<Record<string, unknown>>, mask: (text: string) => string): BuildWarning {
  const details = raw["detail"];
  const start = list(raw["ranges"])[0]?.["start"];
  const line = numberField(start, "line");
  return {
    message: mask(bytesField(raw, "short").toString("utf8")),
    detail: mask(
      (Array.isArray(details) ? (details as unknown[]) : [])
        .map(detail => (detail instanceof Uint8Array ? Buffer.from(detail).toString("utf8") : ""))
        .join("\n"),
    ),
    url: textField(raw, "url"),
    line: line > 0 ? line : null,
  };
}

/** A progress bar rewrites its line by carriage returns: what stands there in the end is the line. */
function lastOverwrite(text: string): string {
  const line = text.replace(/\r+$/, "");
  return line.slice(line.lastIndexOf("\r") + 1);
}

function list(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? (value as unknown[]).filter(isRecord) : [];
}

function bytesField(value: Readonly<Record<string, unknown>>, name: string): Buffer {
  const field = value[name];
  return field instanceof Uint8Array ? Buffer.from(field) : Buffer.alloc(0);
}

function timeField(value: Readonly<Record<string, unknown>>, name: string): number | null {
  const field = value[name];
  return isRecord(field) ? numberField(field, "seconds") * 1000 + numberField(field, "nanos") / 1e6 : null;
}
