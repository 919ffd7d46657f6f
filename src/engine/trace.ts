import { StringDecoder } from "node:string_decoder";
import {
  failingStep,
  type BuildEvent,
  type BuildLogLine,
  type BuildStep,
  type BuildWarning,
} from "../model/build-trace";
import type { BuildStatus, VertexStatus, VertexWarning } from "./buildkit-messages";
import { decodeStatus, statusOfJson } from "./buildkit-messages";
import { parseStepName } from "./step-name";

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

  const accept = (status: BuildStatus): readonly BuildEvent[] => {
    const events: BuildEvent[] = [];
    const changed = new Set<Vertex>();
    time.origin ??= earliest(status.vertexes);
    for (const report of status.vertexes) {
      const vertex = vertices.get(report.digest) ?? emptyVertex(report.digest);
      vertices.set(report.digest, vertex);
      merge(vertex, report, time, mask);
      changed.add(vertex);
    }
    for (const vertex of changed) events.push({ kind: "step", step: stepOf(vertex) });
    for (const { vertex: digest, stream: number, data } of status.logs) {
      const name = number === 2 ? "stderr" : "stdout";
      const key = `${digest} ${name}`;
      const stream = streams.get(key) ?? { digest, stream: name, decoder: new StringDecoder("utf8"), rest: "" };
      streams.set(key, stream);
      stream.rest += stream.decoder.write(data);
      const parts = stream.rest.split("\n");
      stream.rest = parts.pop() ?? "";
      for (const part of parts) events.push({ kind: "log", line: keep(digest, name, lastOverwrite(part)) });
    }
    for (const reported of status.warnings) {
      const warning = warningOf(reported, mask);
      warnings.push(warning);
      events.push({ kind: "warning", warning });
    }
    return events;
  };

  return {
    accept: aux => accept(decodeStatus(Buffer.from(aux, "base64"))),
    acceptJson: message => accept(statusOfJson(message)),
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
  { name, cached, started, completed, error }: VertexStatus,
  time: EngineTime,
  mask: (text: string) => string,
): void {
  vertex.name = mask(name) || vertex.name;
  vertex.cached ||= cached;
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
  if (error !== "") vertex.error = mask(error);
}

function earliest(vertexes: readonly VertexStatus[]): number | null {
  const starts = vertexes.map(vertex => vertex.started).filter(start => start !== null);
  return starts.length === 0 ? null : Math.min(...starts);
}

function warningOf({ short, detail, url, line }: VertexWarning, mask: (text: string) => string): BuildWarning {
  return { message: mask(short), detail: mask(detail.join("\n")), url, line: line > 0 ? line : null };
}

/** A progress bar rewrites its line by carriage returns: what stands there in the end is the line. */
function lastOverwrite(text: string): string {
  const line = text.replace(/\r+$/, "");
  return line.slice(line.lastIndexOf("\r") + 1);
}
