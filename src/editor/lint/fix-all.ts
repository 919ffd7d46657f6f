import * as vscode from "vscode";
import { NO_PLAN, type ReviewFile } from "../review/proposal";
import type { ReviewPart } from "../review/register-review";
import { pickFolder, readText, type Shell } from "../shell";
import { fixAllEdit } from "./code-actions";
import type { LintStore } from "./lint-store";

/** The safe fixes of all Docker files, seen as a diff before anything is written. */
export async function fixAllCommand(shell: Shell, store: LintStore, review: ReviewPart): Promise<void> {
  const folder = await pickFolder();
  if (!folder) return;
  await review.start({
    kind: "fixes",
    title: `Fix ${folder.name}`,
    folder,
    compute: async () => {
      const { findings } = await shell.app().lintFolder(folder.uri.fsPath);
      const files: ReviewFile[] = [];
      for (const path of new Set(findings.map(finding => finding.path))) {
        const uri = vscode.Uri.joinPath(folder.uri, path);
        const before = await readText(uri);
        const document = await vscode.workspace.openTextDocument(uri);
        const own = findings.filter(finding => finding.path === path);
        const edit = await fixAllEdit(document, own);
        if (before === null || !edit) continue;
        const text = applyEdits(document, edit.get(uri));
        files.push({ path, action: "merge", before, text, note: null, secret: false });
      }
      return { plan: NO_PLAN, files, reasons: [], problems: [] };
    },
    applied: async () => store.lintOpen(),
  });
}

function applyEdits(document: vscode.TextDocument, edits: readonly vscode.TextEdit[]): string {
  let text = document.getText();
  const ordered = [...edits].sort((left, right) => right.range.start.compareTo(left.range.start));
  for (const { range, newText } of ordered) {
    text = text.slice(0, document.offsetAt(range.start)) + newText + text.slice(document.offsetAt(range.end));
  }
  return text;
}
