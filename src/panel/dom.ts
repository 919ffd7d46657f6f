type Child = Node | string | null | false | undefined;

interface Props {
  readonly class?: string;
  readonly title?: string;
  readonly role?: string;
  readonly tabIndex?: number;
  readonly aria?: Readonly<Record<string, string>>;
  readonly data?: Readonly<Record<string, string>>;
  readonly onClick?: (event: MouseEvent) => void;
}

/** Makes an element; text always goes in as text, never as markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (props.class !== undefined) made.className = props.class;
  if (props.title !== undefined) made.title = props.title;
  if (props.role !== undefined) made.setAttribute("role", props.role);
  if (props.tabIndex !== undefined) made.tabIndex = props.tabIndex;
  for (const [key, value] of Object.entries(props.aria ?? {})) made.setAttribute(`aria-${key}`, value);
  for (const [key, value] of Object.entries(props.data ?? {})) made.dataset[key] = value;
  if (props.onClick) made.addEventListener("click", event => props.onClick?.(event as MouseEvent));
  append(made, children);
  return made;
}

/** A sentence whose words in backticks are code. */
export function prose(text: string): (Node | string)[] {
  return text.split("`").map((part, index) => (index % 2 === 1 ? element("code", {}, part) : part));
}

function append(parent: Element, children: readonly Child[]): void {
  for (const child of children) if (child !== null && child !== false && child !== undefined) parent.append(child);
}

export function replace(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren();
  append(parent, children);
}

export function svg(
  tag: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: Node[]
): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

/** Shapes on a grid of 16, drawn in the text's colour. */
const shapes = {
  play: "M4 3l9 5-9 5z",
  playAll: "M2 3l6 5-6 5zM8.5 3l6 5-6 5z",
  stop: "M4 4h8v8H4z",
  restart: "M12.5 5A5.3 5.3 0 1 0 13.2 9h-1.4A3.9 3.9 0 1 1 11.4 6L9.5 8H14V3.4z",
  terminal: "M2 3.5l4 4.5-4 4.5M8 12.5h6",
  browser: "M6 3H3v10h10v-3M9 3h4v4M13 3L7 9",
  logs: "M3 4h10M3 7h10M3 10h7M3 13h5",
  build: "M9 6l4.5 4.5-2 2L7 8M3 5.5L6.5 2l3 3L6 8.5zM5.2 9.2L3 11.5",
  search: "M10.5 10.5L14 14M11.5 7a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0z",
  down: "M8 3v9M4 8.5L8 12.5l4-4",
  up: "M8 13V4M4 7.5L8 3.5l4 4",
  clock: "M8 4.5V8l2.5 1.5M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z",
  wrap: "M2 4h12M2 8h9.5a2 2 0 0 1 0 4H8M9.5 10.5L8 12l1.5 1.5M2 12h3",
  clear: "M2 4h12M2 8h7M2 12h5M10.5 9.5l4 4M14.5 9.5l-4 4",
  copy: "M6 6h7v8H6zM3 10V2h7",
  download: "M8 2v8M4.5 7L8 10.5 11.5 7M3 13.5h10",
  more: "M3 8h.1M8 8h.1M13 8h.1",
  chevron: "M6 4l4 4-4 4",
  pass: "M3 8.5l3.2 3.2L13 4.8",
  error: "M4 4l8 8M12 4l-8 8",
  warning: "M8 2.5L14.5 13.5h-13zM8 6.5v3.5M8 11.7v.1",
  dot: "M8 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  ring: "M8 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8z",
  pause: "M5 3.5v9M11 3.5v9",
  sync: "M13 6A5.2 5.2 0 0 0 3.5 5M3 10a5.2 5.2 0 0 0 9.5 1M3.5 2.5V5H6M12.5 13.5V11H10",
  filter: "M2 3h12L9.5 8.5V13l-3-1.5v-3z",
} as const;
export type IconName = keyof typeof shapes;
const filled: readonly IconName[] = ["play", "playAll", "stop", "dot", "restart"];

export function icon(name: IconName): SVGElement {
  const fill = filled.includes(name);
  return svg(
    "svg",
    { viewBox: "0 0 16 16", width: 16, height: 16, class: "icon", "aria-hidden": "true", focusable: "false" },
    svg("path", {
      d: shapes[name],
      fill: fill ? "currentColor" : "none",
      stroke: fill ? "none" : "currentColor",
      "stroke-width": name === "more" ? 2.4 : 1.3,
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    }),
  );
}

/** A button with an icon; its name is its tooltip and what a screen reader says. */
export function iconButton(name: IconName, label: string, onClick: () => void, key = ""): HTMLButtonElement {
  const button = element(
    "button",
    { class: "icon-button", title: key === "" ? label : `${label} (${key})` },
    icon(name),
  );
  button.type = "button";
  button.setAttribute("aria-label", label);
  button.addEventListener("click", event => {
    event.stopPropagation();
    onClick();
  });
  return button;
}

/** The entries of VS Code's own context menu that an element has, and the row they are for. */
export function setMenu(target: HTMLElement, words: string, row?: string): void {
  target.dataset["vscodeContext"] = JSON.stringify({
    webviewSection: words,
    drydockRow: row,
    preventDefaultContextMenuItems: true,
  });
}

/** Opens that menu without a right click. */
export function openMenu(target: HTMLElement): void {
  const { left, bottom } = target.getBoundingClientRect();
  target.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, clientX: left + 24, clientY: bottom }));
}

export function textButton(label: string, onClick: () => void, isPrimary = false): HTMLButtonElement {
  const button = element("button", { class: isPrimary ? "button primary" : "button" }, label);
  button.type = "button";
  button.addEventListener("click", onClick);
  return button;
}

export function toggle(button: HTMLElement, pressed: boolean): void {
  button.setAttribute("aria-pressed", String(pressed));
  button.classList.toggle("pressed", pressed);
}
