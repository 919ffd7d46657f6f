import * as vscode from "vscode";
import { l10n } from "vscode";
import { figure } from "../figures";

const shownMs = 3000;
const shownLength = 60;

/** Copies, and says for a moment in the status bar what was copied: nothing else on the screen would tell. */
export async function copyText(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  const lines = text.trimEnd().split("\n");
  const flat = text.trim();
  const cut = flat.length > shownLength ? `${flat.slice(0, shownLength)}…` : flat;
  const words =
    lines.length > 1
      ? l10n.t("Copied {count} lines", { count: figure(lines.length) })
      : l10n.t("Copied {text}", { text: cut });
  vscode.window.setStatusBarMessage(words, shownMs);
}
