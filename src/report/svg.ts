import type { PastRun, ThresholdVerdict } from "../model/verification";
import { formatCompared, formatFigure, thresholdName } from "./figures";
import { DOCUMENT_MARK } from "./recon-document";

const WIDTH = 760;
const STYLE = `<style>
  text { font: 12px system-ui, sans-serif; fill: #24292f; }
  .dim { fill: #57606a; } .track { fill: #d0d7de; } .held { fill: #2da44e; } .missed { fill: #cf222e; } .mark { stroke: #24292f; }
  .line { fill: none; stroke: #0969da; stroke-width: 1.5; } .dot { fill: #0969da; } .limit { stroke: #9a6700; stroke-dasharray: 3 3; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .dim { fill: #9198a1; } .track { fill: #3d444d; } .held { fill: #3fb950; } .missed { fill: #f85149; }
    .mark { stroke: #e6edf3; } .line { stroke: #4493f8; } .dot { fill: #4493f8; } .limit { stroke: #d29922; }
  }
</style>`;

/** Each threshold as a bar: how much of its limit was used; a missed one goes beyond the line. */
export function thresholdChart(thresholds: readonly ThresholdVerdict[]): string {
  const rows = thresholds.flatMap(threshold => {
    const { key, limit, measured, held } = threshold;
    const words = formatCompared(threshold);
    if (typeof limit !== "number" || typeof measured !== "number") return [];
    const share = limit === 0 ? (measured === 0 ? 0 : 1.3) : Math.min(1.3, measured / limit);
    return [
      {
        name: thresholdName(key),
        share,
        held,
        text: `${words.measured} of ${words.limit}`,
      },
    ];
  });
  const [left, full] = [210, 360];
  const body = rows.map(({ name, share, held, text }, index) => {
    const y = 24 + index * 22;
    return [
      `<text x="0" y="${y + 11}">${xml(name)}</text>`,
      `<rect class="track" x="${left}" y="${y + 2}" width="${full}" height="10" rx="2"/>`,
      `<rect class="${held ? "held" : "missed"}" x="${left}" y="${y + 2}" width="${Math.max(2, Math.round(full * share))}" height="10" rx="2"/>`,
      `<text class="dim" x="${left + full * 1.3 + 8}" y="${y + 11}">${xml(text)}</text>`,
    ].join("");
  });
  const height = 34 + rows.length * 22;
  const limit = `<line class="mark" x1="${left + full}" x2="${left + full}" y1="18" y2="${height - 8}"/><text class="dim" x="${left + full}" y="12" text-anchor="middle">limit</text>`;
  return svg(WIDTH + 60, height, "Each threshold and how much of its limit was used", [...body, limit]);
}

/** How a figure went over the last runs, one small chart a threshold. */
export function historyChart(thresholds: readonly ThresholdVerdict[], runs: readonly PastRun[]): string | null {
  const charts = thresholds.flatMap(({ key, unit, limit }) => {
    const values = runs.flatMap(({ figures }) => (figures[key] === undefined ? [] : [figures[key]]));
    // A figure that never changed has nothing to show over time.
    return values.length > 1 && new Set(values).size > 1 ? [{ key, unit, limit, values }] : [];
  });
  if (charts.length === 0) return null;
  const [columns, cell, tall] = [3, Math.floor((WIDTH + 60) / 3), 76];
  const body = charts.map(({ key, unit, limit, values }, index) => {
    const x = (index % columns) * cell;
    const y = Math.floor(index / columns) * tall;
    const width = cell - 24;
    // A change of a few per cent is drawn as what it is, not from floor to ceiling.
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const spare = Math.max(0, most * 0.2 - (most - least)) / 2;
    const [bottom, top] = [least - spare, most + spare];
    const at = (value: number): number => y + 58 - ((value - bottom) / (top - bottom || 1)) * 30;
    const points = values.map(
      (value, step) => `${round(x + (step * width) / (values.length - 1))},${round(at(value))}`,
    );
    const last = values.at(-1) ?? 0;
    const isNear = typeof limit === "number" && limit >= bottom && limit <= top;
    return [
      `<text x="${x}" y="${y + 12}">${xml(thresholdName(key))}</text>`,
      `<text class="dim" x="${x + width}" y="${y + 12}" text-anchor="end">${xml(formatFigure(last, unit))}</text>`,
      isNear
        ? `<line class="limit" x1="${x}" x2="${x + width}" y1="${round(at(limit))}" y2="${round(at(limit))}"/>`
        : "",
      `<polyline class="line" points="${points.join(" ")}"/>`,
      `<circle class="dot" r="2.5" cx="${x + width}" cy="${round(at(last))}"/>`,
    ].join("");
  });
  return svg(WIDTH + 60, Math.ceil(charts.length / columns) * tall, "The figures over the last runs", body);
}

function svg(width: number, height: number, title: string, body: readonly string[]): string {
  return [
    DOCUMENT_MARK,
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${title}</title>`,
    STYLE,
    ...body,
    "</svg>",
    "",
  ].join("\n");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function xml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
