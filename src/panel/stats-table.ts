import { element } from "./dom";
import type { ServiceStats } from "./stats-view";
import { bytes, clock, figure, memory } from "./words";
import { l10n } from "./l10n";

const head = [
  l10n.t("service"),
  l10n.t("CPU"),
  l10n.t("peak"),
  l10n.t("memory"),
  l10n.t("peak"),
  l10n.t("limit"),
  l10n.t("network in"),
  l10n.t("out"),
  l10n.t("read"),
  l10n.t("written"),
  l10n.t("killed"),
];

/** By which each chart names the table that says the same. */
export const TABLE_ID = "stats-table";

/** The charts' figures as a table. */
export function statsTable(services: readonly ServiceStats[]): HTMLElement {
  const table = element(
    "table",
    { class: "figures-table", aria: { label: l10n.t("The newest figures of each service") } },
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
    element("tbody", {}, ...services.map(row)),
  );
  table.id = TABLE_ID;
  return table;
}

function row({ label, samples, peakCpu, peakMemory, kills }: ServiceStats): HTMLElement {
  const last = samples.at(-1);
  const first = element("th", {}, label);
  first.scope = "row";
  if (!last) return element("tr", {}, first);
  const cells = [
    l10n.t("{percent} %", { percent: figure(last.cpuPercent, 1) }),
    l10n.t("{percent} %", { percent: figure(peakCpu, 1) }),
    memory(last.memoryBytes),
    memory(peakMemory),
    last.memoryLimit > 0 ? memory(last.memoryLimit) : l10n.t("none"),
    bytes(last.networkIn),
    bytes(last.networkOut),
    bytes(last.blockRead),
    bytes(last.blockWrite),
    kills.length === 0 ? l10n.t("never") : kills.map(at => clock(new Date(at).toISOString())).join(", "),
  ];
  return element("tr", {}, first, ...cells.map(cell => element("td", { class: "number" }, cell)));
}
