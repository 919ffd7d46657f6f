import { element, icon, iconButton, replace, toggle } from "../dom";
import type { Host } from "../host";
import type { HostMessage } from "../protocol";
import { VirtualList } from "../virtual-list";
import { clock, plural } from "../words";
import { findPattern, LogModel, type Entry } from "./log-model";
import { logRow } from "./log-row";
import type { Level } from "./log-text";

const rowHeight = 20;
const wrappedRows = 2000;
const levels = ["all", "info", "warning", "error"] as const;

/** The Logs tab: find, filters, follow, and the lines themselves. */
export class LogsView {
  readonly element: HTMLElement;
  readonly #host: Host;
  readonly #model = new LogModel();
  readonly #list: VirtualList;
  readonly #scroller = element("div", { class: "log", role: "log", tabIndex: 0, aria: { live: "off", label: "Log" } });
  readonly #find = element("input", { class: "find", aria: { label: "Find in logs" } });
  readonly #count = element("span", { class: "find-count" });
  readonly #notice = element("div", { class: "log-notice" });
  readonly #more: HTMLButtonElement;
  readonly #level = element("select", { title: "Least level (L)", aria: { label: "Least level" } });
  readonly #service = element("select", { title: "Service", aria: { label: "Service" } });
  readonly #detail = element("div", { class: "log-detail" });
  readonly #live = element("div", { class: "visually-hidden", aria: { live: "polite" } });
  readonly #buttons: Record<"regex" | "case" | "only" | "follow" | "time" | "wrap", HTMLButtonElement>;
  readonly #colors = new Map<string, number>();
  #pattern: RegExp | null = null;
  #selected: Entry | null = null;
  #following = true;
  #unseen = 0;
  #spoken = { lines: 0, errors: 0, at: 0 };
  #flood = { perSecond: 0, skipped: 0, trimmed: 0 };

  constructor(host: Host) {
    this.#host = host;
    this.#buttons = {
      regex: this.#toggle(".*", "Regular expression"),
      case: this.#toggle("Aa", "Match case"),
      only: iconButton("filter", "Only lines that match", () => this.#flip("only")),
      follow: iconButton("down", "Follow", () => this.follow(!this.#following), "F"),
      time: iconButton("clock", "Timestamps", () => this.#remember("timestamps"), "T"),
      wrap: iconButton("wrap", "Wrap lines", () => this.#remember("wrap"), "W"),
    };
    this.#more = element("button", { class: "new-lines", onClick: () => this.follow(true) });
    this.#more.hidden = true;
    this.#detail.hidden = true;
    this.element = element(
      "section",
      { class: "logs" },
      this.#toolbar(),
      this.#notice,
      this.#body(),
      this.#detail,
      this.#live,
    );
    this.#list = new VirtualList(this.#scroller, rowHeight, index => this.#row(index));
    this.#scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.#scroller.addEventListener("keydown", event => this.#key(event));
    this.#scroller.addEventListener("click", event => this.#clicked(event));
    this.#find.addEventListener("input", () => this.#filter());
    this.#find.addEventListener("keydown", event => this.#findKey(event));
    this.#level.addEventListener("change", () => this.#filter());
    this.#service.addEventListener("change", () => this.#chooseService());
    this.#show();
  }

  #toolbar(): HTMLElement {
    this.#find.type = "text";
    this.#find.placeholder = "Find (/)";
    this.#find.spellcheck = false;
    for (const level of levels) {
      const option = element(
        "option",
        {},
        level === "all" ? "All levels" : `${level.charAt(0).toUpperCase()}${level.slice(1)} and worse`,
      );
      option.value = level;
      this.#level.append(option);
    }
    this.#level.value = this.#host.state.level;
    this.services([]);
    const { regex, case: matchCase, only, follow, time, wrap } = this.#buttons;
    return element(
      "div",
      { class: "toolbar", role: "toolbar", aria: { label: "Log tools" } },
      element("span", { class: "find-box" }, icon("search"), this.#find, regex, matchCase, only),
      this.#count,
      this.#level,
      this.#service,
      element("span", { class: "space" }),
      follow,
      time,
      wrap,
      iconButton("clear", "Clear the view", () => this.clear()),
      iconButton("copy", "Copy what is shown", () => this.#copy()),
      iconButton("download", "Download all", () => this.#host.act("download")),
    );
  }

  #body(): HTMLElement {
    return element("div", { class: "log-body" }, this.#scroller, this.#more);
  }

  #toggle(label: string, name: string): HTMLButtonElement {
    const button = element("button", { class: "icon-button text", title: name, aria: { label: name } }, label);
    button.type = "button";
    button.addEventListener("click", () => this.#flip(name === "Match case" ? "case" : "regex"));
    toggle(button, false);
    return button;
  }

  #flip(which: "regex" | "case" | "only"): void {
    const button = this.#buttons[which];
    toggle(button, button.getAttribute("aria-pressed") !== "true");
    this.#filter();
  }

  #remember(which: "timestamps" | "wrap"): void {
    this.#host.remember({ [which]: !this.#host.state[which] });
    this.#show();
  }

  /** Names for the service filter, the workspace's first. */
  services(names: readonly string[]): void {
    const chosen = this.#host.state.services[0] ?? "";
    const all = element("option", {}, "All services");
    all.value = "";
    replace(this.#service, all, ...names.map(name => element("option", {}, name)));
    this.#service.value = names.includes(chosen) ? chosen : "";
    for (const name of names) this.#colorOf(name);
  }

  showService(name: string): void {
    if (![...this.#service.options].some(option => option.value === name)) {
      this.#service.append(element("option", {}, name));
    }
    this.#service.value = name;
    this.#chooseService();
  }

  #chooseService(): void {
    const services = this.#service.value === "" ? [] : [this.#service.value];
    this.#host.remember({ services });
    this.#host.post({ type: "follow", services });
    this.#filter();
  }

  receive(message: Extract<HostMessage, { type: "logs" }>): void {
    if (message.reset) this.#model.clear();
    const rebuilt = this.#model.append(message.lines) || message.reset;
    this.#flood = message;
    if (!this.#following) this.#unseen += message.lines.length;
    this.#announce(message.lines.length, message.lines.filter(line => line.text.includes("ERROR")).length);
    this.#draw(rebuilt);
    // The next batch is asked for when this one is on the screen.
    requestAnimationFrame(() => this.#host.post({ type: "ack", batch: message.batch }));
  }

  #announce(lines: number, errors: number): void {
    this.#spoken.lines += lines;
    this.#spoken.errors += errors;
    if (Date.now() - this.#spoken.at < 3000 || this.#spoken.lines === 0) return;
    const { lines: count, errors: bad } = this.#spoken;
    this.#live.textContent = `${plural(count, "new line")}${bad > 0 ? `, ${plural(bad, "error")}` : ""}`;
    this.#spoken = { lines: 0, errors: 0, at: Date.now() };
  }

  #draw(changed: boolean): void {
    const rows = this.#model.rows;
    if (this.#host.state.wrap) this.#drawWrapped();
    else this.#list.update(rows.length, changed);
    if (this.#following) this.#toEnd();
    this.#more.hidden = this.#following || this.#unseen === 0;
    replace(this.#more, icon("down"), plural(this.#unseen, "new line"));
    const { perSecond, skipped, trimmed } = this.#flood;
    const words = [
      perSecond > 2000
        ? `${perSecond.toLocaleString()} lines a second; showing the newest ${this.#model.size.toLocaleString()}`
        : "",
      skipped > 0 ? `${plural(skipped, "line")} came too fast to be shown here` : "",
      trimmed > 0 ? `${plural(trimmed, "older line")} are not kept here` : "",
    ].filter(Boolean);
    this.#notice.hidden = words.length === 0;
    this.#notice.textContent = words.join(". ");
    const { matches, hiddenByLevel } = this.#model;
    const hidden = hiddenByLevel > 0 ? `, ${hiddenByLevel} hidden by level` : "";
    this.#count.textContent = this.#pattern
      ? `${matches.toLocaleString()} of ${plural(rows.length, "line")}${hidden}`
      : "";
  }

  /** Wrapped lines differ in height: the newest ones are shown as a plain list. */
  #drawWrapped(): void {
    const start = Math.max(0, this.#model.rows.length - wrappedRows);
    const list = element("div", { class: "wrapped" });
    for (let index = start; index < this.#model.rows.length; index++) list.append(this.#row(index));
    this.#scroller.querySelector(".wrapped")?.remove();
    this.#scroller.append(list);
  }

  #toEnd(): void {
    if (this.#host.state.wrap) this.#scroller.scrollTop = this.#scroller.scrollHeight;
    else this.#list.toEnd();
  }

  #row(index: number): HTMLElement {
    const entry = this.#model.rows[index];
    if (!entry) return element("div", { class: "log-row" });
    return logRow(entry, {
      timestamps: this.#host.state.timestamps,
      find: this.#pattern,
      color: service => this.#colorOf(service),
      isSelected: entry === this.#selected,
      onToggle: fold => {
        this.#model.toggle(fold);
        this.follow(false);
        this.#draw(true);
      },
      onOpen: (path, line) => this.#host.post({ type: "open", path, line }),
    });
  }

  #colorOf(service: string): number {
    const known = this.#colors.get(service);
    if (known !== undefined) return known;
    const color = this.#colors.size % 6;
    this.#colors.set(service, color);
    return color;
  }

  #show(): void {
    toggle(this.#buttons.time, this.#host.state.timestamps);
    toggle(this.#buttons.wrap, this.#host.state.wrap);
    toggle(this.#buttons.follow, this.#following);
    this.#scroller.classList.toggle("wrap", this.#host.state.wrap);
    if (!this.#host.state.wrap) this.#scroller.querySelector(".wrapped")?.remove();
    this.#draw(true);
  }

  #filter(): void {
    const pressed = (which: "regex" | "case" | "only"): boolean =>
      this.#buttons[which].getAttribute("aria-pressed") === "true";
    const pattern = findPattern(this.#find.value, pressed("regex"), pressed("case"));
    const broken = typeof pattern === "string";
    this.#find.setAttribute("aria-invalid", String(broken));
    this.#find.title = broken ? pattern : "";
    this.#pattern = typeof pattern === "string" ? null : pattern;
    const level = this.#level.value as Level | "all";
    this.#host.remember({ level });
    const services = this.#service.value === "" ? null : new Set([this.#service.value]);
    this.#model.setFilter({ services, level, find: this.#pattern, onlyMatches: pressed("only") });
    this.#draw(true);
  }

  follow(following: boolean): void {
    this.#following = following;
    if (following) this.#unseen = 0;
    toggle(this.#buttons.follow, following);
    this.#draw(false);
  }

  /** Follow yields the moment the reader scrolls up, and returns at the end. */
  #scrolled(): void {
    const { scrollTop, clientHeight, scrollHeight } = this.#scroller;
    const atEnd = scrollTop + clientHeight >= scrollHeight - rowHeight * 2;
    if (this.#following && !atEnd && this.#lastTop > scrollTop) this.follow(false);
    else if (!this.#following && atEnd && this.#lastTop < scrollTop) this.follow(true);
    this.#lastTop = scrollTop;
  }
  #lastTop = 0;

  clear(): void {
    this.#model.clear();
    this.#unseen = 0;
    this.#select(null);
    this.#draw(true);
  }

  focusFind(): void {
    this.#find.focus();
    this.#find.select();
  }

  #findKey(event: KeyboardEvent): void {
    if (event.key === "Escape") this.#scroller.focus();
    if (event.key !== "Enter") return;
    const at = this.#selected ? this.#model.rows.indexOf(this.#selected) : this.#model.rows.length;
    const next = this.#model.nextMatch(at, event.shiftKey ? 1 : -1);
    if (next !== -1) this.#selectRow(next);
  }

  #clicked(event: Event): void {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>(".log-row") : null;
    const seq = Number(row?.dataset["seq"] ?? -1);
    if (window.getSelection()?.toString() !== "") return;
    const index = this.#model.rows.findIndex(entry => entry.line.seq === seq);
    if (index !== -1) this.#selectRow(index, false);
  }

  #key(event: KeyboardEvent): void {
    const at = this.#selected ? this.#model.rows.indexOf(this.#selected) : this.#model.rows.length;
    const page = Math.max(1, Math.floor(this.#scroller.clientHeight / rowHeight) - 1);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
    };
    const target = moves[event.key];
    if (target !== undefined) this.#selectRow(Math.max(0, Math.min(this.#model.rows.length - 1, target)));
    else if (event.key === "Enter" && this.#selected) this.#enter(this.#selected);
    else if (event.key === "Escape") this.#select(null);
    else if (event.key === "End") this.follow(true);
    else return;
    event.preventDefault();
  }

  #enter(entry: Entry): void {
    if (entry.fold?.head === entry) {
      this.#model.toggle(entry.fold);
      this.#draw(true);
    } else this.#showDetail(entry);
  }

  #selectRow(index: number, stop = true): void {
    const entry = this.#model.rows[index] ?? null;
    if (stop) this.follow(false);
    this.#select(entry);
    if (!this.#host.state.wrap) this.#list.reveal(index);
  }

  #select(entry: Entry | null): void {
    this.#selected = entry;
    if (!entry) this.#detail.hidden = true;
    this.#draw(true);
  }

  /** A whole line, JSON laid out. */
  #showDetail(entry: Entry): void {
    const close = iconButton("error", "Close", () => (this.#detail.hidden = true));
    const title = `${clock(entry.line.at)} ${entry.line.service}`;
    replace(
      this.#detail,
      element("div", { class: "detail-title" }, title, close),
      element("pre", {}, pretty(entry.plain)),
    );
    this.#detail.hidden = false;
  }

  #copy(): void {
    const selection = window.getSelection()?.toString() ?? "";
    const lines = this.#model.rows.map(({ line, plain }) => `${clock(line.at)} ${line.service} ${plain}`);
    this.#host.post({ type: "copy", text: selection === "" ? lines.join("\n") : selection });
  }

  /** Single letters, only while a list has the focus. */
  letter(key: string): boolean {
    if (key === "f") this.follow(!this.#following);
    else if (key === "t") this.#remember("timestamps");
    else if (key === "w") this.#remember("wrap");
    else if (key === "l") this.#level.focus();
    else if (key === "/") this.focusFind();
    else return false;
    return true;
  }
}

function pretty(text: string): string {
  const start = text.indexOf("{");
  if (start === -1) return text;
  try {
    return text.slice(0, start) + JSON.stringify(JSON.parse(text.slice(start)), null, 2);
  } catch {
    // No JSON after all: the line as it is.
    return text;
  }
}
