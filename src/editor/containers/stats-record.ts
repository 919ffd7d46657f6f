import type { PeakView, SampleView } from "../../panel/protocol";

const keptMs = 600_000;

/** The figures of ten minutes and the peaks of each container by its name, for a panel that begins anew. */
export class StatsRecord {
  readonly #samples = new Map<string, SampleView[]>();
  readonly #peaks = new Map<string, PeakView>();
  readonly #kills = new Map<string, ReadonlySet<number>>();

  add(sample: SampleView): void {
    const { container, cpuPercent, memoryBytes } = sample;
    const own = this.#samples.get(container) ?? [];
    this.#samples.set(container, own);
    own.push(sample);
    while (own[0] && sample.at - own[0].at > keptMs) own.shift();
    const before = this.#peaks.get(container);
    this.#peaks.set(container, {
      container,
      cpuPercent: Math.max(before?.cpuPercent ?? 0, cpuPercent),
      memoryBytes: Math.max(before?.memoryBytes ?? 0, memoryBytes),
    });
  }

  /** Takes the moments at which a container was killed for want of memory; they stay when it is removed or made anew. */
  killed(container: string, moments: readonly number[]): void {
    if (moments.length > 0) this.#kills.set(container, new Set([...(this.#kills.get(container) ?? []), ...moments]));
  }

  get kills(): readonly { readonly container: string; readonly at: number }[] {
    return [...this.#kills].flatMap(([container, moments]) => [...moments].map(at => ({ container, at })));
  }

  get peaks(): readonly PeakView[] {
    return [...this.#peaks.values()];
  }

  /** All samples that are no older than ten minutes, container by container; what has none any more is forgotten. */
  all(now: number): readonly SampleView[] {
    for (const [container, samples] of this.#samples) {
      const recent = samples.filter(({ at }) => now - at <= keptMs);
      if (recent.length > 0) this.#samples.set(container, recent);
      else {
        this.#samples.delete(container);
        this.#peaks.delete(container);
        this.#kills.delete(container);
      }
    }
    return [...this.#samples.values()].flat();
  }

  clear(): void {
    this.#samples.clear();
    this.#peaks.clear();
    this.#kills.clear();
  }
}
