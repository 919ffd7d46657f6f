import { systemClock } from "../../host/system";
import type { HostMessage, SampleView } from "../../panel/protocol";
import { errorText, type Shell } from "../shell";
import { containerLabel } from "./container-words";
import type { EngineStore } from "./engine-store";
import { StatsRecord } from "./stats-record";

type StatsMessage = Extract<HostMessage, { type: "stats" }>;

/** Streams of CPU, memory, network and block figures; open only while the panel is seen, which is sent what is kept first. */
export class StatsHub {
  readonly #shell: Shell;
  readonly #engine: EngineStore;
  readonly #send: (message: StatsMessage) => void;
  readonly #record = new StatsRecord();
  readonly #streams = new Map<string, AbortController>();
  #waiting: SampleView[] = [];
  #timer: NodeJS.Timeout | undefined;
  #visible = false;

  constructor(shell: Shell, engine: EngineStore, send: (message: StatsMessage) => void) {
    this.#shell = shell;
    this.#engine = engine;
    this.#send = send;
  }

  /** The panel begins anew: the figures of ten minutes are sent again. */
  restart(): void {
    this.#waiting = [];
    this.#post(this.#record.all(systemClock.now()), true);
  }

  /** Forgets what another engine's containers used. */
  forget(): void {
    for (const stop of this.#streams.values()) stop.abort();
    this.#streams.clear();
    this.#record.clear();
    this.restart();
  }

  #post(samples: readonly SampleView[], reset: boolean): void {
    const { containers, lives } = this.#engine;
    for (const { id, name } of containers) this.#record.killed(name, lives.killsOf(id));
    const { peaks, kills } = this.#record;
    this.#send({ type: "stats", samples, peaks, kills, reset });
  }

  show(visible: boolean): void {
    this.#visible = visible;
    this.update();
  }

  update(): void {
    const engine = this.#engine.live;
    if (!engine) return;
    const running = this.#visible
      ? this.#engine.containers.filter(container => container.state === "running" && this.#engine.isOwn(container))
      : [];
    const ids = new Set(running.map(({ id }) => id));
    for (const [id, stop] of this.#streams) {
      if (ids.has(id)) continue;
      stop.abort();
      this.#streams.delete(id);
    }
    for (const container of running) {
      if (this.#streams.has(container.id)) continue;
      const stop = new AbortController();
      const { id, name } = container;
      const label = (): string => {
        const now = this.#engine.containers.find(each => each.id === id) ?? container;
        return containerLabel(now, this.#engine.containers);
      };
      this.#streams.set(id, stop);
      engine
        .stats(
          id,
          sample =>
            this.#add({ container: name, label: label(), ...sample, memoryLimit: this.#ownLimit(sample.memoryLimit) }),
          stop.signal,
        )
        .catch((error: unknown) => {
          if (!stop.signal.aborted) this.#shell.log.debug(`Figures of ${name}: ${errorText(error)}`);
        })
        .finally(() => {
          if (this.#streams.get(id) === stop) this.#streams.delete(id);
        });
    }
  }

  /** Without a limit of its own a container is told the machine's memory: that is no limit worth showing. */
  #ownLimit(limit: number): number {
    const machine = this.#engine.info?.memory ?? 0;
    return machine > 0 && limit >= machine * 0.95 ? 0 : limit;
  }

  #add(sample: SampleView): void {
    this.#record.add(sample);
    this.#waiting.push(sample);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#post(this.#waiting, false);
      this.#waiting = [];
    }, 500);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const stop of this.#streams.values()) stop.abort();
    this.#streams.clear();
  }
}
