import * as vscode from "vscode";
import { readText } from "../shell";
import { lineEdits } from "../text/text-edits";

const file = ".drydock.yaml";

/** Rewrites `.drydock.yaml` of a folder as one undoable edit, saved at once. */
export async function editConfiguration(
  folder: vscode.WorkspaceFolder,
  change: (text: string) => string,
): Promise<void> {
  const uri = vscode.Uri.joinPath(folder.uri, file);
  const before = await readText(uri);
  const after = change(before ?? "");
  if (after === before) return;
  const edit = new vscode.WorkspaceEdit();
  if (before === null) edit.createFile(uri, { contents: new TextEncoder().encode(after) });
  else edit.set(uri, lineEdits(before, after));
  await vscode.workspace.applyEdit(edit, { isRefactoring: true });
  const open = vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
  if (open?.isDirty) await open.save();
}
