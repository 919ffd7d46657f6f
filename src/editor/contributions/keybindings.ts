interface Keybinding {
  readonly command: string;
  readonly key: string;
  readonly mac?: string;
  readonly when: string;
  readonly args?: { readonly commands: readonly string[] };
}

type Tree = "recon" | "plan";

const inTree = (tree: Tree): string => `focusedView == drydock.${tree} && listFocus && !inputFocus`;

/**
 * A key for the row that has the focus, which extensions are not told of (see focused-rows.ts). The first of the two is what
 * menus show beside the command; the second, which asks for more and so leaves the first in place, is what runs.
 */
function onFocused(tree: Tree, command: string, keys: { readonly key: string; readonly mac?: string }): Keybinding[] {
  const toggle = "list.toggleSelection";
  return [
    { command, ...keys, when: inTree(tree) },
    {
      command: "runCommands",
      ...keys,
      when: `${inTree(tree)} && listHasSelectionOrFocus`,
      args: { commands: [toggle, `drydock.${tree}.markFocused`, toggle, command] },
    },
  ];
}

const inPanel = "activeWebviewPanelId == drydock.panel";
const focusInPanel = `${inPanel} && !sideBarFocus && !panelFocus && !auxiliaryBarFocus && !inputFocus`;

/** Keys live in our own views only; no global key is taken. */
export const keybindings: readonly Keybinding[] = [
  ...onFocused("recon", "drydock.finding.correct", { key: "f2" }),
  ...onFocused("recon", "drydock.finding.ignore", { key: "delete", mac: "cmd+backspace" }),
  ...onFocused("recon", "drydock.finding.copy", { key: "ctrl+c", mac: "cmd+c" }),
  ...onFocused("recon", "drydock.finding.openToSide", { key: "ctrl+enter", mac: "cmd+enter" }),
  ...onFocused("plan", "drydock.decision.change", { key: "f2" }),
  // VS Code's own Space opens the row and leaves its box as it is.
  ...onFocused("plan", "drydock.proposal.toggle", { key: "space" }),
  {
    command: "drydock.review.apply",
    key: "ctrl+enter",
    mac: "cmd+enter",
    when: "drydock.reviewing && drydock.review.selected > 0 && focusedView != drydock.recon && !editorTextFocus && !inputFocus",
  },
  { command: "drydock.panel.find", key: "ctrl+f", mac: "cmd+f", when: inPanel },
  // A webview hands every key on to the editor, whose own F6 would take the focus out of the panel.
  { command: "drydock.panel.nextPane", key: "f6", when: focusInPanel },
  { command: "drydock.panel.previousPane", key: "shift+f6", when: focusInPanel },
];
