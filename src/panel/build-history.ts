import { element, svg } from "./dom";
import type { PastBuild } from "./protocol";
import { bytes, duration, plural } from "./words";

/** Bars of the chart; the table holds all. */
const drawnBuilds = 30;

/** Earlier builds as a chart of how long each took, and the same as a table; null where there is nothing to compare. */
export function buildHistory(history: readonly PastBuild[], isOpen = false): HTMLElement | null {
  if (history.length < 2) return null;
  const details = element(
    "details",
    { class: "history" },
    element("summary", {}, `History, ${plural(history.length, "build")}`),
    trend(history.slice(0, drawnBuilds)),
    element("div", { class: "table-scroll" }, table(history)),
  );
  details.open = isOpen;
  return details;
}

/** The newest build stands at the right; a failed one is outlined, and the words below name the ends of the scale. */
function trend(newestFirst: readonly PastBuild[]): HTMLElement {
  const builds = [...newestFirst].reverse();
  const top = Math.max(1, ...builds.map(({ durationMs }) => durationMs));
  const width = 16;
  const height = 64;
  const bars = builds.map((build, index) => {
    const tall = Math.max(2, (build.durationMs / top) * (height - 4));
    const part = build.steps === 0 ? 0 : build.cached / build.steps;
    const kind = build.ok ? (part >= 0.5 ? "cached" : "done") : "failed";
    return svg(
      "rect",
      { x: index * width + 2, y: height - tall, width: width - 4, height: tall, class: kind },
      svg("title", {}, document.createTextNode(spoken(build))),
    );
  });
  const first = builds[0];
  const last = builds.at(-1);
  const label = `Time of the last ${plural(builds.length, "build")}, longest ${duration(top)}, newest ${duration(last?.durationMs ?? 0)}`;
  return element(
    "figure",
    { class: "trend" },
    svg(
      "svg",
      {
        viewBox: `0 0 ${builds.length * width} ${height}`,
        width: builds.length * width,
        height,
        role: "img",
        "aria-label": label,
      },
      ...bars,
    ),
    element(
      "figcaption",
      { class: "dim" },
      `${first ? date(first.at) : ""} to ${last ? date(last.at) : ""}, longest ${duration(top)}. Dashed: at least half of the steps came from the cache. Outlined in red: failed.`,
    ),
  );
}

function table(history: readonly PastBuild[]): HTMLElement {
  const head = ["when", "service", "", "took", "from the cache", "image", "what changed"];
  return element(
    "table",
    { class: "figures-table" },
    element("thead", {}, element("tr", {}, ...head.map(word => element("th", {}, word)))),
    element(
      "tbody",
      {},
      ...history.map((run, index) =>
        element(
          "tr",
          {},
          element("td", {}, date(run.at)),
          element("td", {}, run.service),
          element("td", { class: run.ok ? "" : "failed" }, run.ok ? "built" : "failed"),
          element("td", { class: "number" }, duration(run.durationMs)),
          element("td", { class: "number" }, `${run.cached} of ${run.steps}`),
          element("td", { class: "number" }, run.bytes === 0 ? "" : `${bytes(run.bytes)}${growth(history, index)}`),
          element("td", {}, run.changed),
        ),
      ),
    ),
  );
}

/** How much the image grew or shrank since the service's build before. */
function growth(history: readonly PastBuild[], index: number): string {
  const run = history[index];
  const before = history.slice(index + 1).find(({ service, bytes: size }) => service === run?.service && size > 0);
  const more = run && before ? run.bytes - before.bytes : 0;
  if (Math.abs(more) < 1000) return "";
  return ` (${more > 0 ? "+" : "−"}${bytes(Math.abs(more))})`;
}

function spoken(build: PastBuild): string {
  const words = build.ok ? `${build.cached} of ${plural(build.steps, "step")} cached` : "failed";
  return `${date(build.at)}, ${build.service}, ${duration(build.durationMs)}, ${words}`;
}

function date(at: number): string {
  return new Date(at).toLocaleString([], { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" });
}
