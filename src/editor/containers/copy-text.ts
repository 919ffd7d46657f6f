import * as vscode from "vscode";

const shownMs = 3000;
const shownLength = 60;

/** Copies, and says for a moment in the status bar what was copied: nothing else on the screen would tell. */
export async function copyText(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  const lines = text.trimEnd().split("\n");
  const words = lines.length > 1 ? `${lines.length.toLocaleString()} lines` : text.trim();
  const shown = words.length > shownLength ? `${words.slice(0, shownLength)}…` : words;
  vscode.window.setStatusBarMessage(`Copied ${shown}`, shownMs);
}
