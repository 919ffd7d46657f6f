import { element, icon, iconButton, openMenu, replace, setMenu, svg, type IconName } from "./dom";
import type { Host } from "./host";
import { publishedPorts, type PortView } from "./published-ports";
import type { ProjectView, SampleView, ServiceView, Verb } from "./protocol";
import { menuWords, toggleVerb, verbOfKey } from "./row-verbs";
import { StackedRows } from "./stacked-rows";
import { age, figure, memory } from "./words";
import { l10n } from "./l10n";

const sparkSamples = 30;
const filterFrom = 15;
/** In pixels, as the style sheet has them. */
const lineHeight = 26;
const figuresHeight = 16;

/** What one row of the list stands for. */
type Item =
  | { readonly id: string; readonly project: ProjectView; readonly service: null }
  | { readonly id: string; readonly project: ProjectView; readonly service: ServiceView };

/** The list of services: state, ports, figures and the buttons for one row. */
export class ServicesView {
  readonly element = element("aside", { class: "services", aria: { label: l10n.t("Services") } });
  readonly #host: Host;
  readonly #onLogs: (service: string) => void;
  readonly #samples = new Map<string, SampleView[]>();
  readonly #figures = new Map<string, { readonly service: ServiceView; readonly target: HTMLElement }>();
  readonly #folded = new Set<string>();
  #projects: readonly ProjectView[] = [];
  #filter = "";
  #drawn = "";
  readonly #filterBox = element("input", { class: "filter", aria: { label: l10n.t("Filter services") } });
  readonly #grid = element("div", { role: "treegrid", class: "grid", aria: { label: l10n.t("Services") } });
  readonly #rows: StackedRows;
  #items: readonly Item[] = [];
  /** The row that Tab leads to. */
  #current = "";
  /** Projects that were shown before: those of others come folded, once, unless the person left them open. */
  readonly #known = new Set<string>();

  constructor(host: Host, onLogs: (service: string) => void) {
    this.#host = host;
    this.#onLogs = onLogs;
    this.#filterBox.placeholder = l10n.t("Filter");
    this.#filterBox.hidden = true;
    this.#filterBox.addEventListener("input", () => {
      this.#filter = this.#filterBox.value.toLowerCase();
      this.#draw();
    });
    this.element.append(this.#filterBox, this.#grid);
    this.#rows = new StackedRows(
      this.element,
      this.#grid,
      index => this.#row(index),
      () => this.#markCurrent(),
    );
    this.element.addEventListener("keydown", event => this.#key(event));
    this.#grid.addEventListener("focusin", event => {
      const row = event.target instanceof Element ? event.target.closest<HTMLElement>("[role=row]") : null;
      this.#current = row?.dataset["id"] ?? this.#current;
      this.#markCurrent();
    });
  }

  update(projects: readonly ProjectView[]): void {
    for (const { name, isOwn } of projects) {
      const isFolded = this.#host.state.folds[name] ?? !isOwn;
      if (isFolded && !this.#known.has(name)) this.#folded.add(name);
      this.#known.add(name);
    }
    // Rows stay the same elements while nothing about them changed, so that a click can end where it began.
    const drawn = JSON.stringify(projects);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#projects = projects;
    this.#draw();
  }

  addSamples(samples: readonly SampleView[]): void {
    const known = new Set(this.#samples.keys());
    for (const sample of samples) {
      const list = this.#samples.get(sample.container) ?? [];
      list.push(sample);
      if (list.length > sparkSamples) list.shift();
      this.#samples.set(sample.container, list);
    }
    // A first sample adds a line to its row.
    if (samples.some(({ container }) => !known.has(container))) this.layout();
    for (const { service, target } of this.#figures.values()) replace(target, ...this.#figureParts(service));
  }

  #draw(): void {
    const total = this.#projects.reduce((sum, project) => sum + project.services.length, 0);
    this.#filterBox.hidden = total <= filterFrom && this.#filter === "";
    this.#items = this.#projects.flatMap(project => this.#itemsOf(project));
    this.#grid.setAttribute("aria-rowcount", String(this.#items.length));
    this.layout();
  }

  /** Sets rows one under the other again, after their heights may have changed. */
  layout(): void {
    const hadFocus = this.#grid.contains(document.activeElement);
    const scrolled = this.element.scrollTop;
    this.#figures.clear();
    const isCompact = this.element.closest(".medium") !== null;
    this.#rows.update(
      this.#items.map(({ service }) =>
        service && !isCompact && this.#isMeasured(service) ? lineHeight + figuresHeight : lineHeight,
      ),
    );
    this.element.scrollTop = scrolled;
    if (hadFocus) this.#grid.querySelector<HTMLElement>(`[data-id="${CSS.escape(this.#current)}"]`)?.focus();
  }

  #isMeasured({ container, state }: ServiceView): boolean {
    return state === "running" && this.#samples.has(container);
  }

  #itemsOf(project: ProjectView): Item[] {
    const head: Item = { id: `project:${project.name}`, project, service: null };
    // Who filters looks in every project.
    if (this.#folded.has(project.name) && this.#filter === "") return [head];
    const wanted = project.services.filter(service => service.label.toLowerCase().includes(this.#filter));
    if (this.#filter !== "" && wanted.length === 0) return [];
    return [head, ...wanted.map(service => ({ id: service.id, project, service }))];
  }

  #row(index: number): HTMLElement {
    const item = this.#items[index];
    if (!item) return element("div");
    const row = item.service ? this.#service(item.service) : this.#project(item.project);
    row.setAttribute("aria-rowindex", String(index + 1));
    return row;
  }

  /** Tab stops at one row: the current one, or the first in sight. */
  #markCurrent(): void {
    const rows = [...this.#grid.querySelectorAll<HTMLElement>("[role=row]")];
    const current = rows.find(row => row.dataset["id"] === this.#current) ?? rows[0];
    for (const row of rows) row.tabIndex = row === current ? 0 : -1;
  }

  #project(project: ProjectView): HTMLElement {
    const up = project.services.filter(({ state }) => state === "running").length;
    const wanted = project.services.filter(({ isOptional, isDone }) => !isOptional && !isDone).length;
    const isOpen = !this.#folded.has(project.name);
    const name = project.name === "" ? l10n.t("Other containers") : project.name;
    const started = project.services.every(service => !service.hasContainer)
      ? l10n.t("not started")
      : l10n.t("{up} of {wanted} up", { up, wanted });
    const words = [started, ...project.files].join(" · ");
    const id = `project:${project.name}`;
    const row = element(
      "div",
      {
        class: "project",
        role: "row",
        tabIndex: -1,
        data: { id },
        aria: { level: "1", expanded: String(isOpen), label: `${name}, ${words}` },
        onClick: () => this.#toggle(project.name),
      },
      element("span", { class: isOpen ? "twistie open" : "twistie" }, icon("chevron")),
      element("span", { class: "project-name", role: "gridcell" }, name),
      element("span", { class: "dim" }, words),
      element("span", { class: "space" }),
      project.isOwn &&
        element(
          "span",
          { class: "row-buttons" },
          iconButton("playAll", l10n.t("Start All"), () => this.#host.act("startAll", id)),
          iconButton("stop", l10n.t("Stop and Remove"), () => this.#host.act("stopAll", id)),
        ),
    );
    if (project.isOwn) setMenu(row, "project", id);
    return row;
  }

  #toggle(name: string): void {
    if (this.#folded.has(name)) this.#folded.delete(name);
    else this.#folded.add(name);
    this.#host.remember({ folds: { ...this.#host.state.folds, [name]: this.#folded.has(name) } });
    this.#draw();
  }

  #service(service: ServiceView): HTMLElement {
    const figures = element("div", { class: "figures" });
    const key = service.hasContainer ? service.name : "";
    const isMeasured = this.#isMeasured(service);
    if (isMeasured) {
      this.#figures.set(service.id, { service, target: figures });
      replace(figures, ...this.#figureParts(service));
    }
    const ports = publishedPorts(service.ports);
    const portWords = ports.map(({ short }) => short.slice(1)).join(", ");
    const row = element(
      "div",
      {
        class: `service state-${service.state} health-${service.health ?? "none"} ${service.isLooping ? "looping" : ""} ${service.isFailed ? "failed" : ""} ${isMeasured ? "measured" : ""}`,
        role: "row",
        tabIndex: -1,
        data: { id: service.id, service: key },
        title: [
          service.label,
          service.words,
          service.detail,
          service.image,
          service.status,
          ...ports.map(({ words }) => l10n.t("port {port}", { port: words })),
        ]
          .filter(Boolean)
          .join("\n"),
        aria: {
          level: "2",
          label: [
            service.label,
            service.words,
            ...service.detail.split("\n"),
            ports.length === 1 && l10n.t("port {port}", { port: portWords }),
            ports.length > 1 && l10n.t("ports {ports}", { ports: portWords }),
            upWords(service),
          ]
            .filter(Boolean)
            .join(", "),
        },
        onClick: () => key !== "" && this.#onLogs(service.name),
      },
      element("span", { class: "state-icon" }, icon(stateIcon(service))),
      element("span", { class: "service-name", role: "gridcell" }, service.label),
      element("span", { class: "service-state" }, service.words),
      this.#ports(service, ports),
      figures,
      this.#buttons(service),
    );
    setMenu(row, menuWords(service), service.id);
    return row;
  }

  /** The first published port, and how many others there are: a click on those asks for one. */
  #ports({ id }: ServiceView, [first, ...others]: readonly PortView[]): HTMLElement {
    const place = element("span", { class: "port" });
    if (!first) return place;
    const link = (text: string, title: string, port: number): HTMLElement =>
      element(
        "button",
        {
          class: "link",
          title,
          tabIndex: -1,
          aria: { label: title },
          onClick: event => {
            event.stopPropagation();
            this.#host.post({ type: "port", target: id, port });
          },
        },
        text,
      );
    const open = l10n.t("Open {port} in Browser", { port: first.short.slice(1) });
    place.append(first.isTcp ? link(first.short, open, first.port) : first.short);
    const more = others.map(({ words }) => words).join("\n");
    const count = `+${others.length}`;
    if (others.some(({ isTcp }) => isTcp)) place.append(" ", link(count, more, 0));
    else if (others.length > 0) place.append(" ", element("span", { class: "dim", title: more }, count));
    return place;
  }

  #buttons(service: ServiceView): HTMLElement {
    const act = (verb: Verb) => () => this.#host.act(verb, service.id);
    const isUp = service.state === "running" || service.state === "restarting";
    const buttons = element(
      "span",
      { class: "row-buttons" },
      toggleVerb(service) === "stop"
        ? iconButton("stop", l10n.t("Stop {name}", { name: service.label }), act("stop"), "S")
        : toggleVerb(service) === "unpause"
          ? iconButton("play", l10n.t("Resume {name}", { name: service.label }), act("unpause"), "S")
          : iconButton("play", l10n.t("Start {name}", { name: service.label }), act("start"), "S"),
      isUp && iconButton("restart", l10n.t("Restart {name}", { name: service.label }), act("restart"), "R"),
      isUp && iconButton("terminal", l10n.t("Open a shell in {name}", { name: service.label }), act("shell")),
      service.hasContainer &&
        iconButton("logs", l10n.t("Show logs of {name}", { name: service.label }), () => this.#onLogs(service.name)),
    );
    for (const button of buttons.querySelectorAll("button")) button.tabIndex = -1;
    return buttons;
  }

  #figureParts(service: ServiceView): (Node | string)[] {
    const samples = this.#samples.get(service.container) ?? [];
    const last = samples.at(-1);
    if (!last) return [];
    const used = memory(last.memoryBytes);
    const limit = memory(last.memoryLimit);
    return [
      element("span", {}, l10n.t("CPU {percent}%", { percent: figure(last.cpuPercent) })),
      spark(samples.map(sample => sample.cpuPercent)),
      element("span", { class: "memory" }, last.memoryLimit > 0 ? l10n.t("{used} of {limit}", { used, limit }) : used),
      element("span", { class: "uptime" }, upWords(service)),
    ];
  }

  #focus(index: number): void {
    const item = this.#items[Math.max(0, Math.min(this.#items.length - 1, index))];
    if (!item) return;
    this.#current = item.id;
    this.#rows.reveal(this.#items.indexOf(item))?.focus();
  }

  #key(event: KeyboardEvent): void {
    if (event.target instanceof HTMLInputElement) {
      if (event.key === "ArrowDown") this.#focus(0);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = document.activeElement?.closest<HTMLElement>(".grid [role=row]");
    const at = this.#items.findIndex(({ id }) => id === row?.dataset["id"]);
    const page = Math.max(1, Math.floor(this.element.clientHeight / lineHeight) - 1);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: this.#items.length - 1,
    };
    const move = moves[event.key];
    if (move !== undefined) this.#focus(move);
    else if (!row) return;
    else if (event.key === "Enter" || event.key === " ") row.click();
    else if (event.key === "F10" || event.key === "ContextMenu") openMenu(row);
    else if (event.key === "ArrowRight") unfold(row, "false");
    else if (event.key === "ArrowLeft") unfold(row, "true");
    else {
      const item = this.#items[at];
      const verb = item && verbOfKey(event.key.toLowerCase(), item.service ?? item.project);
      if (verb === undefined) return;
      this.#host.act(verb, item?.id);
    }
    event.preventDefault();
    event.stopPropagation();
  }
}

/** Unfolds a row that is folded (`aria-expanded` is "false"), or folds one that is not. */
function unfold(row: HTMLElement, expanded: "false" | "true"): void {
  if (row.getAttribute("aria-expanded") === expanded) row.click();
}

function upWords({ upSince }: ServiceView): string {
  return upSince === null ? "" : l10n.t("up {age}", { age: age(upSince / 1000) });
}

function stateIcon({ state, health, isLooping, isFailed }: ServiceView): IconName {
  if (isLooping || isFailed) return "error";
  if (state === "running")
    return health === "healthy" ? "pass" : health === "unhealthy" ? "warning" : health ? "sync" : "dot";
  if (state === "paused") return "pause";
  if (state === "restarting") return "sync";
  return state === "dead" ? "error" : "ring";
}

/** A small line of the newest values; the figure beside it says the last one in words. */
function spark(values: readonly number[], width = 48, height = 14): SVGElement {
  const top = Math.max(1, ...values);
  const step = width / Math.max(1, sparkSamples - 1);
  const points = values.map(
    (value, index) => `${(index * step).toFixed(1)},${(height - 1 - (value / top) * (height - 2)).toFixed(1)}`,
  );
  return svg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height, class: "spark", "aria-hidden": "true" },
    svg("polyline", { points: points.join(" "), fill: "none", stroke: "currentColor", "stroke-width": 1.2 }),
  );
}
