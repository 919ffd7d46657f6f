/**
 * How far a panel was sent the numbered lines of a ring. Each line is one of three: sent, skipped because the panel could not
 * follow, or older than the first that it was sent when it began.
 */
export class LogCursor {
  #base = 0;
  #sent = 0;
  #skipped = 0;
  #older = 0;
  #isNew = true;

  /** The number of the next line to send. */
  get sent(): number {
    return this.#sent;
  }

  get skipped(): number {
    return this.#skipped;
  }

  get older(): number {
    return this.#older;
  }

  /** The panel has nothing yet: what it shows gives way to what is sent next. */
  get isNew(): boolean {
    return this.#isNew;
  }

  /** Other lines begin with the number `first`; none before it counts. */
  forget(first: number): void {
    this.#base = first;
    this.restart(first);
  }

  /** The panel begins anew and is sent everything that is kept, from `first` on. */
  restart(first: number): void {
    this.#sent = first;
    this.#isNew = true;
  }

  /** Moves to the first line to send of those from `first` to before `end`, of which no more than `backlog` may wait. */
  seek(first: number, end: number, backlog: number): void {
    const from = Math.max(this.#sent, first, end - backlog);
    if (this.#isNew) {
      this.#older = from - this.#base;
      this.#skipped = 0;
    } else this.#skipped += from - this.#sent;
    this.#sent = from;
  }

  /** So many lines were sent. */
  took(count: number): void {
    this.#sent += count;
    this.#isNew = false;
  }
}
