import * as vscode from "vscode";
import { l10n } from "vscode";
import { setContext } from "../shell";
import { isWritable, type ReviewFile } from "./proposal";
import type { ReviewSession } from "./review-session";

/** VS Code's own multi-file diff over the proposals. */
export async function showDiff(session: ReviewSession, files: readonly ReviewFile[]): Promise<void> {
  const shown = files.filter(isWritable);
  if (shown.length === 0) return;
  const resources = shown.map(file => [
    session.fileUri(file.path),
    file.before === null ? undefined : session.fileUri(file.path),
    file.text === null ? undefined : session.proposalUri(file.path),
  ]);
  await vscode.commands.executeCommand("vscode.changes", session.source.title, resources);
  // The command returns before the editor is there: wait for its tab, then keep it.
  for (let attempt = 0; attempt < 20 && !diffTab(session); attempt++) {
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  if (diffTab(session)?.isPreview) await vscode.commands.executeCommand("workbench.action.keepEditor");
}

/** One file alone: its diff, or the proposal where there is nothing on disk. */
export async function showFileDiff(session: ReviewSession, file: ReviewFile): Promise<void> {
  const right = session.proposalUri(file.path);
  if (file.text === null) await vscode.window.showTextDocument(session.fileUri(file.path), { preview: true });
  else if (file.before === null) await vscode.commands.executeCommand("vscode.open", right, { preview: true });
  else
    await vscode.commands.executeCommand(
      "vscode.diff",
      session.fileUri(file.path),
      right,
      l10n.t("{path} (proposal)", { path: file.path }),
      {
        preview: true,
      },
    );
}

export function diffTab(session: ReviewSession): vscode.Tab | undefined {
  return vscode.window.tabGroups.all
    .flatMap(group => group.tabs)
    .find(tab => tab.label.startsWith(session.source.title));
}

/** Closes everything that shows a proposal. */
export async function closeDiffs(session: ReviewSession): Promise<void> {
  const own = vscode.window.tabGroups.all
    .flatMap(group => group.tabs)
    .filter(
      tab =>
        tab.label.startsWith(session.source.title) ||
        (tab.input instanceof vscode.TabInputText && tab.input.uri.scheme === "drydock-plan") ||
        (tab.input instanceof vscode.TabInputTextDiff && tab.input.modified.scheme === "drydock-plan"),
    );
  if (own.length > 0) await vscode.window.tabGroups.close(own);
}

/** Keeps `drydock.review.tabActive` equal to "the review's diff is the active editor". */
export function trackDiffTab(session: () => ReviewSession | null): vscode.Disposable {
  const update = (): void => {
    const title = session()?.source.title;
    const label = vscode.window.tabGroups.activeTabGroup.activeTab?.label;
    setContext("drydock.review.tabActive", title !== undefined && (label?.startsWith(title) ?? false));
  };
  return vscode.Disposable.from(
    vscode.window.tabGroups.onDidChangeTabs(update),
    vscode.window.tabGroups.onDidChangeTabGroups(update),
  );
}
