import * as vscode from "vscode";
import type { Finding, Fix } from "../../model/finding";
import { fixEdit } from "../lint/code-actions";
import { errorText, type Shell } from "../shell";

/** A change that lint knows for the instruction at which a build failed. */
export interface BuildFix {
  readonly title: string;
  apply(): Promise<void>;
}

/**
 * The fix of what lint finds at a failed instruction: only findings that say that a build fails, the first of them. `end` is
 * the line after the instruction.
 */
export async function fixOfFailure(
  shell: Shell,
  folder: vscode.WorkspaceFolder,
  dockerfile: string,
  { line, end }: { readonly line: number; readonly end: number },
): Promise<BuildFix | null> {
  try {
    const { findings } = await shell.app().lintFolder(folder.uri.fsPath, { paths: [dockerfile] });
    const fix = firstFix(findings, dockerfile, line, end);
    if (!fix) return null;
    return {
      title: fix.title,
      async apply() {
        const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, dockerfile));
        const edit = await fixEdit(document, fix);
        await vscode.workspace.applyEdit(edit, { isRefactoring: true });
        for (const [uri] of edit.entries()) await (await vscode.workspace.openTextDocument(uri)).save();
      },
    };
  } catch (error) {
    shell.log.debug(`No fix for ${dockerfile}: ${errorText(error)}`);
    return null;
  }
}

function firstFix(findings: readonly Finding[], path: string, line: number, end: number): Fix | undefined {
  return findings.find(
    finding =>
      finding.path === path &&
      finding.severity === "error" &&
      finding.line >= line &&
      finding.line < end &&
      finding.fixes.length > 0,
  )?.fixes[0];
}
