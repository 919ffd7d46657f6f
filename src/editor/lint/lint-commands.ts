import * as vscode from "vscode";
import { l10n } from "vscode";
import { plural } from "../figures";
import { pickFolder, type Handler, type Shell } from "../shell";
import { rulePage, type LintStore } from "./lint-store";

/** Linting a whole folder, the page of a rule, and the setting of what others report as well. */
export function lintCommands(shell: Shell, store: LintStore): Readonly<Record<string, Handler>> {
  return {
    "drydock.workspace.lint": (argument?: unknown) => lintFolder(shell, store, argument),
    "drydock.lint.explain": (rule: string) => vscode.commands.executeCommand("markdown.showPreview", rulePage(rule)),
    "drydock.lint.duplicates": () =>
      vscode.commands.executeCommand("workbench.action.openSettings", "drydock.lint.duplicates"),
  };
}

async function lintFolder(shell: Shell, store: LintStore, argument: unknown): Promise<void> {
  const folder = await pickFolder(folderArgument(argument));
  if (!folder) return;
  const result = await vscode.window.withProgress({ location: { viewId: "drydock.recon" } }, () =>
    shell.app().lintFolder(folder.uri.fsPath),
  );
  await store.publishFolder(folder, result.findings);
  store.lintOpen();
  if (result.findings.length > 0) await vscode.commands.executeCommand("workbench.actions.view.problems");
  else {
    const files = plural(result.files, l10n.t("{count} file"), l10n.t("{count} files"));
    vscode.window.setStatusBarMessage(l10n.t("Drydock: nothing found in {files}", { files }), 5000);
  }
}

/** A row of the Recon tree knows its folder. */
function folderArgument(argument: unknown): unknown {
  const hasFolder = typeof argument === "object" && argument !== null && "folder" in argument;
  return hasFolder ? (argument as { readonly folder: vscode.WorkspaceFolder }).folder.uri : argument;
}
