import type { Host } from "../host";
import type { Entry } from "./log-model";

/** The first line of the log that is in sight, kept for a panel that is hidden meanwhile; -1 for one that is followed. */
export class ReadingPlace {
  readonly #host: Host;
  readonly #scroller: HTMLElement;
  /** The line to go on from, until it is here again. */
  #wanted: number;

  constructor(host: Host, scroller: HTMLElement, isFollowed: () => boolean) {
    this.#host = host;
    this.#scroller = scroller;
    this.#wanted = host.state.place.line;
    scroller.addEventListener("scrollend", () => this.#remember(isFollowed()));
  }

  /** Whether the person was reading and is not yet back there. */
  get isAwaited(): boolean {
    return this.#wanted >= 0;
  }

  /** The index of the row to go on from, once that line or a later one is here; -1 until then. */
  take(rows: readonly Pick<Entry, "line">[]): number {
    if (!this.isAwaited || this.#scroller.clientHeight === 0) return -1;
    const index = rows.findIndex(({ line }) => line.seq >= this.#wanted);
    if (index !== -1) this.#wanted = -1;
    return index;
  }

  forget(): void {
    this.#wanted = -1;
    this.#host.at({ line: -1 });
  }

  #remember(isFollowed: boolean): void {
    if (this.isAwaited || this.#scroller.clientHeight === 0) return;
    const { top } = this.#scroller.getBoundingClientRect();
    const rows = [...this.#scroller.querySelectorAll<HTMLElement>(".log-row")];
    const first = rows.find(row => row.getBoundingClientRect().bottom > top + 1);
    this.#host.at({ line: isFollowed || !first ? -1 : Number(first.dataset["seq"]) });
  }
}
