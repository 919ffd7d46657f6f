import { wasCancelled } from "../model/build-trace";
import { instructionWords } from "../model/step-words";
import { element, icon, iconButton, prose, replace, textButton } from "./dom";
import type { Host } from "./host";
import { buildHistory } from "./build-history";
import { hasTimeline, inOrder, justFailed } from "./build-order";
import type { BuildLine, BuildView, PastBuild, StepView } from "./protocol";
import { scrollWithin } from "./scroll-within";
import { Steady } from "./steady";
import { bytes, duration, figure, plural } from "./words";
import { l10n } from "./l10n";

const shownLines = 300;
/** A context from which sending it is felt at every build. */
const largeContext = 100_000_000;

/** The Build tab: steps with their times as bars, the log live, and what went wrong. */
export class BuildTab {
  readonly element = element("section", { class: "build" });
  readonly #host: Host;
  readonly #content = element("div", { class: "build-content" });
  readonly #log = element("div", {
    class: "build-log",
    role: "log",
    aria: { live: "off", label: l10n.t("Build log") },
    tabIndex: 0,
  });
  readonly #lines = new Map<string, BuildLine[]>();
  readonly #opened = new Set<string>();
  /** How far down to scroll once there is something to show. */
  #top: number | null = null;
  #builds: readonly BuildView[] = [];
  #history: readonly PastBuild[] = [];
  #ticking: number | undefined;
  #canBuild = false;
  #busy = "";
  readonly #steady = new Steady(this.#content, () => this.#render());

  constructor(host: Host) {
    this.#host = host;
    this.element.append(this.#content, this.#log);
    this.#content.addEventListener("scrollend", () => this.#host.at({ top: this.#content.scrollTop }));
  }

  update(builds: readonly BuildView[], history: readonly PastBuild[]): void {
    const [first] = builds;
    const { place } = this.#host.state;
    if (this.#builds.length === 0 && first?.id === place.build) {
      for (const key of place.steps) this.#opened.add(key);
      this.#top = place.top;
    } else if (first?.id !== this.#builds[0]?.id) {
      this.#opened.clear();
      this.#lines.clear();
      this.#log.replaceChildren();
    }
    const failed = justFailed(this.#builds, builds);
    this.#builds = builds;
    this.#history = history;
    this.#draw();
    // What went wrong may stand far below what was built before it.
    if (failed !== -1) scrollWithin(this.#content, this.#content.children[failed]);
    const running = builds.some(({ state }) => state === "running");
    if (running && this.#ticking === undefined) this.#ticking = window.setInterval(() => this.#draw(), 500);
    if (!running) {
      window.clearInterval(this.#ticking);
      this.#ticking = undefined;
    }
  }

  /** Whether there is something to build, and what is done just now; "" for nothing. */
  canBuild(can: boolean, busy: string): void {
    if (can === this.#canBuild && busy === this.#busy) return;
    this.#canBuild = can;
    this.#busy = busy;
    this.#draw();
  }

  addLines(lines: readonly BuildLine[], reset: boolean): void {
    if (reset) {
      this.#lines.clear();
      this.#log.replaceChildren();
    }
    const atEnd = this.#log.scrollTop + this.#log.clientHeight >= this.#log.scrollHeight - 30;
    for (const line of lines) {
      const list = this.#lines.get(line.key) ?? [];
      list.push(line);
      if (list.length > shownLines) list.shift();
      this.#lines.set(line.key, list);
    }
    for (const line of lines.slice(-shownLines)) {
      this.#log.append(element("div", { class: line.isError ? "line error" : "line" }, line.text));
    }
    while (this.#log.childElementCount > shownLines) this.#log.firstElementChild?.remove();
    if (atEnd) this.#log.scrollTop = this.#log.scrollHeight;
  }

  #draw(): void {
    this.#steady.draw();
  }

  #render(): void {
    if (this.#builds.length === 0) {
      const empty = this.#canBuild
        ? l10n.t("Nothing was built in this window yet.")
        : l10n.t("There is no Dockerfile in this folder yet.");
      const button = this.#canBuild
        ? textButton(l10n.t("Build"), () => this.#host.act("build"), true)
        : textButton(l10n.t("Dockerize Workspace"), () => this.#host.act("dockerize"), true);
      const card = element(
        "div",
        { class: "card" },
        element("p", {}, this.#busy || empty),
        this.#busy === "" && button,
      );
      replace(this.#content, card, buildHistory(this.#history));
      this.#log.hidden = true;
      return;
    }
    const history = this.#content.querySelector<HTMLDetailsElement>("details.history");
    const past = buildHistory(this.#history, history?.open ?? false);
    replace(this.#content, ...this.#builds.map(build => this.#build(build)), past);
    this.#log.hidden = this.#log.childElementCount === 0;
    if (this.#top === null || this.#content.clientHeight === 0) return;
    this.#content.scrollTop = this.#top;
    this.#top = null;
  }

  #build(build: BuildView): HTMLElement {
    const elapsed = Math.max(build.durationMs ?? Date.now() - build.startedAt, 1);
    const total = Math.max(elapsed, ...build.steps.map(step => step.completedMs ?? step.startedMs ?? 0));
    const real = build.steps.filter(step => step.stage !== null);
    const cached = real.filter(step => step.cached).length;
    const isRunning = build.state === "running";
    const words = [
      duration(elapsed),
      [
        plural(real.length, l10n.t("{count} step"), l10n.t("{count} steps")),
        cached > 0 && l10n.t("{count} cached", { count: figure(cached) }),
      ]
        .filter(Boolean)
        .join(", "),
      build.contextBytes === null ? "" : l10n.t("context {size}", { size: bytes(build.contextBytes) }),
      build.imageBytes === null ? "" : l10n.t("image {size}", { size: bytes(build.imageBytes) }),
    ].filter(Boolean);
    const sending = isRunning && build.contextBytes !== null && build.sentBytes < build.contextBytes;
    const states = {
      running: l10n.t("building"),
      done: l10n.t("built"),
      failed: l10n.t("failed"),
      cancelled: l10n.t("stopped"),
    };
    const head = element(
      "div",
      { class: "build-head" },
      element(
        "span",
        { class: `verdict ${build.state}` },
        icon(build.state === "done" ? "pass" : isRunning ? "sync" : "error"),
        states[build.state],
      ),
      element("strong", {}, build.service),
      element("span", { class: "dim" }, words.join(" · ")),
      element("span", { class: "space" }),
      isRunning
        ? textButton(l10n.t("Stop"), () => this.#host.act("cancelBuild"))
        : element(
            "span",
            { class: "buttons inline" },
            withKey(
              textButton(l10n.t("Build Again"), () => this.#host.act("build")),
              "B",
            ),
            textButton(l10n.t("Without Cache"), () => this.#host.act("buildNoCache")),
          ),
    );
    return element(
      "div",
      { class: "build-run" },
      head,
      sending && this.#sending(build),
      this.#notes(build),
      this.#failure(build),
      this.#warnings(build),
      hasTimeline(build) && this.#timeline(build, total),
    );
  }

  /** How much of the context the engine has taken. */
  #sending({ sentBytes, contextBytes }: BuildView): HTMLElement {
    const total = contextBytes ?? 0;
    const words = l10n.t("Sending the build context: {sent} of {total}", {
      sent: bytes(sentBytes),
      total: bytes(total),
    });
    const bar = element("progress", { aria: { label: words } });
    bar.max = total;
    bar.value = sentBytes;
    return element("div", { class: "build-note" }, bar, words);
  }

  #notes(build: BuildView): HTMLElement | null {
    const { contextBytes, notes } = build;
    const large =
      contextBytes !== null && contextBytes > largeContext
        ? l10n.t("The build context is large, {size}. Name what the image does not need in .dockerignore.", {
            size: bytes(contextBytes),
          })
        : "";
    const words = [...notes, large, build.cacheWords === "" ? "" : `${build.cacheWords}.`].filter(Boolean);
    if (words.length === 0) return null;
    return element("ul", { class: "build-notes" }, ...words.map(word => element("li", {}, capital(word))));
  }

  #failure(build: BuildView): HTMLElement | null {
    const { failure } = build;
    if (!failure) return null;
    const { what, why, cause, todo, fix } = failure;
    return element(
      "div",
      { class: "banner error", role: "alert" },
      element("div", {}, element("strong", {}, ...prose(what))),
      cause !== "" && element("div", { class: "cause" }, ...prose(l10n.t("Likely cause: {cause}", { cause }))),
      cause === "" && todo !== "" && element("div", {}, ...prose(todo)),
      element(
        "div",
        { class: "buttons" },
        failure.line !== null && this.#openButton(build, failure.line, fix === ""),
        fix !== "" && this.#fixButton(fix),
        textButton(l10n.t("Build Again"), () => this.#host.act("build"), fix === "" && failure.line === null),
        textButton(l10n.t("Copy Log"), () => this.#host.post({ type: "copy", text: why })),
      ),
      why !== "" && element("pre", { tabIndex: 0 }, why),
    );
  }

  #fixButton(fix: string): HTMLElement {
    const button = textButton(l10n.t("Apply Fix: {fix}", { fix }), () => this.#host.act("applyFix"), true);
    button.title = l10n.t("{fix}. It can be undone in the file.", { fix });
    return button;
  }

  #openButton(build: BuildView, line: number, isPrimary: boolean): HTMLElement {
    return textButton(
      l10n.t("Open {dockerfile}:{line}", { dockerfile: build.dockerfile, line }),
      () => this.#host.post({ type: "open", path: build.dockerfile, line }),
      isPrimary,
    );
  }

  #warnings(build: BuildView): HTMLElement | null {
    if (build.warnings.length === 0) return null;
    return element(
      "ul",
      { class: "warnings" },
      ...build.warnings.map(({ message, line }) =>
        element("li", {}, icon("warning"), message, line !== null && this.#lineLink(build, line)),
      ),
    );
  }

  #lineLink(build: BuildView, line: number): HTMLElement {
    return element(
      "button",
      { class: "link", onClick: () => this.#host.post({ type: "open", path: build.dockerfile, line }) },
      `${build.dockerfile}:${line}`,
    );
  }

  #timeline(build: BuildView, total: number): HTMLElement {
    const table = element("div", {
      class: "timeline",
      role: "table",
      aria: { label: l10n.t("Steps of {service}", { service: build.service }) },
    });
    const ticks = [0, 1 / 3, 2 / 3, 1].map(part => {
      const tick = element("span", { class: "tick" }, moment(total * part, total));
      tick.style.insetInlineStart = `${part * 100}%`;
      return tick;
    });
    table.append(
      element(
        "div",
        { class: "timeline-row head", role: "row" },
        element("span", { role: "columnheader" }, l10n.t("stage")),
        element("span", { role: "columnheader" }, l10n.t("step")),
        element("span", { class: "axis", role: "columnheader", aria: { label: l10n.t("time") } }, ...ticks),
        element("span", { class: "step-time", role: "columnheader" }, l10n.t("took")),
        element("span", { class: "step-size", role: "columnheader" }, l10n.t("size")),
      ),
    );
    for (const step of inOrder(build.steps)) {
      table.append(this.#step(build, step, total));
      if (this.#opened.has(step.key)) table.append(this.#stepLog(build, step));
    }
    return table;
  }

  #step(build: BuildView, step: StepView, total: number): HTMLElement {
    const started = step.startedMs;
    // What runs still lasts until now; what a stop or a failure cut off, until that.
    const ended = step.completedMs ?? (build.state === "running" ? total : (build.durationMs ?? started));
    const took = started === null || ended === null ? null : Math.max(0, ended - started);
    const state = stateOf(step, build.state === "running");
    const name = instructionWords(step.name);
    const spoken = [
      name,
      took === null ? l10n.t("waiting") : l10n.t("{time} seconds", { time: figure(took / 1000, 1) }),
      started === null ? "" : l10n.t("from second {start}", { start: figure(started / 1000) }),
      step.cached ? l10n.t("cached") : l10n.t("not cached"),
      state === "failed" ? l10n.t("failed") : state === "cancelled" && took !== null ? l10n.t("cancelled") : "",
    ].filter(Boolean);
    const bar = element("span", { class: `bar ${state}`, role: "img", aria: { label: spoken.join(", ") } });
    bar.style.insetInlineStart = `${Math.min(100, ((started ?? 0) / total) * 100)}%`;
    bar.style.width = `${Math.max(0.4, ((took ?? 0) / total) * 100)}%`;
    const row = element(
      "div",
      {
        class: `timeline-row ${state} ${step.stage === null ? "internal" : ""}`,
        role: "row",
        tabIndex: 0,
        title: step.name,
        data: { key: step.key },
        onClick: () => this.#toggle(step.key),
      },
      element("span", { class: "stage", role: "cell" }, step.stage ?? ""),
      element("span", { class: "step-name", role: "cell" }, name),
      element("span", { class: "axis", role: "cell" }, took === null ? null : bar),
      element("span", { class: "step-time", role: "cell" }, timeWords(step, state, took)),
      element("span", { class: "step-size", role: "cell" }, step.bytes === null ? "" : bytes(step.bytes)),
    );
    row.setAttribute("aria-expanded", String(this.#opened.has(step.key)));
    row.addEventListener("keydown", event => this.#rowKey(event, row, step.key));
    return row;
  }

  #rowKey(event: KeyboardEvent, row: HTMLElement, key: string): void {
    const rows = [...this.#content.querySelectorAll<HTMLElement>(".timeline-row[data-key]")];
    const at = rows.indexOf(row);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: rows.length - 1,
    };
    const move = moves[event.key];
    if (move !== undefined) rows[Math.max(0, Math.min(rows.length - 1, move))]?.focus();
    else if (event.key === "Enter" || event.key === " ") this.#toggle(key);
    else return;
    event.preventDefault();
  }

  #toggle(key: string): void {
    if (this.#opened.has(key)) this.#opened.delete(key);
    else this.#opened.add(key);
    this.#host.at({ build: this.#builds[0]?.id ?? -1, steps: [...this.#opened] });
    this.#draw();
  }

  #stepLog(build: BuildView, step: StepView): HTMLElement {
    const lines = this.#lines.get(step.key) ?? [];
    const text = lines.map(line => line.text).join("\n");
    return element(
      "div",
      { class: "step-log", role: "row" },
      element("code", {}, step.name),
      step.line !== null && this.#lineLink(build, step.line),
      element(
        "pre",
        {},
        (wasCancelled(step) ? null : step.error) ??
          (text === "" ? (step.cached ? l10n.t("Taken from the cache.") : l10n.t("It printed nothing.")) : text),
      ),
      iconButton("copy", l10n.t("Copy the lines of this step"), () => this.#host.post({ type: "copy", text })),
    );
  }
}

/** How a step stands; one that another's failure or a stop cut off did not fail itself. */
function stateOf(step: StepView, isRunning: boolean): "failed" | "cancelled" | "cached" | "done" | "running" {
  if (step.error !== null) return wasCancelled(step) ? "cancelled" : "failed";
  if (step.cached) return "cached";
  if (step.completedMs !== null) return "done";
  return isRunning ? "running" : "cancelled";
}

/** What stands under "took": a word where a time would say less. */
function timeWords({ cached }: StepView, state: string, took: number | null): string {
  if (cached) return l10n.t("cached");
  if (took === null) return "";
  return state === "cancelled" ? l10n.t("cancelled") : duration(took);
}

function withKey(button: HTMLButtonElement, key: string): HTMLButtonElement {
  button.title = `${button.textContent} (${key})`;
  return button;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A moment on an axis, in the one unit that its whole length is told in. */
function moment(ms: number, total: number): string {
  if (total < 1000) return l10n.t("{time} ms", { time: figure(ms) });
  if (total < 60_000) return l10n.t("{time} s", { time: figure(ms / 1000, total < 10_000 && ms > 0 ? 1 : 0) });
  return `${Math.floor(ms / 60_000)}:${String(Math.round((ms % 60_000) / 1000)).padStart(2, "0")}`;
}
