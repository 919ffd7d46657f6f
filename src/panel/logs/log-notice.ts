import { element, replace } from "../dom";
import { l10n } from "../l10n";
import { figure, plural } from "../words";

/** What became of lines that are not in the list, in numbers of lines. */
export interface Losses {
  /** Lines a second while more come than can be read, else 0. */
  readonly perSecond: number;
  readonly kept: number;
  readonly skipped: number;
  readonly older: number;
}

/** What a flood does to the log, and what is not kept: nothing is dropped unsaid. */
export class LogNotice {
  readonly element = element("div", { class: "log-notice" });
  readonly #onDownload: () => void;
  #words = "";

  constructor(onDownload: () => void) {
    this.#onDownload = onDownload;
    this.element.hidden = true;
  }

  show(losses: Losses): void {
    const text = wordsOf(losses);
    if (this.#words === text) return;
    this.#words = text;
    this.element.hidden = text === "";
    const download = element("button", { class: "link", onClick: this.#onDownload }, l10n.t("Download All"));
    replace(this.element, `${text}. `, losses.skipped + losses.older > 0 && download);
  }
}

function wordsOf({ perSecond, kept, skipped, older }: Losses): string {
  return [
    perSecond > 0
      ? l10n.t("{rate} lines a second; showing the last {kept}", { rate: figure(perSecond), kept: figure(kept) })
      : "",
    skipped > 0
      ? plural(
          skipped,
          l10n.t("{count} line came too fast to be shown here"),
          l10n.t("{count} lines came too fast to be shown here"),
        )
      : "",
    older > 0
      ? plural(older, l10n.t("{count} older line is not kept here"), l10n.t("{count} older lines are not kept here"))
      : "",
  ]
    .filter(Boolean)
    .join(". ");
}
