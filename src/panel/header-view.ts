import { element, icon, iconButton, openMenu, replace, setMenu, textButton } from "./dom";
import type { Host } from "./host";
import type { EngineView } from "./protocol";
import { Steady } from "./steady";
import { l10n } from "./l10n";

/** What the header says and lets a person do. */
interface HeaderState {
  readonly engine: EngineView;
  readonly busy: string;
  readonly hasCompose: boolean;
  readonly hasDockerfile: boolean;
}

/** The panel's header: which engine is used and why, and what can be done with all services at once. */
export class HeaderView {
  readonly element = element("header", { class: "header", role: "toolbar", aria: { label: l10n.t("Containers") } });
  readonly #host: Host;
  #state: HeaderState | null = null;
  readonly #steady = new Steady(this.element, () => this.#state && this.#render(this.#state));

  constructor(host: Host) {
    this.#host = host;
    this.element.addEventListener("keydown", event => this.#key(event));
  }

  update(state: HeaderState): void {
    if (JSON.stringify(state) === JSON.stringify(this.#state)) return;
    this.#state = state;
    this.#steady.draw();
  }

  #render({ engine, busy, hasCompose, hasDockerfile }: HeaderState): void {
    const connected = engine.state === "connected";
    const words = connected ? [engine.context, engine.version].filter(Boolean).join(" · ") : stateWords[engine.state];
    const endpoint = element(
      "button",
      {
        class: "endpoint",
        title: [engine.host, engine.reason, l10n.t("Select another Docker context")].filter(Boolean).join("\n"),
        data: { key: "endpoint" },
        onClick: () => this.#host.act("selectContext"),
      },
      element("span", { class: `engine-dot ${engine.state}` }, icon("dot")),
      element("span", { class: "ellipsis" }, words),
    );
    const usable = connected && busy === "";
    const all = textButton(l10n.t("Start All"), () => this.#host.act("startAll"), true);
    const build = textButton(l10n.t("Build"), () => this.#host.act("build"));
    build.classList.add("build-all");
    const more = iconButton("more", l10n.t("More Actions…"), () => openMenu(more));
    const canBuild = usable && (hasCompose || hasDockerfile);
    setMenu(more, ["header", canBuild && "buildable", usable && hasCompose && "stack"].filter(Boolean).join(" "));
    replace(
      this.element,
      element("h1", {}, l10n.t("Containers")),
      endpoint,
      element("span", { class: "reason" }, connected ? engine.reason : ""),
      element("span", { class: "space" }),
      element(
        "span",
        { class: "busy", title: busy, aria: { live: "polite" } },
        busy === "" ? null : icon("sync"),
        element("span", { class: "ellipsis" }, busy),
      ),
      enabled(all, usable && hasCompose),
      enabled(build, canBuild),
      more,
    );
    const buttons = this.#buttons();
    for (const [index, button] of buttons.entries()) button.tabIndex = index === 0 ? 0 : -1;
  }

  #buttons(): HTMLButtonElement[] {
    return [...this.element.querySelectorAll("button")].filter(button => button.offsetParent !== null);
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
  unknown: l10n.t("not connected"),
  connecting: l10n.t("connecting"),
  connected: l10n.t("connected"),
  absent: l10n.t("no engine answered"),
  denied: l10n.t("access denied"),
  lost: l10n.t("engine lost"),
  untrusted: l10n.t("restricted mode"),
};

/** A button that can do nothing now keeps the focus, so that it is still there when it can. */
function enabled(button: HTMLButtonElement, can: boolean): HTMLButtonElement {
  if (can) return button;
  button.setAttribute("aria-disabled", "true");
  button.addEventListener("click", event => event.stopImmediatePropagation(), { capture: true });
  return button;
}
