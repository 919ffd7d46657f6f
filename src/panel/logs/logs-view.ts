import { element, icon, replace } from "../dom";
import type { Host } from "../host";
import type { CrashView, HostMessage } from "../protocol";
import { scrollWithin } from "../scroll-within";
import { VirtualList, type Change } from "../virtual-list";
import { figure, plural } from "../words";
import { rowsText, selectedIn } from "./copied-rows";
import { crashBanner, crashWords } from "./crash-banner";
import { LogCauses, type LogCause } from "./log-causes";
import { LogDetail } from "./log-detail";
import { LogModel, type Entry } from "./log-model";
import { LogNotice } from "./log-notice";
import { keyOfRow, logRow, rowKey, seqOf } from "./log-row";
import { LogToolbar } from "./log-toolbar";
import { ReadingPlace } from "./reading-place";
import { l10n } from "../l10n";

const rowHeight = 20;
const wrappedRows = 2000;
/** What a screen reader is given: a plain list, in which nothing comes and goes as it moves. */
const plainRows = 500;

/** The Logs tab: find, filters, follow, and the lines themselves. */
export class LogsView {
  readonly element: HTMLElement;
  readonly #host: Host;
  readonly #model = new LogModel();
  readonly #causes: LogCauses;
  readonly #list: VirtualList;
  readonly #scroller = element("div", {
    class: "log",
    role: "log",
    tabIndex: 0,
    aria: { live: "off", label: l10n.t("Log") },
  });
  readonly #toolbar: LogToolbar;
  readonly #notice: LogNotice;
  readonly #more: HTMLButtonElement;
  readonly #crashes = element("div", { class: "crashes" });
  readonly #detail = new LogDetail(() => this.#draw("all"));
  readonly #live = element("div", { class: "visually-hidden", aria: { live: "polite" } });
  readonly #colors = new Map<string, number>();
  #crashWords = "";
  readonly #place: ReadingPlace;
  #selected: Entry | null = null;
  #following = true;
  #unseen = 0;
  #spoken = { lines: 0, errors: 0, at: 0 };
  #flood = { perSecond: 0, skipped: 0, older: 0 };

  constructor(host: Host) {
    this.#host = host;
    this.#place = new ReadingPlace(host, this.#scroller, () => this.#following);
    this.#following = !this.#place.isAwaited;
    this.#causes = new LogCauses(host);
    this.#notice = new LogNotice(() => host.act("download"));
    this.#toolbar = new LogToolbar(host, {
      onFilter: () => this.#filter(),
      onFindKey: event => this.#findKey(event),
      onFollow: () => this.follow(!this.#following),
      onShow: () => this.#show(),
      onClear: () => this.clear(),
      onCopy: () => this.#copy(),
    });
    this.#more = element("button", { class: "new-lines", onClick: () => this.follow(true) });
    this.#more.hidden = true;
    this.element = element(
      "section",
      { class: "logs" },
      this.#toolbar.element,
      this.#toolbar.count,
      this.#crashes,
      this.#notice.element,
      this.#body(),
      this.#detail.element,
      this.#live,
    );
    this.#list = new VirtualList(
      this.#scroller,
      rowHeight,
      index => this.#row(index),
      index => this.#keyOf(index),
    );
    this.#scroller.addEventListener("copy", event => this.#copyByKey(event));
    // Who selects reads: lines that run away would take the selection with them.
    document.addEventListener("selectionchange", () => {
      if (this.#following && selectedIn(this.#scroller) !== null) this.follow(false);
    });
    this.#scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.#scroller.addEventListener("keydown", event => this.#key(event));
    this.#scroller.addEventListener("click", event => this.#clicked(event));
    // VS Code says on the body whether a screen reader is used, also when that changes.
    new MutationObserver(() => this.#show()).observe(document.body, { attributeFilter: ["class"] });
    this.#model.setFilter(this.#toolbar.filter());
    this.#show();
    this.#toolbar.ask();
  }

  #body(): HTMLElement {
    return element("div", { class: "log-body" }, this.#scroller, this.#more);
  }

  /** Names for the service filter, the workspace's first, and what the containers are called beside each other. */
  services(names: readonly string[], labels: readonly string[]): void {
    this.#toolbar.services(names);
    for (const name of names) this.#colorOf(name);
    const longest = Math.max(...labels.map(({ length }) => length), 0);
    this.#scroller.style.setProperty("--log-service-width", `${Math.min(18, Math.max(6, longest + 1))}ch`);
  }

  /** Whether there is anything to read, be it of containers that are gone. */
  get hasLines(): boolean {
    return this.#model.size > 0;
  }

  showService(name: string): void {
    this.#toolbar.choose([name]);
  }

  /** Services that die again and again. */
  crashes(crashes: readonly CrashView[]): void {
    const words = JSON.stringify(crashes.map(({ id, log, cause, fix }) => [id, log, cause, fix]));
    if (words !== this.#crashWords) {
      this.#crashWords = words;
      replace(this.#crashes, ...crashes.map(crash => crashBanner(crash, this.#host)));
      return;
    }
    for (const heading of this.#crashes.querySelectorAll<HTMLElement>(".crash-words")) {
      const crash = crashes.find(({ id }) => id === heading.dataset["id"]);
      if (crash) heading.textContent = crashWords(crash);
    }
  }

  receive(message: Extract<HostMessage, { type: "logs" }>): void {
    if (message.reset) this.#model.clear();
    const { errors, shown } = this.#model;
    const rebuilt = this.#model.append(message.lines);
    this.#flood = message;
    const added = this.#model.shown - shown; // What a filter hides is nothing new to the reader.
    if (!this.#following && !this.#place.isAwaited) this.#unseen += added;
    this.#announce(added, this.#model.errors - errors);
    this.#draw(message.reset ? "all" : rebuilt ? "rows" : "none");
    const place = this.#place.take(this.#model.rows);
    if (place >= 0) this.#goTo(place);
    // The next batch is asked for when this one is on the screen.
    requestAnimationFrame(() => this.#host.post({ type: "ack", batch: message.batch }));
  }

  #goTo(index: number): void {
    const entry = this.#model.rows[index];
    if (this.#isPlain && entry) scrollWithin(this.#scroller, this.#rowOf(entry));
    else this.#scroller.scrollTop = index * rowHeight;
    this.#lastTop = this.#scroller.scrollTop;
  }

  #rowOf({ line }: Entry): Element | undefined {
    return this.#scroller.querySelector(`[data-seq="${line.seq}"]`) ?? undefined;
  }

  /** What an exception in the log is likely caused by. */
  explain(exception: string, cause: LogCause): void {
    if (this.#causes.take(exception, cause)) this.#draw("all");
  }

  #announce(lines: number, errors: number): void {
    this.#spoken.lines += lines;
    this.#spoken.errors += errors;
    if (Date.now() - this.#spoken.at < 3000 || this.#spoken.lines === 0) return;
    const { lines: count, errors: bad } = this.#spoken;
    this.#live.textContent = [
      plural(count, l10n.t("{count} new line"), l10n.t("{count} new lines")),
      bad > 0 && plural(bad, l10n.t("{count} error"), l10n.t("{count} errors")),
    ]
      .filter(Boolean)
      .join(", ");
    this.#spoken = { lines: 0, errors: 0, at: Date.now() };
  }

  #draw(changed: Change): void {
    const rows = this.#model.rows;
    this.#scroller.classList.toggle("plain", this.#isPlain);
    if (this.#isPlain) this.#drawPlain(changed);
    else this.#list.update(rows.length, changed);
    if (this.#following) this.#toEnd();
    this.#more.hidden = this.#following || this.#unseen === 0;
    replace(this.#more, icon("down"), plural(this.#unseen, l10n.t("{count} new line"), l10n.t("{count} new lines")));
    const { matches, hiddenByLevel, size, dropped } = this.#model;
    this.#notice.show({ ...this.#flood, kept: size, older: this.#flood.older + dropped });
    const counts = [
      l10n.t("{matches} of {all} match", { matches: figure(matches), all: figure(size) }),
      hiddenByLevel > 0 && l10n.t("{count} hidden by level", { count: figure(hiddenByLevel) }),
    ];
    this.#toolbar.show(this.#toolbar.pattern ? counts.filter(Boolean).join(", ") : this.#toolbar.problem);
  }

  /** Whether all rows are in the document: they are where lines wrap, and for a screen reader. */
  get #isPlain(): boolean {
    return this.#host.state.wrap || isReadAloud();
  }

  /** The newest lines as a plain list, to which new ones are added; a row stays the same element as long as it can. */
  #drawPlain(changed: Change): void {
    const rows = this.#model.rows;
    const start = Math.max(0, rows.length - (isReadAloud() ? plainRows : wrappedRows));
    let list = this.#scroller.querySelector(".plain-rows");
    if (!list) {
      list = element("div", { class: "plain-rows", role: "list" });
      this.#scroller.append(list);
    }
    if (changed === "all") list.replaceChildren();
    const first = rows[start]?.line.seq;
    while (list.firstElementChild && seqOf(list.firstElementChild) !== first) list.firstElementChild.remove();
    let same = changed === "none" ? list.childElementCount : 0;
    while (same < list.childElementCount && keyOfRow(list.children[same]) === this.#keyOf(start + same)) same++;
    while (list.childElementCount > same) list.lastElementChild?.remove();
    for (let index = start + same; index < rows.length; index++) {
      const row = this.#row(index);
      row.dataset["key"] = this.#keyOf(index);
      list.append(row);
    }
  }

  #keyOf(index: number): string {
    const entry = this.#model.rows[index];
    return entry ? rowKey(entry) : "";
  }

  #toEnd(): void {
    if (this.#isPlain) this.#scroller.scrollTop = this.#scroller.scrollHeight;
    else this.#list.toEnd();
    this.#lastTop = this.#scroller.scrollTop;
  }

  #row(index: number): HTMLElement {
    const entry = this.#model.rows[index];
    if (!entry) return element("div", { class: "log-row" });
    return logRow(entry, {
      timestamps: this.#host.state.timestamps,
      find: this.#toolbar.pattern,
      color: service => this.#colorOf(service),
      isSelected: entry === this.#selected,
      isDetailed: entry === this.#detail.entry,
      causeOf: fold => this.#causes.of(fold),
      onFix: fold => this.#causes.openFix(fold),
      onToggle: fold => {
        this.#model.toggle(fold);
        this.follow(false);
        this.#draw("all");
      },
      onDetail: () => this.#toggleDetail(entry),
      onOpen: (path, line) => this.#host.post({ type: "openCode", path, line, service: entry.line.service }),
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
    this.#toolbar.showSwitches(this.#following);
    this.#scroller.classList.toggle("wrap", this.#host.state.wrap);
    if (!this.#isPlain) this.#scroller.querySelector(".plain-rows")?.remove();
    this.#draw("all");
  }

  #filter(): void {
    this.#model.setFilter(this.#toolbar.filter());
    this.#draw("all");
  }

  /** A hidden log is at no place: who followed it before follows it again. */
  show(isShown: boolean): void {
    const comesBack = isShown && this.element.hidden;
    this.element.hidden = !isShown;
    if (comesBack) this.#draw("none");
  }

  follow(following: boolean): void {
    this.#following = following;
    if (following) {
      this.#unseen = 0;
      this.#place.forget();
    }
    this.#toolbar.showSwitches(following);
    this.#draw("none");
  }

  /** Follow yields the moment the reader scrolls up, and returns at the end. */
  #scrolled(): void {
    const { scrollTop, clientHeight, scrollHeight } = this.#scroller;
    if (clientHeight === 0) return;
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
    this.#draw("all");
  }

  focusFind(): void {
    this.#toolbar.focusFind();
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
    else if (event.key === "Home") this.#selectRow(0);
    else if (event.key === "End") this.follow(true);
    else return;
    event.preventDefault();
  }

  #enter(entry: Entry): void {
    if (entry.fold?.head === entry) {
      this.#model.toggle(entry.fold);
      this.#draw("all");
    } else this.#toggleDetail(entry);
  }

  #selectRow(index: number, stop = true): void {
    const entry = this.#model.rows[index] ?? null;
    if (stop) this.follow(false);
    this.#select(entry);
    if (!this.#isPlain) this.#list.reveal(index);
    else if (entry) scrollWithin(this.#scroller, this.#rowOf(entry), true);
  }

  #select(entry: Entry | null): void {
    this.#selected = entry;
    if (!entry) this.#detail.hide();
    this.#draw("all");
  }

  #toggleDetail(entry: Entry): void {
    if (this.#detail.entry === entry) this.#detail.hide();
    else this.#detail.show(entry);
    this.follow(false);
    this.#select(entry);
  }

  #copy(): void {
    this.#host.post({ type: "copy", text: this.#selectedText() ?? this.#textOf(this.#model.rows) });
  }

  #copyByKey(event: ClipboardEvent): void {
    const text = this.#selectedText();
    if (text === null) return;
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
  }

  #textOf(rows: readonly Entry[]): string {
    return rowsText(rows, this.#host.state.timestamps);
  }

  #selectedText(): string | null {
    const selected = selectedIn(this.#scroller);
    if (selected === null) return null;
    if ("text" in selected) return selected.text;
    const { rows } = this.#model;
    const at = (seq: number): number => rows.findIndex(({ line }) => line.seq === seq);
    return this.#textOf(rows.slice(at(selected.first), at(selected.last) + 1));
  }

  /** Single letters, only while a list has the focus. */
  letter(key: string): boolean {
    if (key === "f") this.follow(!this.#following);
    else if (key === "t") this.#toolbar.remember("timestamps");
    else if (key === "w") this.#toolbar.remember("wrap");
    else if (key === "l") this.#toolbar.focusLevel();
    else if (key === "c") this.#toolbar.focusContext();
    else if (key === "/") this.focusFind();
    else return false;
    return true;
  }
}

/** VS Code marks the body of its webviews while a screen reader is used. */
function isReadAloud(): boolean {
  return document.body.classList.contains("vscode-using-screen-reader");
}
