import { element, iconButton, prose, replace, textButton } from "./dom";
import type { Host } from "./host";
import type { EngineView } from "./protocol";
import { clock } from "./words";
import { l10n } from "./l10n";

/** The strip under the header: an engine that was lost, with the time until it is tried again, or a command that failed. */
export class Banner {
  readonly element = element("div", { class: "banner-place" });
  readonly #host: Host;
  readonly #countdown = element("span", { class: "countdown" });
  #shown = "";
  #retryAt = 0;
  #ticking: number | undefined;

  constructor(host: Host) {
    this.#host = host;
  }

  update(engine: EngineView, failure: string): void {
    const lost = engine.state === "lost";
    this.#retryAt = engine.retryAt;
    const key = lost ? "lost" : failure;
    if (key !== this.#shown) {
      this.#shown = key;
      if (lost) this.#showLost(engine);
      else if (failure === "") replace(this.element);
      else this.#showFailure(failure);
    }
    if (lost) {
      this.#tick();
      this.#ticking ??= window.setInterval(() => this.#tick(), 1000);
    } else {
      window.clearInterval(this.#ticking);
      this.#ticking = undefined;
    }
  }

  #showLost({ at }: EngineView): void {
    const since = at > 0 ? l10n.t("What you see is from {time}.", { time: clock(new Date(at).toISOString()) }) : "";
    // Only the words are announced: a countdown read aloud every second would say nothing else.
    const words = element(
      "span",
      { role: "alert" },
      [l10n.t("The engine stopped answering."), since].filter(Boolean).join(" "),
    );
    replace(
      this.element,
      element(
        "div",
        { class: "banner error" },
        element("span", {}, words, " ", this.#countdown),
        textButton(l10n.t("Retry Now"), () => this.#host.act("connect")),
      ),
    );
  }

  #showFailure(failure: string): void {
    const close = iconButton("error", l10n.t("Close"), () => replace(this.element));
    replace(
      this.element,
      element("div", { class: "banner error", role: "alert" }, element("span", {}, ...prose(failure)), close),
    );
  }

  #tick(): void {
    const seconds = Math.ceil((this.#retryAt - Date.now()) / 1000);
    const words = seconds > 0 ? l10n.t("Retrying in {seconds} s.", { seconds }) : l10n.t("Trying again.");
    if (this.#countdown.textContent !== words) this.#countdown.textContent = words;
  }
}
