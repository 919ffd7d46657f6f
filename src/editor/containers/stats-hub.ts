import type { SampleView } from "../../panel/protocol";
import { errorText, type Shell } from "../shell";
import type { EngineStore } from "./engine-store";

/** Streams of CPU, memory, network and block figures; open only while the panel is seen. */
export class StatsHub {
  readonly #shell: Shell;
  readonly #engine: EngineStore;
  readonly #send: (samples: readonly SampleView[]) => void;
  readonly #streams = new Map<string, AbortController>();
  #waiting: SampleView[] = [];
  #timer: NodeJS.Timeout | undefined;
  #visible = false;

  constructor(shell: Shell, engine: EngineStore, send: (samples: readonly SampleView[]) => void) {
    this.#shell = shell;
    this.#engine = engine;
    this.#send = send;
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
      const service = container.service ?? container.name;
      this.#streams.set(container.id, stop);
      engine
        .stats(
          container.id,
          sample => this.#add({ service, ...sample, memoryLimit: this.#ownLimit(sample.memoryLimit) }),
          stop.signal,
        )
        .catch((error: unknown) => {
          if (!stop.signal.aborted) this.#shell.log.debug(`Figures of ${service}: ${errorText(error)}`);
        })
        .finally(() => {
          if (this.#streams.get(container.id) === stop) this.#streams.delete(container.id);
        });
    }
  }

  /** Without a limit of its own a container is told the machine's memory: that is no limit worth showing. */
  #ownLimit(limit: number): number {
    const machine = this.#engine.info?.memory ?? 0;
    return machine > 0 && limit >= machine * 0.95 ? 0 : limit;
  }

  #add(sample: SampleView): void {
    this.#waiting.push(sample);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#send(this.#waiting);
      this.#waiting = [];
    }, 500);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const stop of this.#streams.values()) stop.abort();
    this.#streams.clear();
  }
}
