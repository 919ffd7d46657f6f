/**
 * Draws a part of the panel anew without taking away what a person is at: the focus comes back to the element of the same
 * words, and a press of the mouse ends on the element on which it began, since drawing waits for it.
 */
export class Steady {
  readonly #root: HTMLElement;
  readonly #draw: () => void;
  readonly #onLost: () => void;
  #isPressed = false;
  #waits = false;

  /** `onLost` says where the focus goes when nothing in the part can take it any more. */
  constructor(root: HTMLElement, draw: () => void, onLost: () => void = () => undefined) {
    this.#root = root;
    this.#draw = draw;
    this.#onLost = onLost;
    root.addEventListener("pointerdown", () => (this.#isPressed = true));
    for (const end of ["pointerup", "pointercancel"]) {
      // The click itself comes after this event.
      window.addEventListener(end, () => this.#isPressed && setTimeout(() => this.#release(), 0));
    }
  }

  draw(): void {
    if (this.#isPressed) {
      this.#waits = true;
      return;
    }
    const focused = this.#root.contains(document.activeElement) ? document.activeElement : null;
    const words = focused === null ? "" : wordsOf(focused);
    this.#draw();
    if (focused === null || this.#root.contains(document.activeElement)) return;
    const same = focusable(this.#root, focused.tagName).find(element => wordsOf(element) === words);
    const next = same ?? focusable(this.#root, "button")[0];
    next?.focus({ preventScroll: same !== undefined });
    if (!this.#root.contains(document.activeElement)) this.#onLost();
  }

  #release(): void {
    this.#isPressed = false;
    if (!this.#waits) return;
    this.#waits = false;
    this.draw();
  }
}

/** What an element is told by over two drawings: its key, else what it says. */
function wordsOf(element: Element): string {
  const { key } = element instanceof HTMLElement ? element.dataset : {};
  return key ?? element.getAttribute("aria-label") ?? element.textContent ?? "";
}

function focusable(root: HTMLElement, tag: string): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(tag)].filter(
    element => element.offsetParent !== null && !(element instanceof HTMLButtonElement && element.disabled),
  );
}
