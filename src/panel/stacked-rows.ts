/** Where rows of given heights begin, one under the other; the last number is where they end. */
export function rowTops(heights: readonly number[]): readonly number[] {
  const tops = [0];
  for (const height of heights) tops.push((tops.at(-1) ?? 0) + height);
  return tops;
}

/** The rows of which a part lies between two heights, with some to spare at both ends: first, and the one after the last. */
export function rowsBetween(tops: readonly number[], from: number, to: number, spare = 8): readonly [number, number] {
  const count = tops.length - 1;
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tops[middle + 1] ?? 0) <= from) low = middle + 1;
    else high = middle;
  }
  let last = low;
  while (last < count && (tops[last] ?? 0) < to) last++;
  return [Math.max(0, low - spare), Math.min(count, last + spare)];
}

/** A list whose rows differ in height, of which only those in sight are in the document, as children of `body`. */
export class StackedRows {
  readonly #scroller: HTMLElement;
  readonly #body: HTMLElement;
  readonly #render: (index: number) => HTMLElement;
  readonly #onDraw: () => void;
  #tops: readonly number[] = [0];
  #rows = new Map<number, HTMLElement>();
  #frame = 0;

  constructor(
    scroller: HTMLElement,
    body: HTMLElement,
    render: (index: number) => HTMLElement,
    onDraw: () => void = () => undefined,
  ) {
    this.#scroller = scroller;
    this.#body = body;
    this.#render = render;
    this.#onDraw = onDraw;
    scroller.addEventListener("scroll", () => this.#soon(), { passive: true });
    new ResizeObserver(() => this.#soon()).observe(scroller);
  }

  /** Draws anew what is in sight. */
  update(heights: readonly number[]): void {
    this.#tops = rowTops(heights);
    this.#rows.clear();
    this.#body.replaceChildren();
    this.#draw();
  }

  /** The row's element; it is scrolled into sight first. */
  reveal(index: number): HTMLElement | undefined {
    const top = this.#body.offsetTop + (this.#tops[index] ?? 0);
    const bottom = this.#body.offsetTop + (this.#tops[index + 1] ?? 0);
    const { scrollTop, clientHeight } = this.#scroller;
    if (top < scrollTop) this.#scroller.scrollTop = index === 0 ? 0 : top;
    else if (bottom > scrollTop + clientHeight) this.#scroller.scrollTop = bottom - clientHeight;
    this.#draw();
    return this.#rows.get(index);
  }

  #soon(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const from = this.#scroller.scrollTop - this.#body.offsetTop;
    const [first, last] = rowsBetween(this.#tops, from, from + this.#scroller.clientHeight);
    this.#body.style.paddingBlock = `${this.#tops[first] ?? 0}px ${(this.#tops.at(-1) ?? 0) - (this.#tops[last] ?? 0)}px`;
    for (const [index, row] of this.#rows) {
      if (index >= first && index < last) continue;
      row.remove();
      this.#rows.delete(index);
    }
    let next: Element | null = this.#body.firstElementChild;
    for (let index = first; index < last; index++) {
      const known = this.#rows.get(index);
      if (known) {
        next = known.nextElementSibling;
        continue;
      }
      const row = this.#render(index);
      this.#rows.set(index, row);
      this.#body.insertBefore(row, next);
    }
    this.#onDraw();
  }
}
