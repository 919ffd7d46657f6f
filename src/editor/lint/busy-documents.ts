/** Documents whose work takes so long that a person should see that it goes on. */
export class BusyDocuments {
  readonly #changed: () => void;
  readonly #after: number;
  readonly #running = new Map<string, number>();
  readonly #shown = new Set<string>();

  /** `changed` is called whenever a document becomes busy, `after` milliseconds into its work, or ceases to be. */
  constructor(changed: () => void, after = 200) {
    this.#changed = changed;
    this.#after = after;
  }

  has(key: string): boolean {
    return this.#shown.has(key);
  }

  /** Shows at once that a document is worked on; for work that is known to be long. */
  show(key: string): void {
    if (this.#shown.has(key)) return;
    this.#shown.add(key);
    this.#changed();
  }

  /** Shows no longer that a document is worked on, unless other work on it goes on. */
  hide(key: string): void {
    if (!this.#running.has(key) && this.#shown.delete(key)) this.#changed();
  }

  /** Follows a piece of work to its end, whatever that is. */
  async during<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    this.#running.set(key, (this.#running.get(key) ?? 0) + 1);
    const timer = setTimeout(() => this.show(key), this.#after);
    try {
      return await work();
    } finally {
      clearTimeout(timer);
      const left = (this.#running.get(key) ?? 1) - 1;
      if (left > 0) this.#running.set(key, left);
      else this.#running.delete(key);
      this.hide(key);
    }
  }
}
