import type { Host } from "../host";
import type { Fold } from "./log-model";

/** Exceptions that are remembered; what a service raises is mostly the same. */
const kept = 200;
/** Characters of a traceback that are sent, from its end, where it says most. */
const sentLength = 8000;

/** What tracebacks of the log are likely caused by: the host knows, and is asked once for each exception. */
export class LogCauses {
  readonly #host: Pick<Host, "post">;
  readonly #known = new Map<string, string>();

  constructor(host: Pick<Host, "post">) {
    this.#host = host;
  }

  /** The likely cause in words; "" where none is known, or not yet. */
  of({ head, lines }: Pick<Fold, "head" | "lines">): string {
    if (head === null) return "";
    const exception = head.plain;
    const known = this.#known.get(exception);
    if (known !== undefined) return known;
    if (this.#known.size >= kept) this.#known.clear();
    this.#known.set(exception, "");
    const text = [...lines.map(({ plain }) => plain), exception].join("\n").slice(-sentLength);
    this.#host.post({ type: "cause", exception, text });
    return "";
  }

  /** Takes the host's answer; true where there is something to show. */
  take(exception: string, words: string): boolean {
    this.#known.set(exception, words);
    return words !== "";
  }
}
