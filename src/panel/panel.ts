import { Banner } from "./banner";
import { BuildTab } from "./build-view";
import { element, replace } from "./dom";
import { HeaderView } from "./header-view";
import { connectHost, type Host } from "./host";
import { LogsView } from "./logs/logs-view";
import { isHostMessage, tabs, type HostMessage, type Tab } from "./protocol";
import { ServicesView } from "./services-view";
import { stateCard } from "./state-card";
import { Steady } from "./steady";
import { StatsTab } from "./stats-view";
import { VerificationTab } from "./verification-view";
import { keyHelp } from "./key-help";
import { l10n } from "./l10n";

const tabNames: Readonly<Record<Tab, string>> = {
  services: l10n.t("Services"),
  logs: l10n.t("Logs"),
  build: l10n.t("Build"),
  stats: l10n.t("Stats"),
  verification: l10n.t("Verification"),
};
const narrowWidth = 600;
const wideWidth = 900;

/** The whole panel: header, services, tabs; every part redraws from what the host sends. */
class Panel {
  readonly #host: Host = connectHost();
  readonly #header = new HeaderView(this.#host);
  readonly #services = new ServicesView(this.#host, name => this.#showLogs(name));
  readonly #logs = new LogsView(this.#host);
  readonly #build = new BuildTab(this.#host);
  readonly #stats = new StatsTab();
  readonly #verification = new VerificationTab(this.#host);
  readonly #banner = new Banner(this.#host);
  readonly #card = element("div", { class: "card-place" });
  readonly #tabList = element("div", { class: "tabs", role: "tablist", aria: { label: l10n.t("Views") } });
  readonly #pages = element("div", { class: "pages" });
  readonly #splitter = element("div", {
    class: "splitter",
    role: "separator",
    tabIndex: 0,
    aria: { orientation: "vertical", label: l10n.t("Width of the services"), valuemin: "160", valuemax: "600" },
  });
  readonly #root: HTMLElement;
  #tab: Tab = this.#host.state.tab;
  readonly #help = keyHelp();
  #hasCard = false;
  #isConnected = false;
  #nextCard: HTMLElement | null = null;
  readonly #steadyCard = new Steady(
    this.#card,
    () => replace(this.#card, this.#nextCard),
    () => this.#tabList.querySelector<HTMLElement>("[aria-selected=true]")?.focus(),
  );
  #size: "narrow" | "medium" | "wide" = "wide";

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#pages.append(
      this.#logs.element,
      this.#build.element,
      this.#stats.element,
      this.#verification.element,
      this.#card,
    );
    const main = element("main", { class: "main" }, this.#tabList, this.#pages);
    replace(
      root,
      this.#header.element,
      this.#banner.element,
      element("div", { class: "body" }, this.#services.element, this.#splitter, main),
      this.#help.element,
    );
    this.#drawTabs();
    this.#listenToSplitter();
    new ResizeObserver(() => this.#resize()).observe(root);
    window.addEventListener("message", (event: MessageEvent<unknown>) => {
      if (isHostMessage(event.data)) this.#receive(event.data);
    });
    window.addEventListener("keydown", event => this.#key(event));
    this.#host.post({ type: "ready" });
    this.#select(this.#tab);
  }

  #receive(message: HostMessage): void {
    switch (message.type) {
      case "state":
        return this.#showState(message);
      case "logs":
        return this.#logs.receive(message);
      case "builds":
        return this.#build.update(message.builds, message.history);
      case "cause":
        return this.#logs.explain(message.exception, message);
      case "buildLines":
        return this.#build.addLines(message.lines, message.reset);
      case "stats":
        this.#services.addSamples(message.samples);
        return this.#stats.receive(message);
      case "verification":
        return this.#verification.update(message.view);
      case "pane":
        return this.#nextPane(message.step);
      case "show":
        this.#select(message.tab);
        if (message.service !== "") this.#logs.showService(message.service);
        if (message.command === "find") this.#logs.focusFind();
        if (message.command === "follow") this.#logs.follow(true);
        if (message.command === "clear") this.#logs.clear();
    }
  }

  #showState({
    engine,
    projects,
    crashes,
    busy,
    failure,
    hasCompose,
    hasDockerfile,
  }: Extract<HostMessage, { type: "state" }>): void {
    this.#header.update({ engine, busy, hasCompose, hasDockerfile });
    this.#services.update(projects);
    this.#build.canBuild(hasCompose || hasDockerfile, busy);
    const own = projects.filter(project => project.isOwn).flatMap(project => project.services);
    this.#logs.crashes(crashes);
    const made = own.filter(({ hasContainer }) => hasContainer);
    this.#logs.services(
      made.map(({ name }) => name),
      made.map(({ label }) => label),
    );
    const running = own.filter(({ state }) => state === "running").length;
    const card = stateCard(engine, { hasCompose, hasDockerfile, running, services: made.length }, this.#host);
    this.#hasCard = card !== null;
    this.#isConnected = engine.state === "connected";
    if (card?.textContent !== this.#card.firstElementChild?.textContent) {
      this.#nextCard = card;
      this.#steadyCard.draw();
    }
    this.#banner.update(engine, failure);
    this.#root.classList.toggle("stale", engine.state === "lost");
    this.#root.classList.toggle("no-services", projects.length === 0);
    this.#showPage();
  }

  #shownTabs(): readonly Tab[] {
    return this.#size === "narrow" ? tabs : tabs.filter(tab => tab !== "services");
  }

  #drawTabs(): void {
    replace(
      this.#tabList,
      ...this.#shownTabs().map(tab => {
        const button = element(
          "button",
          { class: "tab", role: "tab", aria: { selected: String(tab === this.#tab) } },
          tabNames[tab],
        );
        button.type = "button";
        button.tabIndex = tab === this.#tab ? 0 : -1;
        button.addEventListener("click", () => this.#select(tab));
        button.addEventListener("keydown", event => this.#tabKey(event, tab));
        return button;
      }),
    );
  }

  #tabKey(event: KeyboardEvent, tab: Tab): void {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    const shown = this.#shownTabs();
    const next = shown[(shown.indexOf(tab) + step + shown.length) % shown.length];
    if (next) this.#select(next);
    this.#tabList.querySelector<HTMLElement>("[aria-selected=true]")?.focus();
    event.preventDefault();
  }

  #select(tab: Tab): void {
    this.#tab = tab === "services" && this.#size !== "narrow" ? "logs" : tab;
    this.#host.remember({ tab: this.#tab });
    this.#drawTabs();
    this.#showPage();
    this.#host.post({ type: "tab", tab: this.#tab, visible: true });
  }

  #showPage(): void {
    const needsEngine = this.#tab === "logs" || this.#tab === "stats" || this.#tab === "services";
    // The last words of containers that were removed stay to be read.
    const hasLastWords = this.#isConnected && this.#tab === "logs" && this.#logs.hasLines;
    const card = this.#hasCard && needsEngine && !hasLastWords;
    this.#card.hidden = !card;
    this.#logs.show(this.#tab === "logs" && !card);
    this.#build.element.hidden = this.#tab !== "build";
    this.#stats.element.hidden = this.#tab !== "stats" || card;
    this.#verification.element.hidden = this.#tab !== "verification";
    this.#stats.show(this.#tab === "stats");
    this.#services.element.hidden = this.#size === "narrow" && (this.#tab !== "services" || card);
    for (const page of this.#pages.children) {
      page.setAttribute("role", "tabpanel");
      page.setAttribute("aria-label", tabNames[this.#tab]);
    }
  }

  #showLogs(service: string): void {
    this.#select("logs");
    this.#logs.showService(service);
  }

  #resize(): void {
    const width = this.#root.clientWidth;
    const size = width < narrowWidth ? "narrow" : width < wideWidth ? "medium" : "wide";
    const wish = size === "medium" ? 210 : this.#host.state.splitter;
    this.#root.style.setProperty("--services-width", `${Math.max(160, Math.min(wish, width / 2))}px`);
    if (size === this.#size && this.#root.classList.contains(size)) return;
    this.#size = size;
    this.#root.classList.remove("narrow", "medium", "wide");
    this.#root.classList.add(size);
    this.#services.layout();
    this.#select(this.#tab);
  }

  #listenToSplitter(): void {
    this.#splitter.setAttribute("aria-valuenow", String(this.#host.state.splitter));
    const set = (width: number): void => {
      this.#host.remember({ splitter: Math.round(Math.max(160, Math.min(600, width))) });
      this.#splitter.setAttribute("aria-valuenow", String(this.#host.state.splitter));
      this.#resize();
    };
    this.#splitter.addEventListener("pointerdown", event => {
      this.#splitter.setPointerCapture(event.pointerId);
      const move = (at: PointerEvent): void => set(at.clientX);
      this.#splitter.addEventListener("pointermove", move);
      this.#splitter.addEventListener("pointerup", () => this.#splitter.removeEventListener("pointermove", move), {
        once: true,
      });
    });
    this.#splitter.addEventListener("keydown", event => {
      const step = event.key === "ArrowRight" ? 20 : event.key === "ArrowLeft" ? -20 : 0;
      if (step === 0) return;
      set(this.#host.state.splitter + step);
      event.preventDefault();
    });
  }

  #key(event: KeyboardEvent): void {
    const target = event.target;
    const typing = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "?") {
      this.#help.toggle(true);
      event.preventDefault();
      return;
    }
    if (target instanceof Element && target.closest(".build") !== null && event.key.toLowerCase() === "b") {
      this.#host.act("build");
      event.preventDefault();
      return;
    }
    const inList = target instanceof Element && target.closest(".log, .services") !== null;
    if (inList && this.#tab === "logs" && this.#logs.letter(event.key.toLowerCase())) event.preventDefault();
  }

  #nextPane(step: number): void {
    const panes = [this.#header.element, this.#services.element, this.#tabList, this.#pages].filter(
      pane => !pane.hidden,
    );
    const at = panes.findIndex(pane => pane.contains(document.activeElement));
    for (let distance = 1; distance <= panes.length; distance++) {
      const pane = panes[(at + step * distance + panes.length * 2) % panes.length];
      const target = [...(pane?.querySelectorAll<HTMLElement>("[tabindex='0'], input, button") ?? [])].find(
        candidate => candidate.offsetParent !== null && candidate.tabIndex >= 0,
      );
      if (!target) continue;
      target.focus();
      return;
    }
  }
}

const root = document.getElementById("drydock");
if (root) new Panel(root);
