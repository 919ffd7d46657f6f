import { element, icon, iconButton, replace, textButton } from "./dom";
import type { Host } from "./host";
import type { EngineView } from "./protocol";

/** The panel's header: which engine is used and why, and what can be done with all services at once. */
export class HeaderView {
  readonly element = element("header", { class: "header", role: "toolbar", aria: { label: "Containers" } });
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
    this.element.addEventListener("keydown", event => this.#key(event));
  }

  update(engine: EngineView, busy: string, hasCompose: boolean, hasDockerfile: boolean): void {
    const connected = engine.state === "connected";
    const words = connected ? [engine.context, engine.version].filter(Boolean).join(" · ") : stateWords[engine.state];
    const endpoint = element(
      "button",
      {
        class: "endpoint",
        title: `${engine.host}\n${engine.reason}\nSelect another Docker context`,
        onClick: () => this.#host.act("selectContext"),
      },
      element("span", { class: `engine-dot ${engine.state}` }, icon("dot")),
      element("span", { class: "ellipsis" }, words),
    );
    const usable = connected && busy === "";
    const all = textButton("Start All", () => this.#host.act("startAll"), true);
    const build = textButton("Build", () => this.#host.act("build"));
    all.disabled = !usable || !hasCompose;
    build.disabled = !usable || (!hasCompose && !hasDockerfile);
    replace(
      this.element,
      element("h1", {}, "Containers"),
      endpoint,
      element("span", { class: "reason" }, connected ? engine.reason : ""),
      element("span", { class: "space" }),
      element("span", { class: "busy", aria: { live: "polite" } }, busy === "" ? null : icon("sync"), busy),
      all,
      build,
      iconButton("stop", "Stop and Remove All", () => this.#host.act("stopAll")),
      iconButton("terminal", "Show Commands Run", () => this.#host.act("showCommands")),
    );
    const buttons = this.#buttons();
    for (const [index, button] of buttons.entries()) button.tabIndex = index === 0 ? 0 : -1;
  }

  #buttons(): HTMLButtonElement[] {
    return [...this.element.querySelectorAll("button")].filter(button => !button.disabled);
  }

  /** One stop for Tab; arrows move between the buttons. */
  #key(event: KeyboardEvent): void {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    const buttons = this.#buttons();
    const at = buttons.findIndex(button => button === document.activeElement);
    const next = buttons[(at + step + buttons.length) % buttons.length];
    if (!next) return;
    for (const button of buttons) button.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
    event.preventDefault();
  }
}

const stateWords: Readonly<Record<EngineView["state"], string>> = {
  unknown: "not connected",
  connecting: "connecting",
  connected: "connected",
  absent: "no engine answered",
  denied: "access denied",
  lost: "engine lost",
  untrusted: "restricted mode",
};
