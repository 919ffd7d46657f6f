import type { Readable } from "node:stream";
import type { Engine, LogChunk } from "../model/ports";
import { engineFailure, engineLost, statusOf } from "./failure";
import { jsonLines, textField } from "./json-lines";
import type { Link } from "./link";
import { ANSWER_MS, ask, openStream, shortName } from "./link";
import { createDemux, createFrameAssembler, createTerminalAssembler, sinceParameter } from "./log-frames";

interface LogQuery {
  readonly follow: boolean;
  readonly tail?: number | undefined;
  readonly since?: string | undefined;
}

/** Where following left off: how many lines bear the latest timestamp, since asking again gives those lines again. */
interface Position {
  timestamp: string;
  lines: number;
}

/**
 * Reads a container's log, and where asked follows it over restarts. The engine ends the stream when the container stops
 * (moby: also at `restart`), so following attaches again at each start, from the last timestamp on, which is inclusive.
 * `since` of the caller is inclusive too. Following ends when `signal` fires or the container is removed.
 */
export function createLogs(link: Link): Engine["logs"] {
  return async (container, options, onLine, signal) => {
    const doing = `reading the logs of ${shortName(container)}`;
    try {
      if (options.follow) await follow(link, container, options, onLine, doing, signal);
      else await readOnce(link, container, options, { timestamp: "", lines: 0 }, onLine, doing, signal);
    } catch (error) {
      if (signal?.aborted) return;
      throw engineFailure(error, link.endpoint, doing, signal);
    }
  };
}

async function follow(
  link: Link,
  container: string,
  options: LogQuery,
  onLine: (chunk: LogChunk) => void,
  doing: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const position: Position = { timestamp: "", lines: 0 };
  let read = null as string | null;
  while (signal?.aborted !== true) {
    const run =
      read === null
        ? await currentRun(link, container, doing, signal)
        : await nextRun(link, container, read, doing, signal);
    if (run === null) return;
    const isFirst = read === null;
    read = run;
    const query = {
      follow: true,
      tail: isFirst ? options.tail : undefined,
      since: position.timestamp === "" ? options.since : position.timestamp,
    };
    try {
      await readOnce(link, container, query, position, onLine, doing, signal);
    } catch (error) {
      if (isGone(error) && !isFirst) return;
      throw error;
    }
  }
}

/**
 * Streams the log once. Lines up to and including `position` are left out, and `position` moves on with each line.
 * Also used for one-shot containers.
 */
export async function readOnce(
  link: Link,
  container: string,
  query: LogQuery,
  position: Position,
  onLine: (chunk: LogChunk) => void,
  doing: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const details = await ask(link, doing, options => link.docker.getContainer(container).inspect(options), { signal });
  const body = await openStream(
    link,
    doing,
    {
      method: "GET",
      path: `/containers/${encodeURIComponent(container)}/logs`,
      query: {
        follow: query.follow ? 1 : 0,
        stdout: 1,
        stderr: 1,
        timestamps: 1,
        tail: query.tail,
        since: query.since === undefined ? undefined : sinceParameter(query.since),
      },
      limitMs: ANSWER_MS,
    },
    signal,
  );
  const known = { ...position };
  let skip = known.lines;
  const deliver = (lines: readonly LogChunk[]): void => {
    for (const line of lines) {
      if (skip > 0 && line.timestamp === known.timestamp) {
        skip -= 1;
        continue;
      }
      if (line.timestamp > position.timestamp) {
        position.timestamp = line.timestamp;
        position.lines = 1;
      } else if (line.timestamp === position.timestamp) {
        position.lines += 1;
      }
      if (signal?.aborted === true) return;
      onLine(line);
    }
  };
  await pump(body, details.Config.Tty, deliver);
}

async function pump(
  body: Readable,
  hasTerminal: boolean,
  deliver: (lines: readonly LogChunk[]) => void,
): Promise<void> {
  if (hasTerminal) {
    const assembler = createTerminalAssembler();
    for await (const chunk of body) deliver(assembler.add(chunk as Buffer));
    deliver(assembler.flush());
    return;
  }
  const demux = createDemux();
  const assembler = createFrameAssembler();
  for await (const chunk of body) {
    for (const frame of demux(chunk as Buffer)) deliver(assembler.add(frame));
  }
  deliver(assembler.flush());
}

/** When the container's present or last run began: the engine's own text, which is another one for each run. */
async function currentRun(
  link: Link,
  container: string,
  doing: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const details = await ask(link, doing, options => link.docker.getContainer(container).inspect(options), { signal });
  return details.State.StartedAt;
}

/**
 * Waits until the container has begun another run than `before` and gives it; null once the container is removed. The
 * events are opened before the state is read, so that no start falls between the two.
 */
async function nextRun(
  link: Link,
  container: string,
  before: string,
  doing: string,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  const stop = new AbortController();
  const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const filters = JSON.stringify({ type: ["container"], container: [container], event: ["start", "destroy"] });
  const events = await openStream(
    link,
    doing,
    { method: "GET", path: "/events", query: { filters }, limitMs: ANSWER_MS },
    either,
  );
  // Stopping the stream below would otherwise be an error that nobody takes.
  events.on("error", error => link.log.debug(`engine: the events of ${shortName(container)} ended: ${error.message}`));
  try {
    const now = await currentRun(link, container, doing, either);
    if (now !== before) return now;
    for await (const event of jsonLines(events)) {
      if (textField(event, "Action") === "destroy") return null;
      const run = await currentRun(link, container, doing, either);
      if (run !== before) return run;
    }
    throw engineLost(doing, link.endpoint);
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  } finally {
    stop.abort();
    events.destroy();
  }
}

/** True where the engine says that there is no such container. */
function isGone(error: unknown): boolean {
  return statusOf(error) === 404 || (error instanceof Error && statusOf(error.cause) === 404);
}
