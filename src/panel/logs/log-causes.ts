import type { Host } from "../host";
import type { Fold } from "./log-model";

/** Exceptions that are remembered; what a service raises is mostly the same. */
const kept = 200;
/** Characters of a traceback that are sent, from its end, where it says most. */
const sentLength = 8000;

/** What an exception is likely caused by, in words, and the title of a change that mends it; each "" where none is known. */
export interface LogCause {
  readonly words: string;
  readonly fix: string;
}

const none: LogCause = { words: "", fix: "" };

type Traceback = Pick<Fold, "head" | "lines" | "tail">;

/** What tracebacks of the log are likely caused by: the host knows, and is asked once for each exception. */
export class LogCauses {
  readonly #host: Pick<Host, "post">;
  readonly #known = new Map<string, LogCause>();

  constructor(host: Pick<Host, "post">) {
    this.#host = host;
  }

  /** The likely cause; without words where none is known, or not yet. */
  of({ head, lines, tail }: Traceback): LogCause {
    if (head === null) return none;
    const exception = textOf([head, ...tail]);
    const known = this.#known.get(exception);
    if (known !== undefined) return known;
    if (this.#known.size >= kept) this.#known.clear();
    this.#known.set(exception, none);
    this.#host.post({ type: "cause", exception, text: textOf([...lines, head, ...tail]) });
    return none;
  }

  openFix({ head, lines, tail }: Traceback): void {
    if (head !== null) this.#host.post({ type: "fix", text: textOf([...lines, head, ...tail]) });
  }

  /** Takes the host's answer; true where there is something to show. */
  take(exception: string, { words, fix }: LogCause): boolean {
    this.#known.set(exception, { words, fix });
    return words !== "";
  }
}

function textOf(lines: Traceback["lines"]): string {
  return lines
    .map(({ plain }) => plain)
    .join("\n")
    .slice(-sentLength);
}
