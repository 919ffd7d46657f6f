/** Where a command appears besides the palette. */
export interface Placement {
  readonly menu:
    | "view/title"
    | "view/item/context"
    | "explorer/context"
    | "editor/title"
    | "editor/title/run"
    | "webview/context"
    | "drydock.more";
  readonly when: string;
  readonly group: string;
}

/** One command, described once: its words, its icon and every place it appears in. */
export interface CommandDescription {
  readonly id: string;
  readonly title: string;
  readonly icon?: string;
  /** `true`: always in the palette; a text: its when-clause; `false`: never. */
  readonly palette: boolean | string;
  readonly enablement?: string;
  readonly places?: readonly Placement[];
}

export const trusted = "isWorkspaceTrusted";
export const reviewing = "drydock.reviewing";

/** A button in a view's title bar (`navigation@n`) or in its overflow (any other group). */
export function title(view: string, when: string, group: string): Placement {
  const both = when === "" ? `view == ${view}` : `view == ${view} && ${when}`;
  return { menu: "view/title", when: both, group };
}

/** An entry of a row's context menu; `inline` puts it on the row itself. */
export function row(view: string, item: string, group: string, when = ""): Placement {
  const suffix = when === "" ? "" : ` && ${when}`;
  return { menu: "view/item/context", when: `view == ${view} && viewItem =~ /${item}/${suffix}`, group };
}
