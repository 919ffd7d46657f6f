import { byLabel } from "../model/by-label";
import { element, replace, svg } from "./dom";
import type { HostMessage, SampleView } from "./protocol";
import { statsTable, TABLE_ID } from "./stats-table";
import { bytes, clock, duration, figure, memory } from "./words";
import { l10n } from "./l10n";

const keptMs = 600_000;
/** The least time that a chart spans, so that its first points do not fill it. */
const leastSpanMs = 60_000;

/** Between samples that are further apart nobody looked: nothing is drawn there. */
const gapMs = 10_000;

/** What is known of one container: the last ten minutes, its peaks since it was first measured, and when it was killed. */
export interface ServiceStats {
  label: string;
  readonly samples: SampleView[];
  peakCpu: number;
  peakMemory: number;
  kills: readonly number[];
}

/** The Stats tab: CPU, memory, network and block devices of ten minutes for each service, and the same as a table. */
export class StatsTab {
  readonly element = element("section", { class: "stats" });
  readonly #services = new Map<string, ServiceStats>();
  #visible = false;

  receive({ samples, peaks, kills, reset }: Extract<HostMessage, { type: "stats" }>): void {
    if (reset) this.#services.clear();
    for (const sample of samples) {
      const { container, label, at } = sample;
      const own = this.#services.get(container) ?? { label, samples: [], peakCpu: 0, peakMemory: 0, kills: [] };
      this.#services.set(container, own);
      own.label = label;
      own.samples.push(sample);
      while (own.samples[0] && at - own.samples[0].at > keptMs) own.samples.shift();
    }
    for (const { container, cpuPercent, memoryBytes } of peaks) {
      const own = this.#services.get(container);
      if (own) Object.assign(own, { peakCpu: cpuPercent, peakMemory: memoryBytes });
    }
    const now = Date.now();
    for (const [container, own] of this.#services) {
      own.kills = kills.filter(kill => kill.container === container).map(({ at }) => at);
      if (now - (own.samples.at(-1)?.at ?? 0) > keptMs) this.#services.delete(container);
    }
    if (this.#visible) this.#draw();
  }

  show(visible: boolean): void {
    this.#visible = visible;
    if (visible) this.#draw();
  }

  #draw(): void {
    if (this.#services.size === 0) {
      const words = l10n.t("Figures come as soon as a service of this workspace runs.");
      return replace(this.element, element("div", { class: "card" }, words));
    }
    const top = this.element.scrollTop;
    const services = [...this.#services.values()].sort((left, right) => byLabel(left.label, right.label));
    // All charts end at the same moment, so that what happened together stands together.
    const end = Math.max(...services.map(({ samples }) => samples.at(-1)?.at ?? 0));
    replace(
      this.element,
      element("div", { class: "charts" }, ...services.map(own => card(own, end))),
      element("div", { class: "table-scroll" }, statsTable(services)),
    );
    this.element.scrollTop = top;
  }
}

function card(own: ServiceStats, end: number): HTMLElement {
  const { label: name, samples, peakCpu, peakMemory, kills } = own;
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last) return element("div", { class: "chart-card" });
  const span =
    end - last.at > gapMs
      ? l10n.t("until {time}", { time: clock(new Date(last.at).toISOString()) })
      : duration(last.at - first.at);
  const limit = last.memoryLimit;
  // A limit far above what is used would press the line flat: it is named, and drawn only where it is near.
  const nearLimit = limit > 0 && limit < peakMemory * 4;
  const memoryTop = Math.max(nearLimit ? limit : 0, peakMemory * 1.2, 1);
  const killed = kills.at(-1);
  const network = rates(samples, sample => sample.networkIn + sample.networkOut);
  const block = rates(samples, sample => sample.blockRead + sample.blockWrite);
  return element(
    "div",
    { class: "chart-card" },
    element("div", { class: "chart-title" }, element("strong", {}, name), element("span", { class: "dim" }, span)),
    killed !== undefined &&
      element(
        "div",
        { class: "killed" },
        l10n.t("Killed at {time}: it used more memory than its limit.", {
          time: clock(new Date(killed).toISOString()),
        }),
      ),
    words(
      l10n.t("CPU {percent} %", { percent: figure(last.cpuPercent, 1) }),
      l10n.t("peak {percent} %", { percent: figure(peakCpu, 1) }),
    ),
    chart(
      samples.map(({ at, cpuPercent }) => [at, cpuPercent]),
      { top: Math.max(10, peakCpu * 1.1), kind: "cpu", peak: peakCpu, kills, end },
      l10n.t("CPU of {name}: {now} percent, peak {peak} percent", {
        name,
        now: figure(last.cpuPercent, 1),
        peak: figure(peakCpu, 1),
      }),
    ),
    words(
      l10n.t("Memory {size}", { size: memory(last.memoryBytes) }),
      limit > 0
        ? l10n.t("peak {peak}, limit {limit}", { peak: memory(peakMemory), limit: memory(limit) })
        : l10n.t("peak {peak}, no limit", { peak: memory(peakMemory) }),
    ),
    chart(
      samples.map(({ at, memoryBytes }) => [at, memoryBytes]),
      { top: memoryTop, kind: "memory", peak: peakMemory, kills, end, ...(nearLimit ? { limit } : {}) },
      l10n.t("Memory of {name}: {now}, peak {peak}", { name, now: memory(last.memoryBytes), peak: memory(peakMemory) }),
    ),
    words(
      l10n.t("Network {rate}/s", { rate: bytes(network.at(-1)?.[1] ?? 0) }),
      l10n.t("{received} in, {sent} out", { received: bytes(last.networkIn), sent: bytes(last.networkOut) }),
    ),
    chart(network, { top: highest(network), kind: "network small", kills, end }, l10n.t("Network of {name}", { name })),
    words(
      l10n.t("Block devices {rate}/s", { rate: bytes(block.at(-1)?.[1] ?? 0) }),
      l10n.t("{read} read, {written} written", { read: bytes(last.blockRead), written: bytes(last.blockWrite) }),
    ),
    chart(block, { top: highest(block), kind: "block small", kills, end }, l10n.t("Block devices of {name}", { name })),
  );
}

function words(left: string, right: string): HTMLElement {
  return element("div", { class: "chart-words" }, left, element("span", { class: "dim" }, right));
}

type Point = readonly [at: number, value: number];

/** What came a second, of figures that only grow; a restart begins at zero again. */
function rates(samples: readonly SampleView[], total: (sample: SampleView) => number): Point[] {
  return samples.slice(1).map((sample, index) => {
    const before = samples[index];
    const seconds = before ? (sample.at - before.at) / 1000 : 0;
    const more = before ? total(sample) - total(before) : 0;
    return [sample.at, seconds > 0 ? Math.max(0, more) / seconds : 0];
  });
}

/** Points in stretches without a gap between them. */
function unbroken(points: readonly Point[]): readonly (readonly Point[])[] {
  const parts: Point[][] = [];
  for (const point of points) {
    const part = parts.at(-1);
    const before = part?.at(-1);
    if (part && before && point[0] - before[0] <= gapMs) part.push(point);
    else parts.push([point]);
  }
  return parts;
}

function highest(points: readonly Point[]): number {
  return Math.max(1000, ...points.map(([, value]) => value)) * 1.1;
}

interface ChartOptions {
  readonly top: number;
  readonly kind: string;
  readonly peak?: number;
  readonly limit?: number;
  readonly kills: readonly number[];
  /** The moment at the right edge. */
  readonly end: number;
}

function chart(
  points: readonly Point[],
  { top, kind, peak, limit, kills, end }: ChartOptions,
  label: string,
): SVGElement {
  const width = 300;
  const height = kind.includes("small") ? 28 : 56;
  const start = Math.min(points[0]?.[0] ?? 0, end - leastSpanMs);
  const x = (at: number): string => (((at - start) / Math.max(1, end - start)) * width).toFixed(1);
  const y = (value: number): number => height - 1 - (Math.min(value, top) / top) * (height - 4);
  const across = (value: number, name: string): SVGElement =>
    svg("line", { x1: 0, x2: width, y1: y(value), y2: y(value), class: name });
  const parts = unbroken(points).flatMap(part => {
    const line = part.map(([at, value]) => `${x(at)},${y(value).toFixed(1)}`).join(" ");
    const [first = start, last = end] = [part[0]?.[0], part.at(-1)?.[0]];
    return [
      svg("polygon", { points: `${x(first)},${height} ${line} ${x(last)},${height}`, class: "area" }),
      svg("polyline", { points: line, class: "line" }),
    ];
  });
  if (peak !== undefined) parts.push(across(peak, "peak"));
  if (limit !== undefined) parts.push(across(limit, "limit"));
  for (const at of kills) {
    if (at >= start && at <= end) parts.push(svg("line", { x1: x(at), x2: x(at), y1: 0, y2: height, class: "kill" }));
  }
  return svg(
    "svg",
    {
      viewBox: `0 0 ${width} ${height}`,
      preserveAspectRatio: "none",
      class: `chart ${kind}`,
      role: "img",
      "aria-label": label,
      "aria-details": TABLE_ID,
    },
    ...parts,
  );
}
