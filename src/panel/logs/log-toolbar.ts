import { element, icon, iconButton, replace, toggle } from "../dom";
import type { Host } from "../host";
import { findPattern, type Filter } from "./log-model";
import type { Level } from "./log-text";
import { figure, plural } from "../words";
import { l10n } from "../l10n";

const levels = [
  ["all", l10n.t("All levels")],
  ["info", l10n.t("Info and worse")],
  ["warning", l10n.t("Warning and worse")],
  ["error", l10n.t("Error and worse")],
] as const;
const spans = [
  [0, l10n.t("Any time")],
  [300, l10n.t("Last 5 min")],
  [900, l10n.t("Last 15 min")],
  [3600, l10n.t("Last hour")],
  [86_400, l10n.t("Last day")],
] as const;
const lengths = [
  [1000, l10n.t("1,000 lines")],
  [10_000, l10n.t("10,000 lines")],
  [100_000, l10n.t("100,000 lines")],
  [0, l10n.t("All lines")],
] as const;

const contexts = [0, 1, 3, 10] as const;

type Switch = "regex" | "case" | "only";

/** What the toolbar asks the log view to do. */
export interface LogTools {
  onFilter(): void;
  onFindKey(event: KeyboardEvent): void;
  onFollow(): void;
  onShow(): void;
  onClear(): void;
  onCopy(): void;
}

/** The row of tools above the log: what is looked for, what is shown, and how. */
export class LogToolbar {
  readonly element: HTMLElement;
  readonly follow: HTMLButtonElement;
  readonly #host: Host;
  readonly #tools: LogTools;
  readonly #find = element("input", { class: "find", aria: { label: l10n.t("Find in logs") } });
  /** How many lines match, in a line of its own under the tools, which stay where they are. */
  readonly count = element("div", { class: "find-count", aria: { live: "polite" } });
  readonly #level = element("select", { title: l10n.t("Least level (L)"), aria: { label: l10n.t("Least level") } });
  readonly #since = element("select", { title: l10n.t("Since when"), aria: { label: l10n.t("Since when") } });
  readonly #length = element("select", {
    title: l10n.t("Lines to load of each log"),
    aria: { label: l10n.t("Lines to load of each log") },
  });
  readonly #context = element("select", {
    title: l10n.t("Lines around each match (C)"),
    aria: { label: l10n.t("Lines around each match") },
  });
  readonly #more = iconButton("more", l10n.t("More tools"), () => this.#unfold());
  readonly #services = element("details", { class: "choices" });
  readonly #choice = element("summary", { title: l10n.t("Services"), aria: { label: l10n.t("Services") } });
  readonly #list = element("div", { class: "choices-list" });
  readonly #switches: Record<Switch, HTMLButtonElement>;
  readonly #time: HTMLButtonElement;
  readonly #wrap: HTMLButtonElement;
  #names: readonly string[] = [];
  pattern: RegExp | null = null;
  /** Why what the find box holds is no expression; "" where it is one. */
  problem = "";

  constructor(host: Host, tools: LogTools) {
    this.#host = host;
    this.#tools = tools;
    this.#switches = {
      regex: this.#switch(".*", l10n.t("Regular expression"), "regex"),
      case: this.#switch("Aa", l10n.t("Match case"), "case"),
      only: iconButton("filter", l10n.t("Only lines that match"), () => this.#flip("only")),
    };
    this.follow = iconButton("down", l10n.t("Follow"), () => tools.onFollow(), "F");
    this.#time = iconButton("clock", l10n.t("Timestamps"), () => this.remember("timestamps"), "T");
    this.#wrap = iconButton("wrap", l10n.t("Wrap lines"), () => this.remember("wrap"), "W");
    this.element = this.#build();
    this.services([]);
  }

  #build(): HTMLElement {
    const { state } = this.#host;
    this.#find.type = "text";
    this.#find.placeholder = l10n.t("Find (/)");
    this.#find.spellcheck = false;
    this.#find.value = state.find;
    toggle(this.#switches.regex, state.isRegex);
    toggle(this.#switches.case, state.matchesCase);
    toggle(this.#switches.only, state.isOnly);
    this.#find.addEventListener("input", () => this.#tools.onFilter());
    this.#find.addEventListener("keydown", event => this.#tools.onFindKey(event));
    for (const [level, words] of levels) this.#level.append(option(level, words));
    for (const [seconds, words] of spans) this.#since.append(option(String(seconds), words));
    for (const [lines, words] of lengths) this.#length.append(option(String(lines), words));
    for (const lines of contexts)
      this.#context.append(
        option(
          String(lines),
          lines === 0
            ? l10n.t("Matches only")
            : plural(lines, l10n.t("{count} line around"), l10n.t("{count} lines around")),
        ),
      );
    this.#context.value = String(contexts.find(lines => lines === state.context) ?? 0);
    this.#context.hidden = !state.isOnly;
    this.#context.addEventListener("change", () => this.#tools.onFilter());
    this.#more.classList.add("more");
    this.#more.setAttribute("aria-expanded", "false");
    this.#level.value = levels.find(([level]) => level === state.level)?.[0] ?? "all";
    this.#since.value = String(state.sinceSeconds);
    this.#length.value = String(state.lines);
    if (this.#length.value === "") {
      this.#length.append(
        option(String(state.lines), plural(state.lines, l10n.t("{count} line"), l10n.t("{count} lines"))),
      );
      this.#length.value = String(state.lines);
    }
    this.#level.addEventListener("change", () => this.#tools.onFilter());
    this.#since.addEventListener("change", () => this.#askAgain());
    this.#length.addEventListener("change", () => this.#askAgain());
    this.#services.append(this.#choice, this.#list);
    this.#services.addEventListener("keydown", event => {
      if (event.key !== "Escape") return;
      this.#services.open = false;
      this.#choice.focus();
      event.stopPropagation();
    });
    window.addEventListener("pointerdown", event => {
      if (event.target instanceof Node && !this.#services.contains(event.target)) this.#services.open = false;
    });
    const { regex, case: matchCase, only } = this.#switches;
    return element(
      "div",
      { class: "toolbar", role: "toolbar", aria: { label: l10n.t("Log tools") } },
      element("span", { class: "find-box" }, icon("search"), this.#find, regex, matchCase, only),
      this.#more,
      element("span", { class: "tool-filters" }, this.#context, this.#level, this.#services, this.#since, this.#length),
      element(
        "span",
        { class: "tool-group" },
        this.follow,
        this.#time,
        this.#wrap,
        iconButton("clear", l10n.t("Clear the view"), () => this.#tools.onClear()),
        iconButton("copy", l10n.t("Copy the selection, or all that is shown"), () => this.#tools.onCopy()),
        iconButton("download", l10n.t("Download all"), () => this.#host.act("download")),
      ),
    );
  }

  /** In a narrow panel all but the find box folds away. */
  #unfold(): void {
    const isOpen = this.element.classList.toggle("unfolded");
    this.#more.setAttribute("aria-expanded", String(isOpen));
  }

  #switch(label: string, name: string, which: Switch): HTMLButtonElement {
    const button = element("button", { class: "icon-button text", title: name, aria: { label: name } }, label);
    button.type = "button";
    button.addEventListener("click", () => this.#flip(which));
    toggle(button, false);
    return button;
  }

  #flip(which: Switch): void {
    const button = this.#switches[which];
    toggle(button, !this.#isOn(which));
    this.#context.hidden = !this.#isOn("only");
    this.#tools.onFilter();
  }

  #isOn(which: Switch): boolean {
    return this.#switches[which].getAttribute("aria-pressed") === "true";
  }

  remember(which: "timestamps" | "wrap"): void {
    this.#host.remember({ [which]: !this.#host.state[which] });
    this.#tools.onShow();
  }

  /** Names to choose from; those that were chosen and are gone stay in the list. */
  services(names: readonly string[]): void {
    const all = [...new Set([...names, ...this.#host.state.services])];
    if (this.#names.length > 0 && all.join("\n") === this.#names.join("\n")) return;
    this.#names = all;
    this.#drawServices();
  }

  #drawServices(): void {
    const chosen = this.#host.state.services;
    this.#choice.textContent =
      chosen.length === 0
        ? l10n.t("All services")
        : chosen.length === 1
          ? (chosen[0] ?? "")
          : l10n.t("{count} services", { count: figure(chosen.length) });
    // Who chooses by keys goes on from the same name.
    const focused = this.#list.contains(document.activeElement) ? document.activeElement : null;
    replace(
      this.#list,
      ...this.#names.map(name => {
        const box = element("input");
        box.type = "checkbox";
        box.value = name;
        box.checked = chosen.length === 0 || chosen.includes(name);
        box.addEventListener("change", () => {
          const now = this.#names.filter(each =>
            each === name ? box.checked : chosen.length === 0 || chosen.includes(each),
          );
          this.choose(now.length === this.#names.length ? [] : now);
        });
        return element("label", {}, box, name);
      }),
      chosen.length > 0 &&
        element("button", { class: "link", onClick: () => this.choose([]) }, l10n.t("Show all services")),
    );
    if (focused === null) return;
    const name = focused instanceof HTMLInputElement ? focused.value : null;
    ([...this.#list.querySelectorAll("input")].find(({ value }) => value === name) ?? this.#choice).focus();
  }

  choose(services: readonly string[]): void {
    this.#host.remember({ services });
    this.services(this.#names);
    this.#drawServices();
    this.ask();
    this.#tools.onFilter();
  }

  #askAgain(): void {
    this.#host.remember({ sinceSeconds: Number(this.#since.value), lines: Number(this.#length.value) });
    this.ask();
    this.#tools.onFilter();
  }

  /** Tells the host what is to be followed. */
  ask(): void {
    const { services, lines, sinceSeconds } = this.#host.state;
    this.#host.post({ type: "follow", services, lines, sinceSeconds });
  }

  /** What the tools let through. */
  filter(): Filter {
    const pattern = findPattern(this.#find.value, this.#isOn("regex"), this.#isOn("case"));
    this.problem = typeof pattern === "string" ? pattern : "";
    this.#find.setAttribute("aria-invalid", String(this.problem !== ""));
    this.#find.title = this.problem || l10n.t("Find (/), Enter for the next, Shift+Enter for the one before");
    this.pattern = typeof pattern === "string" ? null : pattern;
    const level = this.#level.value as Level | "all";
    const context = Number(this.#context.value);
    this.#host.remember({
      level,
      context,
      find: this.#find.value,
      isRegex: this.#isOn("regex"),
      matchesCase: this.#isOn("case"),
      isOnly: this.#isOn("only"),
    });
    const { services, sinceSeconds } = this.#host.state;
    return {
      services: services.length === 0 ? null : new Set(services),
      level,
      find: this.pattern,
      onlyMatches: this.#isOn("only"),
      context,
      since: sinceSeconds === 0 ? "" : new Date(Date.now() - sinceSeconds * 1000).toISOString().slice(0, -1),
    };
  }

  show(words: string): void {
    if (this.count.textContent !== words) this.count.textContent = words;
  }

  showSwitches(isFollowing: boolean): void {
    toggle(this.follow, isFollowing);
    toggle(this.#time, this.#host.state.timestamps);
    toggle(this.#wrap, this.#host.state.wrap);
  }

  focusFind(): void {
    this.#find.focus();
    this.#find.select();
  }

  focusLevel(): void {
    if (this.#level.offsetParent === null) this.#unfold();
    this.#level.focus();
  }

  /** Lines around a match are told from others only where the rest is hidden. */
  focusContext(): void {
    if (!this.#isOn("only")) this.#flip("only");
    if (this.#context.offsetParent === null) this.#unfold();
    this.#context.focus();
  }
}

function option(value: string, words: string): HTMLOptionElement {
  const made = element("option", {}, words);
  made.value = value;
  return made;
}
