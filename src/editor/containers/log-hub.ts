import { systemClock } from "../../host/system";
import type { ContainerSummary, LogChunk } from "../../model/ports";
import type { LogLine } from "../../panel/protocol";
import { errorText, isCancelled, setting, type Shell } from "../shell";
import { containerLabel } from "./container-words";
import { EarlyLines } from "./early-lines";
import type { EngineStore } from "./engine-store";
import { LogCursor } from "./log-cursor";
import { logName, wantedLogs } from "./log-choice";
import { byTime, LogRing, type ArrivedLine } from "./log-ring";

const batchLines = 8000;
const sendEveryMs = 100;
/** How long the first lines of several logs are waited for, so that they can be merged by time. */
const mergeMs = 300;
/** How long lines from before a log was followed are put among those that are shown, which are then sent again in one batch. */
const historyMs = 10_000;
/** Lines a second from which a reader is told how many come. */
const floodLines = 2000;
/** Lines that may wait for a panel that cannot follow; older ones are skipped and said so. */
const maxBacklog = 60_000;

export interface LogBatch {
  readonly batch: number;
  readonly lines: readonly LogLine[];
  readonly skipped: number;
  readonly older: number;
  readonly perSecond: number;
  readonly reset: boolean;
}

/** What the reader asked for: services (none means all of the workspace), lines of each log and seconds back; 0 means all. */
export interface LogWindow {
  readonly services: readonly string[];
  readonly lines: number;
  readonly sinceSeconds: number;
}

/** Follows the logs of containers into one bounded ring and hands them out in batches, each acknowledged before the next. */
export class LogHub {
  readonly #shell: Shell;
  readonly #engine: EngineStore;
  readonly #ring = new LogRing(setting("logs.memory", 64) * 1_000_000);
  readonly #followed = new Map<string, AbortController>();
  /** The last time seen of each container's log, to go on from after a pause or a lost engine. */
  readonly #positions = new Map<string, string>();
  /** What each container is called beside others: a service may come to have more than one while its log is followed. */
  #labels: ReadonlyMap<string, string> = new Map();
  readonly #send: (batch: LogBatch) => void;
  readonly #happened: { dispose(): void };
  #window: LogWindow = { services: [], lines: setting("logs.lines", 1000), sinceSeconds: 0 };
  #visible = false;
  #arrived: ArrivedLine[] = [];
  #mergeAt = 0;
  #historyUntil = 0;
  #followedAt = "";
  readonly #cursor = new LogCursor();
  readonly #early = new EarlyLines();
  readonly #isOwn = (container: ContainerSummary): boolean => this.#engine.isOwn(container);
  #batch = 0;
  #acknowledged = 0;
  #timer: NodeJS.Timeout | undefined;
  #rateSince = 0;
  #rateCount = 0;
  #rate = 0;
  #sentFlood = 0;

  constructor(shell: Shell, engine: EngineStore, send: (batch: LogBatch) => void) {
    this.#shell = shell;
    this.#engine = engine;
    this.#send = send;
    this.#happened = engine.onDidHappen(({ container, service, at, words }) => {
      const known = engine.containers.find(({ id }) => id === container);
      const line: ArrivedLine = {
        source: container,
        service: known ? logName(known, this.#isOwn) : service,
        label: service,
        kind: "rule",
        at: new Date(at).toISOString(),
        text: words,
      };
      const isShown = container === "" || this.#followed.has(container) || this.#positions.has(container);
      if (isShown) this.#add(line);
      else this.#early.keep(line, systemClock.now());
    });
  }

  /** Which logs to follow and whether anyone looks. */
  want(window: LogWindow, visible: boolean): void {
    const before = this.#window;
    this.#window = window;
    this.#visible = visible;
    if (before.lines !== window.lines || before.sinceSeconds !== window.sinceSeconds) this.forget();
    this.update();
  }

  /** The panel begins anew: everything that is kept is sent again. */
  restart(): void {
    this.#cursor.restart(this.#ring.first);
    this.#acknowledged = this.#batch;
    this.#schedule();
  }

  acknowledge(batch: number): void {
    this.#acknowledged = Math.max(this.#acknowledged, batch);
    if (this.#cursor.sent < this.#ring.end || this.#flood() > 0) this.#schedule();
  }

  /** The kept lines of containers that are no more, which no engine can give again. */
  linesOfGone(present: ReadonlySet<string>): readonly ArrivedLine[] {
    this.#collect();
    return this.#ring.all().filter(({ source, kind }) => source !== "" && kind !== "rule" && !present.has(source));
  }

  /** Starts and stops following as containers come and go. While the engine is lost nothing is asked of it. */
  update(): void {
    const engine = this.#engine.live;
    const all = this.#engine.containers;
    const { services } = this.#window;
    const containers = this.#visible && engine ? wantedLogs(all, services, this.#isOwn) : [];
    this.#labels = new Map(containers.map(container => [container.id, containerLabel(container, all)]));
    const ids = new Set(containers.map(({ id }) => id));
    for (const [id, stop] of this.#followed) {
      if (ids.has(id)) continue;
      stop.abort();
      this.#followed.delete(id);
    }
    for (const container of containers) if (!this.#followed.has(container.id)) this.#follow(container);
  }

  /** Forgets every line: the window is another, or the engine. */
  forget(): void {
    for (const stop of this.#followed.values()) stop.abort();
    this.#followed.clear();
    this.#positions.clear();
    this.#arrived = [];
    this.#ring.clear();
    this.#cursor.forget(this.#ring.first);
    this.restart();
  }

  #follow(container: ContainerSummary): void {
    const engine = this.#engine.live;
    if (!engine) return;
    const stop = new AbortController();
    const service = logName(container, this.#isOwn);
    const source = container.id;
    this.#followed.set(source, stop);
    const last = this.#positions.get(source) ?? null;
    if (last === null) {
      const now = systemClock.now();
      this.#mergeAt = now + mergeMs;
      this.#historyUntil = now + historyMs;
      this.#followedAt = new Date(now).toISOString();
      for (const line of this.#early.take(source, now)) this.#add({ ...line, service });
    }
    const onLine = ({ timestamp, stream, text }: LogChunk): void => {
      if (last !== null && timestamp <= last) return;
      this.#positions.set(source, timestamp);
      const label = this.#labels.get(source) ?? service;
      this.#add({ source, service, label, kind: stream, at: timestamp, text });
    };
    engine
      .logs(source, last === null ? this.#firstQuery() : { follow: true, since: last }, onLine, stop.signal)
      .catch((error: unknown) => {
        if (!isCancelled(error) && !stop.signal.aborted)
          this.#shell.log.warn(`Logs of ${service}: ${errorText(error)}`);
      })
      .finally(() => {
        if (this.#followed.get(source) === stop) this.#followed.delete(source);
      });
  }

  #firstQuery(): { readonly follow: true; readonly tail?: number; readonly since?: string } {
    const { lines, sinceSeconds } = this.#window;
    return {
      follow: true,
      ...(lines > 0 ? { tail: lines } : {}),
      ...(sinceSeconds > 0 ? { since: new Date(systemClock.now() - sinceSeconds * 1000).toISOString() } : {}),
    };
  }

  #add(line: ArrivedLine): void {
    this.#arrived.push(line);
    this.#rateCount++;
    this.#schedule();
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#flush();
    }, sendEveryMs);
  }

  /** Puts what arrived into the ring, merged by time. */
  #collect(): void {
    const arrived = this.#arrived;
    this.#arrived = [];
    arrived.sort(byTime);
    // An engine that is busy gives the old lines of one log after those of others are shown.
    const isHistory =
      systemClock.now() < this.#historyUntil &&
      (arrived[0]?.at ?? "") < this.#followedAt &&
      this.#ring.end - this.#ring.first + arrived.length <= batchLines;
    if (!isHistory) for (const line of arrived) this.#ring.add(line);
    else if (this.#ring.weave(arrived)) this.#cursor.forget(this.#ring.first);
  }

  #flush(): void {
    const now = systemClock.now();
    if (now < this.#mergeAt && this.#arrived.length < maxBacklog) return this.#schedule();
    this.#collect();
    if (now - this.#rateSince >= 1000) {
      this.#rate = Math.round((this.#rateCount * 1000) / Math.max(1, now - this.#rateSince));
      this.#rateSince = now;
      this.#rateCount = 0;
    }
    if (!this.#visible || this.#acknowledged < this.#batch) return;
    const cursor = this.#cursor;
    cursor.seek(this.#ring.first, this.#ring.end, maxBacklog);
    const lines = this.#ring.slice(cursor.sent, cursor.sent + batchLines);
    const reset = cursor.isNew;
    // A reader is told when a flood ends, too.
    if (lines.length === 0 && !reset && this.#flood() === this.#sentFlood) return;
    this.#sentFlood = this.#flood();
    cursor.took(lines.length);
    this.#batch++;
    this.#send({
      batch: this.#batch,
      lines,
      skipped: cursor.skipped,
      older: cursor.older,
      perSecond: this.#sentFlood,
      reset,
    });
  }

  /** Lines a second where they are a flood, else 0. */
  #flood(): number {
    return this.#rate >= floodLines ? this.#rate : 0;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#happened.dispose();
    for (const stop of this.#followed.values()) stop.abort();
    this.#followed.clear();
  }
}
