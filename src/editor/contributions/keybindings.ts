interface Keybinding {
  readonly command: string;
  readonly key: string;
  readonly mac?: string;
  readonly when: string;
}

const inRecon = "focusedView == drydock.recon && listFocus && !inputFocus";
const inPlan = "focusedView == drydock.plan && listFocus && !inputFocus";
const inPanel = "activeWebviewPanelId == drydock.panel";
const focusInPanel = `${inPanel} && !sideBarFocus && !panelFocus && !auxiliaryBarFocus && !inputFocus`;

/** Keys live in our own views only; no global key is taken. */
export const keybindings: readonly Keybinding[] = [
  { command: "drydock.finding.correct", key: "f2", when: inRecon },
  { command: "drydock.finding.ignore", key: "delete", mac: "cmd+backspace", when: inRecon },
  { command: "drydock.finding.copy", key: "ctrl+c", mac: "cmd+c", when: inRecon },
  { command: "drydock.finding.openToSide", key: "ctrl+enter", mac: "cmd+enter", when: inRecon },
  { command: "drydock.decision.change", key: "f2", when: inPlan },
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
