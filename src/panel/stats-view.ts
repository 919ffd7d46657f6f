import { element, replace, svg } from "./dom";
import type { SampleView } from "./protocol";
import { bytes, duration } from "./words";

const keptMs = 600_000;

/** The Stats tab: CPU and memory of ten minutes for each service, and the same figures as a table. */
export class StatsTab {
  readonly element = element("section", { class: "stats" });
  readonly #samples = new Map<string, SampleView[]>();
  readonly #peaks = new Map<string, number>();
  #visible = false;

  add(samples: readonly SampleView[]): void {
    for (const sample of samples) {
      const list = this.#samples.get(sample.service) ?? [];
      list.push(sample);
      while (list[0] && sample.at - list[0].at > keptMs) list.shift();
      this.#samples.set(sample.service, list);
      this.#peaks.set(sample.service, Math.max(this.#peaks.get(sample.service) ?? 0, sample.memoryBytes));
    }
    if (this.#visible) this.#draw();
  }

  show(visible: boolean): void {
    this.#visible = visible;
    if (visible) this.#draw();
  }

  #draw(): void {
    if (this.#samples.size === 0) {
      replace(
        this.element,
        element("div", { class: "card" }, "Figures come as soon as a service of this workspace runs."),
      );
      return;
    }
    replace(
      this.element,
      element("div", { class: "charts" }, ...[...this.#samples].map(([name, list]) => this.#card(name, list))),
      this.#table(),
    );
  }

  #card(name: string, samples: readonly SampleView[]): HTMLElement {
    const last = samples.at(-1);
    const peak = this.#peaks.get(name) ?? 0;
    const cpuTop = Math.max(10, ...samples.map(sample => sample.cpuPercent));
    const memoryTop = Math.max(peak * 1.2, 1);
    const span = samples.length > 1 ? duration((samples.at(-1)?.at ?? 0) - (samples[0]?.at ?? 0)) : "";
    return element(
      "div",
      { class: "chart-card" },
      element("div", { class: "chart-title" }, element("strong", {}, name), element("span", { class: "dim" }, span)),
      element(
        "div",
        { class: "chart-words" },
        `CPU ${(last?.cpuPercent ?? 0).toFixed(1)} %`,
        element("span", { class: "dim" }, `of ${Math.round(cpuTop)} %`),
      ),
      chart(
        samples.map(sample => sample.cpuPercent),
        cpuTop,
        "cpu",
        `CPU of ${name}: ${(last?.cpuPercent ?? 0).toFixed(1)} percent`,
      ),
      element(
        "div",
        { class: "chart-words" },
        `Memory ${bytes(last?.memoryBytes ?? 0)}`,
        element(
          "span",
          { class: "dim" },
          `peak ${bytes(peak)}${last && last.memoryLimit > 0 ? `, limit ${bytes(last.memoryLimit)}` : ""}`,
        ),
      ),
      chart(
        samples.map(sample => sample.memoryBytes),
        memoryTop,
        "memory",
        `Memory of ${name}: ${bytes(last?.memoryBytes ?? 0)}, peak ${bytes(peak)}`,
        peak,
      ),
    );
  }

  #table(): HTMLElement {
    const head = ["service", "CPU", "memory", "peak", "network in", "network out", "read", "written"];
    return element(
      "table",
      { class: "figures-table" },
      element("thead", {}, element("tr", {}, ...head.map(word => element("th", {}, word)))),
      element(
        "tbody",
        {},
        ...[...this.#samples].map(([name, list]) => {
          const last = list.at(-1);
          const cells = last
            ? [
                `${last.cpuPercent.toFixed(1)} %`,
                bytes(last.memoryBytes),
                bytes(this.#peaks.get(name) ?? 0),
                bytes(last.networkIn),
                bytes(last.networkOut),
                bytes(last.blockRead),
                bytes(last.blockWrite),
              ]
            : [];
          return element(
            "tr",
            {},
            element("th", {}, name),
            ...cells.map(cell => element("td", { class: "number" }, cell)),
          );
        }),
      ),
    );
  }
}

function chart(values: readonly number[], top: number, kind: string, label: string, peak?: number): SVGElement {
  const width = 300;
  const height = 56;
  const step = width / Math.max(1, values.length - 1);
  const y = (value: number): number => height - 1 - (value / top) * (height - 4);
  const line = values.map((value, index) => `${(index * step).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
  const parts = [
    svg("polygon", { points: `0,${height} ${line} ${width},${height}`, class: "area" }),
    svg("polyline", { points: line, class: "line" }),
  ];
  if (peak !== undefined) parts.push(svg("line", { x1: 0, x2: width, y1: y(peak), y2: y(peak), class: "peak" }));
  return svg(
    "svg",
    {
      viewBox: `0 0 ${width} ${height}`,
      preserveAspectRatio: "none",
      class: `chart ${kind}`,
      role: "img",
      "aria-label": label,
    },
    ...parts,
  );
}
