import type { LogLine } from "../../panel/protocol";

/** Bytes that a line costs besides its text: the object and its other fields. */
const lineOverhead = 120;

/** A line as it came from a container; `source` is the container's id, "" for a line about the engine. */
export interface ArrivedLine extends Omit<LogLine, "seq"> {
  readonly source: string;
}

interface KeptLine extends LogLine {
  readonly source: string;
}

/** The newest lines of all logs, in the order of their coming, within a number of bytes. */
export class LogRing {
  readonly #limit: number;
  #lines: KeptLine[] = [];
  /** Index in `#lines` of the first line that still counts; the array is cut now and then, not at every line. */
  #head = 0;
  #bytes = 0;
  #first = 0;

  constructor(limitBytes: number) {
    this.#limit = limitBytes;
  }

  /** Number of the oldest line that is kept: as many as were trimmed. */
  get first(): number {
    return this.#first;
  }

  /** Number that the next line gets. */
  get end(): number {
    return this.#first + this.#lines.length - this.#head;
  }

  add({ source, service, label, kind, at, text }: ArrivedLine): void {
    const line = { seq: this.end, source, service, label, kind, at, text };
    this.#lines.push(line);
    this.#bytes += cost(line);
    while (this.#bytes > this.#limit && this.#lines.length - this.#head > 1) {
      const oldest = this.#lines[this.#head];
      if (oldest) this.#bytes -= cost(oldest);
      this.#head++;
      this.#first++;
    }
    if (this.#head > 10_000 && this.#head * 2 > this.#lines.length) {
      this.#lines = this.#lines.slice(this.#head);
      this.#head = 0;
    }
  }

  /** Adds lines where their times put them; true where lines that were there got new numbers by that. */
  weave(lines: readonly ArrivedLine[]): boolean {
    const kept = this.all();
    const first = lines[0]?.at;
    const isLate = first !== undefined && kept.some(({ at }) => at > first);
    if (isLate) this.clear();
    const all = isLate ? [...kept, ...lines].sort(byTime) : lines;
    for (const line of all) this.add(line);
    return isLate;
  }

  /** Lines by number, `to` excluded. */
  slice(from: number, to: number): LogLine[] {
    const offset = this.#head - this.#first;
    const lines = this.#lines.slice(Math.max(from, this.#first) + offset, to + offset);
    return lines.map(({ source: _source, ...line }) => line);
  }

  all(): readonly ArrivedLine[] {
    return this.#lines.slice(this.#head);
  }

  /** Forgets all lines; numbers go on. */
  clear(): void {
    this.#first = this.end;
    this.#lines = [];
    this.#head = 0;
    this.#bytes = 0;
  }
}

/** Lines of the same time stay as they came. */
export function byTime(left: ArrivedLine, right: ArrivedLine): number {
  return left.at < right.at ? -1 : left.at > right.at ? 1 : 0;
}

function cost(line: { readonly text: string }): number {
  return line.text.length * 2 + lineOverhead;
}
