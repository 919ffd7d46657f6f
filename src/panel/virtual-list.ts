/** What of a list may be another than before: nothing, where its rows stand and some of them, or how every row looks. */
export type Change = "none" | "rows" | "all";

/** A list of equally high rows of which only those in sight are in the document. */
export class VirtualList {
  readonly element: HTMLElement;
  readonly #spacer: HTMLElement;
  readonly #window: HTMLElement;
  readonly #rowHeight: number;
  readonly #render: (index: number) => HTMLElement;
  readonly #keyOf: (index: number) => string;
  #count = 0;
  #frame = 0;
  #first = -1;
  #last = -1;
  #changed: Change = "none";
  /** Rows in the document, by index: a row stays the same element while it is in sight, so that a click can end on it. */
  #rows = new Map<number, HTMLElement>();
  /** The key of each of them. */
  readonly #keys = new WeakMap<HTMLElement, string>();

  constructor(
    container: HTMLElement,
    rowHeight: number,
    render: (index: number) => HTMLElement,
    keyOf: (index: number) => string,
  ) {
    this.element = container;
    this.#rowHeight = rowHeight;
    this.#render = render;
    this.#keyOf = keyOf;
    this.#spacer = document.createElement("div");
    this.#spacer.className = "virtual-spacer";
    this.#window = document.createElement("div");
    this.#window.className = "virtual-window";
    this.#spacer.append(this.#window);
    container.append(this.#spacer);
    container.addEventListener("scroll", () => this.#schedule(), { passive: true });
    new ResizeObserver(() => this.#schedule()).observe(container);
  }

  /** Sets the number of rows, and what of them may be another than before. */
  update(count: number, changed: Change): void {
    this.#count = count;
    if (this.#changed !== "all" && changed !== "none") this.#changed = changed;
    this.#spacer.style.height = `${count * this.#rowHeight}px`;
    this.#schedule();
  }

  get isAtEnd(): boolean {
    const { scrollTop, clientHeight, scrollHeight } = this.element;
    return scrollTop + clientHeight >= scrollHeight - this.#rowHeight * 1.5;
  }

  toEnd(): void {
    this.element.scrollTop = this.#count * this.#rowHeight;
    this.#schedule();
  }

  reveal(index: number): void {
    const top = index * this.#rowHeight;
    const { scrollTop, clientHeight } = this.element;
    if (top < scrollTop) this.element.scrollTop = top;
    else if (top + this.#rowHeight > scrollTop + clientHeight) {
      this.element.scrollTop = top + this.#rowHeight - clientHeight;
    }
    this.#schedule();
  }

  #schedule(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const { scrollTop, clientHeight } = this.element;
    const first = Math.max(0, Math.floor(scrollTop / this.#rowHeight) - 10);
    const last = Math.min(this.#count, Math.ceil((scrollTop + clientHeight) / this.#rowHeight) + 10);
    if (first === this.#first && last === this.#last && this.#changed === "none") return;
    const known = this.#rows;
    const reused = this.#reused(first, last);
    this.#changed = "none";
    this.#first = first;
    this.#last = last;
    this.#rows = new Map();
    for (let index = first; index < last; index++) this.#rows.set(index, reused.get(index) ?? this.#made(index));
    const kept = new Set(this.#rows.values());
    this.#window.style.transform = `translateY(${first * this.#rowHeight}px)`;
    for (const row of known.values()) if (!kept.has(row)) row.remove();
    let at = this.#window.firstChild;
    if (known.size === 0) this.#window.replaceChildren(...this.#rows.values());
    else {
      for (const row of this.#rows.values()) {
        if (row === at) at = row.nextSibling;
        else this.#window.insertBefore(row, at);
      }
    }
  }

  #made(index: number): HTMLElement {
    const row = this.#render(index);
    this.#keys.set(row, this.#keyOf(index));
    return row;
  }

  /** The elements that stay, by their new index: a selection of text in them stays as well. */
  #reused(first: number, last: number): ReadonlyMap<number, HTMLElement> {
    if (this.#changed === "none") return this.#rows;
    const found = new Map<number, HTMLElement>();
    if (this.#changed === "all") return found;
    const byKey = new Map([...this.#rows.values()].map(row => [this.#keys.get(row), row]));
    for (let index = first; index < last; index++) {
      const row = byKey.get(this.#keyOf(index));
      if (row) found.set(index, row);
    }
    return found;
  }
}
