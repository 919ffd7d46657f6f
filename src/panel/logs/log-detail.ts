import { element, iconButton, replace } from "../dom";
import { clock } from "../words";
import type { Entry } from "./log-model";
import { jsonOf } from "./log-text";
import { l10n } from "../l10n";

/** One whole line under the log, JSON laid out. */
export class LogDetail {
  readonly element = element("div", { class: "log-detail" });
  readonly #onClose: () => void;
  #entry: Entry | null = null;

  constructor(onClose: () => void) {
    this.#onClose = onClose;
    this.element.hidden = true;
  }

  /** The line that is shown; null for none. */
  get entry(): Entry | null {
    return this.#entry;
  }

  show(entry: Entry): void {
    this.#entry = entry;
    const close = iconButton("error", l10n.t("Close"), () => {
      this.hide();
      this.#onClose();
    });
    const title = `${clock(entry.line.at)} ${entry.line.label}`;
    replace(
      this.element,
      element("div", { class: "detail-title" }, title, close),
      element("pre", {}, laidOut(entry.plain)),
    );
    this.element.hidden = false;
  }

  hide(): void {
    this.#entry = null;
    this.element.hidden = true;
  }
}

function laidOut(text: string): string {
  const json = jsonOf(text);
  return json === null ? text : json.before + JSON.stringify(json.value, null, 2);
}
