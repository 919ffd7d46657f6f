import { element, icon, replace, textButton } from "./dom";
import type { Host } from "./host";
import type { VerificationView } from "./protocol";
import { Steady } from "./steady";
import { Treemap } from "./treemap-view";
import { duration } from "./words";
import { l10n } from "./l10n";

/** Held figures that are shown at once: what was missed and what the images weigh are to be seen without scrolling. */
const shownHeld = 8;

/** The Verification tab: the verdict, every threshold with its limit, what made one be missed. */
export class VerificationTab {
  readonly element = element("section", { class: "verification" });
  readonly #host: Host;
  readonly #treemap: Treemap;
  #showsAll = false;
  readonly #openLogs = new Set<string>();
  #view: VerificationView | null = null;
  readonly #steady = new Steady(this.element, () => this.#view && this.#render(this.#view));

  constructor(host: Host) {
    this.#host = host;
    this.#treemap = new Treemap(
      (path, line) => host.post({ type: "open", path, line }),
      part => host.act("buildVariant", part),
    );
  }

  update(view: VerificationView): void {
    this.#view = view;
    this.#steady.draw();
  }

  #render(view: VerificationView): void {
    if (view.state === "none") {
      replace(
        this.element,
        element(
          "div",
          { class: "card" },
          element(
            "p",
            {},
            l10n.t(
              "Build, start, test and measure this workspace against thresholds you agree on. It takes a few minutes, uses its own project name and free ports, and removes what it started.",
            ),
          ),
          textButton(l10n.t("Verify Workspace"), () => this.#host.act("verify"), true),
        ),
      );
      return;
    }
    this.#treemap.update(view.images);
    replace(
      this.element,
      this.#head(view),
      ...(view.state === "running" ? [this.#phases(view), this.#last(view)] : [this.#drift(view)]),
      this.#causes(view),
      this.#table(view),
      view.images.length > 0 && this.#treemap.element,
    );
  }

  #head(view: VerificationView): HTMLElement {
    const words = {
      running: l10n.t("Verifying"),
      pass: view.summary,
      fail: view.summary,
      stale: l10n.t("{summary}, out of date", { summary: view.summary }),
      none: "",
    };
    const names = {
      running: "sync",
      pass: "pass",
      fail: view.failed ? "error" : "warning",
      stale: "clock",
      none: "ring",
    } as const;
    return element(
      "div",
      { class: "build-head" },
      element(
        "span",
        { class: `verdict ${view.failed ? "failed" : view.state}` },
        icon(names[view.state]),
        words[view.state],
      ),
      view.state !== "running" &&
        element("span", { class: "dim" }, [view.when, view.machine].filter(Boolean).join(" · ")),
      element("span", { class: "space" }),
      // Where there is no room beside the words, both go below them.
      element(
        "span",
        { class: "head-buttons" },
        view.state === "running"
          ? textButton(l10n.t("Stop"), () => this.#host.act("cancelVerify"))
          : textButton(l10n.t("Verify"), () => this.#host.act("verify"), true),
        view.state !== "running" && textButton(l10n.t("Write Reports"), () => this.#host.act("reports")),
      ),
    );
  }

  /** While one runs, what is below is of the one before. */
  #last(view: VerificationView): HTMLElement | null {
    if (view.summary === "") return null;
    return element(
      "p",
      { class: "last-run dim" },
      l10n.t("The last run, {when}: {summary}", { when: view.when, summary: view.summary }),
    );
  }

  #phases(view: VerificationView): HTMLElement | null {
    if (view.phases.length === 0) return null;
    const names = { done: "pass", running: "sync", waiting: "ring" } as const;
    return element(
      "ol",
      { class: "phases", aria: { live: "polite" } },
      ...view.phases.map(phase =>
        element(
          "li",
          { class: phase.state },
          icon(names[phase.state]),
          phase.name,
          phase.state !== "waiting" && element("span", { class: "dim number" }, duration(phase.elapsedMs)),
          element("span", { class: "dim" }, phase.detail),
        ),
      ),
    );
  }

  #table(view: VerificationView): HTMLElement | null {
    const { thresholds } = view;
    if (thresholds.length === 0) return null;
    const columns: Columns = {
      hasSpread: thresholds.some(({ spread }) => spread !== ""),
      hasTrend: thresholds.some(({ trend }) => trend !== ""),
    };
    const missed = thresholds.filter(({ held }) => !held).length;
    const rest = thresholds.length - missed - shownHeld;
    const trendWord = l10n.t("last runs");
    const isCut = rest > 1 && !this.#showsAll;
    const shown = isCut ? thresholds.slice(0, missed + shownHeld) : thresholds;
    return element(
      "table",
      { class: "figures-table thresholds" },
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          ...[
            l10n.t("threshold"),
            l10n.t("limit"),
            l10n.t("measured"),
            ...(columns.hasSpread ? [l10n.t("spread")] : []),
            ...(columns.hasTrend ? [trendWord] : []),
            l10n.t("verdict"),
            "",
          ].map(word => element("th", word === trendWord ? { class: "trend-head" } : {}, word)),
        ),
      ),
      element(
        "tbody",
        {},
        ...shown.flatMap(threshold => this.#rows(threshold, columns)),
        rest > 1 && this.#restRow(view, isCut ? l10n.t("Show {rest} more that held", { rest }) : l10n.t("Show fewer")),
      ),
    );
  }

  #restRow(view: VerificationView, words: string): HTMLElement {
    const toggle = (): void => {
      this.#showsAll = !this.#showsAll;
      this.update(view);
      this.element.querySelector<HTMLElement>(".rest button")?.focus();
    };
    const cell = element("td", {}, element("button", { class: "link", onClick: toggle }, words));
    cell.colSpan = 7;
    return element("tr", { class: "rest" }, cell);
  }

  /** One row a threshold, and one below it that says why it was missed. */
  #rows(threshold: VerificationView["thresholds"][number], columns: Columns): readonly HTMLElement[] {
    const { key, label, limit, measured, spread, trend, held, because, path, line } = threshold;
    const act = (
      verb: "editThreshold" | "acceptThreshold" | "showInReport",
      word: string,
      title: string,
    ): HTMLElement =>
      element(
        "button",
        { class: "link", title, aria: { label: `${title}: ${label}` }, onClick: () => this.#host.act(verb, key) },
        word,
      );
    const row = element(
      "tr",
      { class: held ? "held" : "missed" },
      element("th", {}, label),
      // Where the columns have no room, each figure says what it is.
      element("td", { class: "number", data: { head: l10n.t("limit") } }, limit),
      element("td", { class: "number", data: { head: l10n.t("measured") } }, measured),
      columns.hasSpread && element("td", { class: "number", data: { head: l10n.t("spread") } }, spread),
      columns.hasTrend && element("td", { class: "trend", aria: { hidden: "true" } }, trend),
      element("td", { class: "verdict-cell" }, icon(held ? "pass" : "error"), held ? l10n.t("held") : l10n.t("missed")),
      element(
        "td",
        { class: "row-actions" },
        act("editThreshold", l10n.t("Edit"), l10n.t("Edit Threshold…")),
        act("acceptThreshold", l10n.t("Accept"), l10n.t("Accept Measured Value…")),
        act("showInReport", l10n.t("Report"), l10n.t("Show in Report")),
      ),
    );
    if (because === "" && (held || path === "")) return [row];
    const cell = element("td", {}, because === "" ? "" : `${l10n.t("because: {cause}", { cause: because })} `);
    cell.colSpan = 7;
    if (path !== "")
      cell.append(
        element(
          "button",
          { class: "link", onClick: () => this.#host.post({ type: "open", path, line }) },
          `${path}:${line}`,
        ),
      );
    return [row, element("tr", { class: "because" }, cell)];
  }

  /** What changed since, so why the verdict is out of date. */
  #drift(view: VerificationView): HTMLElement | null {
    if (view.drift.length === 0) return null;
    return element(
      "ul",
      { class: "causes drift" },
      ...view.drift.map(what => element("li", {}, icon("clock"), what)),
      element(
        "li",
        {},
        textButton(l10n.t("Update Plan and Files"), () => this.#host.act("dockerize")),
      ),
    );
  }

  /** The end of a log, open where a person opened it. */
  #log({ what, log }: CauseView): HTMLElement {
    const details = element(
      "details",
      {},
      element("summary", {}, l10n.t("End of the log")),
      element("pre", { tabIndex: 0, aria: { label: l10n.t("End of the log: {what}", { what }) } }, log),
    );
    details.open = this.#openLogs.has(what);
    details.addEventListener("toggle", () => {
      if (details.open) this.#openLogs.add(what);
      else this.#openLogs.delete(what);
    });
    return details;
  }

  #causes(view: VerificationView): HTMLElement | null {
    if (view.causes.length === 0) return null;
    return element(
      "ul",
      { class: "causes failures" },
      ...view.causes.map(cause =>
        element(
          "li",
          {},
          icon("error"),
          element(
            "div",
            {},
            cause.what,
            " ",
            cause.path !== "" &&
              element(
                "button",
                { class: "link", onClick: () => this.#host.post({ type: "open", path: cause.path, line: cause.line }) },
                `${cause.path}:${cause.line}`,
              ),
            cause.log !== "" && this.#log(cause),
          ),
        ),
      ),
    );
  }
}

type CauseView = VerificationView["causes"][number];

/** Columns that a first run has nothing for. */
interface Columns {
  readonly hasSpread: boolean;
  readonly hasTrend: boolean;
}
