import { element, replace, textButton } from "./dom";
import type { PartView, VerificationView } from "./protocol";
import { squarify } from "./treemap-layout";
import { bytes } from "./words";
import { l10n } from "./l10n";

type Image = VerificationView["images"][number];

const WIDTH = 1000;
const HEIGHT = 320;

const kinds: Readonly<Record<PartView["kind"], string>> = {
  base: l10n.t("base image"),
  packages: l10n.t("packages"),
  application: l10n.t("application"),
  leftovers: l10n.t("leftovers"),
  system: l10n.t("system"),
};

/** Where an image's bytes are: boxes by size, and the same as a table. Arrows walk, Enter goes in, Escape out. */
export class Treemap {
  readonly element = element("section", { class: "treemap" });
  readonly #open: (path: string, line: number) => void;
  readonly #vary: (part: string) => void;
  #images: readonly Image[] = [];
  #image = 0;
  /** Names of the parts that were gone into. */
  #way: string[] = [];
  #hasTable = false;

  constructor(open: (path: string, line: number) => void, vary: (part: string) => void) {
    this.#open = open;
    this.#vary = vary;
    this.element.addEventListener("keydown", event => this.#key(event));
  }

  update(images: readonly Image[]): void {
    if (JSON.stringify(images) === JSON.stringify(this.#images)) return;
    this.#images = images;
    this.#way = [];
    this.#render();
  }

  get #current(): { parts: readonly PartView[]; bytes: number; name: string } | null {
    const image = this.#images[this.#image] ?? this.#images[0];
    if (!image) return null;
    let current: { parts: readonly PartView[]; bytes: number; name: string } = { ...image, name: image.service };
    for (const name of this.#way) {
      const next = current.parts.find(part => part.name === name);
      if (next) current = next;
    }
    return current;
  }

  #render(focus = -1): void {
    const current = this.#current;
    if (!current) return replace(this.element);
    const boxes = squarify(current.parts, part => part.bytes, WIDTH, HEIGHT);
    const map = element(
      "div",
      {
        class: "boxes",
        role: "group",
        aria: { label: l10n.t("What {name} weighs, {size}", { name: current.name, size: bytes(current.bytes) }) },
      },
      ...boxes.map(({ item, x, y, width, height }) => {
        const box = element(
          "button",
          {
            class: `box ${item.kind}`,
            title: this.#spoken(item),
            tabIndex: -1,
            onClick: () => this.#enter(item),
          },
          element("span", {}, item.name),
          element("span", { class: "dim" }, bytes(item.bytes)),
          item.advice !== "" && element("span", { class: "advice" }, item.advice),
        );
        box.setAttribute("aria-label", this.#spoken(item));
        box.style.insetInlineStart = `${(100 * x) / WIDTH}%`;
        box.style.top = `${(100 * y) / HEIGHT}%`;
        box.style.width = `${(100 * width) / WIDTH}%`;
        box.style.height = `${(100 * height) / HEIGHT}%`;
        return box;
      }),
    );
    const first = map.querySelector<HTMLElement>(".box");
    if (first) first.tabIndex = 0;
    const table = element("details", {}, element("summary", {}, l10n.t("As a table")), this.#table(current.parts));
    table.open = this.#hasTable;
    table.addEventListener("toggle", () => {
      this.#hasTable = table.open;
    });
    replace(this.element, this.#head(current), map, legend(), table);
    if (focus >= 0) map.querySelectorAll<HTMLElement>(".box")[focus]?.focus();
  }

  #head(current: { readonly bytes: number }): HTMLElement {
    const image = this.#images[this.#image] ?? this.#images[0];
    const crumbs = [image?.service ?? "", ...this.#way];
    return element(
      "div",
      { class: "treemap-head" },
      element("h3", {}, l10n.t("What the image weighs")),
      ...(this.#images.length > 1
        ? this.#images.map((each, index) => {
            const button = textButton(each.service, () => this.#choose(index));
            button.setAttribute("aria-pressed", String(index === this.#image));
            return button;
          })
        : []),
      element("span", { class: "dim" }, `${crumbs.join(" › ")} · ${bytes(current.bytes)}`),
      this.#way.length > 0 && textButton(l10n.t("Back"), () => this.#leave()),
    );
  }

  #table(parts: readonly PartView[]): HTMLElement {
    return element(
      "table",
      { class: "figures-table" },
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          ...[l10n.t("part"), l10n.t("size"), l10n.t("kind"), l10n.t("advice"), l10n.t("line")].map(word =>
            element("th", {}, word),
          ),
        ),
      ),
      element(
        "tbody",
        {},
        ...[...parts]
          .sort((left, right) => right.bytes - left.bytes)
          .map(part =>
            element(
              "tr",
              {},
              element("th", {}, part.name),
              element("td", { class: "number" }, bytes(part.bytes)),
              element("td", {}, kinds[part.kind]),
              element("td", {}, part.advice, part.canVary && this.#variant(part)),
              element(
                "td",
                {},
                part.path !== "" &&
                  element(
                    "button",
                    { class: "link", onClick: () => this.#open(part.path, part.line) },
                    `${part.path}:${part.line}`,
                  ),
              ),
            ),
          ),
      ),
    );
  }

  /** Proves an advice: the image is built without the part, compared, and removed. */
  #variant({ name }: PartView): HTMLElement {
    return element(
      "button",
      { class: "link", aria: { label: l10n.t("Build Variant: {name}", { name }) }, onClick: () => this.#vary(name) },
      l10n.t("Build Variant"),
    );
  }

  #choose(index: number): void {
    this.#image = index;
    this.#way = [];
    this.#render();
  }

  /** Into a part that has parts of its own; one that has none opens its line. */
  #enter(part: PartView): void {
    if (part.parts.length > 0) {
      this.#way.push(part.name);
      this.#render(0);
    } else if (part.path !== "") this.#open(part.path, part.line);
  }

  #leave(): void {
    this.#way.pop();
    this.#render(0);
  }

  #key(event: KeyboardEvent): void {
    const boxes = [...this.element.querySelectorAll<HTMLElement>(".box")];
    const at = boxes.indexOf(document.activeElement as HTMLElement);
    if (at < 0) return;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      const next = boxes[(at + step + boxes.length) % boxes.length];
      for (const box of boxes) box.tabIndex = box === next ? 0 : -1;
      next?.focus();
    } else if (event.key === "Escape" && this.#way.length > 0) this.#leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #spoken(part: PartView): string {
    return [`${part.name}, ${kinds[part.kind]}, ${bytes(part.bytes)}`, part.advice].filter(Boolean).join(". ");
  }
}

function legend(): HTMLElement {
  return element(
    "p",
    { class: "legend dim" },
    ...(Object.keys(kinds) as PartView["kind"][]).map(kind =>
      element("span", {}, element("i", { class: `box ${kind}`, aria: { hidden: "true" } }), kinds[kind]),
    ),
  );
}
