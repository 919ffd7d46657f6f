import { element, replace, textButton } from "./dom";

const keys: readonly (readonly [string, string])[] = [
  ["F6, Shift+F6", "Next pane, pane before"],
  ["Arrows, Home, End, Page Up, Page Down", "Move in a list"],
  ["Enter", "Open the detail of a row"],
  ["Space", "Fold and unfold"],
  ["F10, Shift+F10, Menu", "Menu of a row"],
  ["Ctrl+F, /", "Find in logs"],
  ["Enter, Shift+Enter", "Next match, match before"],
  ["C", "Only lines that match, and how many around each"],
  ["Escape", "Back to the list"],
  ["F", "Follow the log"],
  ["T", "Timestamps"],
  ["W", "Wrap lines"],
  ["L", "Least level"],
  ["S", "Start or stop the service"],
  ["R", "Restart the service"],
  ["B", "Build"],
  ["O", "Open in browser"],
  ["Delete", "Remove, after a question"],
];

/** The list of keys that `?` opens; Escape closes it and gives the focus back. */
export function keyHelp(): { readonly element: HTMLElement; readonly toggle: (shown: boolean) => void } {
  let before: Element | null = null;
  const dialog = element("div", { class: "key-help", role: "dialog", aria: { label: "Keys", modal: "true" } });
  dialog.hidden = true;
  const toggle = (shown: boolean): void => {
    if (shown) before = document.activeElement;
    dialog.hidden = !shown;
    if (shown) dialog.querySelector("button")?.focus();
    else inPlaceOf(before)?.focus();
  };
  const rows = keys.map(([key, words]) =>
    element("tr", {}, element("td", {}, element("kbd", {}, key)), element("td", {}, words)),
  );
  const close = textButton("Close", () => toggle(false));
  replace(dialog, element("h2", {}, "Keys"), element("table", {}, ...rows), close);
  dialog.addEventListener("keydown", event => {
    if (event.key === "Escape" || event.key === "?") toggle(false);
    // The only stop in it is its button.
    if (event.key === "Tab") event.preventDefault();
    event.stopPropagation();
  });
  return { element: dialog, toggle };
}

/** The element itself, or the row of the same thing where the list was drawn anew in the meantime. */
function inPlaceOf(element: Element | null): HTMLElement | null {
  if (!(element instanceof HTMLElement)) return null;
  const { id } = element.dataset;
  if (element.isConnected || id === undefined) return element;
  return document.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
}
