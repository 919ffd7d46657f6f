import { element } from "./dom";
import type { ServiceStats } from "./stats-view";
import { bytes, clock, memory } from "./words";

const head = ["service", "CPU", "peak", "memory", "peak", "limit", "network in", "out", "read", "written", "killed"];

/** The charts' figures as a table. */
export function statsTable(services: ReadonlyMap<string, ServiceStats>): HTMLElement {
  return element(
    "table",
    { class: "figures-table", aria: { label: "The newest figures of each service" } },
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        ...head.map(word => {
          const cell = element("th", {}, word);
          cell.scope = "col";
          return cell;
        }),
      ),
    ),
    element("tbody", {}, ...[...services].map(([name, own]) => row(name, own))),
  );
}

function row(name: string, { samples, peakCpu, peakMemory, kills }: ServiceStats): HTMLElement {
  const last = samples.at(-1);
  const first = element("th", {}, name);
  first.scope = "row";
  if (!last) return element("tr", {}, first);
  const cells = [
    `${last.cpuPercent.toFixed(1)} %`,
    `${peakCpu.toFixed(1)} %`,
    memory(last.memoryBytes),
    memory(peakMemory),
    last.memoryLimit > 0 ? memory(last.memoryLimit) : "none",
    bytes(last.networkIn),
    bytes(last.networkOut),
    bytes(last.blockRead),
    bytes(last.blockWrite),
    kills.length === 0 ? "never" : kills.map(at => clock(new Date(at).toISOString())).join(", "),
  ];
  return element("tr", {}, first, ...cells.map(cell => element("td", { class: "number" }, cell)));
}
