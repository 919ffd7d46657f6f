import { systemClock } from "../../host/system";
import type { ContainerSummary, LogChunk } from "../../model/ports";
import type { LogLine } from "../../panel/protocol";
import { errorText, isCancelled, setting, type Shell } from "../shell";
import type { EngineStore } from "./engine-store";
import { LogRing } from "./log-ring";

const batchLines = 4000;
const sendEveryMs = 100;
/** Lines that may wait for a panel that cannot follow; older ones are skipped and said so. */
const maxBacklog = 60_000;

export interface LogBatch {
  readonly batch: number;
  readonly lines: readonly LogLine[];
  readonly skipped: number;
  readonly trimmed: number;
  readonly perSecond: number;
  readonly reset: boolean;
}

/** Follows the logs of containers into one bounded ring and hands them out in batches, each acknowledged before the next. */
export class LogHub {
  readonly #shell: Shell;
  readonly #engine: EngineStore;
  readonly #ring = new LogRing(setting("logs.memory", 64) * 1_000_000);
  readonly #followed = new Map<string, { stop: AbortController; service: string }>();
  readonly #send: (batch: LogBatch) => void;
  #wanted: readonly string[] = [];
  #visible = false;
  #sent = 0;
  #batch = 0;
  #acknowledged = 0;
  #timer: NodeJS.Timeout | undefined;
  #skipped = 0;
  #reset = true;
  #rateSince = 0;
  #rateCount = 0;
  #rate = 0;
  #states = new Map<string, string>();

  constructor(shell: Shell, engine: EngineStore, send: (batch: LogBatch) => void) {
    this.#shell = shell;
    this.#engine = engine;
    this.#send = send;
  }

  /** Which services to follow (empty: all of the workspace) and whether anyone looks. */
  want(services: readonly string[], visible: boolean): void {
    this.#wanted = services;
    this.#visible = visible;
    this.update();
  }

  /** The panel begins anew: everything that is kept is sent again. */
  restart(): void {
    this.#sent = this.#ring.first;
    this.#reset = true;
    this.#acknowledged = this.#batch;
    this.#schedule();
  }

  acknowledge(batch: number): void {
    this.#acknowledged = Math.max(this.#acknowledged, batch);
    if (this.#sent < this.#ring.end) this.#schedule();
  }

  /** Starts and stops following as containers come and go. */
  update(): void {
    const containers = this.#visible ? this.#engine.containers.filter(container => this.#isWanted(container)) : [];
    const ids = new Set(containers.map(({ id }) => id));
    for (const [id, { stop }] of this.#followed) {
      if (ids.has(id)) continue;
      stop.abort();
      this.#followed.delete(id);
    }
    for (const container of containers) {
      this.#noteState(container);
      if (!this.#followed.has(container.id)) this.#follow(container);
    }
  }

  #isWanted(container: ContainerSummary): boolean {
    const name = container.service ?? container.name;
    if (this.#wanted.length > 0) return this.#wanted.includes(name) || this.#wanted.includes(container.id);
    return this.#engine.isOwn(container);
  }

  /** A restart or an end draws a rule, so that a reader sees where one life ends and the next begins. */
  #noteState(container: ContainerSummary): void {
    const before = this.#states.get(container.id);
    this.#states.set(container.id, container.state);
    if (before === undefined || before === container.state) return;
    const name = container.service ?? container.name;
    const words =
      container.state === "exited"
        ? `${name} stopped, ${container.status.toLowerCase()}`
        : container.state === "running"
          ? `${name} started`
          : `${name} ${container.state}`;
    this.#add(name, "rule", new Date(systemClock.now()).toISOString(), words);
  }

  #follow(container: ContainerSummary): void {
    const stop = new AbortController();
    const service = container.service ?? container.name;
    this.#followed.set(container.id, { stop, service });
    const last = this.#ring.lastTime(service);
    const options = last === null ? { follow: true, tail: setting("logs.lines", 1000) } : { follow: true, since: last };
    const onLine = (chunk: LogChunk): void => {
      if (last !== null && chunk.timestamp <= last) return;
      this.#add(service, chunk.stream, chunk.timestamp, chunk.text);
    };
    this.#engine
      .connect()
      .then(engine => engine.logs(container.id, options, onLine, stop.signal))
      .catch((error: unknown) => {
        if (!isCancelled(error) && !stop.signal.aborted)
          this.#shell.log.warn(`Logs of ${service}: ${errorText(error)}`);
      })
      .finally(() => {
        if (this.#followed.get(container.id)?.stop === stop) this.#followed.delete(container.id);
      });
  }

  #add(service: string, kind: LogLine["kind"], at: string, text: string): void {
    this.#ring.add({ service, kind, at, text });
    this.#rateCount++;
    this.#schedule();
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#flush();
    }, sendEveryMs);
  }

  #flush(): void {
    if (!this.#visible || this.#acknowledged < this.#batch) return;
    const now = systemClock.now();
    if (now - this.#rateSince >= 1000) {
      this.#rate = Math.round((this.#rateCount * 1000) / Math.max(1, now - this.#rateSince));
      this.#rateSince = now;
      this.#rateCount = 0;
    }
    const from = Math.max(this.#sent, this.#ring.first);
    if (this.#ring.end - from > maxBacklog) {
      const start = this.#ring.end - maxBacklog;
      if (!this.#reset) this.#skipped += start - from;
      this.#sent = start;
    } else this.#sent = from;
    const lines = this.#ring.slice(this.#sent, this.#sent + batchLines);
    if (lines.length === 0 && !this.#reset) return;
    this.#sent += lines.length;
    this.#batch++;
    this.#send({
      batch: this.#batch,
      lines,
      skipped: this.#skipped,
      trimmed: this.#ring.first,
      perSecond: this.#rate,
      reset: this.#reset,
    });
    this.#reset = false;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const { stop } of this.#followed.values()) stop.abort();
    this.#followed.clear();
  }
}
