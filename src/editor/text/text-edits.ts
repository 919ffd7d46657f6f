import * as vscode from "vscode";
import { diffLines, splitLines } from "./line-diff";

/** The edits that turn `before` into `after`, touching the changed lines only. */
export function lineEdits(before: string, after: string): vscode.TextEdit[] {
  const old = splitLines(before);
  const last = old.length;
  return diffLines(old, splitLines(after)).map(({ start, end, lines }) => {
    if (end < last) {
      const text = lines.map(line => `${line}\n`).join("");
      return vscode.TextEdit.replace(new vscode.Range(start, 0, end, 0), text);
    }
    // At the end of the text there is no line end to take along: take the one before instead.
    const from =
      start === 0 ? new vscode.Position(0, 0) : new vscode.Position(start - 1, (old[start - 1] ?? "").length);
    const to = new vscode.Position(last - 1, (old[last - 1] ?? "").length);
    const text = start === 0 ? lines.join("\n") : lines.map(line => `\n${line}`).join("");
    return vscode.TextEdit.replace(new vscode.Range(from, to), text);
  });
}
