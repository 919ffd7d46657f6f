import * as vscode from "vscode";
import { l10n } from "vscode";
import { NO_PLAN, type ReviewFile } from "../review/proposal";
import type { ReviewPart } from "../review/register-review";
import { pickFolder, readText, type Shell } from "../shell";
import type { LintStore } from "./lint-store";

/** Rounds of fixing: one fix may keep another from being applied at once. */
const MAX_ROUNDS = 10;

/** The safe fixes of all Docker files, seen as a diff before anything is written. */
export async function fixAllCommand(shell: Shell, store: LintStore, review: ReviewPart): Promise<void> {
  const folder = await pickFolder();
  if (!folder) return;
  await review.start({
    kind: "fixes",
    title: l10n.t("Fix {name}", { name: folder.name }),
    folder,
    compute: async () => ({ plan: NO_PLAN, files: await fixedFiles(shell, folder), reasons: [], problems: [] }),
    applied: async () => store.lintOpen(),
  });
}

async function fixedFiles(shell: Shell, folder: vscode.WorkspaceFolder): Promise<readonly ReviewFile[]> {
  const before = new Map<string, string>();
  const texts = new Map<string, string>();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const { findings } = await shell.app().lintFolder(folder.uri.fsPath, { texts });
    for (const path of new Set(
      findings.flatMap(({ fixes }) => fixes.flatMap(({ edits }) => edits.map(edit => edit.path))),
    )) {
      if (before.has(path)) continue;
      const text = await readText(vscode.Uri.joinPath(folder.uri, path));
      if (text !== null) before.set(path, text);
    }
    const outcome = shell.core().applyFixes(new Map([...before, ...texts]), findings);
    if (outcome.applied === 0) break;
    for (const [path, text] of outcome.texts) texts.set(path, text);
  }
  return [...texts].flatMap(([path, text]) => {
    const old = before.get(path);
    return old === undefined || old === text
      ? []
      : [{ path, action: "merge" as const, before: old, text, note: null, secret: false }];
  });
}
