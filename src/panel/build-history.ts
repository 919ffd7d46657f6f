import { element, svg } from "./dom";
import type { PastBuild } from "./protocol";
import { bytes, duration, figure, plural } from "./words";
import { l10n, language } from "./l10n";

/** Bars of the chart; the table holds all. */
const drawnBuilds = 30;

/** Earlier builds as a chart of how long each took, and the same as a table; null where there is nothing to compare. */
export function buildHistory(history: readonly PastBuild[], isOpen = false): HTMLElement | null {
  if (history.length < 2) return null;
  const details = element(
    "details",
    { class: "history" },
    element("summary", {}, plural(history.length, l10n.t("History, {count} build"), l10n.t("History, {count} builds"))),
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
  const label = l10n.t("Times of the last {count} builds, longest {longest}, newest {newest}", {
    count: figure(builds.length),
    longest: duration(top),
    newest: duration(last?.durationMs ?? 0),
  });
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
      l10n.t(
        "{first} to {last}, longest {longest}. Dashed: at least half of the steps came from the cache. Outlined in red: failed.",
        { first: first ? date(first.at) : "", last: last ? date(last.at) : "", longest: duration(top) },
      ),
    ),
  );
}

function table(history: readonly PastBuild[]): HTMLElement {
  const head = [
    l10n.t("when"),
    l10n.t("service"),
    "",
    l10n.t("took"),
    l10n.t("from the cache"),
    l10n.t("image"),
    l10n.t("what changed"),
  ];
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
          element("td", { class: run.ok ? "" : "failed" }, run.ok ? l10n.t("built") : l10n.t("failed")),
          element("td", { class: "number" }, duration(run.durationMs)),
          element("td", { class: "number" }, l10n.t("{cached} of {steps}", { cached: run.cached, steps: run.steps })),
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
  const words = build.ok
    ? l10n.t("{cached} of {steps} steps cached", { cached: build.cached, steps: build.steps })
    : l10n.t("failed");
  return `${date(build.at)}, ${build.service}, ${duration(build.durationMs)}, ${words}`;
}

function date(at: number): string {
  return new Date(at).toLocaleString(language, { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" });
}
