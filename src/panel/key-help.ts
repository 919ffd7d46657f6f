import { element, replace, textButton } from "./dom";
import { l10n } from "./l10n";

const keys: readonly (readonly [string, string])[] = [
  ["F6, Shift+F6", l10n.t("Next pane, pane before")],
  [l10n.t("Arrows, Home, End, Page Up, Page Down"), l10n.t("Move in a list")],
  [l10n.t("Enter"), l10n.t("Open the detail of a row")],
  [l10n.t("Space"), l10n.t("Fold and unfold")],
  ["F10, Shift+F10, Menu", l10n.t("Menu of a row")],
  [l10n.t("Ctrl+F, /"), l10n.t("Find in logs")],
  [l10n.t("Enter, Shift+Enter"), l10n.t("Next match, match before")],
  ["C", l10n.t("Only lines that match, and how many around each")],
  [l10n.t("Escape"), l10n.t("Back to the list")],
  ["F", l10n.t("Follow the log")],
  ["T", l10n.t("Timestamps")],
  ["W", l10n.t("Wrap lines")],
  ["L", l10n.t("Least level")],
  ["S", l10n.t("Start or stop the service")],
  ["R", l10n.t("Restart the service")],
  ["B", l10n.t("Build")],
  ["O", l10n.t("Open in browser")],
  [l10n.t("Delete"), l10n.t("Remove, after a question")],
];

/** The list of keys that `?` opens; Escape closes it and gives the focus back. */
export function keyHelp(): { readonly element: HTMLElement; readonly toggle: (shown: boolean) => void } {
  let before: Element | null = null;
  const dialog = element("div", { class: "key-help", role: "dialog", aria: { label: l10n.t("Keys"), modal: "true" } });
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
  const close = textButton(l10n.t("Close"), () => toggle(false));
  replace(dialog, element("h2", {}, l10n.t("Keys")), element("table", {}, ...rows), close);
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
