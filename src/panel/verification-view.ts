import { element, icon, replace, textButton } from "./dom";
import type { Host } from "./host";
import type { VerificationView } from "./protocol";

/** The Verification tab: the verdict, every threshold with its limit, what made one be missed. */
export class VerificationTab {
  readonly element = element("section", { class: "verification" });
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  update(view: VerificationView): void {
    if (view.state === "none") {
      replace(
        this.element,
        element(
          "div",
          { class: "card" },
          element(
            "p",
            {},
            "Build, start, test and measure this workspace against thresholds you agree on. It uses its own project name and free ports, and removes what it started.",
          ),
          textButton("Verify Workspace", () => this.#host.act("verify"), true),
        ),
      );
      return;
    }
    replace(this.element, this.#head(view), this.#phases(view), this.#table(view), this.#causes(view));
  }

  #head(view: VerificationView): HTMLElement {
    const words = {
      running: "Verifying",
      pass: view.summary,
      fail: view.summary,
      stale: `${view.summary}, out of date`,
      none: "",
    };
    const names = { running: "sync", pass: "pass", fail: "warning", stale: "clock", none: "ring" } as const;
    return element(
      "div",
      { class: "build-head" },
      element("span", { class: `verdict ${view.state}` }, icon(names[view.state]), words[view.state]),
      element("span", { class: "dim" }, [view.when, view.machine].filter(Boolean).join(" · ")),
      element("span", { class: "space" }),
      view.state === "running"
        ? textButton("Stop", () => this.#host.act("cancelVerify"))
        : textButton("Verify", () => this.#host.act("verify"), true),
      view.state !== "running" && textButton("Write Reports", () => this.#host.act("reports")),
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
          element("span", { class: "dim" }, phase.detail),
        ),
      ),
    );
  }

  #table(view: VerificationView): HTMLElement | null {
    if (view.thresholds.length === 0) return null;
    return element(
      "table",
      { class: "figures-table thresholds" },
      element(
        "thead",
        {},
        element("tr", {}, ...["threshold", "limit", "measured", "verdict"].map(word => element("th", {}, word))),
      ),
      element(
        "tbody",
        {},
        ...view.thresholds.map(threshold =>
          element(
            "tr",
            { class: threshold.held ? "held" : "missed" },
            element("th", {}, threshold.label),
            element("td", { class: "number" }, threshold.limit),
            element("td", { class: "number" }, threshold.measured),
            element(
              "td",
              { class: "verdict-cell" },
              icon(threshold.held ? "pass" : "error"),
              threshold.held ? "held" : "missed",
            ),
          ),
        ),
      ),
    );
  }

  #causes(view: VerificationView): HTMLElement | null {
    if (view.causes.length === 0) return null;
    return element(
      "ul",
      { class: "causes" },
      ...view.causes.map(cause =>
        element(
          "li",
          {},
          cause.what,
          cause.path !== "" &&
            element(
              "button",
              { class: "link", onClick: () => this.#host.post({ type: "open", path: cause.path, line: cause.line }) },
              `${cause.path}:${cause.line}`,
            ),
        ),
      ),
    );
  }
}
