import * as vscode from "vscode";
import { l10n } from "vscode";
import type { ContainersTree } from "./containers-tree";

/** Asks for a part of an image's name; the tree follows each key, and Escape puts back what was. */
export function filterImages(tree: ContainersTree): Promise<void> {
  const before = tree.imageFilter;
  const box = vscode.window.createInputBox();
  box.title = l10n.t("Filter Images");
  box.prompt = l10n.t("A part of the name, the tag or the digest");
  box.value = before;
  let isTaken = false;
  box.onDidChangeValue(value => (tree.imageFilter = value));
  box.onDidAccept(() => {
    isTaken = true;
    box.hide();
  });
  box.show();
  return new Promise(resolve => {
    box.onDidHide(() => {
      if (!isTaken) tree.imageFilter = before;
      box.dispose();
      resolve();
    });
  });
}
