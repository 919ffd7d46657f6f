/** A list of equally high rows of which only those in sight are in the document. */
export class VirtualList {
  readonly element: HTMLElement;
  readonly #spacer: HTMLElement;
  readonly #window: HTMLElement;
  readonly #rowHeight: number;
  readonly #render: (index: number) => HTMLElement;
  #count = 0;
  #frame = 0;
  #first = -1;
  #last = -1;
  #dirty = false;
  /** Rows in the document, by index: a row stays the same element while it is in sight, so that a click can end on it. */
  #rows = new Map<number, HTMLElement>();

  constructor(container: HTMLElement, rowHeight: number, render: (index: number) => HTMLElement) {
    this.element = container;
    this.#rowHeight = rowHeight;
    this.#render = render;
    this.#spacer = document.createElement("div");
    this.#spacer.className = "virtual-spacer";
    this.#window = document.createElement("div");
    this.#window.className = "virtual-window";
    this.#spacer.append(this.#window);
    container.append(this.#spacer);
    container.addEventListener("scroll", () => this.#schedule(), { passive: true });
    new ResizeObserver(() => this.#schedule()).observe(container);
  }

  /** Sets the number of rows; `changed` says that rows in sight may show something else now. */
  update(count: number, changed: boolean): void {
    this.#count = count;
    this.#dirty ||= changed;
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
    if (first === this.#first && last === this.#last && !this.#dirty) return;
    const known = this.#dirty ? new Map<number, HTMLElement>() : this.#rows;
    this.#dirty = false;
    this.#first = first;
    this.#last = last;
    this.#rows = new Map();
    for (let index = first; index < last; index++) this.#rows.set(index, known.get(index) ?? this.#render(index));
    this.#window.style.transform = `translateY(${first * this.#rowHeight}px)`;
    for (const [index, row] of known) if (this.#rows.get(index) !== row) row.remove();
    let at = this.#window.firstChild;
    if (known.size === 0) this.#window.replaceChildren(...this.#rows.values());
    else {
      for (const row of this.#rows.values()) {
        if (row === at) at = row.nextSibling;
        else this.#window.insertBefore(row, at);
      }
    }
  }
}
